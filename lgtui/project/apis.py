"""From a template's API Gateway resources to the REST APIs of a plan."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.integrations.lambda_uri import function_name_of
from lgtui.emulator.gateway.model import GatewayResponse, Method, MethodResponse
from lgtui.emulator.gateway.openapi import ApiDocument, DocumentError, read_openapi
from lgtui.emulator.gateway.openapi.base_path import base_path_mode
from lgtui.emulator.gateway.openapi.integrations import read_integration
from lgtui.emulator.gateway.openapi.methods import ANY_METHOD, INTEGRATION
from lgtui.emulator.gateway.openapi.node import Node, Remark
from lgtui.emulator.gateway.operations.access_log_settings import LOG_GROUP
from lgtui.project.api_definitions import is_true, plan_definitions
from lgtui.project.api_settings import api_settings
from lgtui.project.errors import ProjectError
from lgtui.project.intrinsics import Unresolvable, text_of
from lgtui.project.plan import ApiPlan, Notice, StagePlan
from lgtui.project.stage_settings import LOG_DESTINATION, stage_settings, writes_log
from lgtui.project.template import Template

ACCOUNT = "AWS::ApiGateway::Account"
REST_API = "AWS::ApiGateway::RestApi"
RESOURCE = "AWS::ApiGateway::Resource"
METHOD = "AWS::ApiGateway::Method"
GATEWAY_RESPONSE = "AWS::ApiGateway::GatewayResponse"
DEPLOYMENT = "AWS::ApiGateway::Deployment"
STAGE = "AWS::ApiGateway::Stage"

_OF_HTTP_APIS = ("x-amazon-apigateway-cors", "x-amazon-apigateway-importexport-version")
"""Members of documents that mean something for HTTP APIs alone (guide, api-gateway-swagger-extensions)."""

_UNSETTLED = re.compile(r"\$\{(AWS::\w+|\w+\.Arn)\}")


class ApiPlanner:
    """Plans the REST APIs of one template.

    Attributes:
        apis: by id.
        cloudwatch_role: the account's role that writes logs, empty where no stage asks for one.
        notices: what the user should know.
    """

    def __init__(self, template: Template) -> None:
        self._template = template
        self._written_lines: dict[tuple[str, str, str], int] = dict(template.api_events())
        self.apis: dict[str, ApiPlan] = {}
        self.cloudwatch_role = ""
        self.notices: list[Notice] = []

    def plan(self) -> None:
        """Plan every API.

        Raises:
            ProjectError: a property is wrong, or its OpenAPI document is none.
        """
        for logical_id, properties in self._template.of_type(REST_API):
            try:
                api = self._api(logical_id, properties)
            except (BadRequestException, Unresolvable, TypeError, ValueError, LookupError) as error:
                raise self._template.error(f"{logical_id}: {error}.", logical_id) from error
            self.apis[api.id] = api
        self.cloudwatch_role = self._role()

    def _role(self) -> str:
        """The role that the template gives the account; where stages log and it gives none, one that is supposed."""
        for _, properties in self._template.of_type(ACCOUNT):
            return str(properties.get("CloudWatchRoleArn") or "")
        logging = [stage for api in self.apis.values() for stage in api.stages if writes_log(stage.settings)]
        if not logging:
            return ""
        text = (
            f"The stage {logging[0].name} writes logs, for which the account needs a role (AWS::ApiGateway::Account). "
            "The template has none; lgtui supposes that the account has one."
        )
        self.notices.append(Notice(logging[0].line, text))
        return f"arn:aws:iam::{self._template.stack.account_id}:role/apigateway-logs"

    def _api(self, logical_id: str, properties: Mapping[str, Any]) -> ApiPlan:
        api_id = self._template.stack.stable_id(10, logical_id)
        body = properties.get("Body")
        read = self._written_out(logical_id) if body is None else self._document(logical_id, properties)
        return ApiPlan(
            id=api_id,
            logical_id=logical_id,
            name=str(properties.get("Name") or read.settings.title or logical_id),
            line=self._template.line(logical_id),
            description=str(properties.get("Description") or read.settings.description),
            binary_media_types=_without_doubles(
                *map(str, properties.get("BinaryMediaTypes") or ()), *read.settings.binary_media_types
            ),
            methods=read.methods,
            bare_paths=tuple(read.bare_paths),
            stages=tuple(self._stages(api_id)),
            method_lines={key: self._method_line(logical_id, *key) for key in read.methods},
            gateway_responses=(*read.gateway_responses, *self._gateway_responses(api_id)),
            definitions=plan_definitions(self._template, api_id, properties, read.definitions),
            settings=api_settings(properties, read.settings),
            definition_lines={
                key: self._body_line(logical_id, *trail) for key, trail in read.definitions.trails.items()
            },
        )

    def _document(self, logical_id: str, properties: Mapping[str, Any]) -> ApiDocument:
        """The API's OpenAPI document; what is passed over in it is noted.

        Raises:
            ProjectError: something in it cannot be read.
        """
        mode = base_path_mode(str(_mapping(properties.get("Parameters")).get("basepath") or "ignore"))
        try:
            read = read_openapi(self._settle_uris(logical_id, properties["Body"]), mode, rename_models=True)
        except DocumentError as error:
            first = error.remarks[0]
            more = f" (and {len(error.remarks) - 1} more)" if len(error.remarks) > 1 else ""
            file, line = self._template.place(logical_id, self._body_name(logical_id), first.trail)
            raise ProjectError(f"{logical_id}: {first}{more}.", str(file), line) from error
        self.notices += [self._notice(logical_id, warning) for warning in read.warnings]
        return self._deployable(logical_id, read) if self._template.openapi else read

    def _notice(self, logical_id: str, warning: Remark) -> Notice:
        """What is passed over in a document; of a file that is taken in with its own name and line."""
        file, line = self._template.place(logical_id, self._body_name(logical_id), warning.trail)
        if file == self._template.document.file:
            return Notice(line, f"{logical_id}: {warning}.")
        return Notice(self._template.line(logical_id), f"{logical_id}: {warning} in {file.name}:{line}.")

    def _deployable(self, logical_id: str, read: ApiDocument) -> ApiDocument:
        """An OpenAPI file's document without the operations that API Gateway could not deploy, which are noted.

        Raises:
            ProjectError: nothing remains.
        """
        idle = {key for key, method in read.methods.items() if method.method_integration is None}
        methods = {key: method for key, method in read.methods.items() if key not in idle}
        if not methods:
            raise self._template.error(
                f"No operation has the member {INTEGRATION}, so there is nothing to deploy. Add one that says where "
                'requests go, such as {"type": "http_proxy", "httpMethod": "GET", "uri": "https://…"}.',
                *(logical_id, "Properties", "Body", "paths"),
            )
        for path, verb in sorted(idle):
            text = f"{verb} {path} has no {INTEGRATION}: it is left out, and AWS would refuse to deploy it."
            self.notices.append(Notice(self._method_line(logical_id, path, verb), text))
        self._note_functions(logical_id, methods)
        for member in _OF_HTTP_APIS:
            if member in self._template.document.data["Resources"][logical_id]["Properties"]["Body"]:
                text = f"{member} is of an HTTP API: what is served is a REST API, without it."
                self.notices.append(Notice(self._body_line(logical_id, member), text))
        return replace(read, methods=methods, bare_paths=[*read.bare_paths, *(path for path, _ in sorted(idle))])

    def _note_functions(self, logical_id: str, methods: Mapping[tuple[str, str], Method]) -> None:
        """Say which functions an OpenAPI file's methods call: none of them is in the file."""
        told: set[str] = set()
        for (path, verb), method in methods.items():
            name = function_name_of(method.method_integration.uri) if method.method_integration else ""
            if name and name not in told:
                told.add(name)
                text = f"{verb} {path} calls the function {name}: make it with CreateFunction at the control port."
                self.notices.append(Notice(self._method_line(logical_id, path, verb), text))

    def _body_line(self, logical_id: str, *trail: str | int) -> int:
        """The line of something in an API's document."""
        return self._template.line(logical_id, "Properties", self._body_name(logical_id), *trail)

    def _body_name(self, logical_id: str) -> str:
        """The property that holds an API's document."""
        properties = self._template.document.data["Resources"].get(logical_id, {}).get("Properties") or {}
        return "Body" if "Body" in properties else "DefinitionBody"

    # Methods ----------------------------------------------------------------------------------------------------

    def _method_line(self, api_logical_id: str, path: str, verb: str) -> int:
        """The line of the event, the Method or the OpenAPI operation that brings the method about."""
        written = self._written_lines.get((api_logical_id, path, verb))
        if written is not None:
            return written
        key = ANY_METHOD if verb == "ANY" else verb.lower()
        return self._body_line(api_logical_id, "paths", path, key)

    def _settle_uris(self, logical_id: str, body: Any) -> Any:
        """Fill in `${AWS::Region}` and the like where an integration's URI lacks the Fn::Sub: a slip often made."""
        for path, operations in body.get("paths", {}).items() if isinstance(body, dict) else ():
            for operation in operations.values() if isinstance(operations, dict) else ():
                integration = operation.get(INTEGRATION) if isinstance(operation, dict) else None
                uri = integration.get("uri") if isinstance(integration, dict) else None
                if integration and isinstance(uri, str) and _UNSETTLED.search(uri):
                    integration["uri"] = _UNSETTLED.sub(self._settled_variable, uri)
                    notice = f"{logical_id}: the URI of {path} lacks Fn::Sub; lgtui fills it in, AWS would refuse it."
                    self.notices.append(Notice(self._template.line(logical_id), notice))
        return body

    def _settled_variable(self, variable: re.Match[str]) -> str:
        return text_of(self._template.evaluator.evaluate({"Fn::Sub": variable[0]}))

    def _written_out(self, api_logical_id: str) -> ApiDocument:
        """The methods of an API that is written as resources of types Resource and Method."""
        api_id = self._template.stack.stable_id(10, api_logical_id)
        paths = self._paths(api_id, self._template.stack.stable_id(10, api_logical_id, "root"))
        methods: dict[tuple[str, str], Method] = {}
        for logical_id, properties in self._template.of_type(METHOD):
            if properties.get("RestApiId") != api_id:
                continue
            path = paths.get(properties.get("ResourceId"))
            if path is None:
                raise self._template.error(f"{logical_id}: its ResourceId is no resource of the same API.", logical_id)
            method = self._method(logical_id, properties)
            methods[path, method.http_method] = method
            self._written_lines[api_logical_id, path, method.http_method] = self._template.line(logical_id)
        with_methods = {path for path, _ in methods}
        bare = [path for path in paths.values() if path != "/" and path not in with_methods]
        return ApiDocument(methods=methods, bare_paths=bare)

    def _method(self, logical_id: str, properties: Mapping[str, Any]) -> Method:
        integration = properties.get("Integration")
        try:
            put = read_integration(Node(integration)) if isinstance(integration, dict) else None
        except DocumentError as error:
            first = error.remarks[0]
            raise self._template.error(
                f"{logical_id}: {first.text}.", logical_id, "Properties", "Integration", *first.trail
            ) from error
        return Method(
            http_method=str(properties.get("HttpMethod", "")).upper(),
            authorization_type=str(properties.get("AuthorizationType") or "NONE"),
            authorizer_id=str(properties.get("AuthorizerId") or ""),
            authorization_scopes=[str(scope) for scope in properties.get("AuthorizationScopes") or ()],
            api_key_required=is_true(properties.get("ApiKeyRequired")),
            operation_name=str(properties.get("OperationName") or ""),
            request_parameters={
                str(name): is_true(required) for name, required in _mapping(properties.get("RequestParameters")).items()
            },
            request_models={str(k): str(v) for k, v in _mapping(properties.get("RequestModels")).items()},
            request_validator_id=str(properties.get("RequestValidatorId") or ""),
            method_responses=_method_responses(properties.get("MethodResponses")),
            method_integration=put,
        )

    def _paths(self, api_id: str, root_id: str) -> dict[Any, str]:
        """Whole paths by resource id, the root's included, whatever order the template has them in."""
        resources = self._template.of_type(RESOURCE)
        waiting = {name: properties for name, properties in resources if properties.get("RestApiId") == api_id}
        paths: dict[Any, str] = {root_id: "/"}
        while waiting:
            ready = [name for name, properties in waiting.items() if properties.get("ParentId") in paths]
            if not ready:
                name = next(iter(waiting))
                raise self._template.error(f"{name}: its ParentId is no resource of the same API.", name)
            for name in ready:
                properties = waiting.pop(name)
                parent = paths[properties["ParentId"]].rstrip("/")
                paths[self._template.stack.stable_id(6, name)] = f"{parent}/{properties.get('PathPart', '')}"
        return paths

    # Stages -----------------------------------------------------------------------------------------------------

    def _stages(self, api_id: str) -> list[StagePlan]:
        """The API's stages: those of type Stage first, then those that a Deployment makes by its StageName.

        SAM gives its deployments a stage called `Stage` unless OpenApiVersion is set; AWS makes it, and so it is here.
        """
        stages: dict[str, StagePlan] = {}
        for logical_id, properties in self._template.of_type(STAGE):
            if properties.get("RestApiId") == api_id:
                stage = self._stage(logical_id, properties, properties)
                stages[stage.name] = stage
        for logical_id, properties in self._template.of_type(DEPLOYMENT):
            if properties.get("RestApiId") == api_id and properties.get("StageName"):
                stage = self._stage(logical_id, properties, _mapping(properties.get("StageDescription")))
                stages.setdefault(stage.name, stage)
        return list(stages.values())

    def _stage(self, logical_id: str, named: Mapping[str, Any], settings: Mapping[str, Any]) -> StagePlan:
        variables = _mapping(settings.get("Variables"))
        return StagePlan(
            name=str(named.get("StageName", "")),
            line=self._template.line(logical_id),
            description=str(settings.get("Description") or ""),
            variables={str(name): text_of(value) for name, value in variables.items()},
            settings=dict(self._settings(logical_id, settings)),
        )

    def _settings(self, logical_id: str, settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The settings of a stage; one whose log cannot be written is said to be left out."""
        for path, value in stage_settings(settings):
            if path == LOG_DESTINATION and not LOG_GROUP.fullmatch(value):
                text = f"{logical_id}: its access log goes to {value}, which is no log group: it is not written."
                self.notices.append(Notice(self._template.line(logical_id), text))
                return
            yield path, value

    def _gateway_responses(self, api_id: str) -> Iterator[GatewayResponse]:
        """The gateway responses that are resources of their own."""
        for _, properties in self._template.of_type(GATEWAY_RESPONSE):
            if properties.get("RestApiId") == api_id:
                status = properties.get("StatusCode")
                yield GatewayResponse(
                    response_type=str(properties.get("ResponseType", "")),
                    status_code=None if status is None else str(status),
                    response_parameters=_texts(properties.get("ResponseParameters")),
                    response_templates=_texts(properties.get("ResponseTemplates")),
                )


def _without_doubles(*texts: str) -> tuple[str, ...]:
    """Texts in order, each once: SAM names an API's binary media types in the resource and in its document."""
    return tuple(dict.fromkeys(texts))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _method_responses(listed: Any) -> dict[str, MethodResponse]:
    """A Method's responses by status code, from CloudFormation's list."""
    responses = (_mapping(item) for item in listed or ())
    return {
        str(response["StatusCode"]): MethodResponse(
            status_code=str(response["StatusCode"]),
            response_parameters={
                str(name): is_true(required) for name, required in _mapping(response.get("ResponseParameters")).items()
            },
            response_models={str(k): str(v) for k, v in _mapping(response.get("ResponseModels")).items()},
        )
        for response in responses
    }


def _texts(value: Any) -> dict[str, str]:
    return {str(name): str(text) for name, text in _mapping(value).items()}
