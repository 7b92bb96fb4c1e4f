"""Calculations that were kept: of an OPD and a period, of a person, and what two versions have otherwise."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from nyata.allowance.models import Calculation, CalculationRow
from nyata.allowance.selectors.months import Line, Totals, Who
from nyata.core.allowance.steps import Allowance, read
from nyata.people.models import Unit


def versions(unit: Unit, first: dt.date, last: dt.date) -> list[Calculation]:
    """Everything kept of an OPD and a period, the newest first, with its lock and officer. One query."""
    found = Calculation.objects.filter(unit=unit, first=first, last=last).select_related("lock", "kept_by")
    return list(found.order_by("-version"))


def people_of(calculation: Calculation) -> list[Who]:
    """Who is in it, by unit and name. One query."""
    return [_who(row, calculation.unit) for row in _rows(calculation).defer("steps")]


def lines_of(calculation: Calculation, people: Sequence[Who] | None = None) -> list[Line]:
    """Its people (None: everybody), by unit and name, as they were kept. One query."""
    rows = _rows(calculation)
    if people is not None:
        rows = rows.filter(person__in=[one.person for one in people])
    return [_line(row, calculation.unit) for row in rows]


def totals_of(calculation: Calculation) -> Totals:
    """What it came to when it was kept."""
    of = calculation
    return Totals(of.people, of.people, of.amount, of.amount - of.pay)


def _rows(calculation: Calculation) -> QuerySet[CalculationRow]:
    rows = CalculationRow.objects.filter(calculation=calculation).select_related("person")
    return rows.order_by("unit_name", "person__name", "person_id")


def kept_of(person_id: int, first: dt.date, last: dt.date) -> tuple[Calculation, Line] | None:
    """The newest calculation of a person and a period, or None. One query."""
    rows = CalculationRow.objects.filter(person=person_id, calculation__first=first, calculation__last=last)
    newest = rows.select_related("person", "calculation__unit", "calculation__kept_by").order_by("-calculation").first()
    return (newest.calculation, _line(newest, newest.calculation.unit)) if newest else None


def _who(row: CalculationRow, opd: Unit) -> Who:
    of = row.person
    return Who(of.pk, of.name, of.nip, of.job_title, row.employment, opd.pk, opd.name, row.unit_name)


def _line(row: CalculationRow, opd: Unit) -> Line:
    return Line(_who(row, opd), Allowance(row.amount, tuple(read(step) for step in row.steps)))


@dataclass(frozen=True, slots=True)
class Difference:
    """A person who stands otherwise in two versions; None where they stand in one only."""

    who: Who
    before: Allowance | None
    after: Allowance | None

    @property
    def change(self) -> int:
        """What is paid more (or less) in the second, whole Rupiah."""
        return (self.after.pay if self.after else 0) - (self.before.pay if self.before else 0)


def differences(before: Sequence[Line], after: Sequence[Line]) -> list[Difference]:
    """Everybody whose steps are not the same, in the order of the second, then of the first."""
    first = {line.who.person: line for line in before if line.found}
    second = {line.who.person: line for line in after if line.found}
    everybody = {**second, **{person: line for person, line in first.items() if person not in second}}
    made = [
        Difference(line.who, first[person].found if person in first else None,
                   second[person].found if person in second else None)
        for person, line in everybody.items()
    ]  # fmt: skip
    return [one for one in made if one.before != one.after]
