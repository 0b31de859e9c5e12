"""The public keys of a user pool: a JSON Web Key Set (RFC 7517), from a file or from an URL."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from lgtui.emulator.clock import Clock
from lgtui.emulator.gateway.failures import INTEGRATION_TIMEOUT, GatewayFailure
from lgtui.emulator.gateway.integrations.http_client import HttpClient
from lgtui.emulator.gateway.user_pools.tokens import VerifiedTokens
from lgtui.emulator.settings import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

Keys = Mapping[str, "RSAPublicKey"]
"""Keys by their id, `kid`."""

WELL_KNOWN = "/.well-known/jwks.json"
"""Where a pool publishes its keys, below its name."""

MAX_FILE = 1024 * 1024
"""Bytes of a file with keys, lgtui's own bound."""

PATIENCE = 5.0
"""Real seconds that an URL's answer may take."""

REST = 30.0
"""Real seconds for which an URL is left alone that has been asked, whatever it said."""


class KeysUnavailable(Exception):
    """The keys cannot be had; the message says why."""


class _KeySet(msgspec.Struct):
    keys: list[dict[str, Any]]


def parse_keys(document: bytes) -> Keys:
    """The RSA keys of a key set: Cognito has no others.

    Raises:
        ValueError: it is no key set, or holds no RSA key with an id.
    """
    from jwt.algorithms import RSAAlgorithm  # It takes a tenth of a second to import, and few projects need it.
    from jwt.exceptions import InvalidKeyError

    try:
        listed = msgspec.json.decode(document, type=_KeySet).keys
    except msgspec.DecodeError as error:
        raise ValueError(f'it is no JSON Web Key Set, {{"keys": [...]}}: {error}') from None
    keys: dict[str, RSAPublicKey] = {}
    for key in listed:
        if key.get("kty") == "RSA" and key.get("kid"):
            try:
                public = RSAAlgorithm.from_jwk({name: key.get(name) for name in ("kty", "n", "e")})
            except (InvalidKeyError, TypeError, ValueError) as error:
                raise ValueError(f"the key {key['kid']} is none: {error}") from None
            keys[str(key["kid"])] = public  # type: ignore[assignment]  # it has no private part
    if not keys:
        raise ValueError("it holds no RSA key with an id (kid)")
    return keys


def read_key_file(path: Path) -> Keys:
    """The keys in a file.

    Raises:
        KeysUnavailable: it cannot be read, or holds none.
    """
    try:
        with path.open("rb") as file:
            document = file.read(MAX_FILE + 1)
        if len(document) > MAX_FILE:
            raise ValueError(f"it has more than {MAX_FILE // 1024} KB")
        return parse_keys(document)
    except OSError as error:
        raise KeysUnavailable(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise KeysUnavailable(f"{path} holds no keys: {error}") from None


class KeySource(Protocol):
    """Where the keys of one pool come from."""

    @property
    def issuer(self) -> str:
        """Another name that the pool's tokens may give for their issuer; empty for none."""

    async def find(self, kid: str) -> "RSAPublicKey | None":
        """The key of that id.

        Raises:
            KeysUnavailable: the keys cannot be had.
        """


class KeyFile:
    """Keys in a file, which is read again when it has changed."""

    issuer = ""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[object, Keys] = None, {}

    async def find(self, kid: str) -> "RSAPublicKey | None":
        """As said of KeySource."""
        return self._keys().get(kid)

    def _keys(self) -> Keys:
        stamp, keys = self._read
        now = _stamp(self._path)
        if now is None or now != stamp:
            keys = read_key_file(self._path)
            self._read = now, keys
        return keys


class KeyUrl:
    """Keys at an URL, asked for when a token names one that is not known.

    Args:
        clock: for real time.
        http: what fetches them.
        url: as it was given; without a path to a file it is the pool's own name.
    """

    def __init__(self, clock: Clock, http: HttpClient, url: str) -> None:
        self._clock = clock
        self._http = http
        self._url = url
        self._keys: Keys = {}
        self._problem = ""
        self._asked: float | None = None
        self._asking = asyncio.Lock()

    @property
    def issuer(self) -> str:
        """The pool's own name for itself, as other emulators of Cognito have it."""
        return self._url.removesuffix(WELL_KNOWN) if self._url.endswith(WELL_KNOWN) else ""

    async def find(self, kid: str) -> "RSAPublicKey | None":
        """As said of KeySource."""
        if kid not in self._keys:
            async with self._asking:
                if kid not in self._keys and self._is_due():
                    await self._ask()
        if kid not in self._keys and self._problem:
            raise KeysUnavailable(self._problem)
        return self._keys.get(kid)

    def _is_due(self) -> bool:
        return self._asked is None or self._clock.perf_counter() - self._asked >= REST

    async def _ask(self) -> None:
        try:
            self._keys = await self._fetch()
            self._problem = ""
        except (GatewayFailure, ValueError) as error:
            self._problem = self._in_words(error)
        self._asked = self._clock.perf_counter()

    async def _fetch(self) -> Keys:
        answer = await self._http.send("GET", self._url, [], b"", PATIENCE)
        if answer.status != 200:
            raise ValueError(f"it answers with status {answer.status}")
        return parse_keys(answer.body)

    def _in_words(self, error: GatewayFailure | ValueError) -> str:
        if isinstance(error, ValueError):
            return f"{self._url} holds no keys: {error}"
        if error.type is INTEGRATION_TIMEOUT:
            return f"{self._url} did not answer within {PATIENCE:g} s"
        return error.explanation.rstrip(".")


class Pool:
    """A user pool of which there are keys.

    Args:
        pool_id: as authorizers name it; where a template has it from elsewhere, that may be no id of Cognito's.
        keys: its keys.
        region_name: where it is, unless its id says so.

    Attributes:
        issuers: the names that its tokens may give for who issued them.
    """

    def __init__(self, pool_id: str, keys: KeySource, region_name: str) -> None:
        self.id = pool_id
        self.keys = keys
        region, told, _ = pool_id.partition("_")
        own = f"https://cognito-idp.{region if told else region_name}.amazonaws.com/{pool_id}"
        self.issuers = (own, keys.issuer) if keys.issuer else (own,)


class Pools:
    """The user pools whose keys are known, by id.

    Args:
        clock: for real time.
        http: what fetches keys.
        settings: a pool's id → the file or the URL of its keys; and the region.

    Attributes:
        verified: tokens whose signatures have been seen.
    """

    def __init__(self, clock: Clock, http: HttpClient, settings: Settings) -> None:
        self._pools = {
            pool_id: Pool(pool_id, _source(clock, http, place), settings.region_name)
            for pool_id, place in settings.jwks.items()
        }

        self.verified = VerifiedTokens()

    def find(self, pool_id: str) -> Pool | None:
        """The pool, None where its keys are not known."""
        return self._pools.get(pool_id)


def is_url(place: str) -> bool:
    """Whether keys are at an URL rather than in a file."""
    return place.startswith(("http://", "https://"))


def pool_id(arn: str) -> str:
    """The id in a user pool's ARN: `us-east-1_Users`."""
    return arn.rpartition("/")[2]


def _source(clock: Clock, http: HttpClient, place: str) -> KeySource:
    return KeyUrl(clock, http, place) if is_url(place) else KeyFile(Path(place))


def _stamp(path: Path) -> object:
    """What tells one state of a file from another; None where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
