"""Requests as curl command lines: written, and read from what was pasted."""

import base64
import shlex
from typing import NamedTuple
from urllib.parse import quote_plus, urlsplit

from lgtui.console.requests.drafts import Pairs, Request, unsigned
from lgtui.console.requests.signing import SERVICE, Signing

_WITH_VALUE = {
    "-A": "--user-agent", "-b": "--cookie", "-d": "--data", "-e": "--referer", "-F": "--form", "-H": "--header",
    "-m": "--max-time", "-o": "--output", "-u": "--user", "-w": "--write-out", "-x": "--proxy", "-X": "--request",
}  # fmt: skip
"""curl's short options that take a value, and their long names."""

_LONG_WITH_VALUE = frozenset(
    {
        *_WITH_VALUE.values(),
        *("--data-ascii", "--data-binary", "--data-raw", "--data-urlencode", "--json", "--url", "--connect-timeout"),
        *("--aws-sigv4", "--cacert", "--cert", "--key", "--resolve", "--retry", "--max-redirs", "--cookie-jar"),
    }
)
_DATA = frozenset({"--data", "--data-ascii", "--data-binary", "--data-raw"})
_HEADERS = {"--user-agent": "User-Agent", "--referer": "Referer", "--cookie": "Cookie"}


_TOKEN = "X-Amz-Security-Token"


class Pasted(NamedTuple):
    """What a curl command line asks for."""

    http_method: str
    url: str
    headers: Pairs
    body: str
    signing: Signing | None = None


def as_curl(request: Request, key: Signing | None = None, region: str = "") -> str:
    """A request as a curl command line; one that is signed with `key` as one that curl signs, whenever it is run."""
    request = unsigned(request) if key else request
    parts = ["curl", "-i", "-X", request.http_method, shlex.quote(request.url)]
    for name, value in request.headers:
        parts += ["-H", shlex.quote(f"{name}: {value}")]
    if key:
        parts += ["--aws-sigv4", f"aws:amz:{region}:{SERVICE}"]
        parts += ["--user", shlex.quote(f"{key.access_key_id}:{key.secret_access_key}")]
        if key.session_token:
            parts += ["-H", shlex.quote(f"{_TOKEN}: {key.session_token}")]
    if request.body:
        parts += ["--data-binary", shlex.quote(request.body.decode(errors="replace"))]
    return " ".join(parts)


def is_curl(text: str) -> bool:
    """Whether a text is meant as a curl command line."""
    return text.lstrip().startswith(("curl ", "curl\t", "curl\\"))


def read_curl(text: str) -> Pasted | str:
    """The request of a curl command line, or in words why it is none.

    Options that say nothing of the request (`-s`, `--compressed`, `-o file`) are passed over; what would send something
    else than it says here (a form, a file's content) is refused.
    """
    try:
        words = shlex.split(text.replace("\\\r\n", " ").replace("\\\n", " "))
    except ValueError as error:
        return f"This curl command is not whole: {error}."
    reader = _Reader(words[1:])
    return reader.read()


def line_below(url: str, stage_url: str) -> str:
    """The path and query of a URL below a stage's.

    Of a URL elsewhere, such as one copied for a deployed API, the first part of the path is dropped where it is the
    name that the stage has here.
    """
    if stage_url and url.startswith(stage_url.rstrip("/")):
        rest = url[len(stage_url.rstrip("/")) :]
        return rest if rest.startswith("/") else f"/{rest}"
    parts = urlsplit(url if "://" in url else f"http://{url}")
    stage = urlsplit(stage_url).path.rstrip("/").rpartition("/")[2]
    first, slash, below = parts.path.lstrip("/").partition("/")
    path = f"/{below}" if slash and first == stage else parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path


class _Reader:
    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._method = ""
        self._url = ""
        self._headers: list[tuple[str, str]] = []
        self._data: list[str] = []
        self._query = False
        self._user = ""
        self._signs = False

    def read(self) -> Pasted | str:
        words = iter(self._words)
        for word in words:
            if not word.startswith("-") or word == "-":
                self._url = self._url or word
                continue
            name, value = _option(word)
            if name in _LONG_WITH_VALUE and value is None:
                value = next(words, None)
                if value is None:
                    return f"This curl command ends after {word}."
            if refusal := self._take(name, value or ""):
                return refusal
        if not self._url:
            return "This curl command names no URL."
        return self._pasted()

    def _pasted(self) -> Pasted:
        signing = self._signing()
        return self._request()._replace(signing=signing)

    def _signing(self) -> Signing | None:
        """With what curl would sign; a user without it is one of basic authorization."""
        if not self._signs:
            if self._user:
                self._headers.append(("Authorization", f"Basic {base64.b64encode(self._user.encode()).decode()}"))
            return None
        access_key_id, _, secret = self._user.partition(":")
        token = next((value for name, value in self._headers if name.lower() == _TOKEN.lower()), "")
        self._headers = [pair for pair in self._headers if pair[0].lower() != _TOKEN.lower()]
        return Signing(access_key_id, secret, token)

    def _request(self) -> Pasted:
        body = "&".join(self._data)
        if self._query and body:
            separator = "&" if "?" in self._url else "?"
            return Pasted(self._method or "GET", f"{self._url}{separator}{body}", tuple(self._headers), "")
        names = {name.lower() for name, _ in self._headers}
        if body and "content-type" not in names:
            self._headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        return Pasted(self._method or ("POST" if body else "GET"), self._url, tuple(self._headers), body)

    def _take(self, name: str, value: str) -> str:
        """Take one option in; gives in words why it cannot be taken, else an empty text."""
        if name == "--request":
            self._method = value.upper()
        elif name == "--url":
            self._url = value
        elif name == "--header":
            header, _, content = value.partition(":")
            self._headers.append((header.strip(), content.strip()))
        elif name in _HEADERS:
            self._headers.append((_HEADERS[name], value))
        elif name in _DATA or name == "--json":
            return self._take_data(name, value)
        elif name in {"--head", "-I"}:
            self._method = "HEAD"
        elif name in {"--get", "-G"}:
            self._query = True
        elif name == "--user":
            self._user = value
        elif name == "--aws-sigv4":
            self._signs = True
        elif name == "--data-urlencode":
            field, equals, content = value.partition("=")
            self._data.append(f"{field}={quote_plus(content)}" if equals else quote_plus(field))
        elif name == "--form":
            return "--form cannot be pasted here: lgtui's composer sends no forms of several parts."
        return ""

    def _take_data(self, name: str, value: str) -> str:
        if value.startswith("@") and name != "--data-raw":
            return f"{name} {value} reads a file: paste its content into the body instead."
        if name == "--json":
            self._headers += [("Content-Type", "application/json"), ("Accept", "application/json")]
        self._data.append(value)
        return ""


def _option(word: str) -> tuple[str, str | None]:
    """An option's long name, and its value where the same word holds it: `-XPOST`, `--request=POST`."""
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return name, value if equals else None
    short, rest = word[:2], word[2:]
    if short in _WITH_VALUE:
        return _WITH_VALUE[short], rest or None
    if rest and f"-{rest[-1]}" in _WITH_VALUE:
        return _WITH_VALUE[f"-{rest[-1]}"], None
    return short, None
