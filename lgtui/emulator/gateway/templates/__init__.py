"""Mapping templates: what API Gateway renders, rendered here. Depends on nothing else of lgtui."""

from lgtui.emulator.gateway.templates.engine import Template, compile_template
from lgtui.emulator.gateway.templates.errors import BodyError, TemplateError
from lgtui.emulator.gateway.templates.variables import (
    Parameters,
    RequestOverrides,
    RequestVariables,
    ResponseOverrides,
)

__all__ = [
    "BodyError",
    "Parameters",
    "RequestOverrides",
    "RequestVariables",
    "ResponseOverrides",
    "Template",
    "TemplateError",
    "compile_template",
]
