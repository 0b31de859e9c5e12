"""The values of a template's parameters: from samconfig.toml, else the default, else made up and said."""

import re
import shlex
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lgtui.project.errors import ProjectError

CONFIGURATION_FILE = "samconfig.toml"

_SECTIONS = ("global", "deploy", "local_start_api")
"""The tables under `[default]` whose parameter_overrides count, the most specific last."""

_LONG_FORM = re.compile(r"ParameterKey=([^,\s]+),ParameterValue=(.*)", re.DOTALL)


def read_overrides(folder: Path) -> dict[str, str]:
    """The parameter_overrides of the samconfig.toml in `folder`, where there is one.

    Raises:
        ProjectError: it is not valid TOML.
    """
    file = folder / CONFIGURATION_FILE
    if not file.is_file():
        return {}
    try:
        default = tomllib.loads(file.read_text("utf-8-sig")).get("default")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise ProjectError(f"samconfig.toml cannot be read: {error}.", str(file)) from error
    overrides: dict[str, str] = {}
    for section in _SECTIONS:
        table = _table(_table(default, section), "parameters")
        overrides.update(parse_overrides(table.get("parameter_overrides")))
    return overrides


def parse_overrides(value: Any) -> dict[str, str]:
    """Parameter overrides in any form that `sam` takes: text, a list of texts, or a table."""
    if isinstance(value, dict):
        return {str(name): str(item) for name, item in value.items()}
    if isinstance(value, list):
        return {name: text for item in value for name, text in parse_overrides(item).items()}
    if not isinstance(value, str):
        return {}
    return dict(pair for word in _words(value) if (pair := _pair(word)))


def _table(value: Any, name: str) -> dict[str, Any]:
    table = value.get(name) if isinstance(value, dict) else None
    return table if isinstance(table, dict) else {}


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quote without its other half
        return text.split()


def _pair(word: str) -> tuple[str, str] | None:
    long_form = _LONG_FORM.fullmatch(word)
    if long_form:
        return long_form[1], long_form[2]
    name, equals, value = word.partition("=")
    return (name, value) if equals and name else None


def parameter_values(template: Mapping[str, Any], overrides: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """A value for each parameter, and the names of those that had to be made up."""
    declared = template.get("Parameters")
    values: dict[str, Any] = {}
    made_up: list[str] = []
    for name, declaration in declared.items() if isinstance(declared, dict) else ():
        declaration = declaration if isinstance(declaration, dict) else {}
        value = overrides.get(name, declaration.get("Default"))
        if value is None:
            value = _make_up(name, declaration)
            made_up.append(name)
        values[name] = _typed(value, str(declaration.get("Type", "String")))
    return values, made_up


def _make_up(name: str, declaration: Mapping[str, Any]) -> Any:
    """The first allowed value, the least number, or the parameter's own name in small letters."""
    allowed = declaration.get("AllowedValues")
    if isinstance(allowed, list) and allowed:
        return allowed[0]
    if "Number" in str(declaration.get("Type")):
        return declaration.get("MinValue", 1)
    return name.lower()


def _typed(value: Any, parameter_type: str) -> Any:
    """Lists as lists, all else as CloudFormation has it: text."""
    if parameter_type.startswith("List<") or parameter_type == "CommaDelimitedList":
        return value if isinstance(value, list) else [item.strip() for item in str(value).split(",")]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, list) else str(value)
