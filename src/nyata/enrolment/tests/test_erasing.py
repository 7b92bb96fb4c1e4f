"""Templates that were replaced are erased after their time."""

import datetime as dt

import pytest

from nyata.enrolment.models import Enrolment, FaceTemplate, Lookalike
from nyata.enrolment.services import erase_superseded
from nyata.enrolment.tasks import erase_templates
from nyata.enrolment.tests.factories import enrolled_face
from nyata.ledger.models import Opening
from nyata.rules.selectors import policy_on

DAY = dt.timedelta(days=1)


@pytest.fixture
def old(people, now) -> FaceTemplate:
    template = enrolled_face(people.servant, photo=b"foto")
    template.superseded_at = now - 90 * DAY
    template.save()
    return template


def test_what_was_replaced_long_ago_is_emptied_and_the_row_stays(people, old, now):
    kept = enrolled_face(people.servant)
    assert erase_superseded(before=now - 89 * DAY, at=now) == 1
    old.refresh_from_db()
    kept.refresh_from_db()
    assert (bytes(old.sealed), old.photo_sealed) == (b"", None)
    assert bytes(kept.sealed)
    assert Opening.objects.filter(kind="enrolment").count() == 1


def test_not_before_its_time_and_not_twice(people, old, now):
    assert erase_superseded(before=now - 90 * DAY, at=now) == 0
    assert erase_superseded(before=now, at=now) == 1
    assert erase_superseded(before=now, at=now) == 0
    assert Opening.objects.filter(kind="enrolment").count() == 1


def test_what_an_open_question_needs_stays(people, old, now):
    enrolment = Enrolment.objects.create(
        person=people.servant, officer=people.hr, card="ktp_el", scope="full", code_salt=bytes(16),
        state="complete", opened_at=now, expires_at=now,
    )  # fmt: skip
    other = enrolled_face(people.supervisor)
    question = Lookalike.objects.create(enrolment=enrolment, template=other, other=old, asked_at=now)
    assert erase_superseded(before=now, at=now) == 0
    question.answer = "different"
    question.save()
    assert erase_superseded(before=now, at=now) == 1


def test_the_nightly_work_keeps_them_as_long_as_the_policy_says(people, old):
    span = policy_on(dt.date(2026, 11, 23)).privacy.retention.superseded_templates
    now = dt.datetime.now(dt.UTC)
    FaceTemplate.objects.update(superseded_at=now - span + DAY)
    erase_templates(timestamp=0)
    assert bytes(FaceTemplate.objects.get().sealed)
    FaceTemplate.objects.update(superseded_at=now - span - DAY)
    erase_templates(timestamp=0)
    assert not bytes(FaceTemplate.objects.get().sealed)
