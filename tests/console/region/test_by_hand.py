"""Changes made by hand are told at the thing of the tree that they are about."""

import pytest

from lgtui.console.region.by_hand import ByHand
from lgtui.frames import ApiView, ChangeView, MemberView, ResourceView

ORDERS = ResourceView("r1", "/orders", "orders", "r0", [])
SHOP = ApiView("a1", "shop", [ORDERS], [])
TIMEOUT = MemberView("Timeout", "3", "9")


def of_api(kind: str, name: str, title: str, how: str, *members: MemberView) -> ChangeView:
    """A change of something of the API."""
    return ChangeView("apigateway", kind, "a1", name, title, how, list(members))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (of_api("stage", "dev", "stage dev of API shop", "changed", TIMEOUT), "stage dev: Timeout  3 → 9"),
        (of_api("model", "M", "model M of API shop", "made"), "model M: made by hand"),
        (of_api("resource", "r9", "/gone of API shop", "deleted"), "/gone: deleted by hand"),
        (ChangeView("apigateway", "rest-api", "", "a1", "API shop", "made"), "made by hand"),
    ],
)
def test_what_has_no_line_of_its_own_is_told_at_the_api(change: ChangeView, line: str) -> None:
    assert ByHand([change]).api(SHOP) == (line,)


@pytest.mark.parametrize(
    ("member", "resource", "method"),
    [
        (MemberView("pathPart", '"a"', '"b"'), ('pathPart  "a" → "b"',), ()),
        (MemberView("resourceMethods.GET", "", "{}"), (), ("made by hand",)),
        (MemberView("resourceMethods.GET", "{}", ""), ("GET: deleted by hand",), ()),
        (MemberView("resourceMethods.GET.apiKeyRequired", "", "true"), (), ("apiKeyRequired  nothing → true",)),
    ],
)
def test_a_resource_s_members_are_told_at_it_or_at_its_method(
    member: MemberView, resource: tuple[str, ...], method: tuple[str, ...]
) -> None:
    told = ByHand([of_api("resource", "r1", "/orders of API shop", "changed", member)])
    assert (told.resource(SHOP, ORDERS), told.method(SHOP, ORDERS, "GET")) == (resource, method)


def test_a_function_s_changes_are_told_at_it_and_at_its_versions_and_aliases() -> None:
    told = ByHand(
        [
            ChangeView("lambda", "version", "f", "$LATEST", "function f", "changed", [TIMEOUT]),
            ChangeView("lambda", "version", "f", "1", "version 1 of f", "made"),
            ChangeView("lambda", "alias", "f", "live", "alias live of f", "changed", [TIMEOUT]),
            ChangeView("lambda", "alias", "f", "old", "alias old of f", "deleted"),
            ChangeView("lambda", "url", "f", "", "url of f", "made"),
        ]
    )
    assert told.function("f") == ("Timeout  3 → 9", "alias old: deleted by hand", "url: made by hand")
    assert (told.function("f", "1"), told.function("f", "live")) == (("made by hand",), ("Timeout  3 → 9",))
    assert told.function("g") == ()
