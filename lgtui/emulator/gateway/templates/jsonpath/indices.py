"""`[0]`, `[0,1]`, `[1:3]`, `[(@.length-1)]`: the steps that pick items of a list by their place."""

from collections.abc import Sequence

from lgtui.emulator.gateway.templates.jsonpath.tokens import InvalidPath, Items, Slice


def parse_items(fragment: str, at: int) -> Items:
    """The step that the bracket `fragment` stands for; `at` is its first digit, colon, minus sign or `@`.

    Raises:
        InvalidPath, IndexError, ValueError: It is none.
    """
    return _from_the_end(fragment, at) if fragment[at] == "@" else _Numbers(fragment, at).parse()


def _from_the_end(fragment: str, at: int) -> Items:
    """`(@.length-1)` or `(@.size()-1)`; Jayway passes over blanks and parentheses in it."""
    minus = fragment.index("-", at + 2)
    function = fragment[at + 2 : minus].translate({ord(sign): None for sign in " ()"})
    if function not in ("size", "length"):
        raise InvalidPath(f"@.{function} is unknown; use (@.length-1) or (@.size()-1)")
    offset = _integer(fragment[minus : fragment.index(")", minus)].replace(" ", ""))
    return Items(lambda length: (length + offset,), definite=True)


class _Numbers:
    """Reads indices and slices; `_digits` gathers the number it is at."""

    def __init__(self, fragment: str, at: int) -> None:
        self._fragment = fragment
        self._at = at
        self._digits = ""
        self._numbers: list[int] = []
        self._listed = self._open_start = self._open_end = self._bounded = False

    def parse(self) -> Items:
        while (sign := self._fragment[self._at]).isdecimal() or sign in ", :-":
            if sign == ":":
                self._colon()
            elif sign == ",":
                self._take_number()
                self._listed = True
            elif sign != " ":
                self._digits += sign
            if self._fragment[self._at] == "]":
                break
            self._at += 1
        if self._digits:
            self._take_number()
        return self._items()

    def _colon(self) -> None:
        self._open_start = not self._digits
        if self._digits:
            self._take_number()
        self._at += 1
        while (sign := self._fragment[self._at]).isdecimal() or sign in " -":
            self._digits += sign.strip()
            self._at += 1
        if self._open_start or self._digits:
            self._bounded = not self._open_start
            self._take_number()
        else:
            self._open_end = True

    def _take_number(self) -> None:
        self._numbers.append(_integer(self._digits))
        self._digits = ""

    def _items(self) -> Items:
        numbers = tuple(self._numbers)
        if len(numbers) == 1 and not self._open_start and not self._open_end:
            return Items(lambda length: numbers, definite=True)
        if self._listed:
            return Items(lambda length: numbers, definite=False)
        return Items(self._slice(numbers).indices, definite=False)

    def _slice(self, numbers: Sequence[int]) -> Slice:
        if self._open_end:
            return Slice(numbers[0], None)
        if self._open_start:
            return Slice(None, numbers[0])
        return Slice(numbers[0], numbers[1])


def _integer(digits: str) -> int:
    """`Integer.parseInt`."""
    value = int(digits)
    if not -0x8000_0000 <= value <= 0x7FFF_FFFF:
        raise InvalidPath(f"{digits} is too large an index")
    return value
