"""`/_lgtui/caches`: what a stage's response cache holds, over HTTP."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from lgtui.emulator.gateway.cache import GIGABYTE, SETTLING
from lgtui.frames import CacheContents
from tests.cached_project import write_cached_project
from tests.emulator_process import EmulatorProcess, call, running_emulator


class Shop:
    """A running emulator whose stage has a cache, with its clock standing still."""

    def __init__(self, emulator: EmulatorProcess) -> None:
        self.emulator = emulator
        (self.api_id,) = {api["id"] for api in emulator.ready["apis"]}
        self.url = next(api["url"] for api in emulator.ready["apis"] if api["stage"] == "dev")
        self.clock(paused=True)

    def clock(self, **change: float | bool) -> float:
        """Set the region's clock; its time."""
        answer = call(f"{self.emulator.control_url}/_lgtui/clock", "POST", json.dumps(change).encode())
        return float(answer.json()["at"])

    def ask(self, order: str, token: str = "") -> int:
        """Ask for an order; the status."""
        return call(f"{self.url}/orders/{order}", headers={"Authorization": token} if token else {}).status

    def contents(self) -> CacheContents:
        """The view."""
        answer = call(f"{self.emulator.control_url}/_lgtui/caches/{self.api_id}/dev")
        assert (answer.status, b"the secret answer" in answer.body) == (200, False)
        return msgspec.json.decode(answer.body, type=CacheContents)

    def order(self, method: str, path: str, document: Any = None) -> int:
        """Call an operation of AWS's on the stage; the status."""
        body = None if document is None else json.dumps(document).encode()
        return call(
            f"{self.emulator.control_url}/restapis/{self.api_id}/stages/dev{path}",
            method,
            body,
            {"Content-Type": "application/json"},
        ).status


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with running_emulator(write_cached_project(tmp_path_factory.mktemp("shop"))) as emulator:
        yield Shop(emulator)


def test_a_cache_that_is_being_made_is_empty(shop: Shop) -> None:
    assert shop.ask("1") == 200
    contents = shop.contents()
    assert (contents.status, contents.size, contents.capacity) == ("CREATE_IN_PROGRESS", "0.5", 0.5 * GIGABYTE)
    assert (contents.count, contents.hits, contents.misses, contents.entries) == (0, 0, 0, [])


def test_entries_tell_their_key_and_their_end_and_never_the_answer(shop: Shop) -> None:
    shop.clock(step=SETTLING)
    shop.ask("7", "Bearer x")
    shop.clock(step=20)
    shop.ask("8")
    at = shop.clock()
    shop.ask("7", "Bearer x")
    contents = shop.contents()
    assert (contents.status, contents.count, contents.hits, contents.misses) == ("AVAILABLE", 2, 1, 2)
    assert contents.used == sum(entry.size for entry in contents.entries)
    first, second = contents.entries
    assert (first.http_method, first.resource_path, first.status) == ("GET", "/orders/{id}", 200)
    assert first.parameters == {"method.request.path.id": "7", "method.request.header.Authorization": "Bearer x"}
    assert second.parameters == {"method.request.path.id": "8", "method.request.header.Authorization": ""}
    assert [entry.expires - at for entry in contents.entries] == pytest.approx([40, 60], abs=0.002)
    assert {entry.ttl for entry in contents.entries} == {60}


def test_what_has_ended_or_was_flushed_is_not_there(shop: Shop) -> None:
    shop.clock(step=60)
    assert shop.contents().count == 0
    shop.ask("9")
    assert shop.contents().count == 1
    assert shop.order("DELETE", "/cache/data") == 202
    assert (shop.contents().count, shop.contents().used) == (0, 0)


def test_no_more_than_500_are_told(shop: Shop) -> None:
    for number in range(502):
        shop.ask(str(number))
    contents = shop.contents()
    assert (contents.count, len(contents.entries)) == (502, 500)
    assert contents.entries[0].parameters["method.request.path.id"] == "501"


def test_a_stage_without_a_cache_says_so(shop: Shop) -> None:
    operation = {"op": "replace", "path": "/cacheClusterEnabled", "value": "false"}
    assert shop.order("PATCH", "", {"patchOperations": [operation]}) == 200
    shop.clock(step=SETTLING)
    assert (shop.contents().status, shop.contents().entries) == ("NOT_AVAILABLE", [])


@pytest.mark.parametrize("path", ["caches/none/dev", "caches/{api}/none"])
def test_what_is_not_there_is_refused_in_awss_words(shop: Shop, path: str) -> None:
    answer = call(f"{shop.emulator.control_url}/_lgtui/{path.format(api=shop.api_id)}")
    assert (answer.status, "Invalid" in answer.json()["message"]) == (404, True)
