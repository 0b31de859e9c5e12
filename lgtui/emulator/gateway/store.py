"""The control plane's state: every API with its resources, deployments and stages. Operations alone change it."""

import random
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from lgtui.emulator.errors import NotFoundException
from lgtui.emulator.gateway.definitions import Definitions
from lgtui.emulator.gateway.deployments import Frozen, freeze, thaw
from lgtui.emulator.gateway.live import LiveStage
from lgtui.emulator.gateway.model import (
    BasePathMapping,
    ClientCertificate,
    Deployment,
    DocumentationPart,
    DocumentationSnapshot,
    DomainName,
    Integration,
    IntegrationResponse,
    Method,
    MethodResponse,
    Resource,
    RestApi,
    Stage,
    VpcLink,
)
from lgtui.emulator.objects import Objects, Shelf, Table

Value = TypeVar("Value")

NO_RESOURCE = "Invalid Resource identifier specified"
NO_INTEGRATION = "Invalid Integration identifier specified"
NO_DOCUMENTATION_PART = "Invalid Documentation part identifier specified"
NO_DOCUMENTATION_VERSION = "Invalid Documentation version specified"


class ApiState:
    """One API as it stands now.

    Args:
        apis: where the API itself is.
        shelf: where everything that belongs to it is.
        ids: see below; where it is None, identifiers are any.

    Attributes:
        definitions: what methods refer to.
        children: a parent's id → path part → id of the resource there.
        snapshots: what each deployment froze, by the deployment's id.
        live: what the data plane reads of each stage, by the stage's name.
        documentation: parts by id; `documentation_versions` are what of them was frozen, by version.
        ids: source of identifiers, seeded with the API's id, so that the same template gives the same ones.
    """

    def __init__(self, api_id: str, apis: Table[RestApi], shelf: Shelf, ids: random.Random | None = None) -> None:
        self._id = api_id
        self._apis = apis
        self.shelf = shelf
        self.ids = ids or random.Random()
        self.definitions = Definitions.on(shelf)
        self.resources = shelf.table("resource", Resource)
        self.deployments = shelf.table("deployment", Deployment)
        self.snapshots = shelf.archive("snapshot", Frozen, thaw, freeze)
        self.stages = shelf.table("stage", Stage)
        self.documentation = shelf.table("documentation-part", DocumentationPart)
        self.documentation_versions = shelf.table("documentation-version", DocumentationSnapshot)
        self.children: dict[str, dict[str, str]] = {}
        for resource in self.resources.values():
            if resource.parent_id:
                self.children.setdefault(resource.parent_id, {})[resource.path_part] = resource.id
        self.live: dict[str, LiveStage] = {}

    @property
    def api(self) -> RestApi:
        """The API itself."""
        return self._apis[self._id]

    @api.setter
    def api(self, api: RestApi) -> None:
        self._apis[self._id] = api

    def resource(self, resource_id: str) -> Resource:
        """The resource of that id, or NotFoundException."""
        return _found(self.resources, resource_id, NO_RESOURCE)

    def method(self, resource_id: str, http_method: str) -> Method:
        """The method of that resource, or NotFoundException (fact log-007)."""
        methods = self.resource(resource_id).resource_methods
        return _found(methods, http_method, "Invalid Method identifier specified")

    def integration(self, resource_id: str, http_method: str) -> Integration:
        """The integration of that method, or NotFoundException (fact int-009)."""
        integration = self.method(resource_id, http_method).method_integration
        if integration is None:
            raise NotFoundException(NO_INTEGRATION)
        return integration

    def method_response(self, resource_id: str, http_method: str, status_code: str) -> MethodResponse:
        """The method response of that status, or NotFoundException."""
        responses = self.method(resource_id, http_method).method_responses
        return _found(responses, status_code, "Invalid Response status code specified")

    def integration_response(self, resource_id: str, http_method: str, status_code: str) -> IntegrationResponse:
        """The integration response of that status, or NotFoundException."""
        responses = self.integration(resource_id, http_method).integration_responses
        return _found(responses, status_code, "Invalid Response status code specified")

    def deployment(self, deployment_id: str) -> Deployment:
        """The deployment of that id, or NotFoundException."""
        return _found(self.deployments, deployment_id, "Invalid Deployment identifier specified")

    def stage(self, stage_name: str) -> Stage:
        """The stage of that name, or NotFoundException."""
        return _found(self.stages, stage_name, "Invalid stage identifier specified")

    def documentation_part(self, part_id: str) -> DocumentationPart:
        """The documentation part of that id, or NotFoundException."""
        return _found(self.documentation, part_id, NO_DOCUMENTATION_PART)

    def documentation_version(self, version: str) -> DocumentationSnapshot:
        """The documentation version of that name, or NotFoundException."""
        return _found(self.documentation_versions, version, NO_DOCUMENTATION_VERSION)


