"""API Gateway's control plane on the wire: answers as they are recorded on AWS, whole, and refusals word for word."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.aws_client import aws_client
from tests.emulator_process import EmulatorProcess, running_emulator, write_hello_project

NO_RESOURCE = "Invalid Resource identifier specified"
OPS = "[add, remove, move, test, replace, copy]"


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"))) as running:
        yield running


class Api:
    """A new API, with `GET /` as a mock integration."""

    def __init__(self, client: Any) -> None:
        self.client = client
        created = client.create_rest_api(name="recorded")
        self.id, self.root = created["id"], created["rootResourceId"]
        self.place = {"restApiId": self.id, "resourceId": self.root, "httpMethod": "GET"}
        client.put_method(**self.place, authorizationType="NONE")
        client.put_integration(**self.place, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})

    def status(self, code: str = "200", **members: Any) -> dict[str, Any]:
        """What names a response of the method."""
        return {**self.place, "statusCode": code, **members}


@pytest.fixture
def api(emulator: EmulatorProcess) -> Api:
    """An API; the client sends whatever it is given."""
    return Api(aws_client(emulator, "apigateway", parameter_validation=False))


def patch(op: str, path: str, value: str | None = None) -> list[dict[str, Any]]:
    """One patch operation."""
    return [{"op": op, "path": path, "value": value}]


def answered(call: Callable[..., dict[str, Any]], **members: Any) -> tuple[int, dict[str, Any]]:
    """The status and the members of an answer."""
    answer = call(**members)
    return answer.pop("ResponseMetadata")["HTTPStatusCode"], answer


def refused(call: Callable[..., dict[str, Any]], **members: Any) -> tuple[int, str, str]:
    """The status, the code and the message of a refusal."""
    with pytest.raises(ClientError) as caught:
        call(**members)
    error = caught.value.response["Error"]
    return caught.value.response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]


def test_a_new_api_has_the_defaults_of_an_edge_one(api: Api) -> None:
    status, created = answered(api.client.create_rest_api, name="x")
    assert status == 201
    assert created.keys() == {
        "id", "name", "createdDate", "apiKeySource", "endpointConfiguration", "disableExecuteApiEndpoint",
        "rootResourceId",
    }  # fmt: skip
    assert created["endpointConfiguration"] == {"types": ["EDGE"], "ipAddressType": "ipv4"}
    assert (created["apiKeySource"], created["disableExecuteApiEndpoint"]) == ("HEADER", False)
    assert answered(api.client.get_rest_api, restApiId=created["id"])[1] == {**created, "tags": {}}


@pytest.mark.parametrize(
    ("endpoint", "types"), [({"types": ["wrong"], "ipAddressType": "wrong"}, True), ({"ipAddressType": "wrong"}, False)]
)
def test_wrong_members_of_an_endpoint_are_all_named(api: Api, endpoint: dict[str, Any], types: bool) -> None:
    at = "at 'createRestApiInput.endpointConfiguration"
    allowed = "Member must satisfy enum value set: "
    sentences = [
        f"Value '[wrong]' {at}.types' failed to satisfy constraint: Member must satisfy constraint: "
        f"[{allowed}[PRIVATE, EDGE, REGIONAL]]",
        f"Value 'wrong' {at}.ipAddressType' failed to satisfy constraint: {allowed}[ipv4, dualstack]",
    ]
    found = "2 validation errors" if types else "1 validation error"
    message = f"{found} detected: {'; '.join(sentences if types else sentences[1:])}"
    assert refused(api.client.create_rest_api, name="x", endpointConfiguration=endpoint) == (
        400,
        "ValidationException",
        message,
    )


@pytest.mark.parametrize(
    ("op", "path", "value", "message"),
    [
        ("replace", "/endpointConfiguration/types/0", "wrong",
         "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE"),
        ("remove", "/endpointConfiguration/types/0", "EDGE",
         "Invalid patch operation specified. Must be 'add'|'remove'|'replace'"),
        ("remove", "/endpointConfiguration/ipAddressType", "ipv4",
         "Invalid patch operation specified. Must be one of: [replace]"),
    ],
)  # fmt: skip
def test_an_endpoint_is_only_replaced(api: Api, op: str, path: str, value: str, message: str) -> None:
    request = {"restApiId": api.id, "patchOperations": patch(op, path, value)}
    assert refused(api.client.update_rest_api, **request) == (400, "BadRequestException", message)


def test_times_are_told_in_whole_seconds(api: Api) -> None:
    deployment = api.client.create_deployment(restApiId=api.id, stageName="timed")
    told = [
        api.client.get_rest_api(restApiId=api.id),
        deployment,
        api.client.get_stage(restApiId=api.id, stageName="timed"),
        api.client.create_api_key(name="timed"),
        api.client.generate_client_certificate(),
    ]
    assert [answer["createdDate"].microsecond for answer in told] == [0] * len(told)


def test_a_clone_has_what_its_source_has(api: Api) -> None:
    schema = f'{{"$ref": "https://apigateway.amazonaws.com/restapis/{api.id}/models/Empty"}}'
    api.client.create_model(restApiId=api.id, name="Same", contentType="application/json", schema=schema)
    clone = api.client.create_rest_api(name="clone", cloneFrom=api.id)

    assert clone["id"] != api.id
    (resource,) = api.client.get_resources(restApiId=clone["id"], embed=["methods"])["items"]
    assert resource["resourceMethods"]["GET"]["methodIntegration"]["type"] == "MOCK"
    model = api.client.get_model(restApiId=clone["id"], modelName="Same")
    assert model["schema"] == schema.replace(api.id, clone["id"])
    api.client.delete_rest_api(restApiId=api.id)
    assert api.client.create_deployment(restApiId=clone["id"], stageName="one")["id"]
    message = "Invalid API identifier specified 123456789012:none"
    assert refused(api.client.create_rest_api, name="x", cloneFrom="none") == (404, "NotFoundException", message)


def test_the_methods_of_resources_are_embedded_where_it_is_asked(api: Api) -> None:
    bare = {"id": api.root, "path": "/", "resourceMethods": {"GET": {}}}
    assert answered(api.client.get_resources, restApiId=api.id) == (200, {"items": [bare]})
    assert answered(api.client.get_resource, restApiId=api.id, resourceId=api.root) == (200, bare)

    _, embedded = answered(api.client.get_resources, restApiId=api.id, embed=["methods"])
    assert embedded["items"][0]["resourceMethods"]["GET"]["methodIntegration"]["type"] == "MOCK"


def test_the_root_stays_where_it_is(api: Api) -> None:
    for member in ("pathPart", "parentId"):
        request = {"restApiId": api.id, "resourceId": api.root, "patchOperations": patch("replace", f"/{member}", "x")}
        message = f"Root resource cannot update its {member}."
        assert refused(api.client.update_resource, **request) == (400, "BadRequestException", message)


def test_a_resource_that_moves_takes_all_below_it_along(api: Api) -> None:
    def create(parent: str, part: str) -> str:
        return str(api.client.create_resource(restApiId=api.id, parentId=parent, pathPart=part)["id"])

    pets = create(api.root, "pets")
    sub = create(pets, "sub")
    create(sub, "pets")
    api.client.update_resource(
        restApiId=api.id, resourceId=sub, patchOperations=patch("replace", "/parentId", api.root)
    )

    paths = [item["path"] for item in api.client.get_resources(restApiId=api.id)["items"]]
    assert paths == ["/", "/pets", "/sub", "/sub/pets"]
    taken = refused(
        api.client.update_resource,
        restApiId=api.id,
        resourceId=sub,
        patchOperations=patch("replace", "/pathPart", "pets"),
    )
    message = "Another resource with the same parent already has this name: pets"
    assert taken == (409, "ConflictException", message)


def test_a_parameter_of_a_method_is_a_mapping_expression(api: Api) -> None:
    request = {**api.place, "httpMethod": "POST", "authorizationType": "NONE", "requestParameters": {"true": True}}
    assert refused(api.client.put_method, **request) == (
        400,
        "BadRequestException",
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression "
        "specified: true]",
    )


def test_an_integration_response_keeps_its_empty_pattern_and_templates(api: Api) -> None:
    told = {"statusCode": "200", "selectionPattern": ""}
    for template in (None, ""):
        request = api.status(selectionPattern="", responseTemplates={"application/json": template})
        empty = {**told, "responseTemplates": {"application/json": None}}
        assert answered(api.client.put_integration_response, **request) == (201, empty)
    assert answered(api.client.put_integration_response, **api.status(selectionPattern="")) == (201, told)
    updated = answered(
        api.client.update_integration_response, **api.status(patchOperations=patch("replace", "/selectionPattern", "x"))
    )
    assert updated == (200, {"statusCode": "200", "selectionPattern": "x"})
    assert answered(api.client.delete_integration_response, **api.status()) == (204, {})


def test_a_content_type_has_a_slash(api: Api) -> None:
    message = "Validation Result: warnings : [], errors : [Invalid content type specified: 123]"
    request = api.status(responseTemplates={"123": "x"})
    assert refused(api.client.put_integration_response, **request) == (400, "BadRequestException", message)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"restApiId": "wrong"}, NO_RESOURCE),
        ({"resourceId": "wrong"}, NO_RESOURCE),
        ({"httpMethod": "POST"}, "Invalid Integration identifier specified"),
        ({"statusCode": "201"}, "Invalid Response status code specified"),
    ],
)
def test_an_integration_response_that_is_not_there(api: Api, changed: dict[str, str], message: str) -> None:
    api.client.put_integration_response(**api.status())
    request = {**api.status(), **changed}
    assert refused(api.client.delete_integration_response, **request) == (404, "NotFoundException", message)


def test_a_method_response_is_changed_entry_by_entry(api: Api) -> None:
    header, model = "/responseParameters/method.response.header.h", "/responseModels/application~1json"
    assert answered(api.client.put_method_response, **api.status(responseParameters={}, responseModels={})) == (
        201,
        {"statusCode": "200", "responseParameters": {}, "responseModels": {}},
    )
    both = [*patch("add", header, "true"), *patch("add", model, "Empty")]
    assert answered(api.client.update_method_response, **api.status(patchOperations=both)) == (
        201,
        {
            "statusCode": "200",
            "responseParameters": {"method.response.header.h": True},
            "responseModels": {"application/json": "Empty"},
        },
    )
    none = [*patch("remove", header), *patch("remove", model)]
    assert answered(api.client.update_method_response, **api.status(patchOperations=none)) == (
        201,
        {"statusCode": "200"},
    )
    for path, message in (
        (header, "Invalid parameter name specified"),
        (model, "Content-Type specified was not found"),
    ):
        request = api.status(patchOperations=patch("replace", path, "Empty"))
        assert refused(api.client.update_method_response, **request) == (404, "NotFoundException", message)


def test_the_body_of_a_request_is_judged_before_its_path(api: Api) -> None:
    assert refused(api.client.update_method_response, **api.status("wrong", patchOperations=patch("x", "/y"))) == (
        400,
        "ValidationException",
        "2 validation errors detected: Value 'x' at 'updateMethodResponseInput.patchOperations.1.member.op' failed to "
        f"satisfy constraint: Member must satisfy enum value set: {OPS}; Value 'wrong' at 'statusCode' failed to "
        r"satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d",
    )


def test_an_integration_is_changed_and_its_link_kept(api: Api) -> None:
    linked = {
        "type": "HTTP_PROXY",
        "httpMethod": "GET",
        "uri": "http://link.amazonaws.com",
        "connectionType": "VPC_LINK",
        "connectionId": "${stageVariables.link}",
        "passthroughBehavior": "WHEN_NO_MATCH",
        "timeoutInMillis": 29_000,
        "cacheNamespace": api.root,
        "cacheKeyParameters": [],
    }
    members = {name: linked[name] for name in ("type", "uri", "connectionType", "connectionId")}
    put = answered(api.client.put_integration, **api.place, **members, integrationHttpMethod="GET")
    assert put == (201, linked)
    changed = patch("replace", "/connectionId", "${stageVariables.other}")
    assert answered(api.client.update_integration, **api.place, patchOperations=changed) == (
        200,
        {**linked, "connectionId": "${stageVariables.other}"},
    )


def test_a_test_tells_nothing_of_headers_that_every_answer_has(api: Api) -> None:
    api.client.put_method_response(**api.status())
    api.client.put_integration_response(**api.status(responseTemplates={"application/json": "{}"}))

    answer = api.client.test_invoke_method(**api.place, pathWithQueryString="/?a=b")

    assert (answer["status"], answer["headers"]) == (200, {"Content-Type": "application/json"})
    events = [line.partition(" : ")[2] for line in answer["log"].splitlines()[2:]]
    assert events == [
        "HTTP Method: GET, Resource Path: /",
        "Method request path: {}",
        "Method request query string: {a=b}",
        "Method request headers: {}",
        "Method request body before transformations: ",
        "Method response body after transformations: {}",
        "Method response headers: {Content-Type=application/json}",
        "Successfully completed execution",
        "Method completed with status: 200",
    ]


def test_a_test_that_fails_tells_its_error_type_alone(api: Api) -> None:
    api.client.put_integration(
        **api.place, type="HTTP_PROXY", uri="https://${stageVariables.none}", integrationHttpMethod="ANY"
    )
    answer = api.client.test_invoke_method(**api.place)

    assert answer["headers"] == {"x-amzn-ErrorType": "InternalServerErrorException"}
    assert (answer["status"], answer["body"]) == (500, '{"message": "Internal server error"}')
    assert "Execution failed due to configuration error: Invalid endpoint address" in answer["log"]


def test_stages_are_those_of_a_deployment(api: Api) -> None:
    first, _ = (api.client.create_deployment(restApiId=api.id, stageName=name)["id"] for name in ("one", "two"))
    _, stages = answered(api.client.get_stages, restApiId=api.id, deploymentId=first)
    (stage,) = stages["item"]
    assert {name: value for name, value in stage.items() if not name.endswith("Date")} == {
        "stageName": "one",
        "deploymentId": first,
        "cacheClusterEnabled": False,
        "cacheClusterStatus": "NOT_AVAILABLE",
        "methodSettings": {},
        "tracingEnabled": False,
    }
    assert len(api.client.get_stages(restApiId=api.id)["item"]) == 2


def test_a_methods_setting_begins_as_the_stages(api: Api) -> None:
    api.client.create_deployment(restApiId=api.id, stageName="one")
    stage = api.client.update_stage(
        restApiId=api.id,
        stageName="one",
        patchOperations=[
            *patch("replace", "/*/*/caching/enabled", "true"),
            *patch("replace", "/*/*/throttling/burstLimit", "123"),
            *patch("replace", "/test/GET/throttling/burstLimit", "124"),
            *patch("replace", "/*/*/throttling/burstLimit", "100"),
        ],
    )
    settings = stage["methodSettings"]
    assert settings["*/*"] == {
        "cacheDataEncrypted": False,
        "cacheTtlInSeconds": 300,
        "cachingEnabled": True,
        "dataTraceEnabled": False,
        "metricsEnabled": False,
        "requireAuthorizationForCacheControl": True,
        "throttlingBurstLimit": 100,
        "throttlingRateLimit": 10_000.0,
        "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
    }
    assert settings["test/GET"] == {**settings["*/*"], "throttlingBurstLimit": 124}


def test_keys_are_listed_newest_first_by_the_beginning_of_their_names(api: Api) -> None:
    client, names = api.client, ["named-a", "named-b"]
    ids = [client.create_api_key(name=name)["id"] for name in names]
    plan = client.create_usage_plan(name="plan")["id"]
    for key_id in ids:
        client.create_usage_plan_key(usagePlanId=plan, keyId=key_id, keyType="API_KEY")

    def found(call: Callable[..., Any], **members: str) -> list[str]:
        return [item["name"] for item in call(**members)["items"]]

    for call, members in ((client.get_api_keys, {}), (client.get_usage_plan_keys, {"usagePlanId": plan})):
        assert found(call, **members, nameQuery="named-") == names[::-1]
        assert found(call, **members, nameQuery="named-a") == names[:1]
        assert found(call, **members, nameQuery="NAMED-") == found(call, **members, nameQuery="med-") == []
    first = client.get_api_keys(limit=1)
    second = client.get_api_keys(limit=1, position=first["position"])
    assert [page["items"][0]["name"] for page in (first, second)] == names[::-1]


def test_a_plan_that_is_not_there_has_no_keys(api: Api) -> None:
    assert answered(api.client.get_usage_plan_keys, usagePlanId="none") == (200, {"items": []})


def test_what_is_not_emulated_says_what_to_do_instead(api: Api) -> None:
    status, code, message = refused(api.client.get_sdk, restApiId=api.id, stageName="x", sdkType="javascript")
    assert (status, code) == (501, "NotImplementedException")
    assert (
        message == "lgtui does not emulate GetSdk of apigateway: generate a client from the OpenAPI document that "
        "GetExport gives."
    )
