"""Random templates: most of them sound, of everything Velocity's grammar has, on the variables of the cases."""

from collections.abc import Callable, Sequence
from random import Random

NAMES = (
    *("name", "n", "f", "t", "no", "z", "empty", "s", "list", "nums", "el", "em", "map", "objs", "nul", "mixed"),
    *("undef", "x", "a", "foreach", "velocityCount"),
)
PROPERTIES = (
    *("x", "y", "z", "w", "id", "tag", "nope", "class", "name", "size", "empty", "length", "key", "value", "first"),
    *("count", "index", "hasNext", "bytes"),
)
PLAIN_TEXTS = (
    *(" ", "\n", "\t", "\r\n", "x", "end", '"', "'", "(", ")", "[", "]", "{", "}", ".", "..", ",", "-", "!", ":"),
    "=",
)
TEXTS = (
    *PLAIN_TEXTS,
    *("  \n", "a b", "é", "\u2028", "😀", "|", "&", "3", "1.5", "true", "in", "##", "#", "$", "\\", "\\\\", "$$"),
)
STRINGS = (
    *("a", "b", "o", "", "x", "hello world", " ", ",", "d", "\\d", "l+", "[a-c]", ".", "(o)(r)", "$1", "A", "3"),
    *("%s", "%5d|"),
)
NUMBERS = ("1.5", ".5", "5.", "1e3", "-2.0", "2147483648", "99999999999999999999", "0", "true", "false")
CALLS = {
    "": (
        *("size", "length", "isEmpty", "toString", "keySet", "values", "entrySet", "iterator", "toUpperCase", "clear"),
        *("toLowerCase", "trim", "hashCode", "next", "hasNext", "getKey", "getValue", "intValue", "doubleValue"),
        *("longValue", "toCharArray", "isBlank", "strip"),
    ),
    "v": (
        *("get", "contains", "indexOf", "lastIndexOf", "remove", "add", "equals", "containsKey", "containsValue"),
        *("compareTo", "addAll", "containsAll", "put", "putAll", "parseInt", "valueOf", "retainAll", "removeAll"),
    ),
    "s": ("startsWith", "endsWith", "concat", "split", "matches", "equalsIgnoreCase", "contains"),
    "i": ("get", "substring", "charAt", "remove", "repeat"),
    "ss": ("replace", "replaceAll", "replaceFirst", "indexOf"),
    "ii": ("substring", "subList"),
    "vv": ("put", "set", "add", "getOrDefault", "putIfAbsent", "remove", "replace", "indexOf"),
    "si": ("split", "indexOf"),
    "sv": ("format", "join"),
    "svv": ("format",),
}
INPUTS = ("input.path('$.{0}')", "input.json('$.{0}')", "input.params('{0}')", "input.params().header", "input.body")
INPUT_KEYS = ("id", "name", "items", "tags", "nested.k", "nope", "flag", "items[0].sku")
ENCODERS = ("escapeJavaScript", "urlEncode", "urlDecode", "base64Encode", "base64Decode", "parseJson")
OPERATORS = (
    *("+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "and", "or", "eq", "ne", "lt", "gt"),
    *("le", "ge"),
)
TARGETS = ("$x", "$a", "$n", "$map.x", "$map.q", "$list[0]", "$em.k", "$list[-1]", "$objs[0].id", "${a}")
LOOPED = ("list", "nums", "objs", "mixed", "map", "map.keySet()", "map.entrySet()", "el", "s")
ODD = (
    *(
        "## c\n",
        "#* c *#",
        "#[[ $x ]]#",
        "#stop",
        "#break",
        "#macro(m $p)$p#end",
        "#m($name)",
        "#foo",
        "#@foo('a')b#end",
    ),
    *("#literal()$name#end", "\\#if", "\\\\#set($a = 1)", "\\$name", "\\\\$name", "$!{undef}", "#{else}", "$\\!n"),
    *("#evaluate('$n')", "#include('x')", "#set($a=1) \n", "#if($foreach.hasNext),#end", "#set($x = 1 / 0)$x"),
    *("#if($velocityCount == 2)#break#end", "#foreach($i in $nul)x#end", "$map.put(q, 1)", "$list.indexOf(q)"),
)


class Grammar:
    """Makes templates.

    Args:
        random: Where the choices come from.
    """

    def __init__(self, random: Random) -> None:
        self._random = random

    def template(self) -> str:
        """A template of a few statements."""
        return self._block(self._random.randint(1, 6), 3)

    def _one(self, *choices: Callable[[], str]) -> str:
        return self._random.choice(choices)()

    def _pick(self, texts: Sequence[str]) -> str:
        return self._random.choice(texts)

    def _maybe(self, text: str, chance: float = 0.3) -> str:
        return text if self._random.random() < chance else ""

    def _block(self, size: int, depth: int) -> str:
        return "".join(self._statement(depth) for _ in range(size))

    def _statement(self, depth: int) -> str:
        kinds: list[Callable[[], str]] = [
            *[self._text] * 3,
            *[lambda: self._reference(depth)] * 4,
            lambda: self._set(depth),
            lambda: self._set(depth),
            self._odd,
        ]
        if depth > 0:
            kinds += [lambda: self._if(depth), lambda: self._foreach(depth), lambda: self._define(depth)]
        return self._random.choice(kinds)()

    def _text(self) -> str:
        texts = PLAIN_TEXTS if self._random.random() < 0.8 else TEXTS
        return "".join(self._pick(texts) for _ in range(self._random.randint(1, 3)))

    def _odd(self) -> str:
        """Comments, escapes, and what is no directive or one of the rare ones."""
        return self._pick(ODD)

    def _name(self) -> str:
        return self._pick(NAMES)

    def _reference(self, depth: int) -> str:
        if self._random.random() < 0.15:
            return "$" + self._service(depth)
        core = self._name() + self._steps(depth)
        bang = self._maybe("!", 0.1)
        return f"${bang}{{{core}}}" if self._random.random() < 0.3 else f"${bang}{core}"

    def _service(self, depth: int) -> str:
        key = self._pick(INPUT_KEYS)
        if self._random.random() < 0.4:
            return f"util.{self._pick(ENCODERS)}({self._parameter(depth)})"
        if self._random.random() < 0.3:
            return self._pick(("context", "stageVariables")) + self._steps(depth)
        return self._pick(INPUTS).format(key) + self._maybe(self._steps(depth))

    def _steps(self, depth: int) -> str:
        return "".join(self._step(depth) for _ in range(self._random.choice([0, 0, 0, 1, 1, 1, 2, 3])))

    def _step(self, depth: int) -> str:
        return self._one(
            lambda: "." + self._pick(PROPERTIES),
            lambda: self._call(depth),
            lambda: self._call(depth),
            lambda: f"[{self._index(depth)}]",
        )

    def _call(self, depth: int) -> str:
        kinds = self._pick(tuple(CALLS))
        name = self._pick(CALLS[kinds])
        makers: dict[str, Callable[[], str]] = {
            "v": lambda: self._parameter(depth),
            "s": lambda: f"'{self._pick(STRINGS)}'",
            "i": lambda: str(self._random.randint(-2, 6)),
        }
        arguments = [makers[kind]() for kind in kinds]
        return f".{name}({self._pick([',', ', ']).join(arguments)})"

    def _index(self, depth: int) -> str:
        return self._one(
            lambda: str(self._random.randint(-4, 4)),
            lambda: f"'{self._pick(PROPERTIES)}'",
            lambda: "$" + self._name(),
            lambda: f'"{self._interpolated(depth)}"',
        )

    def _parameter(self, depth: int) -> str:
        """A value as methods, lists and maps take it."""
        simple: list[Callable[[], str]] = [
            lambda: str(self._random.randint(-3, 12)),
            lambda: self._pick(NUMBERS),
            self._name,
            lambda: f"'{self._pick(STRINGS)}'",
            lambda: f'"{self._interpolated(depth)}"',
            lambda: "$" + self._name(),
        ]
        if depth > 0:
            simple += [
                lambda: self._reference(depth - 1),
                lambda: f"[{', '.join(self._parameter(depth - 1) for _ in range(self._random.randint(0, 3)))}]",
                lambda: f"[{self._random.randint(-2, 3)}..{self._pick(['3', '$n', '-1', '0'])}]",
                lambda: f"{{{self._parameter(depth - 1)}: {self._parameter(depth - 1)}}}",
            ]
        return self._random.choice(simple)()

    def _interpolated(self, depth: int) -> str:
        """The inside of a double-quoted string."""
        return self._one(
            lambda: self._pick(STRINGS),
            lambda: f"${self._name()}",
            lambda: f"a${{{self._name()}}}b",
            lambda: f"#if($t){self._pick(STRINGS)}#end",
            lambda: f'${self._name()} ""q"" \\u0041',
        )

    def _expression(self, depth: int) -> str:
        if depth <= 0 or self._random.random() < 0.4:
            return self._parameter(max(0, depth - 1))
        blank = self._pick([" ", " ", ""])
        return self._one(
            lambda: f"{self._expression(depth - 1)}{blank}{self._pick(OPERATORS)}{blank}{self._expression(depth - 1)}",
            lambda: f"{self._pick(['!', '!', 'not '])}{self._expression(depth - 1)}",
            lambda: f"({self._expression(depth - 1)})",
            lambda: f"${self._name()} {self._pick(OPERATORS)} {self._parameter(0)}",
        )

    def _set(self, depth: int) -> str:
        target = self._pick(TARGETS)
        gap = self._pick(["", "", " ", "  ", "\t"])
        return f"{self._maybe(gap)}#set({gap}{target} = {self._expression(depth)}){self._maybe(gap)}{self._newline()}"

    def _newline(self) -> str:
        return self._pick(["", "", "\n", "\r\n"])

    def _if(self, depth: int) -> str:
        text = f"#if{self._maybe(' ', 0.1)}({self._expression(depth)}){self._newline()}{self._inner(depth)}"
        while self._random.random() < 0.25:
            text += f"#elseif({self._expression(depth - 1)}){self._newline()}{self._inner(depth)}"
        if self._random.random() < 0.4:
            text += self._pick(["#else", "#{else}", "#else\n"]) + self._inner(depth)
        return text + self._end()

    def _inner(self, depth: int) -> str:
        return self._block(self._random.randint(0, 3), depth - 1)

    def _end(self) -> str:
        return self._pick(["#end", "#end", "#end", "#{end}", "#end\n", "#end  \r\n", " #end"])

    def _foreach(self, depth: int) -> str:
        items = self._one(
            lambda: "$" + self._pick(LOOPED),
            lambda: self._parameter(depth - 1),
            lambda: "[1..3]",
        )
        item = self._pick(["$x", "$a", "$i", "${x}", "$n"])
        return f"#foreach({item} in {items}){self._newline()}{self._inner(depth)}{self._end()}"

    def _define(self, depth: int) -> str:
        return f"#define($d){self._inner(depth)}{self._end()}{self._pick(['$d', '$d$d', '${d}x', ''])}"
