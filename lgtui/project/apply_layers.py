"""Brings a region's layers to a plan: each change of a layer's content is a new version of it."""

from dataclasses import replace
from typing import NamedTuple

import msgspec

from lgtui.emulator.functions.model import LayerVersionRequest
from lgtui.emulator.functions.service import Functions
from lgtui.emulator.objects import Shelf
from lgtui.project.plan import FunctionPlan, LayerPlan, Plan


class _Published(NamedTuple):
    """A version that was published for a layer of the plan."""

    arn: str
    number: int


class LayerApplier:
    """Publishes the layers of plans, and remembers under which ARN each one is."""

    def __init__(self, functions: Functions, applied: Shelf) -> None:
        self._functions = functions
        self._applied = applied.table("layer", LayerPlan)
        self._versions = applied.table("layer-versions", tuple[_Published, ...])

    async def put(self, wanted: LayerPlan) -> list[str]:
        """Publish a layer whose content or description differs from what was published last.

        Raises:
            ServiceError: an operation was refused.
            OSError: the content cannot be copied.
        """
        if self._applied.get(wanted.arn) == wanted:
            return []
        published = await self._functions.publish_layer_version(wanted.request)
        self._applied[wanted.arn] = wanted
        version = _Published(published.layer_version_arn, published.version)
        self._versions[wanted.arn] = (*self._versions.get(wanted.arn, ()), version)
        return [f"published layer {wanted.request.layer_name}, version {published.version}"]

    def settled(self, function: FunctionPlan) -> FunctionPlan:
        """A function with the present ARNs of its layers in place of those of the plan."""
        layers = [self._versions[arn][-1].arn if arn in self._versions else arn for arn in function.request.layers]
        return replace(function, request=msgspec.structs.replace(function.request, layers=layers))

    def keep_only(self, plan: Plan) -> None:
        """Delete the versions that no function of the plan has any more; what is published keeps its own."""
        for arn, versions in list(self._versions.items()):
            kept = versions[-1:] if arn in plan.layers else ()
            name = self._applied[arn].request.layer_name
            for version in versions[: len(versions) - len(kept)]:
                request = LayerVersionRequest(layer_name=name, version_number=version.number)
                self._functions.delete_layer_version(request)
            if kept:
                self._versions[arn] = kept
            else:
                del self._versions[arn], self._applied[arn]
