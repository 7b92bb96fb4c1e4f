"""The whole live board of one actor: rows by unit, counts by state, duties. A fixed number of queries."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nyata.boards.hours import StandardStart, Starts, standard_start, starts_of
from nyata.boards.rows import QUIET, Group, Stage, groups, week_around
from nyata.boards.selectors.crowd import crowd, opds_among, search, units_of
from nyata.boards.selectors.days import Asked, DayPage, Yardstick, day_page, week_of
from nyata.boards.selectors.duties import Duty, duties
from nyata.core.worktime.columns import Kind
from nyata.people.models import Unit
from nyata.people.selectors import Authority, stages_of_units
from nyata.schedules.selectors import spans_of

PAGE_SIZE = 60
PRESENT = ("in", "out", "witness")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of the board: a state and a page, words to search, the id of one OPD, a day."""

    asked: Asked
    day: dt.date
    words: str = ""
    opd_id: int | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """What the live board shows."""

    day: dt.date
    start: StandardStart
    groups: list[Group]
    tally: Mapping[str, int]
    late: int
    unenrolled: int
    found: int
    total: int
    pages: int
    opds: list[Unit]
    opd: Unit | None
    duties: list[Duty]

    @property
    def expected(self) -> int:
        """Who is waited for at some time of the day, and whoever came all the same.

        Not those of units in which checking in has not begun, who is away all day, or of whom the day asks nothing.
        """
        return self.total - sum(self.tally.get(state, 0) for state in ("quiet", "away", "off"))

    @property
    def present(self) -> int:
        """Those whose coming in was accepted; who waits for a look or for us is counted beside them."""
        return sum(self.tally.get(state, 0) for state in PRESENT)


def board_of(authority: Authority, question: Question, *, today: dt.date, now: dt.datetime) -> Board:
    """The board of one actor on one day; what they may see follows from their posts today."""
    units = units_of(authority)
    opds = opds_among(units)
    opd = next((unit for unit in opds if unit.pk == question.opd_id), None)
    people = search(crowd(authority), question.words, opd)
    stages = stages_of_units(units, question.day)
    start = standard_start(question.day)
    found = day_page(people, question.day, yardstick(starts_of(question.day, start), stages), question.asked, now)
    week = week_around(question.day)
    shown = [row["person_id"] for row in found.rows]
    return Board(
        day=question.day,
        start=start,
        groups=groups(
            found.rows,
            working=working_of(shown, week, start),
            week=week_of(shown, week[0], week[-1]),
            days=week,
            today=today,
            stages=stages,
            openable=None if authority.is_hr or authority.is_auditor else authority.supervises,
        ),
        tally=found.tally,
        late=found.late,
        unenrolled=found.unenrolled,
        found=found.found,
        total=found.total,
        pages=max(1, -(-found.found // question.asked.size)),
        opds=opds,
        opd=opd,
        duties=[] if question.words or opd else _duties(authority, found, today, now),
    )


def working_of(people: Sequence[int], week: Sequence[dt.date], standard: StandardStart) -> set[tuple[int, dt.date]]:
    """(person, day) of the week on which somebody is asked to work; where nobody has said, the standard days."""
    asked = spans_of(people, week[0], week[-1]) if people else {}
    return {
        (person, day)
        for (person, day), spans in asked.items()
        if any(one.is_work for one in spans)
        or (spans[0].kind == Kind.UNPLANNED and day.isoweekday() in standard.working_days)
    }


def yardstick(starts: Starts, stages: Mapping[int, Stage]) -> Yardstick:
    """What the day of units at these stages (by unit id) is measured by."""
    return Yardstick(
        starts=starts,
        quiet_units=[pk for pk, stage in stages.items() if stage in QUIET],
        unopened_units=[pk for pk, stage in stages.items() if stage == Stage.NOT_STARTED],
    )


def _duties(authority: Authority, found: DayPage, today: dt.date, now: dt.datetime) -> list[Duty]:
    """Duties of the whole crowd: a search shows none, their counts would be of what was found."""
    step_up = found.tally.get("step_up", 0)
    return duties(authority, today, now, unenrolled=found.unenrolled, step_up=step_up)
