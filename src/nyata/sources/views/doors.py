"""Who may open a page of other sources, and the machines that they find there; each view is given the visitor."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from nyata.people.views import visiting
from nyata.people.views.visiting import page_of
from nyata.sources.models import Machine
from nyata.sources.selectors.reach import is_reader, keeps, machines_in


@dataclass(frozen=True, slots=True)
class Visitor(visiting.Visitor):
    """Who asks, and their machines."""

    def machine(self, pk: int) -> Machine:
        """A machine that they read; 404 else."""
        return get_object_or_404(machines_in(self.authority), pk=pk)

    def kept(self, pk: int) -> Machine:
        """A machine that they look after; 404 where they do not read it, 403 where they only read."""
        machine = self.machine(pk)
        if not keeps(self.authority, machine):
            raise PermissionDenied
        return machine


# HR officers, auditors, operators and supervisors.
for_readers = page_of(is_reader, Visitor)
for_hr = page_of(lambda authority: authority.is_hr, Visitor)
