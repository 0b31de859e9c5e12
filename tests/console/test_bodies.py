"""How response bodies are shown."""

from lgtui.console.bodies import SHOWN_BYTES, hex_dump, in_bytes, render


def test_json_is_laid_out() -> None:
    assert render(b'{"a":[1,"[/foo]"]}', "application/json").plain == '{\n  "a": [\n    1,\n    "[/foo]"\n  ]\n}'


def test_what_claims_to_be_json_and_is_not_is_shown_as_it_is() -> None:
    assert render(b"{broken", "application/json").plain.rstrip("\n") == "{broken"


def test_bytes_that_are_no_text_are_shown_in_hexadecimal() -> None:
    assert render(b"\x89PNG\r\n\xff", "image/png").plain == hex_dump(b"\x89PNG\r\n\xff")
    assert hex_dump(b"\x00A").startswith("00000000  00 41 ")
    assert hex_dump(b"\x00A").endswith("  .A")


def test_a_long_body_is_cut_and_says_how_much_is_left() -> None:
    shown = render("ä".encode() * SHOWN_BYTES, "text/plain").plain

    assert "64.0 KiB more" in shown
    assert len(shown) < SHOWN_BYTES


def test_an_empty_body_says_so() -> None:
    assert render(b"", "").plain == "The body is empty."


def test_sizes_are_readable() -> None:
    assert [in_bytes(318), in_bytes(2048), in_bytes(7 * 1024 * 1024)] == ["318 B", "2.0 KiB", "7.0 MiB"]


def test_a_body_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in render(b"\x1b[31mred", "text/plain").plain
    assert "\ud800" not in render(b'{"a":"\\ud800"}', "application/json").plain


def test_json_nested_too_deep_to_lay_out_is_shown_as_it_is() -> None:
    assert render(b"[" * 20_000 + b"]" * 20_000, "text/plain").plain.startswith("[[[")
