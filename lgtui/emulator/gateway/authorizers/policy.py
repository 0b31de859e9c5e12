"""Policies that authorizers answer with, and what they say of a method."""

from typing import Any, Literal

import msgspec

ACTION = "execute-api:invoke"
"""What a client does that calls a method; actions are compared in lower case."""

MOST_PATTERNS = 10_000
"""Actions and resources of one policy, lgtui's own bound."""

Decision = Literal["allowed", "denied", "not mentioned"]

_Patterns = str | list[str]


class Statement(msgspec.Struct, frozen=True, rename="pascal"):
    """One statement of a policy; a `Sid` and what else there is does not matter."""

    effect: Literal["Allow", "Deny"]
    action: _Patterns | None = None
    not_action: _Patterns | None = None
    resource: _Patterns | None = None
    not_resource: _Patterns | None = None
    condition: dict[str, Any] | None = None

    def covers(self, method_arn: str) -> bool:
        """Whether the statement is about calling this method."""
        return _selects(ACTION, _lower(self.action), _lower(self.not_action)) and _selects(
            method_arn, _listed(self.resource), _listed(self.not_resource)
        )

    @property
    def patterns(self) -> int:
        """How many patterns it has."""
        return sum(len(_listed(p)) for p in (self.action, self.not_action, self.resource, self.not_resource))


class Policy(msgspec.Struct, frozen=True, rename="pascal"):
    """A policy document; a single statement may stand without a list."""

    statement: list[Statement] | Statement

    @property
    def statements(self) -> list[Statement]:
        """The statements, in their order."""
        return [self.statement] if isinstance(self.statement, Statement) else self.statement

    def decide(self, method_arn: str) -> Decision:
        """What the policy says of a method: a Deny goes before every Allow (guide, apigateway-authorization-flow)."""
        effects = {statement.effect for statement in self.statements if statement.covers(method_arn)}
        if "Deny" in effects:
            return "denied"
        return "allowed" if "Allow" in effects else "not mentioned"


def check(policy: Policy) -> None:
    """Refuse a policy that cannot be evaluated.

    Raises:
        ValueError: a statement names no action or no resource, or there are too many patterns.
    """
    for number, statement in enumerate(policy.statements, 1):
        if statement.action is None and statement.not_action is None:
            raise ValueError(f"statement {number} of the policy has neither Action nor NotAction")
        if statement.resource is None and statement.not_resource is None:
            raise ValueError(f"statement {number} of the policy has neither Resource nor NotResource")
    if sum(statement.patterns for statement in policy.statements) > MOST_PATTERNS:
        raise ValueError(f"the policy has more than {MOST_PATTERNS:,} actions and resources")


def matches(pattern: str, text: str) -> bool:
    """Whether `text` fits a pattern of IAM's: `*` stands for any characters, `/` too, and `?` for any one.

    The leftmost place for each part between stars is as good as any other, so that nothing is tried twice.
    """
    if len(pattern) - pattern.count("*") > len(text):
        return False
    first, *rest = pattern.split("*")
    if not rest:
        return len(pattern) == len(text) and _is_at(first, text, 0)
    *middle, last = rest
    end = len(text) - len(last)
    if not _is_at(first, text, 0) or not _is_at(last, text, end):
        return False
    place = len(first)
    for part in middle:
        place = _find(part, text, place, end)
        if place < 0:
            return False
        place += len(part)
    return place <= end


def _find(part: str, text: str, start: int, end: int) -> int:
    """Where `part` stands first between `start` and `end`, or -1."""
    if "?" not in part:
        return text.find(part, start, end)
    places = range(start, end - len(part) + 1)
    return next((place for place in places if _is_at(part, text, place)), -1)


def _is_at(part: str, text: str, place: int) -> bool:
    if "?" not in part:
        return text.startswith(part, place)
    there = text[place : place + len(part)]
    return len(there) == len(part) and all(wanted in ("?", found) for wanted, found in zip(part, there, strict=True))


def _selects(text: str, patterns: list[str], exceptions: list[str]) -> bool:
    """Whether a pattern fits, or, where only exceptions are named, none of them does."""
    if patterns:
        return any(matches(pattern, text) for pattern in patterns)
    return bool(exceptions) and not any(matches(pattern, text) for pattern in exceptions)


def _listed(patterns: _Patterns | None) -> list[str]:
    return [] if patterns is None else [patterns] if isinstance(patterns, str) else patterns


def _lower(patterns: _Patterns | None) -> list[str]:
    return [pattern.lower() for pattern in _listed(patterns)]
