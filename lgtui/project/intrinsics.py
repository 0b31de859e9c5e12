"""Evaluates CloudFormation's intrinsic functions, pseudo parameters and conditions.

A template is evaluated twice. Before SAM's translation an *open* evaluator settles what depends on parameters,
conditions and mappings, and leaves references to resources as they are, for the translator wants to see those.
After it a *closed* one settles everything.
"""

import base64
import ipaddress
import itertools
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lgtui.project.attributes import Stack, attribute, reference


class Unresolvable(Exception):
    """A value cannot be settled; the text says why, in a clause without the place."""


REMOVED = object()
"""What `AWS::NoValue` evaluates to: whoever holds it drops it."""

_VARIABLE = re.compile(r"\$\{(!?)([^{}]+)\}")


def intrinsic(value: Any) -> str:
    """The name of the intrinsic function that `value` calls, or empty."""
    if isinstance(value, dict) and len(value) == 1:
        ((name, argument),) = value.items()
        if name.startswith("Fn::") or (name in ("Ref", "Condition") and isinstance(argument, str)):
            return str(name)
    return ""


def text_of(value: Any) -> str:
    """A scalar as CloudFormation turns it into text.

    Raises:
        Unresolvable: it is a list or a mapping.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise Unresolvable(f"a text is needed here, not {'nothing' if value is None else f'a {type(value).__name__}'}")


def variables_of(text: str) -> list[str]:
    """The names that a `Fn::Sub` text refers to."""
    return [name.strip() for literal, name in _VARIABLE.findall(text) if not literal]


class Evaluator:
    """Settles values of one template.

    Args:
        template: the whole template.
        stack: where it is deployed.
        parameters: every parameter's value.
        include: reads the file that an `AWS::Include` names.
        open_resources: leave what refers to resources as it is.

    Attributes:
        notices: what had to be made up, one sentence each.
    """

    def __init__(
        self,
        template: Mapping[str, Any],
        stack: Stack,
        parameters: Mapping[str, Any],
        *,
        include: Callable[[str], Any] | None = None,
        open_resources: bool = False,
    ) -> None:
        self._stack = stack
        self._values = {**stack.pseudo_parameters(), **parameters}
        self._conditions = _section(template, "Conditions")
        self._mappings = _section(template, "Mappings")
        self._resources = _section(template, "Resources")
        self._include = include
        self._open = open_resources
        self._under_way: list[str] = []
        self._properties: dict[str, dict[str, Any]] = {}
        self.notices: list[str] = []

    def evaluate(self, value: Any) -> Any:
        """Settle `value` and everything in it.

        Raises:
            Unresolvable: it refers to what does not exist, or to itself, or calls a function wrongly.
        """
        name = intrinsic(value)
        if name:
            return self._call(name, value[name])
        if isinstance(value, dict):
            if "Fn::Transform" in value:
                value = {**self._transform(value["Fn::Transform"]), **value}
                del value["Fn::Transform"]
            settled = {key: self.evaluate(item) for key, item in value.items()}
            return {key: item for key, item in settled.items() if item is not REMOVED}
        if isinstance(value, list):
            return [item for item in map(self.evaluate, value) if item is not REMOVED]
        return value

    def included(self, location: str) -> Any:
        """The settled content of a file that the template takes in."""
        include = self._include
        if include is None:
            raise Unresolvable(f"{location} cannot be taken in here")
        return self._guarded(f"file {location}", lambda: self.evaluate(include(location)))

    def condition(self, name: str) -> bool:
        """Whether the condition `name` holds."""
        if name not in self._conditions:
            raise Unresolvable(f"the condition {name} is not in the template's Conditions")
        with_mark = f"condition {name}"
        return _truth(self._guarded(with_mark, lambda: self.evaluate(self._conditions[name])))

    def exists(self, resource: Mapping[str, Any]) -> bool:
        """Whether the resource's `Condition`, where it has one, holds."""
        return "Condition" not in resource or self.condition(str(resource["Condition"]))

    def properties(self, logical_id: str) -> dict[str, Any]:
        """The settled properties of a resource."""
        if logical_id not in self._properties:
            raw = self._resources[logical_id].get("Properties") or {}
            settled = self._guarded(f"resource {logical_id}", lambda: self.evaluate(raw))
            self._properties[logical_id] = settled if isinstance(settled, dict) else {}
        return self._properties[logical_id]

    def _guarded(self, mark: str, work: Callable[[], Any]) -> Any:
        """Do `work` unless it is under way already, which means that `mark` depends on itself."""
        if mark in self._under_way:
            circle = " → ".join([*self._under_way[self._under_way.index(mark) :], mark])
            raise Unresolvable(f"it depends on itself: {circle}")
        self._under_way.append(mark)
        try:
            return work()
        finally:
            self._under_way.pop()

    # References -------------------------------------------------------------------------------------------------

    def _reference(self, name: Any) -> Any:
        if name == "AWS::NoValue":
            return REMOVED
        if name in self._values:
            return self._values[name]
        if self._open:
            return {"Ref": name}
        resource_type = self._resource_type(name)
        return reference(self._stack, name, resource_type, self._naming(name))

    def _attribute(self, argument: Any) -> Any:
        parts = argument.split(".", 1) if isinstance(argument, str) else argument
        if not isinstance(parts, list) or len(parts) != 2 or not isinstance(parts[0], str):
            raise Unresolvable("Fn::GetAtt takes a logical id and an attribute")
        logical_id, name = parts[0], self.evaluate(parts[1])
        if self._open:
            return {"Fn::GetAtt": [logical_id, name]}
        resource_type = self._resource_type(logical_id)
        return attribute(self._stack, logical_id, resource_type, self._naming(logical_id), text_of(name))

    def _resource_type(self, logical_id: Any) -> str:
        resource = self._resources.get(logical_id) if isinstance(logical_id, str) else None
        if not isinstance(resource, dict):
            raise Unresolvable(f"{logical_id} is neither a parameter nor a resource of this template")
        return str(resource.get("Type", ""))

    def _naming(self, logical_id: str) -> dict[str, Any]:
        """Only the properties that name the resource: a function may refer to an API that refers to the function."""
        raw = self._resources[logical_id].get("Properties") or {}
        names = {key: value for key, value in raw.items() if key.endswith("Name")}
        settled = self._guarded(f"resource {logical_id}", lambda: self.evaluate(names))
        return settled if isinstance(settled, dict) else {}

    # Functions --------------------------------------------------------------------------------------------------

    def _call(self, name: str, argument: Any) -> Any:
        if name == "Ref":
            return self._reference(argument)
        if name == "Fn::GetAtt":
            return self._attribute(argument)
        if name == "Fn::Sub":
            return self._substitute(argument)
        if name == "Fn::If":
            return self._choose(argument)
        if name == "Condition":
            return self.condition(str(argument))
        if name == "Fn::Transform":
            return self._transform(argument)
        settled = self.evaluate(argument)
        if self._open and _refers(settled):
            return {name: settled}
        return self._apply(name, settled)

    def _apply(self, name: str, argument: Any) -> Any:
        function = _PLAIN.get(name)
        if function is not None:
            return _checked(name, function, argument)
        if name == "Fn::FindInMap":
            return _checked(name, self._find_in_map, argument)
        if name == "Fn::GetAZs":
            return [f"{argument or self._stack.region_name}{zone}" for zone in "abc"]
        if name == "Fn::ImportValue":
            return self._import(text_of(argument))
        raise Unresolvable(f"the function {name} is not one that lgtui evaluates")

    def _choose(self, argument: Any) -> Any:
        if not isinstance(argument, list) or len(argument) != 3:
            raise Unresolvable("Fn::If takes a condition, a value if it holds and a value if not")
        return self.evaluate(argument[1] if self.condition(str(argument[0])) else argument[2])

    def _substitute(self, argument: Any) -> Any:
        text, own = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
        if not isinstance(text, str) or not isinstance(own, dict):
            raise Unresolvable("Fn::Sub takes a text, and perhaps a mapping of variables")
        variables = {name: self.evaluate(value) for name, value in own.items()}
        if self._open and (_refers(variables) or any(n not in variables | self._values for n in variables_of(text))):
            return {"Fn::Sub": [text, variables] if variables else text}

        def value(match: re.Match[str]) -> str:
            name = match[2].strip()
            if match[1]:
                return f"${{{name}}}"
            settled = variables[name] if name in variables else self._named(name)
            return "" if settled is REMOVED else text_of(settled)

        return _VARIABLE.sub(value, text)

    def _named(self, name: str) -> Any:
        return self._attribute(name) if "." in name else self._reference(name)

    def _transform(self, argument: Any) -> Any:
        macro = argument.get("Name") if isinstance(argument, dict) else argument
        location = self.evaluate(argument.get("Parameters", {}).get("Location")) if macro == "AWS::Include" else None
        if not isinstance(location, str):
            raise Unresolvable(f"the macro {macro} is not emulated; only AWS::Include with a Location is")
        return self.included(location)

    def _find_in_map(self, argument: list[Any]) -> Any:
        name, first, second, *rest = argument
        found = self._mappings.get(name, {}).get(text_of(first), {}).get(text_of(second), REMOVED)
        if found is not REMOVED:
            return found
        if rest and isinstance(rest[0], dict) and "DefaultValue" in rest[0]:
            return rest[0]["DefaultValue"]
        raise Unresolvable(f"the mapping {name} has no {first} / {second}")

    def _import(self, name: str) -> str:
        self.notices.append(f"Fn::ImportValue {name} comes from another stack; “{name}” stands in for its value.")
        return name


