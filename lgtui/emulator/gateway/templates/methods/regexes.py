"""Java's regular expressions on the `regex` package, which can stop a match that takes too long."""

from collections.abc import Iterator
from functools import lru_cache
from time import thread_time

import regex

from lgtui.emulator.gateway.templates.errors import JavaException
from lgtui.emulator.gateway.templates.limits import MATCH_SECONDS, LimitError, check_items, check_text
from lgtui.emulator.gateway.templates.methods.patterns import translate
from lgtui.emulator.gateway.templates.values import JavaArray

Pattern = regex.Pattern[str]
Match = regex.Match[str]
_MAX_PATTERN = 10_000
_LEAST_SECONDS = 0.001


@lru_cache(maxsize=256)
def _compile(pattern: str) -> Pattern:
    if len(pattern) > _MAX_PATTERN:
        raise LimitError(f"a regular expression has more than {_MAX_PATTERN:,} characters")
    try:
        return regex.compile(translate(pattern), regex.ASCII | regex.V1)
    except (regex.error, RecursionError) as error:
        raise JavaException("PatternSyntaxException", f"{error} near {pattern!r}") from None


def _pattern(pattern: str | None) -> Pattern:
    if pattern is None:
        raise JavaException("NullPointerException")
    return _compile(pattern)


def _too_slow(pattern: str | None, seconds: float = MATCH_SECONDS) -> LimitError:
    return LimitError(f"the regular expression {pattern!r} takes longer than {seconds:g} s")


def _find_all(pattern: str | None, text: str) -> Iterator[Match]:
    """The matches Java's `find()` gives: after an empty one it goes on a character further.

    Raises:
        LimitError: they take too long.
    """
    compiled = _pattern(pattern)
    begun = thread_time()
    at = 0
    while at <= len(text):
        left = MATCH_SECONDS - (thread_time() - begun)
        if left < 0:
            raise _too_slow(pattern)
        try:
            match = compiled.search(text, at, timeout=max(left, _LEAST_SECONDS))
        except TimeoutError:
            raise _too_slow(pattern) from None
        if match is None:
            return
        yield match
        at = match.end() + int(match.start() == match.end())


def check_pattern(pattern: str) -> None:
    """Raises JavaException or LimitError where a text is no regular expression of Java's, or too long."""
    _compile(pattern)


def matches(this: str, pattern: str | None, seconds: float = MATCH_SECONDS) -> bool:
    """`String.matches`: whether the whole text matches.

    Raises:
        LimitError: it takes longer than `seconds`.
        JavaException: the pattern is none.
    """
    try:
        return _pattern(pattern).fullmatch(this, timeout=seconds) is not None
    except TimeoutError:
        raise _too_slow(pattern, seconds) from None


def split(this: str, pattern: str | None, limit: int = 0) -> JavaArray:
    """`String.split`: empty pieces at the end go, unless a limit is given."""
    pieces: list[str] = []
    start = 0
    for match in _find_all(pattern, this):
        if limit > 0 and len(pieces) == limit - 1:
            break
        if match.end() == 0:
            continue
        pieces.append(this[start : match.start()])
        check_items(len(pieces))
        start = match.end()
    if start == 0 and not pieces:
        return JavaArray([this])
    pieces.append(this[start:])
    while limit == 0 and pieces and not pieces[-1]:
        pieces.pop()
    return JavaArray(pieces)


def replace_all(this: str, pattern: str | None, replacement: str | None) -> str:
    """`String.replaceAll`."""
    return _replace(this, pattern, replacement, 0)


def replace_first(this: str, pattern: str | None, replacement: str | None) -> str:
    """`String.replaceFirst`."""
    return _replace(this, pattern, replacement, 1)


def _replace(this: str, pattern: str | None, replacement: str | None, count: int) -> str:
    if replacement is None:
        raise JavaException("NullPointerException", "replacement")
    parts: list[str] = []
    start = size = 0
    for match in _find_all(pattern, this):
        text = _expand(replacement, match)
        size += len(text)
        check_text(size)
        parts += (this[start : match.start()], text)
        start = match.end()
        if count:
            break
    parts.append(this[start:])
    check_text(size + len(this))
    return "".join(parts)


def _expand(replacement: str, match: Match) -> str:
    """A replacement with `$1`, `${name}` and `\\` worked out."""
    if "$" not in replacement and "\\" not in replacement:
        return replacement
    parts: list[str] = []
    at = 0
    while at < len(replacement):
        sign = replacement[at]
        at += 1
        if sign == "\\":
            if at == len(replacement):
                raise JavaException("IllegalArgumentException", "character to be escaped is missing")
            parts.append(replacement[at])
            at += 1
        elif sign == "$":
            text, at = _group(replacement, at, match)
            parts.append(text)
        else:
            parts.append(sign)
    return "".join(parts)


def _group(replacement: str, at: int, match: Match) -> tuple[str, int]:
    """The group that `$…` names, and where the replacement goes on."""
    if at == len(replacement):
        raise JavaException("IllegalArgumentException", "Illegal group reference: group index is missing")
    if replacement[at] == "{":
        end = replacement.find("}", at)
        name = replacement[at + 1 : end] if end > 0 else ""
        if not name or name not in match.re.groupindex:
            raise JavaException("IllegalArgumentException", f"No group with name {{{name}}}")
        return match[name] or "", end + 1
    if not "0" <= replacement[at] <= "9":
        raise JavaException("IllegalArgumentException", "Illegal group reference")
    number, at = int(replacement[at]), at + 1
    if number > match.re.groups:
        raise JavaException("IndexOutOfBoundsException", f"No group {number}")
    while at < len(replacement) and "0" <= replacement[at] <= "9":
        longer = number * 10 + int(replacement[at])
        if longer > match.re.groups:
            break
        number, at = longer, at + 1
    return match[number] or "", at
