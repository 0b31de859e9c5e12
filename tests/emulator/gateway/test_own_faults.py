"""Faults of lgtui's own on the data plane: AWS's 500 to the client, and a line that says where."""

import pytest

from lgtui.emulator.gateway.integrations.mock import Mock
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_fault_of_lgtui_s_own_is_aws_s_500_with_a_trace(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    async def break_down(*_: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(Mock, "answer", break_down)
    api = CustomApi(stand)
    api.mock("GET /", {"application/json": '{"statusCode": 200}'}, {"200": {}})

    answer = await api.send("GET", "/")

    assert (answer.status, answer.body) == (500, b'{"message": "Internal server error"}')
    assert stand.trace(answer).entries[-1].verdict == "failed"
    assert "ZeroDivisionError: by nought (test_own_faults.py:" in stand.log(answer)[0]
