"""The region's layers: immutable content by name and number, and what the ARNs in a function's configuration mean."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from lgtui.emulator.errors import InvalidParameterValueException, ResourceNotFoundException, ValidationException
from lgtui.emulator.functions.code import CodeOnDisk
from lgtui.emulator.functions.code_store import CodeStore
from lgtui.emulator.functions.model.functions import LayerReference
from lgtui.emulator.functions.model.layers import LayerVersionOutput
from lgtui.emulator.functions.policy import Policy, PolicyRecord
from lgtui.emulator.objects import Shelf

MAX_LAYERS = 5
"""Layers of one function at most (documented)."""

ARN_PATTERN = (
    r"(arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|"
    r"(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)"
)
_VERSION_ARN = re.compile(
    r"(?P<layer>arn:aws[\w-]*:lambda:(?P<region>[\w-]+):(?P<account>\d{12}):layer:(?P<name>[\w-]+)):(?P<number>\d+)"
)
_LAYER_NAME = re.compile(r"(?:arn:aws[\w-]*:lambda:[\w-]+:\d{12}:layer:)?(?P<name>[\w-]{1,140})")


class LayerArn(NamedTuple):
    """A layer version's ARN taken apart; `layer` is the ARN without the number."""

    layer: str
    region: str
    account: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class LayerVersion:
    """One version of a layer: what GetLayerVersion answers, its content, and who may use it."""

    description: LayerVersionOutput
    content: CodeOnDisk


class LayerRecord(msgspec.Struct, frozen=True):
    """What lasts of a layer besides its versions: how many were ever published."""

    published: int = 0


