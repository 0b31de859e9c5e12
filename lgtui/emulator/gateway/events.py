"""What the gateway tells on the bus."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ApisChanged:
    """An API, its resources, deployments or stages changed; `rest_api_id` says whose."""

    rest_api_id: str
