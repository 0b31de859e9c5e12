"""Conditions of a statement: what must be true of a request besides who calls what."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from lgtui.emulator.gateway.policies.documents import Value, Written
from lgtui.emulator.gateway.policies.operators import OPERATORS, Operator

Facts = Mapping[str, str]
"""What is known of a request: condition keys, in lower case, and their values; what it does not have is absent."""

ABSENT_KEYS = frozenset(
    f"aws:{name}"
    for name in (
        "sourcevpc", "sourcevpce", "vpcsourceip", "sourcearn", "sourceaccount", "principalorgid", "principalorgpaths",
        "multifactorauthage", "federatedprovider",
    )
)  # fmt: skip
"""Keys that no request has here: none comes through a VPC or from a service, and no caller is in an organization."""

PRESENT_KEYS = frozenset(
    f"aws:{name}"
    for name in (
        "currenttime", "epochtime", "multifactorauthpresent", "principalaccount", "principalarn", "principaltype",
        "principalisawsservice", "referer", "requestedregion", "securetransport", "sourceip", "useragent", "userid",
        "username", "viaawsservice",
    )
)  # fmt: skip
"""Keys that requests may have."""

VPC_KEYS = frozenset({"aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"})

_TAG = "aws:principaltag/"

_EXISTS = "IfExists"

_ALL, _ANY = "ForAllValues:", "ForAnyValue:"


class Condition(NamedTuple):
    """One condition.

    Attributes:
        name: `IpAddress aws:SourceIp`.
        key: in lower case.
        holds: whether it does for a request's value of the key, None where it has none.
    """

    name: str
    key: str
    holds: Callable[[str | None], bool]


class Conditions(NamedTuple):
    """The conditions of one statement; all must hold.

    Attributes:
        known: those that are evaluated.
        unknown: the names of those that lgtui does not know.
    """

    known: tuple[Condition, ...] = ()
    unknown: tuple[str, ...] = ()

    def broken(self, facts: Facts) -> str:
        """The first that does not hold, with the request's value; empty where all do, as far as they are known."""
        for condition in self.known:
            value = facts.get(condition.key)
            if not condition.holds(value):
                return f"{condition.name} ({'absent' if value is None else value})"
        return ""


def compile_conditions(written: Written | None) -> Conditions:
    """The conditions of a statement, as it writes them.

    Raises:
        ValueError: a value is none of its operator's.
    """
    known: list[Condition] = []
    unknown: list[str] = []
    for operator, key, values in _entries(written or {}):
        name = f"{operator} {key}"
        holds = _test(operator, values) if _is_known(key) and not any("${" in value for value in values) else None
        if holds is None:
            unknown.append(name)
        else:
            known.append(Condition(name, key.lower(), holds))
    return Conditions(tuple(known), tuple(unknown))


def _entries(written: Written) -> Iterator[tuple[str, str, list[str]]]:
    for operator, keys in written.items():
        for key, values in keys.items():
            yield operator, key, [_text(value) for value in (values if isinstance(values, list) else [values])]


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_known(key: str) -> bool:
    name = key.lower()
    return name in PRESENT_KEYS or name in ABSENT_KEYS or name.startswith(_TAG)


def _test(name: str, values: list[str]) -> Callable[[str | None], bool] | None:
    """The test of one operator and its values; None for an operator that lgtui does not know.

    No key here has more than one value, so that of the qualifiers only what they say of none is left.
    """
    absent: bool | None = None
    if name.startswith((_ALL, _ANY)):
        absent = name.startswith(_ALL)
        name = name.removeprefix(_ALL).removeprefix(_ANY)
    if name.endswith(_EXISTS):
        absent, name = True, name.removesuffix(_EXISTS)
    if name == "Null":
        wanted = {OPERATORS["Bool"].wanted(value) for value in values}
        return lambda found: (found is None) in wanted
    operator = OPERATORS.get(name)
    if operator is None:
        return None
    absent = operator.negated if absent is None else absent
    return _compared(operator, [operator.wanted(value) for value in values], absent)


def _compared(operator: Operator, wanted: list[Any], absent: bool) -> Callable[[str | None], bool]:
    def holds(found: str | None) -> bool:
        if found is None:
            return absent
        try:
            value = operator.found(found)
        except ValueError:
            return operator.negated
        return any(operator.compare(each, value) for each in wanted) != operator.negated

    return holds
