"""From a template's layers to those of a plan, and the layers that a function can have here."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lgtui.emulator.functions.layers import parse_arn
from lgtui.emulator.functions.model import LayerContent, PublishLayerVersionRequest
from lgtui.emulator.functions.snapshots import read
from lgtui.frames import NotEmulated
from lgtui.project.content import locate, path_of
from lgtui.project.plan import LayerPlan
from lgtui.project.template import Template

LAYER = "AWS::Lambda::LayerVersion"


class LayerPlanner:
    """Plans the layers of one template.

    Attributes:
        layers: by the ARN that references to them give.
        not_emulated: layers that functions have to do without, and why.
    """

    def __init__(self, template: Template) -> None:
        self._template = template
        self.layers: dict[str, LayerPlan] = {}
        self.not_emulated: list[NotEmulated] = []

    def plan(self) -> None:
        """Plan every layer.

        Raises:
            ProjectError: a property is wrong, or the content is missing.
        """
        for logical_id, properties in self._template.of_type(LAYER):
            try:
                self._plan_one(logical_id, properties)
            except (TypeError, ValueError, OSError) as error:
                raise self._template.error(f"{logical_id}: {error}.", logical_id) from error

    def _plan_one(self, logical_id: str, properties: Mapping[str, Any]) -> None:
        line, name = self._template.line(logical_id), self._template.origin(logical_id)
        path = path_of(properties.get("Content"))
        if path is None:
            self._list(line, f"layer {name}", "its content lies in S3: point ContentUri at a folder")
            return
        place = locate(self._template, logical_id, path, "content", "ContentUri")
        arn = str(self._template.evaluator.evaluate({"Ref": logical_id}))
        self.layers[arn] = _layer(arn, line, place, properties)

    def usable(self, logical_id: str, arns: Any) -> list[str]:
        """The layers that the function `logical_id` can have; what it has to do without is listed.

        A layer of another account or region stays, for Lambda says when it runs without it.
        """
        line = self._template.property_line(logical_id, "Layers")
        usable = []
        for arn in map(str, arns if isinstance(arns, list) else []):
            if arn in self.layers:
                usable.append(arn)
                continue
            layer = parse_arn(arn)
            if layer is not None and layer.account != self._template.stack.account_id:
                usable.append(arn)
            self._list(line, f"layer {arn} of {logical_id}", "no copy of it is here; the function runs without it")
        return usable

    def _list(self, line: int, what: str, detail: str) -> None:
        self.not_emulated.append(NotEmulated(what, str(self._template.document.file), line, detail))


def _layer(arn: str, line: int, place: Path, properties: Mapping[str, Any]) -> LayerPlan:
    """The plan of a layer; its content is read, so that a save in it makes another plan."""
    if place.is_dir():
        content, digest = LayerContent(folder=place), read(place)[0]
    else:
        content = LayerContent(zip_file=place.read_bytes())
        digest = base64.b64encode(hashlib.sha256(content.zip_file or b"").digest()).decode()
    request = PublishLayerVersionRequest(
        layer_name=arn.split(":")[6],
        content=content,
        description=str(properties.get("Description") or ""),
        compatible_architectures=[str(item) for item in properties.get("CompatibleArchitectures") or ()],
        compatible_runtimes=[str(item) for item in properties.get("CompatibleRuntimes") or ()],
        license_info=str(properties.get("LicenseInfo") or ""),
    )
    return LayerPlan(arn=arn, request=request, digest=digest, place=place, line=line)
