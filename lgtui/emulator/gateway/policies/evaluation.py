"""Evaluating a policy: what its statements say of one request, and which of them said it."""

import re
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Literal, NamedTuple

from lgtui.emulator.gateway.policies.conditions import Conditions, Facts, compile_conditions
from lgtui.emulator.gateway.policies.documents import Document, Effect, Statement, check, listed
from lgtui.emulator.gateway.policies.principals import Names, read_principals
from lgtui.emulator.gateway.policies.wildcards import matches

INVOKE = "execute-api:invoke"
"""What a client does that calls a method; actions are compared in lower case."""

Decision = Literal["allowed", "denied", "not mentioned"]

_EVERYBODY: Names = frozenset({"*"})


_VARIABLE = re.compile(r"\$\{[^}]*\}")


class NotKnown(Exception):
    """A statement hangs on something that lgtui does not know; the message names it: `condition Bool aws:X`."""


class Question(NamedTuple):
    """What a policy is asked: whether a caller of these names may do that, in a request of which this is known."""

    resource: str
    facts: Facts
    names: Names = _EVERYBODY
    action: str = INVOKE


class Judgement(NamedTuple):
    """What a policy says of a request.

    Attributes:
        statement: the number of the statement that decided, 0 for none.
        misses: why each of the others is not about the request, by number.
    """

    decision: Decision
    statement: int
    misses: dict[int, str]


class Rule(NamedTuple):
    """A statement, ready to be held against requests.

    Attributes:
        principals: None for everybody; `except_principals` says that it is about all others.
        unknown: what of it lgtui does not know: `condition Bool aws:X`, `variable ${aws:userid}`.
    """

    effect: Effect
    actions: tuple[str, ...]
    except_actions: tuple[str, ...]
    resources: tuple[str, ...]
    except_resources: tuple[str, ...]
    principals: Names | None
    except_principals: bool
    conditions: Conditions
    unknown: tuple[str, ...]

    def miss(self, question: Question) -> str:
        """Why the statement is not about the request; empty where it is, as far as its conditions are known."""
        if self.principals is not None and bool(self.principals & question.names) == self.except_principals:
            return "another principal"
        if not _selects(question.action, self.actions, self.except_actions):
            return "another action"
        if not _selects(question.resource, self.resources, self.except_resources):
            return "another resource"
        broken = self.conditions.broken(question.facts)
        return f"{broken} does not hold" if broken else ""


class Policy:
    """A policy's statements, ready to be held against requests.

    Attributes:
        has_conditions: whether it asks for more than who calls what.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.has_conditions = any(rule.conditions.known for rule in self.rules)

    def judge(self, question: Question) -> Judgement:
        """What the policy says: a Deny goes before every Allow (guide, apigateway-authorization-flow).

        Raises:
            NotKnown: that hangs on a condition that is not known.
        """
        misses: dict[int, str] = {}
        sure: dict[Effect, int] = {}
        unsure: dict[Effect, str] = {}
        for number, rule in enumerate(self.rules, 1):
            miss = rule.miss(question)
            if miss:
                misses[number] = miss
            elif rule.unknown:
                unsure.setdefault(rule.effect, rule.unknown[0])
            else:
                sure.setdefault(rule.effect, number)
        for effect, decision in _DECISIONS:
            if effect in sure:
                return Judgement(decision, sure[effect], misses)
            if effect in unsure:
                raise NotKnown(unsure[effect])
        return Judgement("not mentioned", 0, misses)


_DECISIONS: tuple[tuple[Effect, Decision], ...] = (("Deny", "denied"), ("Allow", "allowed"))


def compile_policy(document: Document, *, of_resource: bool = False) -> Policy:
    """A policy's statements, ready to be held against requests.

    Args:
        document: the policy as it is written.
        of_resource: whether it hangs on a resource, and so must say whom it is about.

    Raises:
        ValueError: it cannot be evaluated.
    """
    check(document)
    return Policy([_rule(number, each, of_resource) for number, each in enumerate(document.statements, 1)])


def _rule(number: int, statement: Statement, of_resource: bool) -> Rule:
    resources, exceptions = listed(statement.resource), listed(statement.not_resource)
    try:
        conditions = compile_conditions(statement.condition)
        return Rule(
            statement.effect,
            tuple(pattern.lower() for pattern in listed(statement.action)),
            tuple(pattern.lower() for pattern in listed(statement.not_action)),
            tuple(_VARIABLE.sub("*", pattern) for pattern in resources),
            tuple("" if _VARIABLE.search(pattern) else pattern for pattern in exceptions),
            _principals(statement) if of_resource else None,
            statement.principal is None,
            conditions,
            (*(f"condition {name}" for name in conditions.unknown), *_variables([*resources, *exceptions])),
        )
    except ValueError as error:
        raise ValueError(f"statement {number} of the policy: {error}") from None


def _variables(patterns: list[str]) -> Iterator[str]:
    """The variables in resources; the statement is taken to be about whatever they may stand for."""
    return (f"variable {name}" for pattern in patterns for name in _VARIABLE.findall(pattern))


def _principals(statement: Statement) -> Names:
    if (statement.principal is None) == (statement.not_principal is None):
        raise ValueError("it has neither Principal nor NotPrincipal, or both")
    return read_principals(statement.not_principal if statement.principal is None else statement.principal)


def _selects(text: str, patterns: tuple[str, ...], exceptions: tuple[str, ...]) -> bool:
    """Whether a pattern fits, or, where only exceptions are named, none of them does."""
    if patterns:
        return any(map(matches, patterns, repeat(text)))
    return bool(exceptions) and not any(map(matches, exceptions, repeat(text)))
