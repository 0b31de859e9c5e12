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


def not_emulated(service: str, operation: str) -> str:
    """The sentence that refuses an operation, with what to do instead where there is something."""
    instead = _INSTEAD.get((service, operation))
    return f"lgtui does not emulate {operation} of {service}{f': {instead}' if instead else ''}."
