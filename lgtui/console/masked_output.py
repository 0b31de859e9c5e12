"""Known secrets are dots wherever they are drawn: in bodies, logs, traces, under whatever name, and in screenshots."""

import re
from collections.abc import Iterable

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

LEAST = 8
"""Characters of a secret that give it away: as many in a row are masked, because lines wrap and are cut anywhere."""

_WORD = re.compile(rf"[!-~]{{{LEAST},}}")
"""What can be part of a secret: frames, bars and short words cost nothing."""


class MaskedOutput(LineFilter):
    """Masks what is drawn of known secrets; every line stays as wide as it is.

    Args:
        secrets: values in ASCII; shorter ones than `LEAST` cannot be told from other text.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        words = [word for secret in secrets for word in _WORD.findall(secret)]
        self._parts = {word[at : at + LEAST] for word in words for at in range(len(word) - LEAST + 1)}

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, with dots in place of what they hold of secrets."""
        text = "".join(segment.text for segment in segments)
        masked = self._masked(text)
        if masked == text:
            return segments
        drawn, at = [], 0
        for part, style, control in segments:
            drawn.append(Segment(masked[at : at + len(part)], style, control))
            at += len(part)
        return drawn

    def _masked(self, text: str) -> str:
        words = [word.span() for word in _WORD.finditer(text)]
        found = [
            at for start, end in words for at in range(start, end - LEAST + 1) if text[at : at + LEAST] in self._parts
        ]
        if not found:
            return text
        letters = list(text)
        for at in found:
            letters[at : at + LEAST] = "•" * LEAST
        return "".join(letters)
