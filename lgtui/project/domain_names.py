"""From a template's domain names and base path mappings to those of a plan."""

from collections.abc import Iterator, Mapping
from typing import Any

from lgtui.project.plan import ApiPlan, DomainPlan, MappingPlan, Notice
from lgtui.project.template import Template

DOMAIN_NAME = "AWS::ApiGateway::DomainName"
BASE_PATH_MAPPING = "AWS::ApiGateway::BasePathMapping"


class DomainPlanner:
    """Plans one template's domain names.

    Args:
        template: the template.
        apis: the APIs planned from it, by id.

    Attributes:
        notices: what the user should know.
    """

    def __init__(self, template: Template, apis: Mapping[str, ApiPlan]) -> None:
        self._template = template
        self._apis = apis
        self.notices: list[Notice] = []

    def domains(self) -> Iterator[DomainPlan]:
        """The template's domain names, with what is mapped to them."""
        mappings = dict(self._mappings())
        for logical_id, properties in self._template.of_type(DOMAIN_NAME):
            name, line = str(properties.get("DomainName") or ""), self._template.line(logical_id)
            endpoint = properties.get("EndpointConfiguration")
            types = endpoint.get("Types") if isinstance(endpoint, Mapping) else None
            mapped = tuple(mapping for _, (domain, mapping) in mappings.items() if domain == name)
            yield DomainPlan(name=name, line=line, types=tuple(map(str, types or ("EDGE",))), mappings=mapped)
            paths = ", ".join(f"/{mapping.base_path}" for mapping in mapped) or "nothing yet"
            text = f"{name} is reached at any port of lgtui by the header “Host: {name}”; mapped to it: {paths}."
            self.notices.append(Notice(line, text))

    def _mappings(self) -> Iterator[tuple[str, tuple[str, MappingPlan]]]:
        """Each mapping by its logical id, with its domain name; those to other APIs are left out aloud."""
        for logical_id, properties in self._template.of_type(BASE_PATH_MAPPING):
            api_id = str(properties.get("RestApiId"))
            if api_id not in self._apis:
                text = f"{logical_id}: the API {api_id} is not of this template; nothing is mapped to it."
                self.notices.append(Notice(self._template.line(logical_id), text))
                continue
            yield logical_id, (str(properties.get("DomainName")), _mapping(api_id, properties))


def _mapping(api_id: str, properties: Mapping[str, Any]) -> MappingPlan:
    base_path = str(properties.get("BasePath") or "").strip("/")
    return MappingPlan(base_path=base_path, api_id=api_id, stage=str(properties.get("Stage") or ""))
