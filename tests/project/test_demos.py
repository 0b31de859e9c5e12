"""The bundled demos."""

from pathlib import Path

import pytest

from lgtui.project.demos import copy_demo, find_demos
from lgtui.project.planner import make_plan


def test_the_demos_are_found_with_a_summary() -> None:
    demos = {demo.name: demo for demo in find_demos()}

    assert set(demos) == {"aliases", "hello", "orders", "throttle"}
    assert all(demo.summary for demo in demos.values())


@pytest.mark.parametrize("name", [demo.name for demo in find_demos()])
def test_every_demo_is_emulated_whole(name: str, tmp_path: Path) -> None:
    plan = make_plan(copy_demo(name, tmp_path / name), "123456789012", "us-east-1")

    assert plan.functions
    assert plan.apis
    assert (plan.not_emulated, plan.notices) == ([], [])


def test_the_throttle_demo_lets_five_a_second_through() -> None:
    (throttle,) = [demo for demo in find_demos() if demo.name == "throttle"]
    (api,) = make_plan(throttle.folder, "123456789012", "us-east-1").apis.values()

    settings = api.stages[0].settings
    assert (settings["/*/*/throttling/rateLimit"], settings["/*/*/throttling/burstLimit"]) == ("5", "10")


def test_a_copy_leaves_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    assert copy_demo("hello", tmp_path) == tmp_path
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_demo_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="gone"):
        copy_demo("gone", tmp_path / "x")


def test_the_aliases_demo_has_an_alias_that_follows_its_code_and_a_url(tmp_path: Path) -> None:
    plan = make_plan(copy_demo("aliases", tmp_path / "aliases"), "123456789012", "us-east-1")

    function = plan.functions["color"]
    assert function.follows
    assert [alias.name for alias in function.aliases] == ["live"]
    assert [(url.qualifier, url.auth_type) for url in function.urls] == [("live", "NONE")]
