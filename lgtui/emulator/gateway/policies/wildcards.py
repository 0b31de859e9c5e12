"""Patterns of IAM: `*` and `?`, nothing else."""


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
