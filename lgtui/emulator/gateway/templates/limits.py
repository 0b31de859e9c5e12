"""What one rendering may use: rounds, text, work. A template beyond them fails; it never hangs the gateway."""

MAX_ROUNDS = 1_000
"""Rounds of a `#foreach`: AWS's own limit; the rest is cut without a word."""
MAX_TEXT = 10 * 1024 * 1024
"""Characters of the result, and of any text on the way to it."""
MAX_ITEMS = 1_000_000
"""Elements of a list or map, also of what is compared or printed at once."""
MAX_BITS = 14_000
"""Bits of a BigInteger, some 4,200 digits."""
MAX_WORK = 5_000_000
"""Statements of one rendering, with loops unrolled; what takes longer than a statement counts as several."""
WORK_PER_SECOND = 2_000_000
"""How many statements a second of a slow method counts for."""
MAX_COMPARISONS = 2_000_000
"""Pairs of elements that one method may compare."""
MATCH_SECONDS = 1.0
"""Time one regular expression may take on one text."""


class LimitError(Exception):
    """A limit was passed; the renderer makes it a `TemplateError` with its place."""


class Budget:
    """Counts down a number of elements.

    Args:
        left: How many may still come.
    """

    __slots__ = ("left",)

    def __init__(self, left: int = MAX_ITEMS) -> None:
        self.left = left

    def take(self, count: int = 1) -> None:
        """Spend some.

        Raises:
            LimitError: there are none left.
        """
        self.left -= count
        if self.left < 0:
            raise LimitError("a list or map is too large, or holds itself")


def check_text(length: int) -> None:
    """Raises LimitError if a text of this many characters is too long."""
    if length > MAX_TEXT:
        raise LimitError(f"a text grew beyond {MAX_TEXT:,} characters")


def check_items(count: int) -> None:
    """Raises LimitError if a list of this many elements is too long."""
    if count > MAX_ITEMS:
        raise LimitError(f"a list grew beyond {MAX_ITEMS:,} elements")


def check_comparisons(count: int) -> None:
    """Raises LimitError if a method would have to compare this many pairs of elements."""
    if count > MAX_COMPARISONS:
        raise LimitError("the lists are too long to be compared element by element")


def out_of_work() -> LimitError:
    """The error of a template that goes on for too long."""
    return LimitError(f"the template does more than {MAX_WORK:,} steps of work")
