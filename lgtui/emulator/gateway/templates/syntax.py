"""The syntax tree of a template: one class per construct, each knowing where it stands.

`start` is the offset of a construct's first character in the template, or in the string literal it is part of.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from lgtui.emulator.gateway.templates.scanner import Token
from lgtui.emulator.gateway.templates.source import Source


@dataclass(slots=True)
class Text:
    """Characters that are printed as they are."""

    text: str
    start: int


@dataclass(slots=True)
class Property:
    """`.name` behind a reference."""

    name: str
    start: int


@dataclass(slots=True)
class Call:
    """`.name(arguments)` behind a reference."""

    name: str
    arguments: list["Expression"]
    start: int


@dataclass(slots=True)
class Index:
    """`[argument]` behind a reference."""

    argument: "Expression"
    start: int


Step: TypeAlias = Property | Call | Index


@dataclass(slots=True)
class Reference:
    """`$name`, `$!name`, `${name.method()[0]}`.

    Attributes:
        root: The variable's name.
        steps: What follows the name.
        tokens: The tokens it was made of; their text is printed where a `#define`d block calls itself too deeply.
        target: The name `#set` writes, which is not the variable's for `${name}`.
        prefix: Backslashes to print before the value.
        more: Other `$` signs to print before the value.
        quiet: Whether it was written `$!`.
        escaped: Whether a backslash makes it print its own source.
        runt: Whether it has no `$` at all: a bare word where a value is expected, which is null.
        computable: False for `$\\!name`, which has no value.
    """

    root: str
    steps: list[Step]
    tokens: list[Token]
    start: int
    target: str = ""
    prefix: str = ""
    more: str = ""
    quiet: bool = False
    escaped: bool = False
    runt: bool = False
    computable: bool = True


@dataclass(slots=True)
class Constant:
    """A number, a single-quoted string or a boolean; `truth` is what `#if` makes of it."""

    value: object
    truth: bool
    tokens: list[Token]
    start: int


@dataclass(slots=True)
class Template:
    """A double-quoted string that is a template of its own.

    Attributes:
        body: Its statements.
        padded: Whether a blank was added at its end, to be taken off what it renders.
        source: Its text.
    """

    body: list["Node"]
    padded: bool
    source: Source
    tokens: list[Token]
    start: int


@dataclass(slots=True)
class Range:
    """`[first..last]`."""

    first: "Expression"
    last: "Expression"
    tokens: list[Token]
    start: int


@dataclass(slots=True)
class ListLiteral:
    """`[a, b]`."""

    items: list["Expression"]
    tokens: list[Token]
    start: int


@dataclass(slots=True)
class MapLiteral:
    """`{a: b}`."""

    items: list[tuple["Expression", "Expression"]]
    tokens: list[Token]
    start: int


@dataclass(slots=True)
class Binary:
    """Two operands and an operator, by its token's kind (`PLUS`, `LOGICAL_AND`, …)."""

    operator: str
    left: "Expression"
    right: "Expression"
    tokens: list[Token]
    start: int


@dataclass(slots=True)
class Not:
    """`!operand`."""

    operand: "Expression"
    tokens: list[Token]
    start: int


@dataclass(slots=True)
class Word:
    """A bare word among a directive's arguments."""

    text: str
    tokens: list[Token]
    start: int


Expression: TypeAlias = Reference | Constant | Template | Range | ListLiteral | MapLiteral | Binary | Not | Word


@dataclass(slots=True)
class Set:
    """`#set(target = value)`."""

    target: Reference
    value: Expression
    start: int


@dataclass(slots=True)
class If:
    """`#if … #elseif … #else … #end`: the branches in order; an `#else` has no condition."""

    branches: list[tuple[Expression | None, list["Node"]]]
    start: int


@dataclass(slots=True)
class Directive:
    """`#name(arguments)`, with a body where it has one.

    Attributes:
        tokens: All its tokens; what is no directive prints them.
        body: None for a line directive.
        called: Whether parentheses follow the name.
    """

    name: str
    arguments: list[Expression]
    body: list["Node"] | None
    called: bool
    tokens: list[Token]
    start: int
    body_tokens: list[Token] = field(default_factory=list)


Node: TypeAlias = Text | Reference | Set | If | Directive


def literal(tokens: list[Token]) -> str:
    """The source of a construct as Velocity prints it."""
    return "".join([token.special + token.image for token in tokens if token.kind != "MULTI_LINE_COMMENT"])
