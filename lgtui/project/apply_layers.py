"""Brings a region's layers to a plan: each change of a layer's content is a new version of it."""

from dataclasses import replace

import msgspec

from lgtui.emulator.functions.model import LayerVersionRequest
from lgtui.emulator.functions.service import Functions
from lgtui.project.plan import FunctionPlan, LayerPlan, Plan


class LayerApplier:
    """Publishes the layers of plans, and remembers under which ARN each one is."""

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._applied: dict[str, LayerPlan] = {}
        self._versions: dict[str, list[tuple[str, int]]] = {}

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
        self._versions.setdefault(wanted.arn, []).append((published.layer_version_arn, published.version))
        return [f"published layer {wanted.request.layer_name}, version {published.version}"]

    def settled(self, function: FunctionPlan) -> FunctionPlan:
        """A function with the present ARNs of its layers in place of those of the plan."""
        layers = [self._versions[arn][-1][0] if arn in self._versions else arn for arn in function.request.layers]
        return replace(function, request=msgspec.structs.replace(function.request, layers=layers))

    def keep_only(self, plan: Plan) -> None:
        """Delete the versions that no function of the plan has any more; what is published keeps its own."""
        for arn, versions in list(self._versions.items()):
            kept = versions[-1:] if arn in plan.layers else []
            name = self._applied[arn].request.layer_name
            for _, number in versions[: len(versions) - len(kept)]:
                self._functions.delete_layer_version(LayerVersionRequest(layer_name=name, version_number=number))
            if kept:
                self._versions[arn] = kept
            else:
                del self._versions[arn], self._applied[arn]
