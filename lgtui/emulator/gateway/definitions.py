"""What an API's methods refer to by id or name: authorizers, validators, models, and how refusals are answered."""

from dataclasses import dataclass, field

from lgtui.emulator.gateway.model import Authorizer, GatewayResponse, Model, RequestValidator


@dataclass(slots=True)
class Definitions:
    """An API's definitions as edited now; a deployment keeps a copy of its own.

    Attributes:
        authorizers, validators: by id.
        models: by name.
        gateway_responses: those that were customised, by type.
    """

    authorizers: dict[str, Authorizer] = field(default_factory=dict)
    validators: dict[str, RequestValidator] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    gateway_responses: dict[str, GatewayResponse] = field(default_factory=dict)

    def copy(self) -> "Definitions":
        """The definitions as they are now; their members are frozen themselves."""
        return Definitions(
            dict(self.authorizers), dict(self.validators), dict(self.models), dict(self.gateway_responses)
        )
