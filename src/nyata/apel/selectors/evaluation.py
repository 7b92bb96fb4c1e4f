"""The monthly apel as an evaluation: what the last month was and what waits, of the regency or of one OPD.

Figures of units, never of persons; each leads to the page that has its records.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Count, Min, QuerySet

from nyata.apel.kinds import Kind
from nyata.apel.models import Session
from nyata.apel.selectors.recap import by_opd
from nyata.attendance.models import Objection
from nyata.attendance.period import month_after, month_before
from nyata.attendance.selectors.recap import BELONGS, Recap, recap
from nyata.checkins.models import OpenAttempt, Outcome
from nyata.leave.kinds import EXEMPTIONS
from nyata.leave.models import Request, Slot
from nyata.leave.selectors.counts import ApproverCount, exemption_counts
from nyata.people.models import BaselineFigure, Person, Unit
from nyata.people.selectors.authority import below

DAY = dt.timedelta(days=1)
ADDED = ("asked", "present", "absent", "late_days")
APPROVERS = 8


@dataclass(frozen=True, slots=True)
class Month:
    """Days of people in one month: asked for, present, without any record, late. `dates`: those of its `length` days
    that are on record for anybody.
    """

    asked: int = 0
    present: int = 0
    absent: int = 0
    late_days: int = 0
    dates: frozenset[dt.date] = frozenset()
    length: int = 0

    def __add__(self, other: "Month") -> "Month":
        counts = {name: getattr(self, name) + getattr(other, name) for name in ADDED}
        return Month(**counts, dates=self.dates | other.dates, length=max(self.length, other.length))

    def share(self, number: int) -> float | None:
        """A number in percent of the days that asked for work; None where none did."""
        return 100 * number / self.asked if self.asked else None

    @property
    def is_partial(self) -> bool:
        """Whether only some of its days are there to be compared."""
        return bool(self.asked) and len(self.dates) < self.length

    @property
    def present_percent(self) -> float | None:
        return self.share(self.present)

    @property
    def late_percent(self) -> float | None:
        return self.share(self.late_days)

    @property
    def absent_percent(self) -> float | None:
        return self.share(self.absent)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things wait, and since when the oldest of them does."""

    count: int = 0
    since: dt.datetime | None = None

    def days(self, now: dt.datetime) -> int | None:
        """Whole days that the oldest has waited."""
        return None if self.since is None else (now - self.since).days

    def __add__(self, other: "Waiting") -> "Waiting":
        known = [one for one in (self.since, other.since) if one]
        return Waiting(self.count + other.count, min(known, default=None))


@dataclass(frozen=True, slots=True)
class Part:
    """One OPD of the regency, or one unit of an OPD."""

    unit: Unit
    month: Month
    before: Month
    reviews: Waiting
    corrections: Waiting
    exemptions: int
    apel_present: int
    apel_expected: int

    @property
    def says_something(self) -> bool:
        """False where checking in has not begun, and nothing waits."""
        return bool(self.month.asked or self.before.asked or self.reviews.count or self.corrections.count)

    @property
    def change(self) -> float | None:
        """Points of percent that presence rose by since the month before."""
        now, then = self.month.present_percent, self.before.present_percent
        return None if now is None or then is None else now - then

    @property
    def is_partial(self) -> bool:
        """Whether what is compared is not two whole months: counts then differ for want of days."""
        return self.month.is_partial or self.before.is_partial or (bool(self.month.asked) and not self.before.asked)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything of the page. `whole` is of all parts together; `apel`: the session that it is read at, if any."""

    day: dt.date
    first: dt.date
    opd: Unit | None
    apel: Session | None
    whole: Part
    parts: list[Part]
    objections: Waiting
    approvers: list[ApproverCount]
    complaints: list[BaselineFigure]


def evaluation(actor: Person, day: dt.date, now: dt.datetime, *, opd: Unit | None = None) -> Evaluation:
    """The evaluation read on a day: of the month before it. About 25 queries, however many people."""
    first = month_before(day.replace(day=1))
    key = _key(opd)
    now_sums, before_sums = _months(first, opd, key), _months(month_before(first), opd, key)
    reviews = _waiting(OpenAttempt.objects.filter(outcome__in=(Outcome.REVIEW, Outcome.ERROR)), "checkin__person",
                       "since", opd, key)  # fmt: skip
    corrections = _waiting(_open_corrections(), "person", "asked_at", opd, key)
    exempt = exemption_counts(actor, first, month_after(first) - DAY, day)
    exemptions = _exemptions(first, opd, key)
    apel = _apel(first, opd, key)
    paths = now_sums.keys() | before_sums.keys() | reviews.keys() | corrections.keys()
    units = {str(unit.path): unit for unit in Unit.objects.filter(path__in=paths)}
    parts = [
        Part(
            units[path], now_sums.get(path, Month()), before_sums.get(path, Month()), reviews.get(path, Waiting()),
            corrections.get(path, Waiting()), exemptions[path], *apel.get(path, (0, 0)),
        )
        for path in paths if path in units
    ]  # fmt: skip
    parts = [part for part in parts if part.says_something]
    parts.sort(key=lambda part: (part.unit.name, part.unit.pk))
    return Evaluation(
        day, first, opd, _session(day, opd), _sum(opd, parts), parts, _objections(opd),
        _approvers(exempt.approvers, opd), _complaints(first, opd),
    )  # fmt: skip


def _key(opd: Unit | None) -> Callable[[str], str]:
    """The path of the part that a unit's path belongs to."""
    return (lambda path: path) if opd else (lambda path: path.split(".")[0] + ".")


