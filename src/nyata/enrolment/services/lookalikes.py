"""One face, one NIP: a new face is looked for among all, and what is found is a question to an officer."""

import datetime as dt
import logging
from typing import NamedTuple

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from nyata.enrolment import vault
from nyata.enrolment.engine import ENGINE
from nyata.enrolment.face_seal import TEMPLATE, open_face
from nyata.enrolment.models import Enrolment, FaceTemplate, Lookalike
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.services.looking import has_looked
from nyata.faces import template as templates
from nyata.faces.embedder import DIMENSIONS, Embedding
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person
from nyata.people.selectors import authority_of

log = logging.getLogger("nyata.enrolment")
# Shown side by side: more than a few would be a sign of a bad photograph, not of a family.
MOST_QUESTIONS = 3
SEARCH_LOCK = 0x6E79_6174_6166_6163  # "nyatafac"


class _Key(NamedTuple):
    """A vault.Wrapped. Making a model of each row took a third of the whole search."""

    person_id: int
    wrapped: bytes | memoryview
    wrapping_key_id: str


def one_search_at_a_time() -> None:
    """Hold until the transaction ends: two new templates of one face must not miss each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEARCH_LOCK])


def resembling(vector: Embedding, *, person: Person, threshold: float) -> list[int]:
    """Ids of other people's templates at or above the threshold, most alike first.

    About 15 microseconds of processor a template, in which other threads get their turns.
    """
    rows = FaceTemplate.objects.filter(superseded_at=None, engine=ENGINE).exclude(person=person)
    found = rows.values_list(
        "pk",
        "person_id",
        "enrolment_id",
        "sealed",
        "person__data_key__wrapped",
        "person__data_key__wrapping_key_id",
    )
    ids: list[int] = []
    plain = bytearray()
    for pk, owner, enrolment, sealed, wrapped, wrapping_key_id in found.iterator(chunk_size=2000):
        try:
            plain += open_face(_Key(owner, wrapped, wrapping_key_id), bytes(sealed), TEMPLATE, enrolment)
        except vault.Unsealable:
            # One damaged row must not stop everybody's enrolment; it is named for whoever mends it.
            log.exception("template %s cannot be opened and was left out of the search", pk)
            continue
        ids.append(pk)
    matrix = np.frombuffer(bytes(plain), "<f4").reshape(-1, DIMENSIONS)
    return [ids[row] for row, _cosine in templates.search(vector, matrix, threshold)]


def ask_about(*, enrolment: Enrolment, template: FaceTemplate, others: list[int], at: dt.datetime) -> int:
    """Write the questions for a new template, in the caller's transaction; returns how many."""
    asked = [
        Lookalike(enrolment=enrolment, template=template, other_id=other, asked_at=at)
        for other in others[:MOST_QUESTIONS]
    ]
    for one in Lookalike.objects.bulk_create(asked):
        append(Kind.LOOKALIKE, {"question": one.pk, "event": "asked", "person": template.person_id}, at=at)
    return len(asked)


def guard_answering(*, question: Lookalike, actor: Person, on: dt.date) -> None:
    """Whether the actor may answer: an HR officer who is neither of the two people nor opened the enrolment.

    Whoever could do both alone could give one face two NIPs. Raises Refused(not_on_oneself | not_allowed |
    second_person).
    """
    if actor.pk in (question.template.person_id, question.other.person_id):
        raise Refused(Code.NOT_ON_ONESELF)
    if not authority_of(actor, on).is_hr:
        raise Refused(Code.NOT_ALLOWED)
    if actor.pk == question.enrolment.officer_id:
        raise Refused(Code.SECOND_PERSON)


@transaction.atomic
def answer_lookalike(*, question: Lookalike, actor: Person, answer: str, reason: str, at: dt.datetime) -> Lookalike:
    """Say whether two templates are of two people or of one, after having looked at both pictures.

    "different" on all questions about a template puts it in force; "same" takes it out, and the person can be
    enrolled anew. Raises what `guard_answering` raises, and Refused(question_closed | look_first | words_missing).
    """
    current = (
        Lookalike.objects.select_for_update(of=("self",))
        .select_related("template", "other", "enrolment")
        .get(pk=question.pk)
    )
    guard_answering(question=current, actor=actor, on=timezone.localdate(at))
    if current.answer != Lookalike.Answer.OPEN:
        raise Refused(Code.QUESTION_CLOSED)
    if not (has_looked(actor, current.template) and has_looked(actor, current.other)):
        raise Refused(Code.LOOK_FIRST)
    if not reason.strip():
        raise Refused(Code.WORDS_MISSING)
    current.answer = Lookalike.Answer(answer)
    current.reason, current.answered_at, current.answered_by = reason.strip()[:300], at, actor
    current.save(update_fields=["answer", "reason", "answered_at", "answered_by"])
    if current.answer == Lookalike.Answer.SAME:
        FaceTemplate.objects.filter(pk=current.template_id, superseded_at=None).update(superseded_at=at)
    content = {"question": current.pk, "event": current.answer, "officer": actor.pk}
    append(Kind.LOOKALIKE, content | {"person": current.template.person_id}, at=at)
    return current
