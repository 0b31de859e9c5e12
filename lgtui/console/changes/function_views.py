"""What the console reads of Lambda's own answers: a function's settings, and what is kept ready."""

import msgspec


class Variables(msgspec.Struct, frozen=True, rename="pascal"):
    """A function's environment."""

    variables: dict[str, str] = {}


class Storage(msgspec.Struct, frozen=True, rename="pascal"):
    """A function's `/tmp`, in MB."""

    size: int = 512


class FunctionSettings(msgspec.Struct, frozen=True, rename="pascal"):
    """The answer of GetFunctionConfiguration, as far as the console edits it: memory in MB, timeout in seconds."""

    memory_size: int
    timeout: int
    description: str = ""
    environment: Variables = Variables()
    ephemeral_storage: Storage = Storage()


class Provisioned(msgspec.Struct, frozen=True, rename="pascal"):
    """Environments kept ready for a version or an alias: `status` is IN_PROGRESS, READY or FAILED."""

    function_arn: str
    requested: int = msgspec.field(name="RequestedProvisionedConcurrentExecutions", default=0)
    available: int = msgspec.field(name="AvailableProvisionedConcurrentExecutions", default=0)
    status: str = ""
    status_reason: str | None = None

    @property
    def qualifier(self) -> str:
        """The version or the alias."""
        return self.function_arn.rpartition(":")[2]


class ProvisionedConfigs(msgspec.Struct, frozen=True):
    """The answer of ListProvisionedConcurrencyConfigs."""

    configs: list[Provisioned] = msgspec.field(name="ProvisionedConcurrencyConfigs", default_factory=list)