class DomainState:
    """A domain name with its mappings, by base path."""

    def __init__(self, key: str, domains: Table[DomainName], shelf: Shelf) -> None:
        self._key = key
        self._domains = domains
        self.shelf = shelf
        self.mappings = shelf.table("base-path-mapping", BasePathMapping)

    @property
    def domain(self) -> DomainName:
        """The domain name itself."""
        return self._domains[self._key]

    @domain.setter
    def domain(self, domain: DomainName) -> None:
        self._domains[self._key] = domain

    def mapping(self, base_path: str) -> BasePathMapping:
        """The mapping of that base path, or NotFoundException."""
        return _found(self.mappings, base_path, "Invalid base path mapping identifier specified")


class AccountState(msgspec.Struct, frozen=True):
    """What can be changed of the account."""

    cloudwatch_role_arn: str = ""


class Store:
    """Every API by its id, and what belongs to no API.

    Attributes:
        domains: by domain name, in lower case.
        vpc_links, client_certificates: by id.
    """

    def __init__(self, account_id: str, objects: Objects) -> None:
        self._account_id = account_id
        self._objects = objects
        self.shelf = objects.shelf("apigateway")
        self._rest_apis = self.shelf.table("rest-api", RestApi)
        self._account = self.shelf.table("account", AccountState)
        self._domain_names = self.shelf.table("domain-name", DomainName)
        self.vpc_links = self.shelf.table("vpc-link", VpcLink)
        self.client_certificates = self.shelf.table("client-certificate", ClientCertificate)
        self.apis = {api_id: self._state(api_id) for api_id in self._rest_apis}
        self.domains = {name: self._domain_state(name) for name in self._domain_names}

    @property
    def cloudwatch_role_arn(self) -> str:
        """The role that writes logs, empty while there is none."""
        return self._account.get(self._account_id, AccountState()).cloudwatch_role_arn

    @cloudwatch_role_arn.setter
    def cloudwatch_role_arn(self, arn: str) -> None:
        self._account[self._account_id] = AccountState(cloudwatch_role_arn=arn)

    def add(self, api: RestApi, ids: random.Random) -> ApiState:
        """Keep an API that is made now."""
        self._rest_apis[api.id] = api
        state = self.apis[api.id] = self._state(api.id, ids)
        return state

    def remove(self, rest_api_id: str) -> None:
        """Forget an API and everything that belongs to it."""
        self.apis.pop(rest_api_id).shelf.clear()
        del self._rest_apis[rest_api_id]

    def _state(self, api_id: str, ids: random.Random | None = None) -> ApiState:
        return ApiState(api_id, self._rest_apis, self._objects.shelf("apigateway", api_id), ids)

    def add_domain(self, domain: DomainName) -> None:
        """Keep a domain name that is made now."""
        key = domain.domain_name.lower()
        self._domain_names[key] = domain
        self.domains[key] = self._domain_state(key)

    def remove_domain(self, name: str) -> None:
        """Forget a domain name and its mappings."""
        self.domains.pop(name.lower()).shelf.clear()
        del self._domain_names[name.lower()]

    def _domain_state(self, key: str) -> DomainState:
        return DomainState(key, self._domain_names, self._objects.shelf("apigateway", key))

    def api(self, rest_api_id: str, missing: str = "") -> ApiState:
        """The API of that id, or NotFoundException.

        Args:
            missing: what AWS says of an API that is not there, where it names what the API would hold (recorded).
        """
        message = missing or f"Invalid API identifier specified {self._account_id}:{rest_api_id}"
        return _found(self.apis, rest_api_id, message)

    def domain(self, name: str) -> DomainState:
        """The domain name of that name, or NotFoundException."""
        return _found(self.domains, name.lower(), "Invalid domain name identifier specified")

    def vpc_link(self, link_id: str) -> VpcLink:
        """The VPC link of that id, or NotFoundException."""
        return _found(self.vpc_links, link_id, "Invalid Vpc Link identifier specified")

    def client_certificate(self, certificate_id: str) -> ClientCertificate:
        """The client certificate of that id, or NotFoundException."""
        return _found(self.client_certificates, certificate_id, "Invalid Client Certificate identifier specified")


def _found(values: Mapping[str, Value], key: str, message: str) -> Value:
    value = values.get(key)
    if value is None:
        raise NotFoundException(message)
    return value
