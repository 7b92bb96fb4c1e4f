"""Standing in: an approver who will be away names who decides meanwhile."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from nyata.leave.models import Delegation
from nyata.leave.refusals import Code, Refused
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person
from nyata.people.selectors import authority_of

NO_OVERLAP = "delegations_do_not_overlap"


@transaction.atomic
def delegate(
    *, approver: Person, delegate: Person, first: dt.date, last: dt.date, words: str = "", at: dt.datetime
) -> Delegation:
    """Name somebody of one's own OPD who decides from `first` to `last`, in the approver's name.

    Raises Refused: not_an_approver, delegate_elsewhere, ends_before_start, too_late, delegated_already.
    """
    on = timezone.localdate(at)
    powers = authority_of(approver, on)
    if not powers.supervises and not powers.is_executive:
        raise Refused(Code.NOT_AN_APPROVER)
    if delegate.pk == approver.pk or not delegate.is_active or _opd(delegate) != _opd(approver):
        raise Refused(Code.DELEGATE_ELSEWHERE)
    if last < first:
        raise Refused(Code.ENDS_BEFORE_START)
    if first < on:
        raise Refused(Code.TOO_LATE)
    try:
        with transaction.atomic():
            made = Delegation.objects.create(
                approver=approver, delegate=delegate, first=first, last=last, words=words.strip()[:300], made_at=at
            )
    except IntegrityError as error:
        if NO_OVERLAP not in str(error):
            raise
        raise Refused(Code.DELEGATED_ALREADY) from error
    ledger.append(Entry.DELEGATION, {"event": "given", **_facts(made)}, at=at)
    return made


@transaction.atomic
def end_delegation(*, approver: Person, delegation: Delegation, at: dt.datetime) -> None:
    """Take the power back from today on. Raises Refused: not_allowed, closed."""
    current = Delegation.objects.select_for_update().get(pk=delegation.pk)
    on = timezone.localdate(at)
    if current.approver_id != approver.pk:
        raise Refused(Code.NOT_ALLOWED)
    if current.ended_on is not None or current.last < on:
        raise Refused(Code.CLOSED)
    current.ended_on = on
    current.save(update_fields=["ended_on"])
    ledger.append(Entry.DELEGATION, {"event": "ended", **_facts(current), "ended": on.isoformat()}, at=at)


def _opd(person: Person) -> str:
    return (person.unit.path or "").split(".")[0]


def _facts(one: Delegation) -> dict[str, object]:
    return {
        "delegation": one.pk,
        "approver": one.approver_id,
        "delegate": one.delegate_id,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
    }
