"""Finds syntax errors in saved Python files, so that the log shows them before the next call does."""

import warnings
from pathlib import Path

from lgtui.frames import Problem

MAX_BYTES = 1_000_000


def syntax_fault(file: Path) -> Problem | None:
    """The syntax error in a Python file; None where it has none, is gone, or is no Python."""
    if file.suffix != ".py":
        return None
    try:
        source = file.read_bytes()
    except OSError:  # deleted again, or a folder: nothing to look at
        return None
    if len(source) > MAX_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, str(file), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        reason = getattr(error, "msg", None) or str(error)
        return Problem(
            f"syntax error: {reason}. Calls answer Runtime.UserCodeSyntaxError until it is mended.", str(file), line
        )
    except (RecursionError, MemoryError):  # too deep for this interpreter's compiler, which says nothing of the user's
        return None
    return None
