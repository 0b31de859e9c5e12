"""What callers do instead of an operation that is not emulated."""

_CLIENTS = "generate a client from the OpenAPI document that GetExport gives"
_ASSOCIATIONS = "a domain name is reached on 127.0.0.1 without an association (README, Domain names)"

_INSTEAD = {
    ("apigateway", "GetSdk"): _CLIENTS,
    ("apigateway", "GetSdkType"): _CLIENTS,
    ("apigateway", "GetSdkTypes"): _CLIENTS,
    ("apigateway", "CreateDomainNameAccessAssociation"): _ASSOCIATIONS,
    ("apigateway", "DeleteDomainNameAccessAssociation"): _ASSOCIATIONS,
    ("apigateway", "GetDomainNameAccessAssociations"): _ASSOCIATIONS,
    ("apigateway", "RejectDomainNameAccessAssociation"): _ASSOCIATIONS,
}

_INSTEAD_OF_FAMILIES = {
    ("lambda", "InvokeWithResponseStream"): "Invoke gives the whole answer at once",
    ("lambda", "CodeSigning"): "no signature is checked here, deploy the package unsigned",
    ("lambda", "Durable"): "keep the steps' state in the handler, and call it with Invoke",
    ("lambda", "CapacityProvider"): "every function runs on this machine, leave its capacity out",
    ("lambda", "ScalingConfig"): "PutFunctionConcurrency and PutProvisionedConcurrencyConfig set how far it scales",
    ("lambda", "ResourcePolicy"): "AddPermission, RemovePermission and GetPolicy change and tell a policy",
}
"""The same for every operation of a service that has a word in its name."""


def not_emulated(service: str, operation: str) -> str:
    """The sentence that refuses an operation, with what to do instead where there is something."""
    families = (hint for (owner, part), hint in _INSTEAD_OF_FAMILIES.items() if owner == service and part in operation)
    instead = _INSTEAD.get((service, operation)) or next(families, "")
    return f"lgtui does not emulate {operation} of {service}{f': {instead}' if instead else ''}."
