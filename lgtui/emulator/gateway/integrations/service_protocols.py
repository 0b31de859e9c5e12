"""How AWS's services want their actions to be named: by a header, in the query, or by the path alone."""

from functools import lru_cache
from typing import NamedTuple

_MODELS = {
    "elasticloadbalancing": "elbv2",
    "elasticmapreduce": "emr",
    "email": "ses",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "streams.dynamodb": "dynamodbstreams",
    "tagging": "resourcegroupstaggingapi",
}
"""Services whose models botocore files under another name than that of their host."""


class Protocol(NamedTuple):
    """What a service's model says of its requests.

    Attributes:
        signing_name: the service's name in signatures.
        version: of its API, as actions in a query name it; empty where it takes none there.
        target: what stands before an action in `X-Amz-Target`; empty where it takes none.
        json_version: `1.0` or `1.1`, for the content type.
    """

    signing_name: str
    version: str = ""
    target: str = ""
    json_version: str = ""


@lru_cache(maxsize=64)
def protocol_of(domain: str) -> Protocol:
    """The protocol of a service; of one that botocore does not know only the name is told.

    A service that still reads queries is asked by one, although newer clients send it JSON: parameters of actions are
    mapped to the query (guide, integration-request-basic-setup).

    Args:
        domain: the first part of its host: `sqs`, `streams.dynamodb`.
    """
    from botocore.exceptions import UnknownServiceError
    from botocore.loaders import Loader

    name = domain.rpartition(".")[2]
    try:
        model = Loader().load_service_model(_MODELS.get(domain, name), "service-2")["metadata"]
    except UnknownServiceError:
        return Protocol(name)
    signing_name = model.get("signingName", name)
    if "query" in model.get("protocols", ()) or "awsQueryCompatible" in model:
        return Protocol(signing_name, version=model["apiVersion"])
    if "targetPrefix" not in model:
        return Protocol(signing_name)
    return Protocol(signing_name, target=model["targetPrefix"], json_version=model["jsonVersion"])
