"""The absent days of people as they count today: in units that are live, on the footing somebody stands on now."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from nyata.attendance.selectors.absences import first_presence, statuses
from nyata.attendance.selectors.stages import RANGES, Stage, stage_spans
from nyata.core.discipline import Counted, Found, Ladder, count, findings, ladder_of, talk
from nyata.core.worktime.columns import Status
from nyata.core.worktime.law import EMPLOYMENTS
from nyata.people.selectors import placements
from nyata.rules.selectors import policy_on

DAY = dt.timedelta(days=1)
# Nothing is asked for: such a day neither counts nor ends a run.
REST = (Status.OFF, Status.HOLIDAY, Status.ON_CALL)
TALK = "discipline.absence.contract_talk_from"


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody's absent days. `ladder`: None for who has none (PPPK). `records`: ids of day records by day."""

    employment: str
    ladder: Ladder | None
    counted: Counted
    records: dict[dt.date, int]

    def found(self, today: dt.date) -> Iterator[Found]:
        """What is near or reached today."""
        if self.ladder:
            yield from findings(self.counted, self.ladder, today)
        else:
            yield from talk(self.counted, talk_from(self.employment, today), today)


def first_counted(today: dt.date) -> dt.date:
    """The first of the year before: its last days are known in January, and a run may reach back into it."""
    return dt.date(today.year - 1, 1, 1)


def ladders(today: dt.date) -> dict[str, Ladder | None]:
    """The ladder of each employment; None where it deliberately has none, or none is in force."""
    return {employment: ladder_of(policy_on(today, employment=employment)) for employment in EMPLOYMENTS}


def talk_from(employment: str, today: dt.date) -> int:
    """From how many days somebody without a ladder is told; 0 for never."""
    value = policy_on(today, employment=employment).standing(TALK).value
    return int(value.value) if value else 0


def least(today: dt.date) -> int:
    """With fewer absent days nothing is near for anybody."""
    known = ladders(today)
    counts = [min(one.rungs[0].from_days - one.lead, one.consecutive[0].from_days - one.lead_in_a_row)
              for one in known.values() if one]  # fmt: skip
    counts += [talk_from(employment, today) for employment, one in known.items() if one is None]
    return max(1, min((one for one in counts if one), default=1))


def stands(people: Sequence[int], today: dt.date) -> dict[int, Stand]:
    """How the absent days of these people count, until yesterday. Five queries, however many people."""
    first, last = first_counted(today), today - DAY
    known = ladders(today)
    ranges, employed = _counted_ranges(people, known, first, last)
    days = statuses(people, first, last)
    absent = days.filter(pl.col("status") == int(Status.ABSENT))
    missed = set(_inside(absent, ranges).select("person", "day").iter_rows())
    found = {}
    for person, rows in groupby(days.iter_rows(), key=lambda row: row[0]):
        mine = list(rows)
        employment = employed.get(person, "")
        records = {day: record for _, day, _, record in mine if (person, day) in missed}
        asked = list(_asked(person, mine, missed))
        found[person] = Stand(employment, known.get(employment), count(asked), records)
    return found


def _asked(
    person: int, rows: Sequence[tuple[int, dt.date, int, int]], missed: set[tuple[int, dt.date]]
) -> Iterator[tuple[dt.date, bool]]:
    """Days that count or end a run. A day without any record ends it too: nothing is known of it."""
    before: dt.date | None = None
    for _, day, status, _ in rows:
        if before is not None and day - before > DAY:
            yield before + DAY, False
        if status not in REST:
            yield day, (person, day) in missed
        before = day


def _counted_ranges(
    people: Sequence[int], known: dict[str, Ladder | None], first: dt.date, last: dt.date
) -> tuple[pl.DataFrame, dict[int, str]]:
    """RANGES of days that count: in a unit that was live, on the same footing (a ladder or a contract) as now, once the
    person was recorded there for the first time; and what everybody is now.

    Who was never recorded may not be registered yet, or have no phone: no claim is made of them.
    """
    placed = placements(people, first, last)
    spans = stage_spans({one.path for one in placed}, first, last)
    employed = {one.person_id: one.employment for one in placed}
    began = first_presence(people)
    rows = [
        (one.person_id, max(one.first, span.first, began[one.person_id]), min(one.last, span.last))
        for one in placed
        if one.person_id in began
        if (known.get(one.employment) is None) == (known.get(employed[one.person_id]) is None)
        for span in spans[one.path]
        if span.stage == Stage.LIVE and span.first <= one.last and span.last >= one.first
    ]
    return pl.DataFrame(rows, schema=RANGES, orient="row"), employed


def _inside(days: pl.DataFrame, ranges: pl.DataFrame) -> pl.DataFrame:
    joined = days.join(ranges, on="person")
    return joined.filter(pl.col("day").is_between(pl.col("first"), pl.col("last")))
