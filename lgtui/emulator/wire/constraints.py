"""Request validation by the service model's constraints, with AWS's sentences; compiled once for each operation."""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from lgtui.emulator.errors import ValidationException
from lgtui.emulator.wire.service_model import Operation, ServiceModel

NOT_NULL = "Member must not be null"

AS_RECORDED: dict[str, dict[str, Any]] = {
    "NamespacedFunctionName": {
        "max": 170,
        "pattern": (
            r"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?"
            r"([a-zA-Z0-9-_\.]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?"
        ),
    },
    "NumericLatestPublishedOrAliasQualifier": {"pattern": "(|[a-zA-Z0-9$_-]+)"},
    "Timeout": {"max": 900},
    "PutMode": {"enum": None},
    "MemorySize": {"max": 10_240},
    "EphemeralStorageSize": {"max": 10_240},
}
"""Constraints as AWS's recorded answers name them; what the model allows beyond is for kinds of functions that are not
emulated."""

CHECKED_BY_THE_OPERATION = {
    ("CreateFunction", "Runtime"),
    ("UpdateFunctionConfiguration", "Runtime"),
    ("PublishLayerVersion", "CompatibleRuntimes"),
    ("PublishLayerVersion", "CompatibleArchitectures"),
}
"""Members whose values the operation looks at itself, in words of its own."""

RECORDED_LIMITS = {
    ("CreateFunction", "FunctionName"): None,
    ("DeleteFunction", "FunctionName"): 140,
    ("CreateLogGroup", "logGroupName"): None,
}
"""The longest name that an operation takes where it is not its shape's; those without one look at names themselves."""

RECORDED_ORDERS = (
    ("LATEST", "AT_TIMESTAMP", "TRIM_HORIZON"),
    ("RESPONSE_STREAM", "BUFFERED"),
    ("HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"),
    ("add", "remove", "move", "test", "replace", "copy"),
    ("PRIVATE", "EDGE", "REGIONAL"),
    ("ipv4", "dualstack"),
    (
        "RESPONSE_BODY", "RESPONSE", "METHOD", "MODEL", "AUTHORIZER", "RESPONSE_HEADER", "RESOURCE", "PATH_PARAMETER",
        "REQUEST_BODY", "QUERY_PARAMETER", "API", "REQUEST_HEADER",
    ),
    (
        "REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND", "AUTHORIZER_CONFIGURATION_ERROR", "MISSING_AUTHENTICATION_TOKEN",
        "BAD_REQUEST_BODY", "INVALID_SIGNATURE", "INVALID_API_KEY", "BAD_REQUEST_PARAMETERS", "AUTHORIZER_FAILURE",
        "UNAUTHORIZED", "INTEGRATION_TIMEOUT", "ACCESS_DENIED", "DEFAULT_4XX", "DEFAULT_5XX", "WAF_FILTERED",
        "QUOTA_EXCEEDED", "THROTTLED", "API_CONFIGURATION_ERROR", "UNSUPPORTED_MEDIA_TYPE", "INTEGRATION_FAILURE",
        "EXPIRED_TOKEN",
    ),
)  # fmt: skip
"""Enums whose order in recorded answers is not that of a hash set."""

WITH_NULLS = frozenset({("PutIntegrationResponse", "responseTemplates")})
"""Maps that take null for a value (recorded)."""

_UNICODE_CLASSES = {
    r"\p{L}\p{Z}\p{N}": r"\w\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
}
"""Java's classes of characters, as Python writes them."""


class Rule(NamedTuple):
    """One constraint of a value: AWS's words for it, and whether a value keeps it."""

    words: str
    holds: Callable[[Any], bool]


class Violations:
    """What is found wrong with one request."""

    def __init__(self) -> None:
        self._sentences: list[str] = []

    def add(self, value: str, path: str, rule: str) -> None:
        """Note that the value at `path` breaks a rule; `value` as AWS writes it, with its quotes."""
        self._sentences.append(f"Value {value}at '{path}' failed to satisfy constraint: {rule}")

    def refuse(self) -> None:
        """Refuse the request where anything is wrong with it.

        Raises:
            ValidationException
        """
        if self._sentences:
            plural = "s" if len(self._sentences) > 1 else ""
            raise ValidationException(
                f"{len(self._sentences)} validation error{plural} detected: {'; '.join(self._sentences)}"
            )


