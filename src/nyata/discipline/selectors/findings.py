"""Findings as people see them: the person their own, superiors those of people below, HR and auditors all."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from nyata.attendance.selectors.reach import Reach
from nyata.discipline.models import Finding, Reading, Step
from nyata.discipline.selectors.counting import Stand, first_counted, stands
from nyata.people.models import Person
from nyata.people.selectors import authority_of
from nyata.people.selectors.authority import below

Stage, Kind = Finding.Stage, Finding.Kind


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the days that count today. `earlier`: lower rungs of the same counting, the newest first.

    `is_current`: a warning is none any more once its rung is reached, or its run of days has ended.
    """

    finding: Finding
    days: tuple[dt.date, ...]
    earlier: tuple[Finding, ...] = ()
    is_current: bool = True

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self.finding, "withdrawal")

    @property
    def left(self) -> int:
        """Working days until the rung of a warning."""
        return max(0, self.finding.from_days - len(self.days))

    @property
    def explained(self) -> list[dt.date]:
        """Days of the evidence that have been explained since."""
        return [day for day in self.finding.days if day not in self.days]

    @property
    def newest_step(self) -> Step | None:
        """What was recorded last."""
        return next(iter(reversed(list(self.finding.steps.all()))), None)

    def read_by(self, person: Person) -> Reading | None:
        """When somebody read it."""
        return next((one for one in self.finding.readings.all() if one.reader_id == person.pk), None)

    @property
    def read_by_superiors(self) -> list[Reading]:
        return [one for one in self.finding.readings.all() if one.reader_id != self.finding.person_id]

    @property
    def read_by_person(self) -> Reading | None:
        return self.read_by(self.finding.person)


def may_open(reach: Reach) -> bool:
    """Whether the list is somebody's: it is for who decides or oversees, not for operators."""
    authority = reach.authority
    return bool(authority.is_hr or authority.is_auditor or authority.supervises)


def listed(reach: Reach, today: dt.date) -> list[Shown]:
    """The current findings of people whom the actor supervises (HR and auditors: of all), the gravest first.

    Never one's own. Eight queries, however many people.
    """
    found = _rows().filter(withdrawal=None, since__gte=first_counted(today), person__is_active=True)
    authority = reach.authority
    if not (authority.is_hr or authority.is_auditor):
        found = found.filter(below("person__unit__path", authority.supervises))
    shown = _shown(found.exclude(person=authority.person), today)
    return sorted((one for one in shown if one.is_current), key=_gravity)


def of_person(person: Person, today: dt.date) -> list[Shown]:
    """A person's own current findings, the gravest first."""
    found = _rows().filter(person=person, withdrawal=None, since__gte=first_counted(today))
    return sorted((one for one in _shown(found, today) if one.is_current), key=_gravity)


def finding_for(actor: Person, reach: Reach, pk: int, today: dt.date) -> Shown:
    """One finding, with what was taken back too: one's own, or of somebody whom the actor supervises or oversees.

    Raises Finding.DoesNotExist.
    """
    authority = reach.authority
    found = _rows()
    if not (authority.is_hr or authority.is_auditor):
        found = found.filter(Q(person=actor) | below("person__unit__path", authority.supervises))
    finding = found.get(pk=pk)
    stand = stands([finding.person_id], today).get(finding.person_id)
    return Shown(finding, _days(finding, stand))


def may_record(actor: Person, finding: Finding, on: dt.date) -> bool:
    """Whether the actor records steps of it: a superior of the person, or HR; never the person."""
    powers = authority_of(actor, on)
    return actor.pk != finding.person_id and (powers.is_hr or powers.supervises_person(finding.person))


def salary_cases(today: dt.date, unit_path: str = "") -> list[Shown]:
    """Everybody with ten days in a row since the year before, and every salary that a step names; by OPD and name."""
    found = _rows().filter(stage=Stage.REACHED, kind=Kind.IN_A_ROW, person__unit__path__startswith=unit_path)
    found = found.filter(Q(since__gte=first_counted(today), withdrawal=None) | Q(steps__kind__startswith="salary_"))
    rows = found.distinct().order_by("person__unit__path", "person__name", "pk")
    return list(_with_days(rows, today))


def _rows() -> QuerySet[Finding]:
    readings = Prefetch("readings", Reading.objects.select_related("reader").order_by("at"))
    steps = Prefetch("steps", Step.objects.select_related("recorded_by").order_by("pk"))
    return Finding.objects.select_related("person__unit", "withdrawal").prefetch_related(readings, steps)


def _with_days(rows: Iterable[Finding], today: dt.date) -> list[Shown]:
    found = list(rows)
    stood = stands(sorted({one.person_id for one in found}), today) if found else {}
    return [Shown(one, _days(one, stood.get(one.person_id))) for one in found]


def _shown(rows: QuerySet[Finding], today: dt.date) -> list[Shown]:
    """Of each person and counting the highest rung, with the lower ones beside it."""
    found = list(rows.order_by("person_id", "kind", "stage", "since", "-from_days", "-pk"))
    stood = stands(sorted({one.person_id for one in found}), today) if found else {}
    groups: dict[tuple[int, str, str, dt.date], list[Finding]] = {}
    for one in found:
        groups.setdefault((one.person_id, one.kind, one.stage, one.since), []).append(one)
    shown = []
    for highest, *earlier in groups.values():
        stand = stood.get(highest.person_id)
        days = _days(highest, stand)
        shown.append(Shown(highest, days, tuple(earlier), _is_current(highest, days, stand)))
    return shown


def _days(finding: Finding, stand: Stand | None) -> tuple[dt.date, ...]:
    return stand.counted.days_of(Kind(finding.kind), finding.since, finding.days) if stand else ()  # type: ignore[arg-type]


def _is_current(finding: Finding, days: Sequence[dt.date], stand: Stand | None) -> bool:
    if finding.stage == Stage.REACHED or finding.kind == Kind.CONTRACT:
        return True
    if len(days) >= finding.from_days:
        return False
    if finding.kind == Kind.YEARLY:
        return True
    return bool(stand and stand.counted.is_running and stand.counted.runs and stand.counted.runs[-1] == days)


def _gravity(one: Shown) -> tuple[bool, int, int, str]:
    """Runs of days before days of a year, rungs before warnings, many days before few."""
    finding = one.finding
    return (finding.stage != Stage.REACHED, -finding.from_days, -len(one.days), finding.person.name)
