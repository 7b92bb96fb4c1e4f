"""A template opens for the enrolment that made it, and for no other, not even of the same person."""

import base64
import datetime as dt
import importlib

import pytest
from django.apps import apps
from django.db import connection

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


def former(people, key, vector, **fields) -> FaceTemplate:
    """A face as it was sealed when only the person was named."""
    face = enrolled_face(people.servant, vector, **fields)
    face.sealed = vault.seal(key, vector.tobytes(), b"template")
    face.photo_sealed = vault.seal(key, b"jpeg", b"photo")
    face.save()
    return face


def bind() -> None:
    migration = importlib.import_module("nyata.enrolment.migrations.0003_bound_faces")
    with connection.schema_editor() as editor:
        migration.bind(apps, editor)


def test_a_face_sealed_before_enrolments_were_bound_opens_for_none_but_its_own_after_the_migration(people, key):
    first, second = enrolment_of(people), enrolment_of(people)
    face = former(people, key, some_face(3), enrolment=first)
    old = face.sealed
    with pytest.raises(vault.Unsealable):
        template_of(people.servant)
    bind()
    assert template_of(people.servant) == some_face(3).tobytes()
    face.refresh_from_db()
    assert open_face(key, bytes(face.photo_sealed), PHOTO, first.pk) == b"jpeg"
    with pytest.raises(vault.Unsealable):
        open_face(key, bytes(face.sealed), TEMPLATE, second.pk)
    FaceTemplate.objects.update(sealed=old)
    with pytest.raises(vault.Unsealable):
        template_of(people.servant)  # a former seal put back opens nothing


def test_the_migration_leaves_bound_erased_and_damaged_faces_as_they_are(people, key):
    bound = enrolled_face(people.servant, some_face(1), enrolment=enrolment_of(people))
    was = bytes(bound.sealed)
    erased = enrolled_face(people.operator, some_face(2))
    FaceTemplate.objects.filter(pk=erased.pk).update(sealed=b"", photo_sealed=None)
    damaged = enrolled_face(people.supervisor, some_face(2))
    FaceTemplate.objects.filter(pk=damaged.pk).update(sealed=b"\x01" + bytes(40))
    bind()
    left = dict(FaceTemplate.objects.values_list("pk", "sealed"))
    assert [bytes(left[one.pk]) for one in (bound, erased, damaged)] == [was, b"", b"\x01" + bytes(40)]


def test_with_another_wrapping_key_the_migration_stops_and_changes_nothing(people, key, settings):
    face = former(people, key, some_face(3), enrolment=enrolment_of(people))
    settings.WRAPPING_KEY = base64.b64encode(bytes(32)).decode()
    with pytest.raises(vault.Unsealable):
        bind()
    assert bytes(FaceTemplate.objects.get().sealed) == face.sealed


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