class Node:
    """What a shape asks of its values: rules of its own, and those of what it holds."""

    tells_null = True

    def __init__(self, rules: list[Rule], sensitive: bool) -> None:
        self.rules = rules
        self._sensitive = sensitive

    def check(self, value: Any, path: str, found: Violations) -> None:
        """Note what is wrong with a value that was sent."""
        for rule in self.rules:
            if not rule.holds(value):
                self.note(value, path, rule.words, found)

    def breaks(self, value: Any) -> bool:
        """Whether a value breaks any rule of the shape's own."""
        return value is None or any(not rule.holds(value) for rule in self.rules)

    def words(self) -> str:
        """All its rules, as AWS lists them for what a list or a map holds; API Gateway leaves the last one out."""
        rules = [rule.words for rule in self.rules]
        return f"[{', '.join(rules if rules and not self.tells_null else [*rules, NOT_NULL])}]"

    def note(self, value: Any, path: str, words: str, found: Violations) -> None:
        """Note that `value` breaks the rule that `words` name."""
        found.add("" if self._sensitive else f"'{_text(value)}' ", path, words)


class Structure(Node):
    """A structure's members: name, name in a path, whether it is required, and what is asked of it."""

    def __init__(self) -> None:
        super().__init__([], sensitive=False)
        self.members: list[tuple[str, str, bool, Node | None]] = []

    def check(self, value: Any, path: str, found: Violations) -> None:
        """Note what is wrong with the members of a structure; an empty path is the request itself."""
        for name, path_name, required, node in self.members:
            member = value.get(name)
            if member is not None and node is not None:
                node.check(member, f"{path}.{path_name}" if path else path_name, found)
            elif member is None and required:
                found.add("null ", f"{path}.{path_name}" if path else path_name, NOT_NULL)


class List(Node):
    """A list, and what is asked of its elements."""

    def __init__(self, rules: list[Rule], sensitive: bool, element: Node) -> None:
        super().__init__(rules, sensitive)
        self._element = element

    def check(self, value: Any, path: str, found: Violations) -> None:
        """Note what is wrong with a list: structures one by one, anything else for the whole list."""
        super().check(value, path, found)
        if any(self._element.breaks(item) for item in value):
            self.note(value, path, f"Member must satisfy constraint: {self._element.words()}", found)
        elif type(self._element) is not Node:
            for position, item in enumerate(value, 1):
                self._element.check(item, f"{path}.{position}.member", found)


class Map(Node):
    """A map, and what is asked of its keys and values."""

    def __init__(self, rules: list[Rule], sensitive: bool, key: Node, value: Node, *, nulls: bool = False) -> None:
        super().__init__(rules, sensitive)
        self._key = key
        self._value = value
        self._nulls = nulls

    def check(self, value: Any, path: str, found: Violations) -> None:
        """Note what is wrong with a map."""
        super().check(value, path, found)
        if any(self._key.breaks(key) for key in value):
            self.note(value, path, f"Map keys must satisfy constraint: {self._key.words()}", found)
        if any(self._value.breaks(item) for item in value.values() if item is not None or not self._nulls):
            self.note(value, path, f"Map value must satisfy constraint: {self._value.words()}", found)
        elif type(self._value) is not Node:
            for key, item in value.items():
                self._value.check(item, f"{path}.{key}.member", found)


class Constraints:
    """What an operation asks of its input.

    Paths are AWS's: `functionName`, `destinationConfig.onFailure.destination`, in API Gateway's bodies
    `updateStageInput.patchOperations.1.member.op`.
    """

    def __init__(self, model: ServiceModel, operation: Operation) -> None:
        compiler = _Compiler(model, tells_null=operation.service != "apigateway")
        shape = model.shapes.get(operation.input_shape, {"members": {}})
        in_body = f"{_lower_first(operation.name)}Input." if operation.service == "apigateway" else ""
        required = set(shape.get("required", []))
        self._input = Structure()
        members = list(shape["members"].items())
        if in_body:  # API Gateway looks at the body first (recorded).
            members.sort(key=lambda pair: "location" in pair[1])
        for name, member in members:
            changed: dict[str, Any] = {"nulls": True} if (operation.name, name) in WITH_NULLS else {}
            if (limit := RECORDED_LIMITS.get((operation.name, name), 0)) != 0:
                changed["max"] = limit
            looked_at = (operation.name, name) in CHECKED_BY_THE_OPERATION
            node = None if looked_at else compiler.node(member["shape"], changed)
            prefix = in_body if "location" not in member else ""
            if node is not None or name in required:
                self._input.members.append((name, prefix + _lower_first(name), name in required, node))

    def check(self, members: dict[str, Any]) -> None:
        """Refuse an input that does not keep to the model.

        Raises:
            ValidationException: in AWS's words, with everything that is wrong.
        """
        found = Violations()
        self._input.check(members, "", found)
        found.refuse()


