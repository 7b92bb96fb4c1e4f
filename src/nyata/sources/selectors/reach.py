"""Whose sources somebody may see and look after: it follows from posts in force, nothing else."""

from django.db.models import QuerySet

from nyata.people.models import Unit
from nyata.people.selectors import Authority
from nyata.people.selectors.authority import below
from nyata.sources.models import Machine


def is_reader(authority: Authority) -> bool:
    """Whether somebody reads what machines told: HR officers, auditors, operators, supervisors."""
    return authority.is_hr or authority.is_auditor or bool(authority.supervises or authority.operates)


def units_in(authority: Authority) -> QuerySet[Unit]:
    """The units whose sources somebody reads, parents before children."""
    units = Unit.objects.order_by("path")
    if authority.is_hr or authority.is_auditor:
        return units
    return units.filter(below("path", authority.supervises + authority.operates))


def machines_in(authority: Authority) -> QuerySet[Machine]:
    """The machines and apps of those units, the unit with each."""
    machines = Machine.objects.select_related("unit")
    if authority.is_hr or authority.is_auditor:
        return machines
    return machines.filter(below("unit__path", authority.supervises + authority.operates))


def keeps(authority: Authority, machine: Machine) -> bool:
    """Whether somebody looks after a machine: HR officers, and the operators of its unit."""
    return authority.is_hr or (machine.unit.path or "").startswith(authority.operates or ("-",))
