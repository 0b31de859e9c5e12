"""How response bodies are shown."""

import gzip
import json
import zlib
from collections.abc import Callable

import pytest

from lgtui.console.requests.bodies import SHOWN_BYTES, hex_dump, in_bytes, render, unpacked


def test_json_is_laid_out() -> None:
    assert render(b'{"a":[1,"[/foo]"]}', "application/json").plain == '{\n  "a": [\n    1,\n    "[/foo]"\n  ]\n}'


def test_what_claims_to_be_json_and_is_not_is_shown_as_it_is() -> None:
    assert render(b"{broken", "application/json").plain.rstrip("\n") == "{broken"


def test_bytes_that_are_no_text_are_shown_in_hexadecimal() -> None:
    body = b"\x89PNG\r\n\xff"
    assert render(body, "image/png").plain == f"image/png · 7 B · binary\n\n{hex_dump(body)}"
    assert hex_dump(b"\x00A").startswith("00000000  00 41 ")
    assert hex_dump(b"\x00A").endswith("  .A")


def test_a_long_body_is_cut_which_is_said_first() -> None:
    shown = render("ä".encode() * SHOWN_BYTES, "text/plain").plain

    assert shown.startswith("text/plain · 128.0 KiB · the first 64.0 KiB of it\n\nää")
    assert len(shown) < SHOWN_BYTES


def test_a_long_picture_is_no_text_though_it_is_cut() -> None:
    shown = render(bytes(range(1, 256)) * 400, "image/png").plain

    assert shown.startswith("image/png · 99.6 KiB · binary · the first 4.0 KiB of it\n\n00000000  01 02 ")


def test_json_that_is_too_long_is_laid_out_as_far_as_it_is_shown() -> None:
    body = json.dumps([{"id": number, "said": 'a "word", {x}'} for number in range(10_000)]).encode()
    _, text = render(body, "application/json").plain.split("\n\n", 1)

    assert text.startswith('[\n  {\n    "id": 0,\n    "said": "a \\"word\\", {x}"\n  },\n  {\n    "id": 1,')
    assert json.loads(text[: text.rindex("},\n") + 1] + "]")[-1]["said"] == 'a "word", {x}'


@pytest.mark.parametrize(("encoding", "packed"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_packed_body_is_shown_unpacked_and_says_so(encoding: str, packed: Callable[[bytes], bytes]) -> None:
    body = packed(b'{"a":1}')

    assert render(body, "application/json", encoding).plain == (
        f'application/json · {len(body)} B · {encoding}\n\n{{\n  "a": 1\n}}'
    )
    assert unpacked(body, encoding) == b'{"a":1}'


def test_of_a_small_body_that_unpacks_to_very_much_only_the_beginning_is_unpacked() -> None:
    body = gzip.compress(b"x" * 10 * SHOWN_BYTES)

    shown = render(body, "text/plain", "gzip").plain

    assert "gzip · the first 64.0 KiB of it" in shown
    assert shown.count("x") < SHOWN_BYTES + 10


def test_what_is_not_packed_as_its_header_says_is_shown_as_it_is() -> None:
    assert render(b"plain", "text/plain", "gzip").plain == "text/plain · 5 B · no gzip, as its header says\n\nplain"
    assert unpacked(b"plain", "gzip") == b"plain"


def test_an_empty_body_says_so() -> None:
    assert render(b"", "").plain == "The body is empty."


def test_sizes_are_readable() -> None:
    assert [in_bytes(318), in_bytes(2048), in_bytes(7 * 1024 * 1024)] == ["318 B", "2.0 KiB", "7.0 MiB"]


def test_a_body_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in render(b"\x1b[31mred", "text/plain").plain
    assert "\ud800" not in render(b'{"a":"\\ud800"}', "application/json").plain


def test_json_nested_too_deep_to_lay_out_is_shown_as_it_is() -> None:
    assert render(b"[" * 20_000 + b"]" * 20_000, "text/plain").plain.startswith("[[[")