class _Compiler:
    """Makes nodes of shapes; each shape's structure once, so that shapes may hold themselves."""

    def __init__(self, model: ServiceModel, *, tells_null: bool) -> None:
        self._model = model
        self._tells_null = tells_null
        self._structures: dict[str, Structure] = {}

    def node(self, shape_name: str, changed: dict[str, Any]) -> Node | None:
        """What a shape asks of its values, None where it asks for nothing; `changed` are constraints of the member."""
        shape = {**self._model.shapes[shape_name], **AS_RECORDED.get(shape_name, {}), **changed}
        kind, sensitive = shape["type"], shape.get("sensitive", False)
        if kind == "structure":
            return self._structure(shape_name, shape)
        rules = _rules(shape)
        if kind == "list":
            return List(rules, sensitive, self._inner(shape["member"]["shape"]))
        if kind == "map":
            key, value = self._inner(shape["key"]["shape"]), self._inner(shape["value"]["shape"])
            return Map(rules, sensitive, key, value, nulls=shape.get("nulls", False))
        return Node(rules, sensitive) if rules else None

    def _inner(self, shape_name: str) -> Node:
        node = self.node(shape_name, {}) or Node([], sensitive=False)
        node.tells_null = self._tells_null
        return node

    def _structure(self, shape_name: str, shape: dict[str, Any]) -> Structure:
        if shape_name in self._structures:
            return self._structures[shape_name]
        structure = self._structures[shape_name] = Structure()
        required = set(shape.get("required", []))
        for name, member in shape["members"].items():
            node = self.node(member["shape"], {})
            structure.members.append((name, _lower_first(name), name in required, node))
        return structure


def _rules(shape: dict[str, Any]) -> list[Rule]:
    """A shape's own constraints, in AWS's order."""
    rules = []
    measure, quantity = (_length, "length") if shape["type"] in _SIZED else (_same, "value")
    maximum, minimum = shape.get("max"), shape.get("min")
    if maximum is not None:
        words = f"Member must have {quantity} less than or equal to {maximum}"
        rules.append(Rule(words, lambda value: measure(value) <= maximum))
    if minimum is not None:
        words = f"Member must have {quantity} greater than or equal to {minimum}"
        rules.append(Rule(words, lambda value: measure(value) >= minimum))
    if "pattern" in shape:
        pattern = _pattern(shape["pattern"])
        # AWS's answers do not name the regions that newer models begin their patterns with.
        words = f"Member must satisfy regular expression pattern: {shape['pattern'].replace('(eusc-)?', '')}"
        rules.append(Rule(words, lambda value: pattern.fullmatch(value) is not None))
    if shape.get("enum"):
        words = f"Member must satisfy enum value set: [{', '.join(_in_aws_order(shape['enum']))}]"
        rules.append(Rule(words, frozenset(shape["enum"]).__contains__))
    return rules


_SIZED = frozenset({"string", "blob", "list", "map"})


def _length(value: Any) -> int:
    return len(value)


def _same(value: Any) -> Any:
    return value


def _pattern(pattern: str) -> re.Pattern[str]:
    for java, python in _UNICODE_CLASSES.items():
        pattern = pattern.replace(java, python)
    return re.compile(pattern)


def _in_aws_order(values: Sequence[str]) -> Sequence[str]:
    """An enum as AWS lists it: by the buckets of a Java hash set, which the recorded answers show."""
    unordered = sorted(values)
    recorded = next((order for order in RECORDED_ORDERS if sorted(order) == unordered), None)
    if recorded is not None:
        return recorded
    buckets = 16
    while buckets < len(unordered) / 0.75:
        buckets *= 2
    return sorted(unordered, key=lambda value: _java_hash(value) & (buckets - 1))


def _java_hash(text: str) -> int:
    """Where a Java `HashMap` puts a string, before it is cut to the number of buckets."""
    code = 0
    for character in text:
        code = (31 * code + ord(character)) & 0xFFFFFFFF
    return code ^ (code >> 16)


def _lower_first(name: str) -> str:
    return name[0].lower() + name[1:]


def _text(value: Any) -> str:
    """A value as Java writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(_text(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}={_text(item)}' for key, item in value.items())}}}"
    if isinstance(value, bytes):
        return f"java.nio.HeapByteBuffer[pos=0 lim={len(value)} cap={len(value)}]"
    return "null" if value is None else str(value)
