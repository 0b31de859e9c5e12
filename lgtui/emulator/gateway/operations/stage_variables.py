"""What stage variables may be called and hold (guide: limits; API reference: Stage)."""

import re
from collections.abc import Mapping

from lgtui.emulator.errors import BadRequestException

MAX_VARIABLES = 100
_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")
_VALUE = re.compile(r"[A-Za-z0-9\-._~:/?#&=,]{1,512}")


def check_variables(variables: Mapping[str, str]) -> None:
    """Refuse variables that AWS refuses.

    Raises:
        BadRequestException: there are more than 100, or a name or value is not allowed.
    """
    if len(variables) > MAX_VARIABLES:
        raise BadRequestException(f"A stage can have {MAX_VARIABLES} variables, not {len(variables)}")
    for name, value in variables.items():
        if not _NAME.fullmatch(name):
            raise BadRequestException(
                f"Invalid stage variable name {name!r}: use 1 to 64 letters, digits and underscores (A-Za-z0-9_)"
            )
        if not _VALUE.fullmatch(value):
            raise BadRequestException(
                f"Invalid value of the stage variable {name!r}: use 1 to 512 of the characters A-Za-z0-9-._~:/?#&=,"
            )