class Layers:
    """Every layer version of a region.

    Args:
        account_id, region_name: whose ARNs are this region's own.
        shelf: where they are kept.
        codes: where their contents are.

    Attributes:
        policies: who may use a layer version, by its ARN.
    """

    def __init__(self, account_id: str, region_name: str, shelf: Shelf, codes: CodeStore) -> None:
        self._account_id = account_id
        self._region_name = region_name
        self._codes = codes
        self._layers = shelf.table("layer", LayerRecord)
        self._contents = shelf.mirror("layer-content", CodeOnDisk, codes.located, lambda content: content)
        self._kept = shelf.mirror("layer-version", LayerVersion, self._located, lambda version: version)
        self.policies = shelf.mirror("layer-policy", PolicyRecord, Policy, lambda policy: policy.record)
        self._versions: dict[str, dict[int, LayerVersion]] = {}
        for version in self._kept.values():
            self._enter(version)

    def _located(self, version: LayerVersion) -> LayerVersion:
        """A version that an earlier run has left, with its content where it is now."""
        return replace(version, content=self._codes.located(version.content))

    def _enter(self, version: LayerVersion) -> None:
        name = layer_name(version.description.layer_arn)
        self._versions.setdefault(name, {})[version.description.version] = version

    def __bool__(self) -> bool:
        return bool(self._contents)

    def arn(self, name: str) -> str:
        """A layer's ARN."""
        return f"arn:aws:lambda:{self._region_name}:{self._account_id}:layer:{name}"

    def names(self) -> list[str]:
        """The layers that have versions, sorted."""
        return sorted(self._versions)

    def versions(self, name: str) -> list[LayerVersion]:
        """A layer's versions, newest first; empty where there is no such layer."""
        return list(reversed(self._versions.get(name, {}).values()))

    def next_number(self, name: str) -> int:
        """The number of the version to be published now; a number is not used again."""
        number = self._layers.get(name, LayerRecord()).published + 1
        self._layers[name] = LayerRecord(number)
        return number

    def add(self, version: LayerVersion) -> None:
        """Keep a version that was published."""
        arn = version.description.layer_version_arn
        self._contents[arn] = version.content
        self._kept[arn] = version
        self._enter(version)

    def find(self, name_or_arn: str, number: int) -> LayerVersion:
        """A version of a layer.

        Raises:
            InvalidParameterValueException: the number is less than 1 (fact layer-001).
            ResourceNotFoundException: there is none.
        """
        if number < 1:
            raise InvalidParameterValueException("Layer Version Cannot be less than 1", Type="User")
        version = self._versions.get(layer_name(name_or_arn), {}).get(number)
        if version is None:
            raise ResourceNotFoundException("The resource you requested does not exist.", Type="User")
        return version

    def remove(self, name: str, number: int) -> None:
        """Forget a version; functions that have it keep its content. One that does not exist is no error."""
        versions = self._versions.get(name, {})
        if number in versions:
            arn = versions.pop(number).description.layer_version_arn
            del self._kept[arn]
            self.policies.pop(arn, None)
        if not versions:
            self._versions.pop(name, None)

    def is_own(self, arn: str) -> bool:
        """Whether a layer version is one of this account and region."""
        layer = parse_arn(arn)
        return layer is not None and (layer.account, layer.region) == (self._account_id, self._region_name)

    def references(self, arns: Sequence[str]) -> list[LayerReference]:
        """What a function's configuration says of the layers `arns`.

        Raises:
            ValidationException: one is no layer version's ARN.
            InvalidParameterValueException: there are too many, two versions of one layer, or one does not exist.
        """
        if len(arns) > MAX_LAYERS:
            raise InvalidParameterValueException(f"Cannot reference more than {MAX_LAYERS} layers.", Type="User")
        seen: dict[str, str] = {}
        references = []
        for arn in arns:
            layer = parse_arn(arn)
            if layer is None:
                raise _no_arn(arn)
            if layer.layer in seen:
                raise InvalidParameterValueException(
                    "Two different versions of the same layer are not allowed to be referenced in the same function. "
                    f"{seen[layer.layer]} and {arn} are versions of the same layer.",
                    Type="User",
                )
            seen[layer.layer] = arn
            references.append(self._reference(arn, layer))
        return references

    def folders(self, layers: Iterable[LayerReference]) -> tuple[Path, ...]:
        """The contents of a function's layers, in its order; those of other accounts are left out."""
        return tuple(self._contents[layer.arn].folder for layer in layers if layer.arn in self._contents)

    def content_folders(self) -> Iterator[Path]:
        """Where the contents are that are still of use."""
        return (content.folder for content in self._contents.values())

    def sweep(self, used: Iterable[str]) -> list[Path]:
        """Forget the contents that no layer version is made of any more, and no function either.

        Args:
            used: the ARNs that functions have.

        Returns:
            The folders of those contents, which are not needed any more.
        """
        kept = {*used, *self._kept}
        return [self._contents.pop(arn).folder for arn in self._contents.keys() - kept]

    def _reference(self, arn: str, layer: LayerArn) -> LayerReference:
        if layer.account == self._account_id and layer.region != self._region_name:
            raise InvalidParameterValueException(
                "Layers are not in the same region as the function. Layers are expected to be in region "
                f"{self._region_name}.",
                Type="User",
            )
        if layer.account != self._account_id:
            return LayerReference(arn=arn)
        version = self._versions.get(layer.name, {}).get(layer.number)
        if version is None:
            raise InvalidParameterValueException(f"Layer version {arn} does not exist.", Type="User")
        return LayerReference(arn=arn, code_size=version.content.size)


def layer_name(name_or_arn: str) -> str:
    """A layer's bare name.

    Raises:
        ValidationException: it is neither a layer's name nor its ARN.
    """
    match = _LAYER_NAME.fullmatch(name_or_arn)
    if match is None:
        raise ValidationException(
            f"1 validation error detected: Value '{name_or_arn}' at 'layerName' failed to satisfy constraint: Member "
            r"must satisfy regular expression pattern: (arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:"
            "[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+"
        )
    return match["name"]


def parse_arn(arn: str) -> LayerArn | None:
    """Take a layer version's ARN apart; None where it is none."""
    match = _VERSION_ARN.fullmatch(arn)
    if match is None:
        return None
    return LayerArn(match["layer"], match["region"], match["account"], match["name"], int(match["number"]))


def _no_arn(arn: str) -> ValidationException:
    return ValidationException(
        f"1 validation error detected: Value '[{arn}]' at 'layers' failed to satisfy constraint: Member must satisfy "
        "constraint: [Member must have length less than or equal to 2048, Member must have length greater than or "
        f"equal to 1, Member must satisfy regular expression pattern: {ARN_PATTERN}, Member must not be null]"
    )
