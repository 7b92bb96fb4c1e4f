"""Granting and ending posts: the only source of power over others."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person, Post, Unit
from nyata.people.refusals import Code, Refused
from nyata.people.services.guards import require_hr, require_other


@dataclass(frozen=True, slots=True)
class Appointment:
    """A post as its document words it; `valid_to` is its last day, None where it is open."""

    role: str
    unit: Unit
    standing: str
    valid_from: dt.date
    valid_to: dt.date | None
    document_number: str


def grant_post(*, actor: Person, person: Person, appointment: Appointment, at: dt.datetime) -> Post:
    """Give a person a post. Plt and Plh are posts like any other; nobody gives one to themselves.

    Raises Refused: not_hr, yourself, already_left, document_missing, ends_before_start, head_needs_opd,
    unit_inactive, post_overlaps, head_exists.
    """
    require_hr(actor, at)
    require_other(actor, person)
    _require_sound(person, appointment)
    with transaction.atomic():
        # Holding the unit's row makes two grants at one instant wait for each other.
        Unit.objects.select_for_update().get(pk=appointment.unit.pk)
        _require_free(person, appointment)
        post = Post.objects.create(
            person=person,
            unit=appointment.unit,
            role=appointment.role,
            standing=appointment.standing,
            valid_from=appointment.valid_from,
            valid_to=appointment.valid_to,
            document_number=appointment.document_number.strip(),
            granted_by=actor,
        )
        ledger.append(Kind.POST, {"action": "granted", **_facts(post, actor)}, at=at)
    return post


def end_post(*, actor: Person, post: Post, last_day: dt.date, document_number: str, at: dt.datetime) -> Post:
    """End a post after `last_day`. Its past stays: what was decided under it was decided with power.

    Raises Refused: not_hr, yourself, post_ended, ends_before_start, document_missing, backdated.
    """
    require_hr(actor, at)
    require_other(actor, post.person)
    today = timezone.localdate(at)
    if post.valid_to and post.valid_to < today:
        raise Refused(Code.POST_ENDED)
    if not document_number.strip():
        raise Refused(Code.DOCUMENT_MISSING)
    if last_day < post.valid_from:
        raise Refused(Code.ENDS_BEFORE_START)
    if last_day < today - dt.timedelta(days=1):
        raise Refused(Code.BACKDATED)
    with transaction.atomic():
        post.valid_to = last_day
        post.save(update_fields=["valid_to"])
        content = {"action": "ended", "by_document": document_number.strip(), **_facts(post, actor)}
        ledger.append(Kind.POST, content, at=at)
    return post


def _require_sound(person: Person, appointment: Appointment) -> None:
    if not person.is_active:
        raise Refused(Code.ALREADY_LEFT)
    if not appointment.document_number.strip():
        raise Refused(Code.DOCUMENT_MISSING)
    if appointment.valid_to and appointment.valid_to < appointment.valid_from:
        raise Refused(Code.ENDS_BEFORE_START)
    if appointment.role == Post.Role.OPD_HEAD and appointment.unit.parent_id is not None:
        raise Refused(Code.HEAD_NEEDS_OPD)
    if not appointment.unit.is_active:
        raise Refused(Code.UNIT_INACTIVE)


def _require_free(person: Person, appointment: Appointment) -> None:
    same = Post.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=appointment.valid_from),
        unit=appointment.unit,
        role=appointment.role,
    )
    if appointment.valid_to:
        same = same.filter(valid_from__lte=appointment.valid_to)
    if same.filter(person=person).exists():
        raise Refused(Code.POST_OVERLAPS)
    definitive = Post.Standing.DEFINITIVE
    is_head = appointment.role == Post.Role.OPD_HEAD and appointment.standing == definitive
    if is_head and same.filter(standing=definitive).exists():
        raise Refused(Code.HEAD_EXISTS)


def _facts(post: Post, actor: Person) -> dict[str, object]:
    return {
        "post": post.pk,
        "person": post.person_id,
        "unit": post.unit_id,
        "role": post.role,
        "standing": post.standing,
        "from": post.valid_from.isoformat(),
        "to": post.valid_to.isoformat() if post.valid_to else None,
        "document": post.document_number,
        "actor": actor.pk,
    }
