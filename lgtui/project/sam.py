"""From SAM to CloudFormation: makes a template ready for AWS's own translator, and runs it.

The translator wants code and definitions in S3 and knows nothing of files on disk. So local paths travel through it
as S3 URIs of a bucket that cannot exist, and what it would refuse or what is not emulated is taken out first.
"""

import copy
import logging
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

SAM_PREFIX = "AWS::Serverless::"
TRANSFORM = "AWS::Serverless-2016-10-31"
LOCAL_BUCKET = "lgtui.local"

_PREAMBLE = re.compile(r"^Resource with id \[.*?\] is invalid\. ")

_TRANSLATED = {f"{SAM_PREFIX}{kind}" for kind in ("Function", "Api", "LayerVersion", "SimpleTable")}

_FUNCTION_DROPPED = (
    "Connectors", "DeploymentPreference", "FileSystemConfigs", "Policies", "VpcConfig",
)  # fmt: skip
_API_DROPPED = ("CanarySetting",)


class TranslationError(Exception):
    """The translator refused a resource.

    Attributes:
        logical_id: of the resource, or empty.
    """

    def __init__(self, message: str, logical_id: str = "") -> None:
        super().__init__(message)
        self.logical_id = logical_id


class _Region(NamedTuple):
    """All that the translator asks of a boto session; a real one would look for credentials."""

    region_name: str


def is_sam(resource: Mapping[str, Any]) -> bool:
    """Whether the resource's type is one of SAM's."""
    return str(resource.get("Type", "")).startswith(SAM_PREFIX)


def local_path(bucket: str, key: str) -> str | None:
    """The local path that an S3 place stands for, or None where it is a real one."""
    return unquote(key) if bucket == LOCAL_BUCKET else None


def translate(template: dict[str, Any], parameters: Mapping[str, Any], region_name: str) -> dict[str, Any]:
    """The resources of a SAM template as CloudFormation resources.

    Args:
        template: a template of which conditions and parameters are settled; it is not changed.
        parameters: the values of its parameters.
        region_name: for ARNs.

    Raises:
        TranslationError: SAM refuses the template.
    """
    resources = template["Resources"]
    aside = {name: resource for name, resource in resources.items() if _stays_aside(resource, template)}
    prepared = copy.deepcopy({**template, "Resources": {n: r for n, r in resources.items() if n not in aside}})
    _prepare(prepared)
    return {**_run(prepared, dict(parameters), region_name), **aside}


def _stays_aside(resource: Mapping[str, Any], template: Mapping[str, Any]) -> bool:
    """Whether the resource is one of SAM's that is not emulated, and so is not worth translating."""
    if not is_sam(resource):
        return False
    return resource["Type"] not in _TRANSLATED or is_image(resource, template)


def is_image(resource: Mapping[str, Any], template: Mapping[str, Any]) -> bool:
    """Whether a function comes as a container image."""
    properties = {**function_globals(template), **(resource.get("Properties") or {})}
    return properties.get("PackageType") == "Image" or "ImageUri" in properties


def function_globals(template: Mapping[str, Any]) -> dict[str, Any]:
    """The `Function` part of the template's Globals."""
    everything = template.get("Globals")
    of_functions = everything.get("Function") if isinstance(everything, dict) else None
    return of_functions if isinstance(of_functions, dict) else {}


def _prepare(template: dict[str, Any]) -> None:
    """Take out and replace, in place, what the translator would stumble over."""
    of_functions = function_globals(template)
    for resource in template["Resources"].values():
        properties = resource.setdefault("Properties", {})
        if resource.get("Type") == f"{SAM_PREFIX}Function":
            _prepare_function(properties, of_functions)
        elif resource.get("Type") == f"{SAM_PREFIX}Api":
            _drop(properties, _API_DROPPED)
        elif resource.get("Type") == f"{SAM_PREFIX}LayerVersion":
            properties["ContentUri"] = _placeholder(properties.get("ContentUri", "."))
        _drop(resource, ("Connectors",))
    _drop(of_functions, (*_FUNCTION_DROPPED, "CodeUri"))
    if isinstance(template.get("Globals"), dict):
        _drop(template["Globals"].get("Api"), _API_DROPPED)


def _prepare_function(properties: dict[str, Any], of_functions: Mapping[str, Any]) -> None:
    _drop(properties, _FUNCTION_DROPPED)
    if "InlineCode" not in properties:
        properties["CodeUri"] = _placeholder(properties.get("CodeUri", of_functions.get("CodeUri", ".")))
    events = properties.get("Events")
    if isinstance(events, dict):
        properties["Events"] = {name: event for name, event in events.items() if _is_api_event(event)}


def _is_api_event(event: Any) -> bool:
    return isinstance(event, dict) and event.get("Type") == "Api"


def _placeholder(uri: Any) -> Any:
    """A local path as an S3 URI; what lies in S3 already stays."""
    if not isinstance(uri, str) or uri.startswith("s3://"):
        return uri
    return f"s3://{LOCAL_BUCKET}/{quote(uri, safe='')}"


def _drop(mapping: Any, names: tuple[str, ...]) -> None:
    if isinstance(mapping, dict):
        for name in names:
            mapping.pop(name, None)


def _run(template: dict[str, Any], parameters: dict[str, Any], region_name: str) -> dict[str, Any]:
    # Imported here because it takes half a second, which a plain CloudFormation template need not wait for.
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)  # it warns of its own feature toggles
    translator = Translator({}, Parser(), boto_session=_Region(region_name))
    try:
        resources: dict[str, Any] = translator.translate(template, parameter_values=parameters)["Resources"]
    except InvalidDocumentException as error:
        causes = list(error.causes) or [error]
        raise TranslationError(_sentence(causes[0]), str(getattr(causes[0], "_logical_id", ""))) from error
    except Exception as error:
        raise TranslationError(f"SAM cannot translate it ({type(error).__name__}: {error})") from error
    return {name: _plain(resource) for name, resource in resources.items()}


def _plain(value: Any) -> Any:
    """A value without the translator's own kinds of text, mapping and number, which only look like the usual ones."""
    if isinstance(value, dict):
        return {_plain(name): _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    if type(value).__module__.startswith("samtranslator"):
        return int(value) if isinstance(value, int) else str(value)
    return value


def _sentence(cause: Exception) -> str:
    message = str(getattr(cause, "message", cause))
    return _PREAMBLE.sub("", message).rstrip(". ")