def _section(template: Mapping[str, Any], name: str) -> dict[str, Any]:
    section = template.get(name)
    return section if isinstance(section, dict) else {}


def _refers(value: Any) -> bool:
    """Whether an intrinsic function is still in `value`."""
    if intrinsic(value):
        return True
    if isinstance(value, dict):
        return any(map(_refers, value.values()))
    return isinstance(value, list) and any(map(_refers, value))


def _checked(name: str, function: Callable[[Any], Any], argument: Any) -> Any:
    """Call `function`, and say so in the template's words where its argument has the wrong form."""
    try:
        return function(argument)
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise Unresolvable(f"{name} is called with the wrong arguments ({error})") from error


def _truth(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")


def _equal(argument: list[Any]) -> bool:
    left, right = argument
    return (left if isinstance(left, list) else text_of(left)) == (right if isinstance(right, list) else text_of(right))


def _join(argument: list[Any]) -> str:
    separator, items = argument
    return text_of(separator).join(text_of(item) for item in _items(items))


def _select(argument: list[Any]) -> Any:
    index, items = argument
    return _items(items)[int(index)]


def _items(value: Any) -> list[Any]:
    """A list, or a comma-delimited text as a parameter of a list type holds it."""
    return value.split(",") if isinstance(value, str) else list(value)


def _split(argument: list[Any]) -> list[str]:
    separator, text = argument
    return text_of(text).split(separator)


def _cidr(argument: list[Any]) -> list[str]:
    block, count, *bits = argument
    network = ipaddress.ip_network(text_of(block))
    prefix = network.max_prefixlen - int(bits[0] if bits else 8)
    return [str(subnet) for subnet in itertools.islice(network.subnets(new_prefix=prefix), int(count))]


def _all(argument: Iterable[Any]) -> bool:
    return all(map(_truth, argument))


def _any(argument: Iterable[Any]) -> bool:
    return any(map(_truth, argument))


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "Fn::And": _all,
    "Fn::Base64": lambda text: base64.b64encode(text_of(text).encode()).decode(),
    "Fn::Cidr": _cidr,
    "Fn::Equals": _equal,
    "Fn::Join": _join,
    "Fn::Length": lambda items: len(_items(items)),
    "Fn::Not": lambda argument: not _truth(argument[0]),
    "Fn::Or": _any,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::ToJsonString": lambda value: json.dumps(value, separators=(",", ":")),
}
