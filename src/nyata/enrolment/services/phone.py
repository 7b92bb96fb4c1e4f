"""The phone's first half: typing the code that the officer's screen shows."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nyata.core.verification.moves import Draw, draw
from nyata.enrolment.models import Device, Enrolment
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.selectors.own import accommodations_on, has_read_notice
from nyata.enrolment.services.opening import close, code_fits
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person
from nyata.rules.selectors import policy_on


@dataclass(frozen=True, slots=True)
class Started:
    """What the phone is to do. `draw` has no moves where the person has the arrangement no_moves.

    `new_page_key`: the page key already on this phone served this person before and may not serve again.
    """

    enrolment: Enrolment
    draw: Draw
    frames: int
    selfies: int
    new_page_key: bool


def enter_code(*, person: Person, code: str, page_key: bytes | None, at: dt.datetime) -> Started:
    """Check the 6 digits and hand out a new challenge. `page_key`: thumbprint of the key already on the phone.

    Raises Refused(notice_not_read | enrolment_unknown | enrolment_expired | code_wrong | code_tries_used_up |
    device_of_another). Wrong digits are counted even so.
    """
    if not has_read_notice(person):
        raise Refused(Code.NOTICE_NOT_READ)
    on = timezone.localdate(at)
    terms = policy_on(on)
    enrolment, wrong = _try_code(person, code, terms.enrolment.supervised.code_tries, at)
    if wrong is not None:
        raise Refused(wrong)
    new_page_key = False
    if page_key is not None and enrolment.scope != Enrolment.Scope.FACE:
        new_page_key = _page_key_spent(enrolment, page_key, at)
    moves = 0 if "no_moves" in accommodations_on(person, on) else terms.verification.capture.moves
    with_face = enrolment.scope != Enrolment.Scope.DEVICE
    return Started(
        enrolment=enrolment,
        draw=draw(bytes(enrolment.challenge or b""), moves),
        frames=terms.verification.capture.frames if with_face else 0,
        selfies=terms.enrolment.supervised.selfies_min if with_face else 0,
        new_page_key=new_page_key,
    )


@transaction.atomic
def _try_code(person: Person, code: str, most: int, at: dt.datetime) -> tuple[Enrolment, Code | None]:
    """The open enrolment and what is wrong with the code. Returned, not raised: the count must stay."""
    enrolment = Enrolment.objects.select_for_update().filter(person=person, state=Enrolment.State.OPEN).first()
    if enrolment is None:
        raise Refused(Code.ENROLMENT_UNKNOWN)
    if enrolment.expires_at <= at:
        raise Refused(Code.ENROLMENT_EXPIRED)
    if not code_fits(enrolment, code):
        enrolment.code_tries += 1
        enrolment.save(update_fields=["code_tries"])
        if enrolment.code_tries < most:
            return enrolment, Code.CODE_WRONG
        close(enrolment, "code_tries_used_up", at)
        return enrolment, Code.CODE_TRIES_USED_UP
    enrolment.code_entered_at = at
    enrolment.challenge = secrets.token_bytes(32)
    enrolment.save(update_fields=["code_entered_at", "challenge"])
    return enrolment, None


def _page_key_spent(enrolment: Enrolment, thumbprint: bytes, at: dt.datetime) -> bool:
    """Whether this person had this page key before. Raises Refused(device_of_another)."""
    owner = Device.objects.filter(page_key_thumbprint=thumbprint).values_list("person_id", flat=True).first()
    if owner is not None and owner != enrolment.person_id:
        note_refusal(enrolment=enrolment, code=Code.DEVICE_OF_ANOTHER, at=at)
        raise Refused(Code.DEVICE_OF_ANOTHER)
    return owner is not None


@transaction.atomic
def note_refusal(*, enrolment: Enrolment, code: Code, at: dt.datetime) -> None:
    """Keep what was refused, for the officer's screen and in the ledger."""
    Enrolment.objects.filter(pk=enrolment.pk).update(last_refusal=code.value)
    content = {"enrolment": enrolment.pk, "person": enrolment.person_id, "code": code.value}
    append(Kind.ENROLMENT_REFUSED, content, at=at)
