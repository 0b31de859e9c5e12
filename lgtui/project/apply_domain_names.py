"""Brings domain names and base path mappings to a plan by AWS's operations; mappings made by hand stay."""

from lgtui.emulator.gateway import model as apigateway
from lgtui.emulator.gateway.operations.base_path_mappings import NO_BASE_PATH
from lgtui.emulator.gateway.service import Gateway
from lgtui.emulator.objects import Shelf
from lgtui.project.plan import DomainPlan, MappingPlan, Plan


class DomainApplier:
    """Applies the domain names of plans, and remembers what it has applied."""

    def __init__(self, gateway: Gateway, applied: Shelf) -> None:
        self._gateway = gateway
        self._domains = applied.table("domain-name", DomainPlan)

    def put(self, wanted: DomainPlan) -> list[str]:
        """Take a domain name, or change what is mapped to it; one of another endpoint type is taken anew."""
        before = self._domains.get(wanted.name)
        if before == wanted:
            return []
        if before is not None and before.types != wanted.types:
            self._delete(before.name)
        taken_anew = wanted.name not in self._domains
        if taken_anew:
            endpoint = apigateway.EndpointConfiguration(types=list(wanted.types))
            self._gateway.create_domain_name(
                apigateway.CreateDomainNameRequest(domain_name=wanted.name, endpoint_configuration=endpoint)
            )
        old = () if taken_anew or before is None else before.mappings
        for mapping in set(old) - set(wanted.mappings):
            self._unmap(wanted.name, mapping)
        for mapping in wanted.mappings:
            if mapping not in old:
                self._map(wanted.name, mapping)
        self._domains[wanted.name] = wanted
        return [f"{'created' if before is None else 'updated'} domain name {wanted.name}"]

    def keep_only(self, plan: Plan) -> list[str]:
        """Give up the domain names that `plan` does not have."""
        gone = set(self._domains) - {domain.name for domain in plan.domains}
        for name in gone:
            self._delete(name)
        return [f"deleted domain name {name}" for name in sorted(gone)]

    def _map(self, domain_name: str, wanted: MappingPlan) -> None:
        self._gateway.create_base_path_mapping(
            apigateway.CreateBasePathMappingRequest(
                domain_name=domain_name, base_path=wanted.base_path, rest_api_id=wanted.api_id, stage=wanted.stage
            )
        )

    def _unmap(self, domain_name: str, gone: MappingPlan) -> None:
        self._gateway.delete_base_path_mapping(
            apigateway.BasePathMappingRequest(domain_name=domain_name, base_path=gone.base_path or NO_BASE_PATH)
        )

    def _delete(self, name: str) -> None:
        self._gateway.delete_domain_name(apigateway.DomainNameRequest(domain_name=name))
        del self._domains[name]
