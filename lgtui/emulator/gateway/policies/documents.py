"""Policy documents as they are written: statements with their effect, principals, actions, resources and conditions."""

from typing import Any, Literal

import msgspec

MOST_PATTERNS = 10_000
"""Actions and resources of one policy, lgtui's own bound."""

Patterns = str | list[str]

Value = str | int | float | bool

Written = dict[str, dict[str, Value | list[Value]]]
"""Conditions: operator → key → value or values."""

Effect = Literal["Allow", "Deny"]


class Statement(msgspec.Struct, frozen=True, rename="pascal"):
    """One statement of a policy; a `Sid` and what else there is does not matter."""

    effect: Effect
    action: Patterns | None = None
    not_action: Patterns | None = None
    resource: Patterns | None = None
    not_resource: Patterns | None = None
    principal: Any = None
    not_principal: Any = None
    condition: Written | None = None

    @property
    def patterns(self) -> int:
        """How many patterns it has."""
        return sum(len(listed(p)) for p in (self.action, self.not_action, self.resource, self.not_resource))


class Document(msgspec.Struct, frozen=True, rename="pascal"):
    """A policy document; a single statement may stand without a list."""

    statement: list[Statement] | Statement

    @property
    def statements(self) -> list[Statement]:
        """The statements, in their order."""
        return [self.statement] if isinstance(self.statement, Statement) else self.statement


def check(document: Document) -> None:
    """Refuse a policy that cannot be evaluated.

    Raises:
        ValueError: a statement names no action or no resource, or there are too many patterns.
    """
    for number, statement in enumerate(document.statements, 1):
        if statement.action is None and statement.not_action is None:
            raise ValueError(f"statement {number} of the policy has neither Action nor NotAction")
        if statement.resource is None and statement.not_resource is None:
            raise ValueError(f"statement {number} of the policy has neither Resource nor NotResource")
    if sum(statement.patterns for statement in document.statements) > MOST_PATTERNS:
        raise ValueError(f"the policy has more than {MOST_PATTERNS:,} actions and resources")


def listed(patterns: Patterns | None) -> list[str]:
    """Patterns as a list, one alone too."""
    return [] if patterns is None else [patterns] if isinstance(patterns, str) else patterns
