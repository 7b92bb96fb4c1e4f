"""Reckoning: what changed is computed anew for the people and days it touches, some thousand people at a time."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

import polars as pl
from django.db import connection, transaction
from django.db.models import Min, Q

from nyata.attendance.models import Reckoning
from nyata.attendance.selectors.inputs import MARGIN, inputs
from nyata.attendance.selectors.locks import each_day, locked_days
from nyata.attendance.selectors.stages import OPEN, RANGES
from nyata.attendance.services.writing import Written, write
from nyata.core.worktime.columns import minute_of
from nyata.people.models import DayChange, Placement, RolloutDecision
from nyata.rules.selectors import policy_on

JAKARTA = ZoneInfo("Asia/Jakarta")
PROGRAM = "nyata 0.2.0"
DAY = dt.timedelta(days=1)
# People at a time: bounded memory, whatever the crowd.
CHUNK = 2000
# Nights that were missed (a server that was off) are made good, so far back.
NIGHTS = dt.timedelta(days=62)
# One reckoning at a time: a slower one must not write over what a later one has read.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('attendance.reckoning'))"

Why = Reckoning.Why


class Run:
    """One reckoning while it runs; its row is written with the first difference."""

    def __init__(
        self, at: dt.datetime, why: Why, first: dt.date, last: dt.date, changes: Counter[str] | None = None
    ) -> None:
        self.at, self.why, self.first, self.last = at, why, first, last
        self.changes = changes or Counter()
        self.written = Written()
        self._row: Reckoning | None = None

    def row(self) -> int:
        """The id of its row, written when first asked for."""
        if self._row is None:
            self._row = Reckoning.objects.create(
                made_at=self.at, why=self.why, first=self.first, last=self.last, program=PROGRAM,
                policy_hash=policy_on(self.last).hash, changes=self.changes,
            )  # fmt: skip
        return self._row.pk

    def over(self, ranges: pl.DataFrame, step: Callable[[float], None] = lambda share: None) -> Written:
        """Reckon RANGES of people and days, a chunk of people and a month at a time, each in its own transaction.

        `step` is told the share of the whole, 0 to 1, that each portion was.
        """
        total = ranges.height + int((ranges["last"] - ranges["first"]).dt.total_days().sum())
        for persons, days in _portions(ranges):
            with transaction.atomic():
                self.written += self._portion(persons, days)
            step(days.height / total)
        return self.written

    def _portion(self, persons: Sequence[int], days: pl.DataFrame) -> Written:
        with connection.cursor() as cursor:
            cursor.execute(ONE_AT_A_TIME)
        first, last = days["day"].min(), days["day"].max()
        assert isinstance(first, dt.date) and isinstance(last, dt.date)
        records = inputs(persons, first, last).records(as_of=minute_now(self.at))
        return write(records, days, locked_days(persons, first, last), self.row)


def minute_now(at: dt.datetime) -> int:
    """The minute by the wall clock of the law, since 1970."""
    local = at.astimezone(JAKARTA)
    return minute_of(local.date(), local.time())


def _portions(ranges: pl.DataFrame) -> Iterator[tuple[list[int], pl.DataFrame]]:
    """People and PAIRS of days: at most CHUNK people and one calendar month each."""
    people = ranges["person"].unique().sort()
    for at in range(0, len(people), CHUNK):
        mine = ranges.filter(pl.col("person").is_in(people[at : at + CHUNK].implode()))
        for first, last in _months(mine):
            part = mine.with_columns(
                first=pl.max_horizontal("first", pl.lit(first)), last=pl.min_horizontal("last", pl.lit(last))
            ).filter(pl.col("first") <= pl.col("last"))
            if part.height:
                days = each_day(part)
                yield days["person"].unique(maintain_order=True).to_list(), days


def _months(ranges: pl.DataFrame) -> Iterator[tuple[dt.date, dt.date]]:
    day, last = ranges["first"].min(), ranges["last"].max()
    assert isinstance(day, dt.date) and isinstance(last, dt.date)
    while day <= last:
        following = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        yield day, min(following - DAY, last)
        day = following


def reckon_changes(*, at: dt.datetime) -> Written:
    """Reckon everything that was said to have changed, and take those sayings away.

    Changes of today or later are only taken away: today is computed live, and tonight with everything.
    """
    today = at.astimezone(JAKARTA).date()
    changes = list(DayChange.objects.select_related("unit").order_by("id"))
    past = [one for one in changes if one.first < today]
    ranges = ranges_of(past, today - DAY)
    written = Written()
    if ranges.height:
        first, last = ranges["first"].min(), ranges["last"].max()
        assert isinstance(first, dt.date) and isinstance(last, dt.date)
        run = Run(at, Why.CHANGE, first, last, Counter(one.why for one in past))
        written = run.over(ranges)
    DayChange.objects.filter(pk__in=[one.pk for one in changes]).delete()
    return written


def ranges_of(changes: Iterable[DayChange], last: dt.date) -> pl.DataFrame:
    """RANGES that changes touch, until `last`: a day more at either end, for punches and shifts across midnight."""
    opened = _first_open_day()
    rows: list[tuple[int, dt.date, dt.date]] = []
    for one in changes:
        begin = max(one.first - MARGIN, opened)
        end = min(one.last + MARGIN if one.last else last, last)
        if begin <= end:
            rows += ((person, begin, end) for person in _whom(one, begin, end))
    return pl.DataFrame(rows, schema=RANGES, orient="row")


def _first_open_day() -> dt.date:
    """Before any unit's trial nobody could check in; no day before it has a record."""
    found = RolloutDecision.objects.filter(stage__in=OPEN).aggregate(day=Min("valid_from"))["day"]
    return found or dt.date.max


def _whom(change: DayChange, first: dt.date, last: dt.date) -> list[int]:
    if change.person_id is not None:
        return [change.person_id]
    placed = Placement.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), valid_from__lte=last)
    if change.unit is not None:
        placed = placed.filter(unit__path__startswith=str(change.unit.path))
    return list(placed.order_by("person_id").values_list("person_id", flat=True).distinct())


def reckon_nights(*, at: dt.datetime) -> Written:
    """Yesterday and the day before for everybody, whose windows have closed meanwhile, and nights that were missed."""
    yesterday = at.astimezone(JAKARTA).date() - DAY
    newest = Reckoning.objects.filter(why=Why.NIGHT).order_by("-last").first()
    first = yesterday - DAY
    if newest is not None:
        first = max(min(first, newest.last), yesterday - NIGHTS)
    run = Run(at, Why.NIGHT, first, yesterday)
    run.row()
    return run.over(ranges_of([DayChange(first=first, last=yesterday)], yesterday))


def reckon_days(
    *, at: dt.datetime, first: dt.date, last: dt.date, person_ids: Sequence[int] | None = None,
    step: Callable[[float], None] = lambda share: None,
) -> Written:  # fmt: skip
    """Compute days anew because somebody asked: of these people, or of everybody. Only what differs is written.

    `step` is told the share, 0 to 1, that each portion was.
    """
    last = min(last, at.astimezone(JAKARTA).date() - DAY)
    if first > last:
        return Written()
    everybody = DayChange(first=first, last=last)
    people = person_ids if person_ids is not None else _whom(everybody, first, last)
    ranges = pl.DataFrame([(one, first, last) for one in people], schema=RANGES, orient="row")
    return Run(at, Why.ASKED, first, last).over(ranges, step)
