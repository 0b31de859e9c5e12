"""A stage's response cache for `/_lgtui/caches`: what it holds, without the responses themselves."""

from lgtui.emulator.gateway.cache import Entry, Key
from lgtui.emulator.gateway.model import StageRequest
from lgtui.emulator.region import Region
from lgtui.frames import CacheContents, CacheEntry

MOST_ENTRIES = 500
"""Entries that are told at once."""


def cache_contents(region: Region, api_id: str, stage_name: str) -> CacheContents:
    """A stage's own cache; that of its canary is another.

    Raises:
        NotFoundException: there is no such API or stage.
    """
    gateway, clock = region.gateway, region.clock
    gateway.get_stage(StageRequest(rest_api_id=api_id, stage_name=stage_name))
    cache = gateway.caches.of(f"{api_id}/{stage_name}")
    paths = {resource.id: resource.path for resource in gateway.resources_of(api_id)}
    epoch = clock.time() - clock.monotonic()
    return CacheContents(
        status=cache.status,
        size=cache.size,
        capacity=cache.capacity,
        used=cache.used,
        count=len(cache),
        hits=cache.hits,
        misses=cache.misses,
        entries=[_entry(key, entry, paths, epoch) for key, entry in cache.latest(MOST_ENTRIES)],
    )


def _entry(key: Key, entry: Entry, paths: dict[str, str], epoch: float) -> CacheEntry:
    namespace, http_method, _, *parameters = key
    pairs = (parameter.partition("=") for parameter in parameters)
    return CacheEntry(
        http_method=http_method,
        resource_path=paths.get(namespace, namespace),
        parameters={name: value for name, _, value in pairs},
        status=entry.status,
        size=entry.size,
        expires=round(epoch + entry.expires, 3),
        ttl=entry.ttl,
    )
