"""Deciding the stage of a unit."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person, RolloutDecision, Unit
from nyata.people.refusals import Code, Refused
from nyata.people.selectors import decision_in_force, has_surveyed_site
from nyata.people.services.guards import require_hr

Stage = RolloutDecision.Stage


@dataclass(frozen=True, slots=True)
class StageOrder:
    """What is decided, with the documents it rests on (Perbup or SE, signed DPIA)."""

    stage: str
    valid_from: dt.date
    document_number: str = ""
    dpia_number: str = ""
    dpia_signed_on: dt.date | None = None


def decide_stage(*, actor: Person, unit: Unit, order: StageOrder, at: dt.datetime) -> RolloutDecision:
    """Set a unit's stage from a day on, today at the earliest. Decisions are added, never edited.

    Raises Refused: not_hr, unit_inactive, backdated, same_stage; and for `live`: document_missing, dpia_missing,
    dpia_date_missing, dpia_in_future (the impact assessment of UU 27/2022 Ps 34), no_surveyed_site.
    """
    require_hr(actor, at)
    today = timezone.localdate(at)
    if not unit.is_active:
        raise Refused(Code.UNIT_INACTIVE)
    if order.valid_from < today:
        raise Refused(Code.BACKDATED)
    if order.stage == Stage.LIVE:
        _require_ready(unit, order, today)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        now = decision_in_force(unit, order.valid_from)
        if now and now.unit_id == unit.pk and now.stage == order.stage:
            raise Refused(Code.SAME_STAGE)
        decision = RolloutDecision.objects.create(
            unit=unit,
            stage=order.stage,
            valid_from=order.valid_from,
            document_number=order.document_number.strip(),
            dpia_number=order.dpia_number.strip(),
            dpia_signed_on=order.dpia_signed_on,
            decided_by=actor,
            decided_at=at,
        )
        ledger.append(Kind.ROLLOUT, _facts(decision, actor), at=at)
    return decision


def _require_ready(unit: Unit, order: StageOrder, today: dt.date) -> None:
    if not order.document_number.strip():
        raise Refused(Code.DOCUMENT_MISSING)
    if not order.dpia_number.strip():
        raise Refused(Code.DPIA_MISSING)
    if order.dpia_signed_on is None:
        raise Refused(Code.DPIA_DATE_MISSING)
    if order.dpia_signed_on > today:
        raise Refused(Code.DPIA_IN_FUTURE)
    if not has_surveyed_site(unit, order.valid_from):
        raise Refused(Code.NO_SURVEYED_SITE)


def _facts(decision: RolloutDecision, actor: Person) -> dict[str, object]:
    signed = decision.dpia_signed_on
    return {
        "decision": decision.pk,
        "unit": decision.unit_id,
        "stage": decision.stage,
        "from": decision.valid_from.isoformat(),
        "document": decision.document_number,
        "dpia": decision.dpia_number,
        "dpia_signed_on": signed.isoformat() if signed else None,
        "actor": actor.pk,
    }
