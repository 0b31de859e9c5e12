"""Ports on the loopback address."""

import pytest

from lgtui.emulator.wire.ports import PortTaken, bind_exactly, bind_from


def test_a_port_asked_for_by_number_that_is_in_use_is_refused() -> None:
    with bind_exactly(0) as first:
        port = first.getsockname()[1]

        with pytest.raises(PortTaken, match=f"port {port} is in use"):
            bind_exactly(port)


def test_the_next_free_port_is_found() -> None:
    with bind_exactly(0) as first:
        port = first.getsockname()[1]

        with bind_from(port) as second:
            assert second.getsockname()[1] > port
