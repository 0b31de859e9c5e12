"""Java's regular-expression syntax, written for the `regex` package."""

import re

from lgtui.emulator.gateway.templates.errors import JavaException

_LINE_ENDS = r"\n\r\x85\u2028\u2029"
_FINAL = rf"(?=(?:\r\n|[{_LINE_ENDS}])?\Z)(?!(?<=\r)\n)"
_POSIX = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "ASCII": r"\x00-\x7f",
    "Alpha": "a-zA-Z",
    "Digit": "0-9",
    "Alnum": "a-zA-Z0-9",
    "Punct": r"!-/:-@\[-`{-\~",
    "Graph": r"!-\~",
    "Print": r"\ -\~",
    "Blank": r"\ \t",
    "Cntrl": r"\x00-\x1f\x7f",
    "XDigit": "0-9a-fA-F",
    "Space": r"\ \t\n\x0b\f\r",
}
_CLASSES = {
    "h": r"\ \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000",
    "v": r"\n\x0b\f\r\x85\u2028\u2029",
    "s": r"\ \t\n\x0b\f\r",
    "d": "0-9",
    "w": "a-zA-Z_0-9",
}
_SIMPLE = {"t": r"\t", "n": r"\n", "r": r"\r", "f": r"\f", "a": r"\x07", "e": r"\x1b"}
_ANCHORS = {"b": r"\b", "B": r"\B", "A": r"\A", "G": r"\G", "Z": _FINAL, "z": r"\Z"}
_CODED = {
    "x": re.compile(r"([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\}"),
    "u": re.compile("([0-9a-fA-F]{4})"),
    "0": re.compile("([0-3]?[0-7]{1,2})"),
    "c": re.compile("(.)"),
}
_REPEAT = re.compile(r"\{[0-9]+(?:,[0-9]*)?\}")
_GROUP = re.compile(r"\(\?(?::|=|!|>|<=|<!|<[A-Za-z][A-Za-z0-9]*>|(?P<flags>[idmsuxU]*(?:-[idmsuxU]+)?)[:)])")
_PROPERTY = re.compile(r"\{([A-Za-z0-9_=]+)\}|([A-Z])")


def translate(pattern: str) -> str:
    """The same pattern for the `regex` package (version 1, ASCII classes).

    Raises:
        JavaException: a `PatternSyntaxException`, where Java refuses the pattern.
    """
    return _Translator(pattern).pattern()


