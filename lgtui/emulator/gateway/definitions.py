"""What an API's methods refer to by id or name: authorizers, validators, models, and how refusals are answered."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from lgtui.emulator.gateway.model import Authorizer, GatewayResponse, Model, RequestValidator
from lgtui.emulator.objects import Shelf


@dataclass(slots=True)
class Definitions:
    """An API's definitions as edited now; a deployment keeps a copy of its own.

    Attributes:
        authorizers, validators: by id.
        models: by name.
        gateway_responses: those that were customised, by type.
    """

    authorizers: MutableMapping[str, Authorizer] = field(default_factory=dict)
    validators: MutableMapping[str, RequestValidator] = field(default_factory=dict)
    models: MutableMapping[str, Model] = field(default_factory=dict)
    gateway_responses: MutableMapping[str, GatewayResponse] = field(default_factory=dict)

    @classmethod
    def on(cls, shelf: Shelf) -> "Definitions":
        """The definitions of the API whose shelf it is."""
        return cls(
            shelf.table("authorizer", Authorizer),
            shelf.table("request-validator", RequestValidator),
            shelf.table("model", Model),
            shelf.table("gateway-response", GatewayResponse),
        )

    def copy(self) -> "Definitions":
        """The definitions as they are now; their members are frozen themselves."""
        return Definitions(
            dict(self.authorizers), dict(self.validators), dict(self.models), dict(self.gateway_responses)
        )

    def restore(self, copy: "Definitions") -> None:
        """Hold what `copy` holds again: what was done meanwhile is undone."""
        for held, before in (
            (self.authorizers, copy.authorizers),
            (self.validators, copy.validators),
            (self.models, copy.models),
            (self.gateway_responses, copy.gateway_responses),
        ):
            held.clear()
            held.update(before)  # type: ignore[arg-type]
