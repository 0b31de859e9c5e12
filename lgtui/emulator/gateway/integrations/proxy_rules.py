"""Which rule of a Lambda proxy response an answer breaks, in words and with the value that breaks it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lgtui.emulator.shown import brief

MEMBERS = ("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded")

_KINDS = {dict: "an object", list: "an array", str: "a text", bool: "a truth value", type(None): "null"}
_SCALARS = (str, bool, int, float, type(None))


def broken_rule(payload: bytes) -> str:
    """The first rule that a function's answer breaks; empty where it keeps them all.

    Args:
        payload: what the function returned.
    """
    try:
        answer = msgspec.json.decode(payload)
    except (msgspec.DecodeError, RecursionError) as error:
        return f"The function's answer is no JSON ({error}): {brief(payload)}."
    if not isinstance(answer, dict):
        return f"The function must return an object, and returned {_kind(answer)}: {_shown(answer)}."
    return (
        _unknown_members(answer)
        or _wrong_status(answer.get("statusCode"))
        or _wrong_headers(answer.get("headers"))
        or _wrong_multi_headers(answer.get("multiValueHeaders"))
        or _wrong_body(answer.get("body"))
        or _wrong_flag(answer.get("isBase64Encoded"))
    )


def _unknown_members(answer: Mapping[str, Any]) -> str:
    unknown = [name for name in answer if name not in MEMBERS]
    if not unknown:
        return ""
    listed = ", ".join(f'"{name}"' for name in unknown)
    advice = "" if answer.keys() & set(MEMBERS) else " Put your data, serialised, into body."
    return f"The answer has members that a proxy response has not: {listed}. It is {_shown(answer)}.{advice}"


def _wrong_status(status: Any) -> str:
    if status is None or (isinstance(status, int) and not isinstance(status, bool)):
        return ""
    if isinstance(status, str) and status.strip().isdecimal():
        return ""
    return f"statusCode must be a whole number, and is {_kind(status)}: {_shown(status)}."


def _wrong_headers(headers: Any) -> str:
    if headers is None:
        return ""
    if not isinstance(headers, dict):
        return f"headers must be an object of names and values, and is {_kind(headers)}: {_shown(headers)}."
    for name, value in headers.items():
        if not isinstance(value, _SCALARS):
            advice = " Several values of one name go into multiValueHeaders." if isinstance(value, list) else ""
            return f'The header "{name}" must be a text, and is {_kind(value)}: {_shown(value)}.{advice}'
    return ""


def _wrong_multi_headers(headers: Any) -> str:
    if headers is None:
        return ""
    if not isinstance(headers, dict):
        return f"multiValueHeaders must be an object of names and arrays, and is {_kind(headers)}: {_shown(headers)}."
    for name, values in headers.items():
        if not isinstance(values, list):
            return f'"{name}" in multiValueHeaders must be an array of texts, and is {_kind(values)}: {_shown(values)}.'
        for value in values:
            if not isinstance(value, _SCALARS):
                return (
                    f'A value of "{name}" in multiValueHeaders must be a text, and is {_kind(value)}: {_shown(value)}.'
                )
    return ""


def _wrong_body(body: Any) -> str:
    if body is None or isinstance(body, str):
        return ""
    return (
        f"body must be a text, and is {_kind(body)}: {_shown(body)}. Serialise it in the handler: json.dumps(…) in "
        "Python, JSON.stringify(…) in Node."
    )


def _wrong_flag(flag: Any) -> str:
    if flag is None or isinstance(flag, bool):
        return ""
    return f"isBase64Encoded must be true or false, and is {_kind(flag)}: {_shown(flag)}."


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), "a number")


def _shown(value: Any) -> str:
    return brief(msgspec.json.encode(value))
