"""The X-Ray header that counts a chain of invocations."""

from urllib.parse import quote

from lgtui.emulator.functions import lineage

REQUEST_ID = "5e2b1b5e-7b9c-4d9e-9b0e-0123456789ab"


def test_a_chain_begins_with_ids_of_its_own_and_counts_nothing_yet() -> None:
    header = lineage.begin(REQUEST_ID, 1_600_000_000.5, "one")
    root, parent, sampled, chain = header.split(";")

    assert root == "Root=1-5f5e1000-5e2b1b5e7b9c4d9e9b0e0123"
    assert (parent, sampled) == ("Parent=9b0e0123456789ab", "Sampled=0")
    assert chain.startswith("Lineage=") and chain.endswith(":0")
    assert (lineage.times(header, "one"), lineage.times(header, "two")) == (1, 0)


def test_a_chain_keeps_its_root_and_counts_each_function() -> None:
    header = lineage.begin(REQUEST_ID, 1.0, "one")
    for name in ("two", "one", "two", "one"):
        header = lineage.continue_chain(header, REQUEST_ID, 2.0, name)

    assert header.startswith("Root=1-00000001-")
    assert (lineage.times(header, "one"), lineage.times(header, "two")) == (3, 2)


def test_a_header_that_an_sdk_has_quoted_is_read() -> None:
    header = lineage.continue_chain(lineage.begin(REQUEST_ID, 1.0, "one"), REQUEST_ID, 1.0, "two")
    sent = quote(header, safe="-=;:+&[]{}\"',")

    assert "%7C" in sent
    assert (lineage.times(sent, "one"), lineage.times(sent, "two")) == (1, 1)


def test_a_header_without_a_lineage_begins_one_and_nonsense_counts_as_none() -> None:
    for header in ("Root=1-2-3;Sampled=1", "nonsense", "Root=1-2-3;Lineage=a:b|c", ""):
        assert lineage.times(header, "one") == 0
        assert lineage.times(lineage.continue_chain(header, REQUEST_ID, 1.0, "one"), "one") == 1


def test_a_header_stays_short_however_many_functions_its_chain_has() -> None:
    header = lineage.begin(REQUEST_ID, 1.0, "f0")
    for number in range(500):
        header = lineage.continue_chain(header, REQUEST_ID, 1.0, f"f{number}")

    assert len(header) < 1_000
    assert lineage.times(header, "f0") == 2
