"""What each environment did of late, slot by slot."""

from itertools import groupby

from lgtui.console.widgets.environment_history import (
    CODES,
    MOST_GONE,
    NOTHING,
    SLOTS,
    SPANS,
    STATES,
    EnvironmentHistory,
    columns_of,
    slots_per_column,
)
from lgtui.frames import EnvironmentState, EnvironmentView

MINUTE = SPANS.index(60.0)
PER_SECOND = SLOTS // 60


def view(
    state: EnvironmentState, since: float, name: str = "e1", invocations: int = 0, init_duration: float = 0.0
) -> EnvironmentView:
    return EnvironmentView(name, "orders", "$LATEST", state, since, 1, invocations, init_duration)


def history(*views: EnvironmentView) -> EnvironmentHistory:
    made = EnvironmentHistory()
    for each in views:
        made.put(each)
    return made


def told(of: EnvironmentHistory, at: float, span: int = MINUTE, name: str = "e1") -> list[tuple[str, int]]:
    """State and length in slots, oldest first."""
    words = {NOTHING: "-", **{code: state for state, code in CODES.items()}}
    return [(words[code], len(list(run))) for code, run in groupby(of.until(name, span, at))]


def test_states_follow_one_another_and_the_present_one_lasts_until_now() -> None:
    kept = history(view("init", 100.0), view("busy", 105.0), view("frozen", 110.0))
    assert told(kept, 120.0) == [
        ("-", 40 * PER_SECOND - 1),
        ("init", 5 * PER_SECOND + 1),
        ("busy", 5 * PER_SECOND),
        ("frozen", 10 * PER_SECOND),
    ]


def test_the_same_past_is_kept_for_every_span() -> None:
    kept = history(view("busy", 100.0), view("frozen", 104.0))
    assert [told(kept, 108.0, span)[-1] for span in range(len(SPANS))] == [
        ("frozen", SLOTS),
        ("frozen", 192),
        ("frozen", 32),
        ("frozen", 3),
    ]


def test_the_most_active_state_of_a_slot_counts() -> None:
    kept = history(view("frozen", 100.0), view("busy", 110.001), view("idle", 110.002), view("frozen", 110.003))
    assert told(kept, 120.0)[-3:] == [("frozen", 80), ("busy", 1), ("frozen", 80)]


def test_work_that_passed_between_two_frames_is_seen_by_the_invocations_answered() -> None:
    kept = history(view("frozen", 100.0, invocations=1), view("frozen", 110.0, invocations=3))
    assert told(kept, 120.0)[-2:] == [("busy", 1), ("frozen", 80)]


def test_an_init_that_passed_before_the_first_frame_is_seen_by_its_duration() -> None:
    kept = history(view("busy", 100.0, init_duration=2.0))
    assert told(kept, 110.0)[-2:] == [("init", 17), ("busy", 80)]


def test_an_init_is_as_much_shorter_as_time_is_slower() -> None:
    kept = EnvironmentHistory()
    kept.speed = 0.1
    kept.put(view("busy", 100.0, init_duration=2.0))
    assert told(kept, 110.0)[-2:] == [("init", 3), ("busy", 80)]


def test_of_an_environment_that_was_found_nothing_is_known_before_its_present_state() -> None:
    kept = EnvironmentHistory()
    kept.begin(view("frozen", 100.0, invocations=7, init_duration=2.0))
    assert told(kept, 110.0) == [("-", SLOTS - 81), ("frozen", 81)]


def test_one_that_is_gone_leaves_a_mark_and_nothing_after_it() -> None:
    kept = history(view("frozen", 100.0), view("gone", 105.0))
    assert told(kept, 110.0)[-3:] == [("frozen", 40), ("gone", 1), ("-", 40)]
    assert not kept.was_there("e1", after=106.0)
    assert kept.was_there("e1", after=105.0)


def test_a_state_that_is_heard_of_late_corrects_what_was_assumed() -> None:
    kept = history(view("frozen", 100.0))
    kept.until("e1", MINUTE, 120.0)
    kept.put(view("busy", 119.0))
    assert told(kept, 120.0)[-2:] == [("frozen", 152), ("busy", 9)]


def test_a_state_older_than_the_span_fills_all_of_it() -> None:
    kept = history(view("busy", 100.0))
    kept.until("e1", MINUTE, 1_000.0)
    kept.put(view("frozen", 900.0))
    assert told(kept, 1_000.0) == [("frozen", SLOTS)]
    kept.put(view("gone", 901.0))
    assert told(kept, 1_000.0) == [("-", SLOTS)]


def test_a_clock_that_turns_out_to_be_behind_hides_nothing_for_good() -> None:
    kept = history(view("frozen", 100.0), view("busy", 110.0))
    before = kept.until("e1", MINUTE, 112.0)
    kept.until("e1", MINUTE, 130.0)
    assert kept.until("e1", MINUTE, 112.0)[-160:] == before[-160:]
    assert told(kept, 130.0)[-1] == ("busy", 161)


def test_a_step_over_more_than_the_span_leaves_the_present_state_alone() -> None:
    assert told(history(view("busy", 100.0), view("frozen", 101.0)), 4_000.0) == [("frozen", SLOTS)]


def test_those_gone_long_ago_and_too_many_are_forgotten() -> None:
    kept = history(view("busy", 100.0), view("gone", 101.0, "old"), view("gone", 300.0, "new"))
    assert kept.forget(before=200.0) == ["old"]
    assert set(kept.views) == {"e1", "new"}
    for number in range(MOST_GONE):
        kept.put(view("gone", 301.0, f"e{number + 2}"))
    assert kept.forget(before=200.0) == ["new"]


def test_columns_take_slots_together_and_stay_as_they_are_while_time_moves_on() -> None:
    kept = history(view("frozen", 100.0), view("busy", 110.3), view("frozen", 110.4))
    each = slots_per_column(60)
    assert each == PER_SECOND
    pictures = []
    for at in (120.0, 120.9):
        newest = int(at / (60.0 / SLOTS))
        pictures.append(columns_of(kept.until("e1", MINUTE, at), newest, 60))
    assert pictures[0] == pictures[1]
    assert len(pictures[0]) == 60
    assert [column for column, code in enumerate(pictures[0]) if code == CODES["busy"]] == [49]


def test_there_are_never_more_columns_than_room() -> None:
    for room in (1, 7, 59, 60, 119, 300, 1_000):
        assert SLOTS % slots_per_column(room) == 0
        assert len(columns_of(bytes(SLOTS), 1_234_567, room)) <= room


def test_every_state_has_a_code_of_its_own() -> None:
    assert len({NOTHING, *CODES.values()}) == len(STATES) + 1
