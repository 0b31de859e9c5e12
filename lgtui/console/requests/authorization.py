"""How a request says who it is from: an API key, and one of the ways to authorize."""

import base64
import binascii
from typing import Literal, NamedTuple

from lgtui.console.requests.drafts import Pairs
from lgtui.console.requests.signing import Signing

AUTHORIZATION = "Authorization"
API_KEY = "x-api-key"

Kind = Literal["none", "bearer", "basic", "token", "iam"]

FIELDS: dict[Kind, tuple[str, ...]] = {
    "none": (),
    "bearer": ("token",),
    "basic": ("user", "password"),
    "token": ("token",),
    "iam": ("access key id", "secret access key", "session token"),
}
"""What is typed for each way to authorize."""

TITLES: dict[Kind, str] = {
    "none": "none",
    "bearer": "bearer token",
    "basic": "user and password",
    "token": "token alone",
    "iam": "AWS IAM, signed",
}


class Authorization(NamedTuple):
    """A way to authorize, with a value for each of its `FIELDS`."""

    kind: Kind
    values: tuple[str, ...] = ()


def read_authorization(headers: Pairs, signing: Signing | None) -> Authorization:
    """The way that a draft's headers authorize; one that is signed has its own."""
    if signing:
        return Authorization("iam", (signing.access_key_id, signing.secret_access_key, signing.session_token))
    value = value_of(headers, AUTHORIZATION)
    scheme, _, rest = value.partition(" ")
    if scheme.lower() == "bearer" and rest:
        return Authorization("bearer", (rest,))
    if scheme.lower() == "basic" and (pair := _user_and_password(rest)):
        return Authorization("basic", pair)
    return Authorization("token", (value,)) if value else Authorization("none")


def header_value(authorization: Authorization) -> str:
    """The value of the header Authorization; empty where there is to be none."""
    if not any(authorization.values):
        return ""
    match authorization.kind:
        case "bearer":
            return f"Bearer {authorization.values[0]}"
        case "basic":
            return f"Basic {base64.b64encode(':'.join(authorization.values).encode()).decode()}"
        case "token":
            return authorization.values[0]
        case _:
            return ""


def signing_of(authorization: Authorization) -> Signing | None:
    """With what a request is to be signed, where it is to be."""
    return Signing(*(value.strip() for value in authorization.values)) if authorization.kind == "iam" else None


def value_of(headers: Pairs, name: str) -> str:
    """The value of the last header of this name; empty where there is none."""
    return next((value for each, value in reversed(headers) if each.strip().lower() == name.lower()), "")


def with_value(headers: Pairs, name: str, value: str) -> Pairs:
    """The headers with this one set, where it stood or at the end; an empty value takes it out."""
    others = tuple(pair for pair in headers if pair[0].strip().lower() != name.lower())
    if not value:
        return others
    at = next((number for number, pair in enumerate(headers) if pair[0].strip().lower() == name.lower()), len(headers))
    return (*others[:at], (name, value), *others[at:])


def _user_and_password(encoded: str) -> tuple[str, str] | None:
    try:
        user, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (user, password) if colon else None
