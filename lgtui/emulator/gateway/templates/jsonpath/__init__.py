"""Jayway JsonPath as API Gateway's `$input.path` and `$input.json` use it, byte for byte version 2.0.

Library quirks that templates can see are kept, each where it acts: what a missing member does depends on what follows
it, scanning ignores the index of `$..[0].a`, operators are found inside strings too.
"""

from lgtui.emulator.gateway.templates.jsonpath.compiler import compile_path
from lgtui.emulator.gateway.templates.jsonpath.path import JsonPath
from lgtui.emulator.gateway.templates.jsonpath.tokens import InvalidPath, PathNotFound

__all__ = ["InvalidPath", "JsonPath", "PathNotFound", "compile_path"]
