"""Deciding which sources count for a unit."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person, RolloutDecision, Unit
from nyata.people.selectors import unit_stage
from nyata.sources.models import CountingDecision
from nyata.sources.refusals import Code, Refused
from nyata.sources.selectors.counting import rules_of
from nyata.sources.services.days import days_of_unit_changed
from nyata.sources.services.guards import require_hr

# Before the trial no day is recorded, so nothing could count (docs/decisions/0011).
OPEN = (RolloutDecision.Stage.TRIAL, RolloutDecision.Stage.LIVE)


def decide_counting(
    *, actor: Person, unit: Unit, rule: str, valid_from: dt.date, document_number: str, at: dt.datetime
) -> CountingDecision:
    """What counts for a unit and all below it without a decision of their own, from a day on, today at the earliest.

    Raises Refused: not_hr, rule_unknown, document_missing, backdated, stage_too_early, same_rule.
    """
    require_hr(actor, at)
    if rule not in CountingDecision.Rule.values:
        raise Refused(Code.RULE_UNKNOWN)
    if not document_number.strip():
        raise Refused(Code.DOCUMENT_MISSING)
    if valid_from < timezone.localdate(at):
        raise Refused(Code.BACKDATED)
    if unit_stage(unit, valid_from) not in OPEN:
        raise Refused(Code.STAGE_TOO_EARLY)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        if rules_of(unit, valid_from, valid_from)[0].what == rule:
            raise Refused(Code.SAME_RULE)
        decision = CountingDecision.objects.create(
            unit=unit, rule=rule, valid_from=valid_from, document_number=document_number.strip()[:80],
            decided_by=actor, decided_at=at,
        )  # fmt: skip
        days_of_unit_changed(unit, valid_from, at=at)
        content = {
            "decision": decision.pk, "unit": unit.pk, "rule": rule, "from": valid_from.isoformat(),
            "document": decision.document_number, "actor": actor.pk,
        }  # fmt: skip
        ledger.append(Kind.COUNTING, content, at=at)
    return decision
