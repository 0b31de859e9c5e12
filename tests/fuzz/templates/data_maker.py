"""Random cases for the data half of the template engine: payloads, JsonPaths, $util texts, map orders, parameters."""

import base64
import json
from collections.abc import Callable
from random import Random
from typing import Any

Case = dict[str, Any]

_NAMES = ("a", "b", "c", "items", "id", "x y", "it's", "*", "$", "", "a.b", "1", "é", "null")
_TEXTS = (
    "",
    "a",
    "b",
    "null",
    "true",
    "5",
    "5.0",
    "1e2",
    "it's",
    'q"q',
    "a/b",
    "\\",
    "é\u2019\u20ac",
    "\U0001d11e",
    "\n",
)
_NOISE = "{}[],:'\"\\ \n\t\r0123456789-+.eEnulltrfasNxé~\x00\x01\x1a\x7f\u0085\u2028/abu00e9\ufeff"
_WORDS = [
    "null",
    "true",
    "false",
    "NaN",
    "nul",
    "TRUE",
    "-5",
    "0",
    "-0",
    "007",
    "-007",
    "1.",
    ".5",
    "-.5",
    "1e5",
    "1E+2",
    "1e",
    "1e+",
    "5e-7",
    "1.10",
    "-1.5E-3",
    "-",
    "--",
    "1-2",
    "+1",
    "5x",
    "x5",
    "5é",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "12345678901234567890",
    "0000000000000000000001",
    "123456789.123456789",
    "0.1234567890123456789",
    "1e400",
    "1e-400",
    "1.7976931348623157e308",
    "100000000.0",
    "0.001",
    "0.0001",
    "1234567.0",
    "12345678.0",
    "1e22",
    "123456789012345678.0",
    "1e16",
]
_ESCAPES = ("\\x41", "\\u00e9", "\\q", "\\'", "\\u2019", "\t", "\\ud834\\udd1e")


