"""Which route answers a path: against a slow and simple statement of the same rules, and at size."""

import time
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lgtui.emulator.gateway.routing import RouteTree

RANKS = {"literal": 0, "parameter": 1, "greedy": 2}

parts = st.sampled_from(["a", "b", "{p}"])
paths = st.builds(
    lambda head, tail: "/" + "/".join([*head, *tail]),
    st.lists(parts, max_size=3),
    st.sampled_from([[], ["{rest+}"]]),
)
methods = st.sampled_from(["GET", "POST", "ANY"])


def kind(part: str) -> str:
    """What a part of a resource's path is."""
    if part.endswith("+}"):
        return "greedy"
    return "parameter" if part.startswith("{") else "literal"


def fits(resource: str, path: str) -> bool:
    """Whether a resource's path fits a request's, part by part."""
    wanted, given_parts = [p for p in resource.split("/") if p], [p for p in path.split("/") if p]
    if wanted and kind(wanted[-1]) == "greedy":
        if len(given_parts) < len(wanted):
            return False
        given_parts = given_parts[: len(wanted)]
    return len(wanted) == len(given_parts) and all(
        kind(w) != "literal" or w == g for w, g in zip(wanted, given_parts, strict=True)
    )


def expected(routes: set[tuple[str, str]], path: str, http_method: str) -> str | None:
    """The resource that answers, found by trying all and taking the one of best rank, level by level."""
    fitting = [r for r, m in routes if m in (http_method, "ANY") and fits(r, path)]
    ranked = sorted(fitting, key=lambda r: [RANKS[kind(part)] for part in r.split("/") if part])
    return ranked[0] if ranked else None


@given(
    routes=st.sets(st.tuples(paths, methods), max_size=12),
    path=st.builds(lambda ps: "/" + "/".join(ps), st.lists(st.sampled_from(["a", "b", "c"]), max_size=4)),
    http_method=st.sampled_from(["GET", "POST", "PUT"]),
)
def test_the_tree_finds_what_trying_all_routes_finds(routes: set[tuple[str, str]], path: str, http_method: str) -> None:
    tree: RouteTree[str] = RouteTree()
    for resource, method in routes:
        tree.add(resource, method, resource)

    match = tree.match(path, http_method)

    assert (match.target if match else None) == expected(routes, path, http_method)


def test_a_declared_method_goes_before_any() -> None:
    tree: RouteTree[str] = RouteTree()
    tree.add("/x", "ANY", "any")
    tree.add("/x", "GET", "get")

    assert [match.target for m in ("GET", "PUT") if (match := tree.match("/x", m))] == ["get", "any"]


def test_parameters_of_every_level_are_given() -> None:
    tree: RouteTree[str] = RouteTree()
    tree.add("/users/{id}/{proxy+}", "GET", "x")

    match = tree.match("/users/a%20b/c/d/", "GET")

    assert match is not None
    assert match.path_parameters == {"id": "a%20b", "proxy": "c/d"}


def test_a_greedy_resource_does_not_answer_its_parent() -> None:
    tree: RouteTree[str] = RouteTree()
    tree.add("/{proxy+}", "ANY", "x")

    assert tree.match("/", "GET") is None


def test_ten_thousand_routes_are_as_quick_as_ten() -> None:
    small, large = RouteTree[str](), RouteTree[str]()
    for first, second in product(range(100), range(100)):
        path = f"/r{first}/{{id}}/s{second}"
        large.add(path, "GET", path)
        if first < 2 and second < 5:
            small.add(path, "GET", path)

    assert seconds_of(large) < 5 * seconds_of(small)


def seconds_of(tree: RouteTree[str]) -> float:
    """The least time that 200 look-ups took."""
    runs = []
    for _ in range(20):
        begin = time.perf_counter()
        for _ in range(200):
            assert tree.match("/r1/42/s4", "GET")
        runs.append(time.perf_counter() - begin)
    return min(runs)


def test_any_stands_for_http_s_own_methods_and_no_others() -> None:
    tree: RouteTree[str] = RouteTree()
    tree.add("/x", "ANY", "x")

    answered = [method for method in ("GET", "HEAD", "PATCH", "TRACE", "PURGE", "get") if tree.match("/x", method)]

    assert answered == ["GET", "HEAD", "PATCH"]
