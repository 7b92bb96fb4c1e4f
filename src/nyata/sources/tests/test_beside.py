"""Side by side: a day of a person is the same in both, apart by minutes, or known to one of them only."""

import datetime as dt

import pytest

from nyata.attendance.tests.stories import MONDAY, TUESDAY, WEDNESDAY, punch
from nyata.rules.selectors import policy_on
from nyata.sources.layout import built_in
from nyata.sources.selectors.beside import WIDEST, beside, people_of
from nyata.sources.tests.factories import give_number, make_machine, take_text


@pytest.fixture
def laid(cast, machine):
    """What lies side by side after the machine told these lines about the servant (number 17)."""
    give_number(cast.hr, machine, "17", cast.servant)

    def act(*lines):
        if lines:
            take_text(cast.hr, machine, "\n".join(lines))
        return beside([cast.servant.pk], MONDAY, WEDNESDAY, policy_on(WEDNESDAY))

    return act


def only(found):
    assert found.days.height == 1
    return found.days.row(0, named=True)


def test_a_day_that_both_know_alike_agrees(cast, laid):
    punch(cast.servant, MONDAY, (7, 20), (16, 5))
    row = only(laid("17 2026-02-02 07:22:59", "17 2026-02-02 16:03:10"))
    assert (row["state"], row["in_minutes"], row["out_minutes"]) == ("agree", 2, -1)


def test_a_day_that_is_minutes_apart_differs_and_says_by_how_many(cast, laid):
    punch(cast.servant, MONDAY, (7, 20), (16, 5))
    row = only(laid("17 2026-02-02 07:23:00", "17 2026-02-02 16:09:00"))
    assert (row["state"], row["in_minutes"], row["out_minutes"]) == ("differ", 3, 4)


def test_a_leaving_that_only_one_knows_differs(cast, laid):
    punch(cast.servant, MONDAY, (7, 20))
    row = only(laid("17 2026-02-02 07:20:00", "17 2026-02-02 16:09:00"))
    assert (row["state"], row["in_minutes"], row["out_minutes"]) == ("differ", 0, None)


@pytest.mark.parametrize(("hours", "end"), [(((7, 20), (16, 5)), "out"), ((), "in")])
def test_a_lone_punch_of_a_machine_is_put_to_the_nearer_end(cast, laid, hours, end):
    punch(cast.servant, MONDAY, *hours)
    row = only(laid("17 2026-02-02 16:01:00"))
    assert row[f"machine_{end}"] is not None
    assert row[f"machine_{'in' if end == 'out' else 'out'}"] is None


def test_days_that_one_knows_alone_are_named_by_it(cast, laid):
    punch(cast.servant, TUESDAY, (7, 20), (16, 5))
    found = laid("17 2026-02-02 07:20:00", "17 2026-02-02 16:00:00")
    assert found.days["state"].to_list() == ["machine", "nyata"]
    assert found.tally == {"agree": 0, "differ": 0, "machine": 1, "nyata": 1}
    assert found.by_day[0] == (MONDAY, {"agree": 0, "differ": 0, "machine": 1, "nyata": 0})
    assert found.of(state="nyata")["day"].to_list() == [TUESDAY]
    assert found.of(day=MONDAY, person=cast.servant.pk).height == 1


def test_a_machine_that_tells_directions_is_believed(cast):
    machine = make_machine(cast.clinic, cast.hr, layout=built_in()["attlog_directed"].layout)
    give_number(cast.hr, machine, "17", cast.servant)
    take_text(cast.hr, machine, "17 2026-02-02 16:05:00 1 1\n17 2026-02-02 12:00:00 1 0\n")
    row = only(beside([cast.servant.pk], MONDAY, WEDNESDAY, policy_on(WEDNESDAY)))
    assert (row["machine_in"] % 86_400, row["machine_out"] % 86_400) == (12 * 3600, (16 * 60 + 5) * 60)


def test_the_spread_puts_what_lies_far_off_at_its_ends(cast, laid):
    punch(cast.servant, MONDAY, (7, 20), (16, 5))
    found = laid("17 2026-02-02 07:24:00", "17 2026-02-02 17:05:00")
    assert dict(found.spread)[4] == 1 and dict(found.spread)[WIDEST] == 1
    assert sum(count for _, count in found.spread) == len(found.differences) == 2


def test_nothing_on_either_side_is_an_empty_table(laid):
    found = laid()
    assert (found.days.height, found.differences, found.by_day) == (0, [], [])
    assert set(found.tally.values()) == {0}


def test_people_of_a_unit_are_those_placed_there_or_below_on_any_of_the_days(cast):
    there = people_of(cast.health, MONDAY, MONDAY)
    assert {cast.servant.pk, cast.operator.pk} <= set(there)
    assert cast.other_supervisor.pk not in there
    cast.servant.placements.update(valid_to=MONDAY - dt.timedelta(days=1))
    assert cast.servant.pk not in people_of(cast.health, MONDAY, MONDAY)
