"""A machine's clock that was off: asked by whoever looks after it, decided by another officer, applied beside."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person
from nyata.sources.models import ClockOffset, Machine
from nyata.sources.refusals import Code, Refused
from nyata.sources.services.days import days_of_offset_changed
from nyata.sources.services.guards import require_hr, require_keeper, require_words

MOST_SECONDS = 12 * 3600
Answer = ClockOffset.Answer


@dataclass(frozen=True, slots=True)
class OffsetWish:
    """`seconds` that the clock ran ahead (negative: behind) from `first` to `last`, both included; how it is known."""

    first: dt.date
    last: dt.date
    seconds: int
    words: str


def ask_offset(*, actor: Person, machine: Machine, wish: OffsetWish, at: dt.datetime) -> ClockOffset:
    """Propose an offset. Raises Refused: not_yours, offset_size, ends_before_start, offset_days, words_missing."""
    require_keeper(actor, machine, at)
    if not 1 <= abs(wish.seconds) <= MOST_SECONDS:
        raise Refused(Code.OFFSET_SIZE)
    if wish.last < wish.first:
        raise Refused(Code.ENDS_BEFORE_START)
    if wish.last > timezone.localdate(at):
        raise Refused(Code.OFFSET_DAYS)
    words = require_words(wish.words)
    with transaction.atomic():
        offset = ClockOffset.objects.create(
            machine=machine, first=wish.first, last=wish.last, seconds=wish.seconds, words=words[:300], asked_by=actor,
            asked_at=at,
        )  # fmt: skip
        ledger.append(Kind.CLOCK_OFFSET, _facts(offset, actor, "asked"), at=at)
    return offset


def answer_offset(*, actor: Person, offset: ClockOffset, granted: bool, at: dt.datetime) -> ClockOffset:
    """Decide. Granted: the days it touches are reckoned again where the machine counts.

    Raises Refused: not_hr, not_on_oneself, answered, offset_overlaps.
    """
    require_hr(actor, at)
    if offset.asked_by_id == actor.pk:
        raise Refused(Code.NOT_ON_ONESELF)
    with transaction.atomic():
        offset = ClockOffset.objects.select_for_update().get(pk=offset.pk)
        if offset.answer:
            raise Refused(Code.ANSWERED)
        offset.answer = Answer.GRANTED if granted else Answer.KEPT
        offset.answered_by, offset.answered_at = actor, at
        try:
            with transaction.atomic():
                offset.save(update_fields=["answer", "answered_by", "answered_at"])
        except IntegrityError as error:
            raise Refused(Code.OFFSET_OVERLAPS) from error
        ledger.append(Kind.CLOCK_OFFSET, _facts(offset, actor, offset.answer), at=at)
        if granted:
            days_of_offset_changed(offset, at=at)
    return offset


def _facts(offset: ClockOffset, actor: Person, step: str) -> dict[str, object]:
    return {
        "offset": offset.pk, "machine": offset.machine_id, "seconds": offset.seconds, "step": step,
        "from": offset.first.isoformat(), "to": offset.last.isoformat(), "actor": actor.pk,
    }  # fmt: skip
