"""Patches of a stage's method settings: what each path sets, within AWS's limits."""

from collections.abc import Callable
from typing import get_args

import msgspec

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import MethodSetting, Stage
from lgtui.emulator.gateway.operations.patching import Path, boolean

LOGGING_LEVELS = ("OFF", "ERROR", "INFO")
TTLS = range(3_601)
"""Seconds that a response may be cached (guide: 0 to 3,600)."""

STRATEGIES = get_args(MethodSetting.__annotations__["unauthorized_cache_control_header_strategy"])


def _boolean(_: str, text: str) -> bool:
    """Anything but `true` is false (fact cap-015)."""
    return boolean(text)


def _level(_: str, text: str) -> str:
    if text.upper() not in LOGGING_LEVELS:
        raise BadRequestException(f"Invalid logging level specified: {text} (allowed {', '.join(LOGGING_LEVELS)})")
    return text.upper()


def _rate(path: str, text: str) -> float:
    return _number(path, text, "a number")


def _burst(path: str, text: str) -> int:
    value = _number(path, text, "a whole number")
    if not value.is_integer() or value >= 2**31:  # AWS's shape Integer
        raise _wrong(path, text, "a whole number")
    return int(value)


def _ttl(path: str, text: str) -> int:
    if not text.isdecimal() or len(text) > len(str(TTLS.stop)) or int(text) not in TTLS:
        raise BadRequestException(f"Invalid value {text!r} for {path}: it is a number of seconds from 0 to 3600")
    return int(text)


def _strategy(path: str, text: str) -> str:
    if text not in STRATEGIES:
        raise BadRequestException(f"Invalid value {text!r} for {path}: it is one of {', '.join(STRATEGIES)}")
    return text


def _number(path: str, text: str, kind: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise _wrong(path, text, kind)
    return value


def _wrong(path: str, text: str, kind: str) -> BadRequestException:
    return BadRequestException(f"Invalid value {text!r} for {path}: it is {kind} of at least 0")


_SETTINGS: dict[str, tuple[str, Callable[[str, str], object]]] = {
    "metrics/enabled": ("metrics_enabled", _boolean),
    "logging/loglevel": ("logging_level", _level),
    "logging/dataTrace": ("data_trace_enabled", _boolean),
    "throttling/burstLimit": ("throttling_burst_limit", _burst),
    "throttling/rateLimit": ("throttling_rate_limit", _rate),
    "caching/enabled": ("caching_enabled", _boolean),
    "caching/ttlInSeconds": ("cache_ttl_in_seconds", _ttl),
    "caching/dataEncrypted": ("cache_data_encrypted", _boolean),
    "caching/requireAuthorizationForCacheControl": ("require_authorization_for_cache_control", _boolean),
    "caching/unauthorizedCacheControlHeaderStrategy": ("unauthorized_cache_control_header_strategy", _strategy),
}
"""The end of a method setting's path → the member it sets and how its value is read."""


def method_setting_paths() -> list[Path[Stage]]:
    """The paths `/{resource path}/{method}/…` of UpdateStage, `/*/*/…` for all methods."""
    paths = [_path(end, name, convert) for end, (name, convert) in _SETTINGS.items()]
    return [*paths, Path("/{path}/{method}", ("remove",), lambda stage, names, _: _without(stage, _key(names)))]


def _path(end: str, name: str, convert: Callable[[str, str], object]) -> Path[Stage]:
    def change(stage: Stage, names: list[str], value: str) -> Stage:
        key = _key(names)
        setting = stage.method_settings.get(key) or _first(stage)
        given = convert(f"/{key}/{end}", value) if value else getattr(MethodSetting(), name)
        changed = msgspec.structs.replace(setting, **{name: given})
        return msgspec.structs.replace(stage, method_settings={**stage.method_settings, key: changed})

    return Path(f"/{{path}}/{{method}}/{end}", ("replace", "remove"), change)


def _first(stage: Stage) -> MethodSetting:
    """What a method's setting begins with: the stage's (recorded), but for its log, which it goes on to follow."""
    of_stage = stage.method_settings.get("*/*", MethodSetting())
    return msgspec.structs.replace(of_stage, logging_level=msgspec.UNSET, data_trace_enabled=False)


def _without(stage: Stage, key: str) -> Stage:
    """The stage without a setting; none there is refused (fact stage-005, with its space at the end)."""
    if key not in stage.method_settings:
        raise BadRequestException(
            f"Cannot remove method setting {key} because there is no method setting for this method "
        )
    settings = {name: setting for name, setting in stage.method_settings.items() if name != key}
    return msgspec.structs.replace(stage, method_settings=settings)


def _key(names: list[str]) -> str:
    """The key of a method setting: `/orders/{id}` and `GET` give `orders~1{id}/GET`."""
    path, http_method = names
    return f"{path.removeprefix('/').replace('/', '~1')}/{http_method}"
