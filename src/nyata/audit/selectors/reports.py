"""Reports and the findings of months, as auditors and executives read them, and owners their own."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, When

from nyata.audit.models import Finding, Report, Step
from nyata.people.models import Person
from nyata.people.selectors import Authority

Kind = Step.Kind
STATE = (Kind.ANSWERED, Kind.CLOSED, Kind.REOPENED)


@dataclass(frozen=True)
class Read:
    """A report with what it says."""

    report: Report

    @cached_property
    def says(self) -> Mapping[str, Any]:
        """Its content."""
        found = json.loads(bytes(self.report.content))
        assert isinstance(found, dict)
        return found

    @property
    def checks(self) -> Sequence[Mapping[str, Any]]:
        return list(self.says["checks"])


@dataclass(frozen=True)
class Shown:
    """A finding with its newest assignment and what became of it."""

    finding: Finding

    @cached_property
    def steps(self) -> list[Step]:
        """Oldest first."""
        return sorted(self.finding.steps.all(), key=lambda step: step.pk)

    @property
    def assignment(self) -> Step:
        return next(step for step in reversed(self.steps) if step.kind == Kind.ASSIGNED)

    @property
    def state(self) -> str:
        """open, answered or closed."""
        newest = next((step.kind for step in reversed(self.steps) if step.kind in STATE), Kind.REOPENED)
        return {Kind.ANSWERED: "answered", Kind.CLOSED: "closed"}.get(Kind(newest), "open")

    def is_late(self, today: dt.date) -> bool:
        """Whether it waits for its owner past the day."""
        due = self.assignment.due_on
        return self.state == "open" and due is not None and due < today


def about(finding: Finding) -> set[int]:
    """The people whom it is about: they neither answer it nor close it."""
    return {value for kind, value in finding.records if kind == "person"}


def checkpoint_note(report: Report | None) -> str:
    """The checkpoint that a report kept; empty where there was none."""
    if report is None:
        return ""
    told = next((one for one in Read(report).checks if one["name"] == "log"), None)
    return str((told or {"figures": {}})["figures"].get("checkpoint") or "")


def may_read(authority: Authority) -> bool:
    """Whether reports are somebody's to read."""
    return authority.is_auditor or authority.is_executive


def reports() -> QuerySet[Report]:
    """Every report without its content, the newest month and version first."""
    return Report.objects.defer("content").order_by("-month", "-version")


def newest_before(month: dt.date) -> Report | None:
    """The newest report of an earlier month. One query."""
    return reports().filter(month__lt=month).first()


def findings() -> QuerySet[Finding]:
    """Findings with their steps and people."""
    steps = Prefetch("steps", Step.objects.select_related("owner__unit", "actor").order_by("pk"))
    return Finding.objects.select_related("unit", "report").defer("report__content").prefetch_related(steps)


def gravest_first(found: QuerySet[Finding]) -> QuerySet[Finding]:
    """In the order in which a desk looks at them, the newest month first among equals."""
    order = [When(weight=weight, then=place) for place, weight in enumerate(Finding.Weight.values)]
    return found.annotate(gravity=Case(*order, output_field=IntegerField())).order_by("gravity", "-report__month", "pk")


def with_state(found: QuerySet[Finding], state: str) -> QuerySet[Finding]:
    """Those in a state: open, answered, closed, or "waiting" for the first two."""
    newest = Step.objects.filter(finding=OuterRef("pk"), kind__in=STATE).order_by("-pk").values("kind")[:1]
    told = found.annotate(newest=Subquery(newest))
    if state == "closed":
        return told.filter(newest=Kind.CLOSED)
    if state == "answered":
        return told.filter(newest=Kind.ANSWERED)
    if state == "open":
        return told.exclude(newest__in=(Kind.CLOSED, Kind.ANSWERED)) | told.filter(newest=None)
    return told.exclude(newest=Kind.CLOSED) | told.filter(newest=None)


def finding_for(actor: Person, authority: Authority, pk: int) -> Shown:
    """One finding: for auditors and executives any, for others one that they are to answer.

    Raises Finding.DoesNotExist.
    """
    found = findings()
    if not may_read(authority):
        found = owned_by(found, actor)
    return Shown(found.get(pk=pk))


def owned_by(found: QuerySet[Finding], person: Person) -> QuerySet[Finding]:
    """Those whose newest assignment names the person."""
    assigned = Step.objects.filter(finding=OuterRef("pk"), kind=Kind.ASSIGNED)
    newest = assigned.order_by("-pk").values("owner")[:1]
    ever = Exists(assigned.filter(owner=person))
    return found.filter(ever).annotate(owner=Subquery(newest)).filter(owner=person.pk)