class DataMaker:
    """Makes cases.

    Args:
        random: Where chance comes from.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._kinds: list[Callable[[], Case]] = [
            self.payload,
            self.odd_payload,
            self.number,
            self.change,
            self.path,
            self.path,
            self.odd_path,
            self.filter,
            self.filter,
            self.util,
            self.context,
            self.params,
        ]

    def case(self) -> Case:
        """One case of any kind; its `group` says which."""
        kind = self._random.choice(self._kinds)
        return {"group": kind.__name__, **kind()}

    # Payloads -----------------------------------------------------------------------------------------------------

    def payload(self) -> Case:
        """Permissive JSON that should parse."""
        return self._with_payload(self._permissive(3))

    def odd_payload(self) -> Case:
        """Permissive JSON with characters taken out and put in."""
        return self._with_payload(self._spoilt(self._permissive(3), _NOISE))

    def number(self) -> Case:
        """Numerals of any length and form."""
        digits = str(self._random.randrange(10 ** self._random.randrange(1, 25)))
        at = self._random.randrange(len(digits) + 1)
        point = self._random.choice(("", ".", "."))
        exponent = self._random.choice(
            ("", "", f"e{self._random.randrange(-330, 330)}", f"E+{self._random.randrange(25)}")
        )
        numeral = self._random.choice(("", "-", "0")) + digits[:at] + point + digits[at:] + exponent
        template = "$input.json('$')|$input.path('$')|$input.path('$')[0].class.name|$input.path('$[0]').intValue()"
        return _case(template, body=f"[{numeral}]")

    def change(self) -> Case:
        """A payload that the template changes before it writes it."""
        template = (
            "#set($o = $input.path('$'))#set($o.new = $v.x)#set($n = $o.put('list', [1, $v.x, {'k': $v.x}]))"
            "#set($n = $o.items.add($v.x))#set($n = $o.items.add([$v.x, 1.5, true]))"
            "$input.json('$')|$o|$input.path('$.items')|$input.json('$.list[2].k')|$input.json('$..k')"
        )
        return _case(template, body=json.dumps(self._document()), v={"x": self._value(2)})

    def _with_payload(self, body: str) -> Case:
        template = "$input.json('$')|$input.path('$')|$input.path('$').class.name|$input.body"
        return _case(template, body=body)

    def _permissive(self, depth: int) -> str:
        pick = self._random.random()
        if depth and pick < 0.35:
            members = [f"{self._key()}{self._blank()}:{self._permissive(depth - 1)}" for _ in range(self._few())]
            return self._blank() + "{" + self._commas(members) + "}" + self._blank()
        if depth and pick < 0.6:
            return "[" + self._commas([self._permissive(depth - 1) for _ in range(self._few())]) + "]" + self._blank()
        return self._blank() + self._scalar() + self._blank()

    def _scalar(self) -> str:
        if self._random.random() < 0.5:
            return self._random.choice(_WORDS)
        return self._string()

    def _string(self) -> str:
        text = self._random.choice(_TEXTS)
        style = self._random.random()
        if style < 0.4:
            return json.dumps(text, ensure_ascii=self._random.random() < 0.5)
        if style < 0.6:
            return "'" + text + "'"
        if style < 0.8:
            return (
                '"'
                + text
                + self._random.choice(("\\x41", "\\u00e9", "\\q", "\\'", "\\u2019", "\t", "\\ud834\\udd1e"))
                + '"'
            )
        return text

    def _key(self) -> str:
        name = self._random.choice(_NAMES)
        return self._random.choice((json.dumps(name), json.dumps(name), "'" + name + "'", name))

    def _blank(self) -> str:
        return self._random.choice(("", "", "", " ", "\n", "\t ", "\x0b"))

    def _commas(self, parts: list[str]) -> str:
        return "".join(part + self._random.choice((",", ",", ",", ", ", ",,", "", " ")) for part in parts[:-1]) + (
            parts[-1] + self._random.choice(("", "", "", ",")) if parts else ""
        )

    def _few(self) -> int:
        return self._random.choice((0, 1, 1, 2, 3))

    def _spoilt(self, text: str, alphabet: str) -> str:
        for _ in range(self._random.choice((1, 1, 2, 3))):
            at = self._random.randrange(len(text) + 1)
            cut = self._random.choice((0, 0, 1, 1, 2))
            text = text[:at] + self._random.choice((self._random.choice(alphabet), "")) + text[at + cut :]
        return text

    # JsonPaths ----------------------------------------------------------------------------------------------------

    def path(self) -> Case:
        """A JsonPath of steps that exist."""
        return self._with_path(self._path(self._random.choice((1, 2, 2, 3, 4))))

    def odd_path(self) -> Case:
        """A JsonPath with characters taken out and put in."""
        return self._with_path(self._spoilt(self._path(3), "$@.[]()*?:,-'0123 abc&|=<>!~/\"items"))

    def filter(self) -> Case:
        """A JsonPath with a condition."""
        condition = self._condition()
        for _ in range(self._random.choice((0, 0, 0, 1, 2))):
            condition += self._random.choice((" && ", " || ", "&&", "||")) + self._condition()
        tail = self._random.choice(("", "", ".id", "[0]", ".*", "..a"))
        head = self._random.choice(("$.items", "$.items", "$.items", "$", "$.", "$.*"))
        return self._with_path(f"{head}[?({condition})]{tail}")

    def _with_path(self, path: str) -> Case:
        template = "$input.json($v.p)|$input.path($v.p)|$input.path($v.p).class.name|$input.path($v.p).size()"
        return _case(template, body=json.dumps(self._document()), v={"p": path})

    def _document(self) -> Any:
        items = [self._value(2) for _ in range(self._random.randrange(4))]
        document = {"items": items, **{self._random.choice(_NAMES): self._value(3) for _ in range(3)}}
        return document if self._random.random() < 0.9 else items

    def _value(self, depth: int) -> Any:
        pick = self._random.random()
        if depth and pick < 0.45:
            return {self._random.choice(_NAMES[:6]): self._value(depth - 1) for _ in range(self._few())}
        if depth and pick < 0.7:
            return [self._value(depth - 1) for _ in range(self._few())]
        return self._random.choice((None, True, False, 1, 2, 5, 5.0, 2.5, 10, 12345678901, *_TEXTS))

    def _path(self, steps: int) -> str:
        return self._random.choice(("$", "$", "$", "$", "@", "")) + "".join(self._step() for _ in range(steps))

    def _step(self) -> str:
        pick = self._random.random()
        name = self._random.choice(_NAMES)
        if pick < 0.35:
            return "." + self._random.choice(_NAMES[:5])
        if pick < 0.5:
            return f"['{name}']"
        if pick < 0.55:
            return f"['{name}','{self._random.choice(_NAMES)}']"
        if pick < 0.65:
            return self._random.choice((".*", "[*]"))
        if pick < 0.75:
            return ".." + self._random.choice(("a", "b", "items", "*", "[0]", "['id']", "[?(@.a)]", "[0:1]"))
        if pick < 0.8:
            return f"[?({self._condition()})]"
        return self._items()

    def _items(self) -> str:
        first, second = self._random.randrange(-3, 5), self._random.randrange(-3, 5)
        one = f"[{first}]", f"[{first}]", f"[ {first} ]", f"[(@.length-{abs(first)})]", f"[(@.size() - {abs(first)})]"
        several = f"[{first}:{second}]", f"[{first}:]", f"[:{second}]", f"[{first},{second}]", f"[{first}:{second}:2]"
        return self._random.choice(one + several)

    def _condition(self) -> str:
        left = self._operand()
        if self._random.random() < 0.25:
            return self._random.choice(("", "", "!")) + left
        operator = self._random.choice(("==", "!=", "<", ">", "<=", ">="))
        if self._random.random() < 0.15:
            return f"{left} =~ {self._random.choice(('/a.*/', '/A/i', '/[0-9]+/', '/5.0/', '/.*=.*/', '/x', 'a'))}"
        blank = self._random.choice((" ", " ", ""))
        return f"{left}{blank}{operator}{blank}{self._operand()}"

    def _operand(self) -> str:
        pick = self._random.random()
        if pick < 0.5:
            return "@" + self._random.choice((".a", ".b", ".id", "['a']", "['x y']", ".a.b", "", "[0]", ".items[0]"))
        if pick < 0.58:
            return self._random.choice(("$.a", "$.b", "$.items[0]", "$['id']"))
        if pick < 0.8:
            return self._random.choice(("5", "2.5", "1", "-1", "true", "false", "null", "1e1", "x", "'5'"))
        return "'" + self._random.choice(_TEXTS) + "'"

    # $util, $context, parameters ----------------------------------------------------------------------------------

    def util(self) -> Case:
        """A function of $util on a text."""
        function = self._random.choice(
            ("escapeJavaScript", "urlEncode", "urlDecode", "urlDecode", "base64Encode", "base64Decode", "base64Decode")
        )
        text = self._encoded() if "ecode" in function else self._anything(30)
        return _case(f"$util.{function}($v.t)|$util.{function}($v.t).length()", v={"t": text})

    def _anything(self, length: int) -> str:
        ranges = ((0, 0x7F), (0, 0x7F), (0x20, 0x7E), (0x80, 0x24F), (0x2000, 0x20FF), (0x10000, 0x1F9FF))
        return "".join(
            chr(self._random.randint(*self._random.choice(ranges))) for _ in range(self._random.randrange(length))
        )

    def _encoded(self) -> str:
        pieces = (
            "%41",
            "%c3%a9",
            "%E2%82",
            "%ed%a0%80",
            "%f0%9f%98%80",
            "%ff",
            "+",
            "%",
            "%4",
            "%zz",
            "%+5",
            "%-1",
            "a",
            "é",
            "~",
        )
        if self._random.random() < 0.5:
            return "".join(self._random.choice(pieces) for _ in range(self._random.randrange(6)))
        octets = self._random.randbytes(self._random.randrange(8))
        if self._random.random() < 0.5:
            return "".join(f"%{octet:02X}" for octet in octets)
        return (
            self._spoilt(base64.b64encode(octets).decode(), "AQgw=+/-_ \né")
            if self._random.random() < 0.5
            else base64.b64encode(octets).decode()
        )

    def context(self) -> Case:
        """The order of $context, and of what is put into it."""
        context: Case = {self._name(): self._random.choice(("x", 1, {})) for _ in range(self._random.randrange(60))}
        context["m"] = {self._name(): "y" for _ in range(self._random.randrange(30))}
        context["requestOverride"] = {"header": {}}
        template = (
            "#foreach($k in $context.keySet())$k,#end|$context"
            "#set($context.requestOverride.header[$v.n] = 'v')#set($x = $context.put($v.n, 'w'))|$context"
        )
        return _case(template, context=context, v={"n": self._name()})

    def _name(self) -> str:
        letters = "abcdefghijklmnopqrstuvwxyzABCDXYZ-_019é\U0001d11e"
        return "".join(self._random.choice(letters) for _ in range(self._random.randrange(12)))

    def params(self) -> Case:
        """$input.params with and without a name."""
        groups = {
            group: {self._random.choice(_NAMES): self._anything(5) for _ in range(self._few())}
            for group in ("path", "querystring", "header")
            if self._random.random() < 0.9
        }
        template = "$input.params($v.n)|$input.params()|$input.params().header.get($v.n)|$input.params('id')"
        return _case(template, params=groups, v={"n": self._random.choice(_NAMES)})


def _case(template: str, body: str = "", params: Case | None = None, **variables: Any) -> Case:
    return {"template": template, "context": {"__input": {"body": body, "params": params or {}}, **variables}}
