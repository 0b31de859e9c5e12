"""Mapping templates: what API Gateway renders, rendered here. Depends on nothing else of lgtui."""

from lgtui.emulator.gateway.templates.engine import Template, compile_template
from lgtui.emulator.gateway.templates.errors import BodyError, TemplateError

__all__ = ["BodyError", "Template", "TemplateError", "compile_template"]
