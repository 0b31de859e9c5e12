"""A user pool for tests: a key of its own, tokens that it signs, and an API whose methods want them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from lgtui.emulator.gateway.model import CreateAuthorizerRequest, CreateRestApiRequest, PutMethodRequest
from tests.emulator.gateway.stand import Answer, Stand

POOL = "us-east-1_Users"
ARN = f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{POOL}"
ISSUER = f"https://cognito-idp.us-east-1.amazonaws.com/{POOL}"
KID = "first"


@cache
def _private_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 2_048)


def private_key(name: str = KID) -> rsa.RSAPrivateKey:
    """The key of that name, the same each time."""
    return _private_key(name)


def key_set(*names: str) -> dict[str, Any]:
    """The public halves of keys, as a pool publishes them."""
    algorithm = jwt.algorithms.RSAAlgorithm
    public = [(name, algorithm.to_jwk(private_key(name).public_key(), as_dict=True)) for name in names]
    return {"keys": [{**key, "kid": name, "alg": "RS256", "use": "sig"} for name, key in public]}


def write_keys(file: Path, *names: str) -> str:
    """Write a key set; its path."""
    file.write_text(json.dumps(key_set(*names)))
    return str(file)


def signed(now: float, key: str = KID, kid: str | None = None, **claims: Any) -> str:
    """An ID token of the pool for Ada, good for an hour, with other claims where they are given.

    Args:
        now: seconds since the epoch.
        key: what signs it.
        kid: the key that it names; None for the same.
    """
    whole = {"sub": "1-2-3", "iss": ISSUER, "aud": "shop", "token_use": "id", "iat": int(now), "exp": int(now) + 3_600}
    kept = {name: value for name, value in {**whole, **claims}.items() if value is not None}
    return jwt.encode(kept, private_key(key), algorithm="RS256", headers={"kid": kid or key})


class PooledApi:
    """A deployed API whose methods have one user pool authorizer: `GET /a`, and `GET /b` with OAuth scopes."""

    def __init__(self, stand: Stand, source: Any = "HEADER", **authorizer: Any) -> None:
        self.stand, self.gateway = stand, stand.gateway
        self.id = self.gateway.create_rest_api(CreateRestApiRequest(name="pooled", api_key_source=source)).id
        defaults: dict[str, Any] = {"name": "users", "type": "COGNITO_USER_POOLS", "provider_arns": [ARN]}
        self.authorizer = self.gateway.create_authorizer(
            CreateAuthorizerRequest(rest_api_id=self.id, **{**defaults, **authorizer})
        )
        self.put("GET /a")
        self.put("GET /b", authorization_scopes=["shop/buy", "shop/admin"])
        stand.deploy(self.id)

    def put(self, method: str, **members: Any) -> None:
        """Put a method that the authorizer guards."""
        http_method, path = method.split(" ")
        resource_id = self.stand.resource(self.id, path)
        self.gateway.put_method(
            PutMethodRequest(
                rest_api_id=self.id,
                resource_id=resource_id,
                http_method=http_method,
                authorization_type="COGNITO_USER_POOLS",
                authorizer_id=self.authorizer.id,
                **members,
            )
        )
        self.stand.integrate(self.id, resource_id, http_method)

    def token(self, **claims: Any) -> str:
        """A token that is good now, by the emulated clock."""
        return signed(self.stand.region.clock.time(), **claims)

    async def send(self, token: str | None = None, request: str = "GET /a", header: str = "Authorization") -> Answer:
        """Send a request with a token, or without one."""
        http_method, path = request.split(" ")
        return await self.stand.send(self.id, http_method, path, headers={header: token} if token is not None else {})
