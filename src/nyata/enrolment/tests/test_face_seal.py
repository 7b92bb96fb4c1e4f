"""A template opens for the enrolment that made it, and for no other, not even of the same person."""

import datetime as dt

import pytest

from nyata.enrolment import vault
from nyata.enrolment.face_seal import PHOTO, TEMPLATE, open_face, seal_face
from nyata.enrolment.models import Enrolment, FaceTemplate
from nyata.enrolment.selectors import template_of
from nyata.enrolment.tests.factories import THEN, enrolled_face, some_face

DAY = dt.timedelta(days=1)


@pytest.fixture
def key(people):
    return vault.data_key_for(people.servant, THEN)


def enrolment_of(people) -> Enrolment:
    return Enrolment.objects.create(
        person=people.servant, officer=people.operator, card="ktp_el", scope="full", code_salt=bytes(16),
        state="complete", opened_at=THEN, expires_at=THEN + DAY,
    )  # fmt: skip


def test_a_template_swapped_between_two_enrolments_of_a_person_does_not_open(people):
    """Somebody who writes in the database puts the face of an earlier enrolment under the one in force."""
    before = enrolled_face(people.servant, some_face(1), enrolment=enrolment_of(people))
    FaceTemplate.objects.filter(pk=before.pk).update(superseded_at=THEN)
    now = enrolled_face(people.servant, some_face(2), enrolment=enrolment_of(people))
    assert template_of(people.servant) == some_face(2).tobytes()
    FaceTemplate.objects.filter(pk=now.pk).update(sealed=before.sealed)
    with pytest.raises(vault.Unsealable):
        template_of(people.servant)


def test_a_face_sealed_before_enrolments_were_bound_still_opens(people, key):
    plain = some_face(3).tobytes()
    old = vault.seal(key, plain, b"template")
    assert old[:1] == b"\x01"
    assert open_face(key, old, TEMPLATE, enrolment_of(people).pk) == plain


@pytest.mark.parametrize(("what", "enrolment"), [(PHOTO, 7), (TEMPLATE, 8), (TEMPLATE, None)])
def test_neither_another_place_nor_another_enrolment_opens_it(key, what, enrolment):
    sealed = seal_face(key, b"plain", TEMPLATE, 7)
    assert open_face(key, sealed, TEMPLATE, 7) == b"plain"
    with pytest.raises(vault.Unsealable):
        open_face(key, sealed, what, enrolment)


def test_the_byte_that_tells_how_it_was_sealed_cannot_be_turned_back(key):
    sealed = seal_face(key, b"plain", TEMPLATE, 7)
    with pytest.raises(vault.Unsealable):
        open_face(key, b"\x01" + sealed[1:], TEMPLATE, 8)
