"""The orders demo, asked as its README says."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from lgtui.project.demos import copy_demo
from tests.emulator_process import EmulatorProcess, call, running_emulator

KEY = {"X-Api-Key": "everybody-in-this-room-may"}
JSON = {"Content-Type": "application/json"}
CACHE_IS_MADE = 241.0
"""Emulated seconds after which a cache that was ordered answers."""

TEA = {"items": [{"name": "tea", "price": 4.5}]}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    with running_emulator(copy_demo("orders", tmp_path_factory.mktemp("demo") / "orders")) as running:
        yield running


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "answer"),
    [
        ("GET", "/orders/7", {}, None, 403, {"message": "Forbidden"}),
        ("GET", "/orders/7?expand=items", KEY, None, 200, {"id": "7", **TEA}),
        ("POST", "/orders", JSON, {}, 400, {"message": "Invalid request body"}),
        ("POST", "/orders", JSON, TEA, 201, {"id": "ord-1001", **TEA}),
        ("DELETE", "/orders/7", {}, None, 401, {"message": "Unauthorized"}),
        ("DELETE", "/orders/7", {"Authorization": "letmein"}, None, 200, {"deleted": "7", "by": "ada"}),
        ("DELETE", "/orders/7", {"Authorization": "crash"}, None, 500, {"message": None}),
        ("POST", "/orders/7/total", JSON, TEA, 200, {"total": 4.5, "currency": "EUR"}),
        ("POST", "/orders/7/total", JSON, {"items": []}, 422, {"message": "there is nothing to add up in 7"}),
        ("GET", "/elsewhere", {}, None, 404, {"message": "there are no elsewhere here, but /orders"}),
    ],
)
def test_each_request_ends_at_a_step_of_its_own(
    emulator: EmulatorProcess, method: str, path: str, headers: dict[str, str], body: Any, status: int, answer: Any
) -> None:
    sent = None if body is None else json.dumps(body).encode()

    got = call(emulator.api_url + path, method, sent, headers)

    assert (got.status, got.json()) == (status, answer)


def test_an_authorizer_s_policy_denies_all_other_callers(emulator: EmulatorProcess) -> None:
    got = call(f"{emulator.api_url}/orders/7", "DELETE", headers={"Authorization": "somebody"})

    assert got.status == 403
    assert "explicit deny" in got.json()["Message"]


def test_a_second_request_is_answered_by_the_cache_and_the_mock_by_no_function(emulator: EmulatorProcess) -> None:
    call(f"{emulator.control_url}/_lgtui/clock", "POST", json.dumps({"step": CACHE_IS_MADE}).encode())
    for _ in range(2):
        got = call(f"{emulator.api_url}/orders/8", headers=KEY)
    lines = call(f"{emulator.control_url}/_lgtui/logs?function=orders").body.decode()
    mocked = call(f"{emulator.api_url}/status")

    assert got.status == 200
    assert lines.count("/orders/8 as") == 1
    assert mocked.json()["stage"] == "dev"