class _Translator:
    """Goes through a pattern once.

    Args:
        pattern: Java's pattern.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._out: list[str] = []
        self._groups = 0
        self._dot_all = False
        self._multiline = False

    def pattern(self) -> str:
        while self._at < len(self._pattern):
            sign = self._pattern[self._at]
            if sign == "\\":
                self._out.append(self._escape())
            elif sign == "[":
                self._out.append(self._set())
            elif sign == "(":
                self._open_group()
            elif sign == "{":
                self._repeat()
            else:
                self._at += 1
                self._out.append(self._plain(sign))
        return "".join(self._out)

    def _plain(self, sign: str) -> str:
        if sign == ".":
            return "." if self._dot_all else rf"[^{_LINE_ENDS}]"
        if sign == "$" and not self._multiline:
            return _FINAL
        return sign if sign in "()*+?|^$" else _quoted(sign)

    def _repeat(self) -> None:
        match = _REPEAT.match(self._pattern, self._at)
        if match is None or self._at == 0:
            raise self._error("Illegal repetition")
        self._at = match.end()
        self._out.append(match[0])

    def _open_group(self) -> None:
        if not self._pattern.startswith("(?", self._at):
            self._at += 1
            self._groups += 1
            self._out.append("(")
            return
        match = _GROUP.match(self._pattern, self._at)
        if match is None:
            raise self._error("Unknown inline modifier")
        self._at = match.end()
        if match[0].endswith(">") and match[0] != "(?>":
            self._name_group(match[0])
        self._out.append(self._flags(match) if match["flags"] is not None else match[0])

    def _name_group(self, opening: str) -> None:
        if opening in self._out:
            raise self._error(f"Named capturing group {opening[2:]} is already defined")
        self._groups += 1

    def _flags(self, match: re.Match[str]) -> str:
        """Inline flags without those that only Java has."""
        on, _, off = match["flags"].partition("-")
        self._dot_all = ("s" in on or self._dot_all) and "s" not in off
        self._multiline = ("m" in on or self._multiline) and "m" not in off
        kept = "".join(flag for flag in on if flag in "imsx")
        dropped = "".join(flag for flag in off if flag in "imsx")
        end = match[0][-1]
        if not kept and not dropped:
            return "(?:" if end == ":" else ""
        return f"(?{kept}{'-' + dropped if dropped else ''}{end}"

    def _escape(self) -> str:
        """An escape outside of a set."""
        sign = self._escaped_sign()
        if sign in _ANCHORS:
            return _ANCHORS[sign]
        if sign == "R":
            return rf"(?:\r\n|[{_CLASSES['v']}])"
        if sign == "X":
            return r"\X"
        if sign == "k":
            return self._back_reference()
        if "1" <= sign <= "9":
            # Java takes a group that is not there for one that never matches.
            return f"(?:\\{sign})" if int(sign) <= self._groups else "(?:(?!))"
        if sign == "Q":
            return "".join(map(_quoted, self._quotation()))
        content = self._class(sign)
        return content if content is not None else self._character(sign)

    def _escaped_sign(self) -> str:
        self._at += 2
        if self._at > len(self._pattern):
            raise self._error("Unexpected internal error")
        return self._pattern[self._at - 1]

    def _quotation(self) -> str:
        end = self._pattern.find("\\E", self._at)
        quoted = self._pattern[self._at : end if end >= 0 else len(self._pattern)]
        self._at = end + 2 if end >= 0 else len(self._pattern)
        return quoted

    def _back_reference(self) -> str:
        match = re.compile(r"<([A-Za-z][A-Za-z0-9]*)>").match(self._pattern, self._at)
        if match is None:
            raise self._error("\\k is not followed by '<' for named capturing group")
        self._at = match.end()
        return f"(?P={match[1]})"

    def _class(self, sign: str) -> str | None:
        """`\\d`, `\\W`, `\\p{Alpha}`, … as a set; None for a single character."""
        if sign in "pP":
            return self._property(sign == "P")
        content = _CLASSES.get(sign.lower())
        if content is None:
            return None
        return f"[{'^' if sign.isupper() else ''}{content}]"

    def _property(self, negated: bool) -> str:
        match = _PROPERTY.match(self._pattern, self._at)
        if match is None:
            raise self._error("Unknown character property")
        self._at = match.end()
        name = match[1] or match[2]
        if name in _POSIX:
            return f"[{'^' if negated else ''}{_POSIX[name]}]"
        name = name.removeprefix("java").replace("LowerCase", "Ll").replace("UpperCase", "Lu")
        return f"\\{'P' if negated else 'p'}{{{name.removeprefix('Is')}}}"

    def _character(self, sign: str) -> str:
        if sign in _SIMPLE:
            return _SIMPLE[sign]
        if sign in "xu0c":
            return self._coded(sign)
        if sign.isascii() and sign.isalpha():
            raise self._error("Illegal/unsupported escape sequence")
        return _quoted(sign)

    def _coded(self, sign: str) -> str:
        form = {
            "x": r"([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\}",
            "u": "([0-9a-fA-F]{4})",
            "0": "([0-3]?[0-7]{1,2})",
            "c": "(.)",
        }
        match = re.compile(form[sign]).match(self._pattern, self._at)
        if match is None:
            raise self._error("Illegal escape sequence")
        self._at = match.end()
        if sign == "c":
            return _quoted(chr(ord(match[1]) ^ 64))
        digits = match[1] or match[match.re.groups]
        return _quoted(chr(min(0x10FFFF, int(digits, 8 if sign == "0" else 16))))

    def _set(self) -> str:
        """`[…]`, with sets inside sets and `&&`."""
        self._at += 1
        parts = ["["]
        if self._pattern.startswith("^", self._at):
            self._at += 1
            parts.append("^")
        first = True
        while first or not self._pattern.startswith("]", self._at):
            if self._at >= len(self._pattern):
                raise self._error("Unclosed character class")
            parts.append(self._member(first))
            first = False
        self._at += 1
        return "".join([*parts, "]"])

    def _member(self, first: bool) -> str:
        sign = self._pattern[self._at]
        if sign == "[":
            return self._set()
        if self._pattern.startswith("&&", self._at):
            self._at += 2
            return "&&"
        if sign == "\\":
            sign = self._escaped_sign()
            if sign == "Q":
                return "".join(map(_quoted, self._quotation()))
            content = self._class(sign)
            return content if content is not None else self._character(sign)
        self._at += 1
        ends = self._pattern[self._at : self._at + 1] in ("]", "[", "")
        return "-" if sign == "-" and not first and not ends else _quoted(sign)

    def _error(self, message: str) -> JavaException:
        return JavaException("PatternSyntaxException", f"{message} near index {self._at} in {self._pattern!r}")


def _quoted(sign: str) -> str:
    """A character that stands for itself, also in a set."""
    return sign if sign.isalnum() or sign == "_" or sign > "\x7f" else f"\\x{ord(sign):02x}"
