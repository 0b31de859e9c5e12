"""An API with a Lambda authorizer, for tests: the function `keeper` answers as the token orders."""

import json
import textwrap
from typing import Any

from lgtui.emulator.functions.model import Code, CreateFunctionRequest
from lgtui.emulator.gateway.model import (
    Authorizer,
    CreateAuthorizerRequest,
    CreateRestApiRequest,
    PutMethodRequest,
)
from tests.emulator.gateway.keyed import MOCK
from tests.emulator.gateway.stand import Answer, Stand, uri

KEEPER = """
    import json

    ASKED = []

    def handler(event, context):
        \"\"\"Do what the token, or the header `order`, says: return a policy, another value, the event, or raise.\"\"\"
        ASKED.append(event["methodArn"])
        order = json.loads(event.get("authorizationToken") or event["headers"]["order"])
        if "raise" in order:
            raise RuntimeError(order["raise"])
        if "return" in order:
            return order["return"]
        resource = [event["methodArn"] if each == "this" else each for each in order.get("resources", ["this"])]
        statement = {"Effect": order.get("effect", "Allow"), "Action": "execute-api:Invoke", "Resource": resource}
        more = {"event": json.dumps(event), "asked": len(ASKED)} if order.get("tell") else {}
        return {
            "principalId": order.get("user", "alice"),
            "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
            "context": {**order.get("context", {}), **more},
            **order.get("members", {}),
        }
"""
"""The handler of the function `keeper`."""

TELL: dict[str, Any] = {"tell": True}
"""The order to say in the context what the authorizer was sent, and how often it has been asked."""


def create_keeper(stand: Stand, name: str = "keeper", source: str = KEEPER) -> None:
    """Create the function `keeper`, or another one; needs a running event loop."""
    code = Code(source=textwrap.dedent(source))
    stand.region.functions.create_function(
        CreateFunctionRequest(function_name=name, code=code, runtime="python3.11", handler="index.handler", timeout=20)
    )


class GuardedApi:
    """A deployed API whose methods, proxies of `obedient`, have one authorizer."""

    def __init__(self, stand: Stand, *methods: str, source: Any = "HEADER", **authorizer: Any) -> None:
        self.stand, self.gateway = stand, stand.gateway
        self.id = self.gateway.create_rest_api(CreateRestApiRequest(name="guarded", api_key_source=source)).id
        self.authorizer = self.add_authorizer(**authorizer)
        for method in methods or ("GET /a", "GET /b"):
            self.put(method)
        stand.deploy(self.id)

    def add_authorizer(self, **members: Any) -> Authorizer:
        """Make an authorizer; a TOKEN authorizer in the header `Authorization` unless told otherwise."""
        defaults: dict[str, Any] = {
            "name": "keeper",
            "type": "TOKEN",
            "authorizer_uri": uri("keeper"),
            "identity_source": "method.request.header.Authorization",
        }
        return self.gateway.create_authorizer(CreateAuthorizerRequest(rest_api_id=self.id, **{**defaults, **members}))

    def put(self, method: str, *, mock: bool = False, **members: Any) -> str:
        """Put a method that the authorizer guards; its resource's id."""
        http_method, path = method.split(" ")
        resource_id = self.stand.resource(self.id, path)
        self.gateway.put_method(
            PutMethodRequest(
                rest_api_id=self.id,
                resource_id=resource_id,
                http_method=http_method,
                authorization_type="CUSTOM",
                authorizer_id=self.authorizer.id,
                **members,
            )
        )
        self.stand.integrate(self.id, resource_id, http_method, **(MOCK if mock else {}))
        return resource_id

    async def send(self, token: object = None, request: str = "GET /a", **headers: str) -> Answer:
        """Send a request whose token is an order, as JSON; without one where it is None."""
        http_method, path = request.split(" ")
        tokens = {} if token is None else {"Authorization": json.dumps(token)}
        return await self.stand.send(self.id, http_method, path, headers={**tokens, **headers})

    async def seen(self, token: object, request: str = "GET /a", **headers: str) -> dict[str, Any]:
        """`requestContext.authorizer` of the event that the method's function got."""
        answer = await self.send(token, request, **headers)
        assert answer.status == 200, answer.body
        authorizer: dict[str, Any] = answer.json()["requestContext"]["authorizer"]
        return authorizer