def _months(first: dt.date, opd: Unit | None, key: Callable[[str], str]) -> dict[str, Month]:
    last = month_after(first) - DAY
    whole = recap(first, last, opd=opd)
    added = whole.people.group_by("path").agg(pl.col(name).sum() for name in ADDED)
    dates = _dates(whole)
    found: dict[str, Month] = {}
    for row in added.iter_rows(named=True):
        counts = {name: row[name] for name in ADDED}
        one = Month(**counts, dates=dates.get(row["path"], frozenset()), length=last.day)
        found[key(row["path"])] = found.get(key(row["path"]), Month()) + one
    return found


def _dates(whole: Recap) -> dict[str, frozenset[dt.date]]:
    """By path of a unit, the dates on record there."""
    placed = whole.days.join(whole.people.select(*BELONGS, "path"), on=BELONGS)
    found = placed.group_by("path").agg(pl.col("day").unique())
    return {path: frozenset(days) for path, days in found.iter_rows()}


def _open_corrections() -> QuerySet[Request]:
    return Request.objects.filter(kind="correction", slot__stage__in=(Slot.Stage.SUPERVISOR, Slot.Stage.HR))


def _waiting(
    found: QuerySet[Any], person: str, since: str, opd: Unit | None, key: Callable[[str], str]
) -> dict[str, Waiting]:
    """By part how many rows wait, and since when. One query."""
    path = f"{person}__unit__path"
    if opd is not None:
        found = found.filter(below(path, (str(opd.path),)))
    rows = found.order_by().values_list(path).annotate(Count("pk"), Min(since))
    sums: dict[str, Waiting] = {}
    for where, count, oldest in rows:
        part = key(str(where))
        sums[part] = sums.get(part, Waiting()) + Waiting(count, oldest)
    return sums


def _exemptions(first: dt.date, opd: Unit | None, key: Callable[[str], str]) -> Counter[str]:
    """Exemptions in force that begin in the month, by part. One query."""
    found = Slot.objects.filter(
        stage=Slot.Stage.IN_FORCE, request__kind__in=EXEMPTIONS, request__first__gte=first,
        request__first__lt=month_after(first),
    )  # fmt: skip
    if opd is not None:
        found = found.filter(person__unit__path__startswith=str(opd.path))
    counted: Counter[str] = Counter()
    for path, count in found.order_by().values_list("person__unit__path").annotate(Count("pk")):
        counted[key(str(path))] += count
    return counted


def _apel(first: dt.date, opd: Unit | None, key: Callable[[str], str]) -> dict[str, tuple[int, int]]:
    """Present and expected at the apel of the month, by OPD; nothing for the units of one."""
    if opd is not None:
        return {}
    rows = by_opd(first, month_after(first) - DAY).iter_rows(named=True)
    return {f"{row['opd']}.": (row["present"], row["invited"] - row["excused"]) for row in rows}


def _session(day: dt.date, opd: Unit | None) -> Session | None:
    """The monthly apel of the day, or the newest before it. One query."""
    found = Session.objects.filter(kind=Kind.MONTHLY, day__lte=day, cancelled_at=None)
    if opd is not None:
        found = found.filter(invitations__unit__path__startswith=str(opd.path))
    return found.order_by("-day", "-pk").first()


def _sum(opd: Unit | None, parts: Sequence[Part]) -> Part:
    return Part(
        opd or Unit(), sum((part.month for part in parts), Month()), sum((part.before for part in parts), Month()),
        sum((part.reviews for part in parts), Waiting()), sum((part.corrections for part in parts), Waiting()),
        sum(part.exemptions for part in parts), sum(part.apel_present for part in parts),
        sum(part.apel_expected for part in parts),
    )  # fmt: skip


def _objections(opd: Unit | None) -> Waiting:
    found = Objection.objects.filter(answered_at=None)
    if opd is not None:
        found = found.filter(person__unit__path__startswith=str(opd.path))
    row = found.aggregate(count=Count("pk"), since=Min("asked_at"))
    return Waiting(row["count"], row["since"])


def _approvers(rows: Sequence[ApproverCount], opd: Unit | None) -> list[ApproverCount]:
    """Those who decided most, of the OPD where one is shown."""
    mine = [row for row in rows if opd is None or (row.approver.unit.path or "").startswith(opd.path or "-")]
    return sorted(mine, key=lambda row: (-row.granted, row.approver.unit.name))[:APPROVERS]


def _complaints(first: dt.date, opd: Unit | None) -> list[BaselineFigure]:
    """The newest figures of complaints that were imported, the largest first. Two queries at most."""
    found = BaselineFigure.objects.filter(kind=BaselineFigure.Kind.COMPLAINTS, month__lte=first).select_related("unit")
    if opd is not None:
        found = found.filter(unit__path__startswith=str(opd.path))
    newest = found.order_by("-month").values_list("month", flat=True).first()
    return [] if newest is None else list(found.filter(month=newest).order_by("-value", "unit__name")[:10])
