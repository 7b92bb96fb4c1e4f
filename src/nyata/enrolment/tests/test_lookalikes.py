"""One face, one NIP: a resemblance is a question to an officer, never a refusal to the person."""

import time

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction

from nyata.enrolment import selectors
from nyata.enrolment.models import DataKey, Enrolment, FaceTemplate, Lookalike, TemplateLook
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.services import answer_lookalike, look_at_photo
from nyata.enrolment.services.lookalikes import MOST_QUESTIONS, resembling
from nyata.enrolment.tests.factories import enrolled_face, some_face
from nyata.enrolment.tests.performing import begun, completed, enrol, some_burst, some_selfies, submission
from nyata.ledger.models import Opening
from nyata.people.models import Person
from nyata.people.tests.factories import make_person

THRESHOLD = 0.67


def turned(vector, cosine):
    """A unit vector whose cosine to another is exactly this."""
    other = np.random.default_rng(9).normal(size=192)
    other -= other @ vector * vector
    return (cosine * vector + np.sqrt(1 - cosine**2) * other / np.linalg.norm(other)).astype("<f4")


@pytest.fixture
def twins(people, now) -> Lookalike:
    """The supervisor's face enrolled for the servant too."""
    enrol(people.supervisor, people.hr, now)
    enrol(people.servant, people.operator, now)
    return Lookalike.objects.get()


def test_the_same_face_under_another_nip_is_a_question(people, twins):
    assert (twins.template.person, twins.other.person) == (people.servant, people.supervisor)
    assert selectors.face_state(people.servant) == "checking"
    assert selectors.template_of(people.servant) is None
    assert selectors.template_of(people.supervisor) is not None
    assert Opening.objects.filter(kind="lookalike").count() == 1


def test_the_person_is_not_refused_and_learns_only_that_it_is_being_checked(people, now):
    enrol(people.supervisor, people.hr, now)
    assert enrol(people.servant, people.operator, now).checking
    assert selectors.active_device(people.servant) is not None


def test_another_face_is_no_question(people, now):
    enrol(people.supervisor, people.hr, now)
    started = begun(people.servant, people.operator, now)
    sent = submission(started, photos=some_selfies(other=True), frames=some_burst(other=True))
    assert not completed(started, sent, now).checking
    assert selectors.template_of(people.servant) is not None


@pytest.mark.parametrize("cosine, hit", [(0.669, False), (0.671, True), (1.0, True)])
def test_a_question_is_asked_from_the_threshold_on(people, now, cosine, hit):
    vector = some_face(1)
    template = enrolled_face(people.supervisor, turned(vector, cosine))
    found = resembling(vector, person=people.servant, threshold=THRESHOLD)
    assert found == ([template.pk] if hit else [])


def test_ones_own_template_superseded_ones_and_other_engines_are_left_out(people):
    vector = some_face(1)
    enrolled_face(people.servant, vector)
    old, foreign = enrolled_face(people.supervisor, vector), enrolled_face(people.operator, vector)
    FaceTemplate.objects.filter(pk=old.pk).update(superseded_at=old.made_at)
    FaceTemplate.objects.filter(pk=foreign.pk).update(engine="0" * 16)
    assert resembling(vector, person=people.servant, threshold=THRESHOLD) == []


def test_the_most_alike_come_first_and_not_too_many(people, now):
    vector = some_face(1)
    alike = [0.7, 0.99, 0.8, 0.75, 0.9]
    templates = [enrolled_face(make_person(unit=people.clinic), turned(vector, one)).pk for one in alike]
    found = resembling(vector, person=people.servant, threshold=THRESHOLD)
    assert found == [templates[at] for at in (1, 4, 2, 3, 0)]
    assert MOST_QUESTIONS == 3


def test_one_damaged_template_stops_nobody(people, caplog):
    vector = some_face(1)
    damaged, sound = enrolled_face(people.supervisor, vector), enrolled_face(people.operator, vector)
    FaceTemplate.objects.filter(pk=damaged.pk).update(sealed=bytes(damaged.sealed)[:-1] + b"\x00")
    assert resembling(vector, person=people.servant, threshold=THRESHOLD) == [sound.pk]
    assert str(damaged.pk) in caplog.text


@pytest.mark.slow
def test_twelve_thousand_are_searched_in_a_moment(people, now):
    unit = people.clinic
    crowd = Person.objects.bulk_create(
        Person(nip=f"{19700101 + at // 1000:08d}{at:010d}", name=str(at), unit=unit, password="!")
        for at in range(12_000)
    )
    from nyata.enrolment import vault
    from nyata.enrolment.engine import ENGINE
    from nyata.enrolment.face_seal import TEMPLATE, seal_face

    name, wrapping = next(iter(vault.keyring().items()))
    keys = [
        DataKey(person=one, wrapped=vault.wrap(one.pk, bytes(32), wrapping), wrapping_key_id=name, made_at=now)
        for one in crowd
    ]
    DataKey.objects.bulk_create(keys)
    rng = np.random.default_rng(0)
    faces = rng.normal(size=(len(crowd), 192)).astype("<f4")
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    FaceTemplate.objects.bulk_create(
        FaceTemplate(person=one, sealed=seal_face(key, face.tobytes(), TEMPLATE, None), engine=ENGINE, made_at=now)
        for one, key, face in zip(crowd, keys, faces, strict=True)
    )
    started = time.perf_counter()
    found = resembling(faces[4_321], person=people.servant, threshold=THRESHOLD)
    spent = time.perf_counter() - started
    assert len(found) == 1
    print(f"12,000 templates searched in {spent:.2f} s")  # noqa: T201 - a measurement, not a limit: machines differ


# The officer


def look(question, actor, now):
    for template in (question.template, question.other):
        look_at_photo(template=template, actor=actor, why="pertanyaan", at=now)


def answer(question, actor, now, say="different", reason="Kakak beradik"):
    return answer_lookalike(question=question, actor=actor, answer=say, reason=reason, at=now)


def refusal(*given, **more) -> Code:
    with pytest.raises(Refused) as caught:
        answer(*given, **more)
    return caught.value.code


def test_two_people_puts_the_template_in_force(people, twins, now):
    look(twins, people.hr, now)
    answer(twins, people.hr, now)
    assert selectors.template_of(people.servant) is not None
    assert Opening.objects.filter(kind="lookalike").count() == 2


def test_one_person_takes_it_out_and_the_person_can_be_enrolled_anew(people, twins, now):
    look(twins, people.hr, now)
    answer(twins, people.hr, now, "same")
    assert selectors.face_state(people.servant) == "none"
    assert begun(people.servant, people.operator, now).enrolment.scope == "face"


def test_every_question_must_be_answered(people, twins, now):
    third = enrolled_face(people.operator)
    other = Lookalike.objects.create(enrolment=twins.enrolment, template=twins.template, other=third, asked_at=now)
    look(twins, people.hr, now)
    answer(twins, people.hr, now)
    assert selectors.template_of(people.servant) is None
    look(other, people.hr, now)
    answer(other, people.hr, now)
    assert selectors.template_of(people.servant) is not None


def test_nobody_answers_without_having_looked_at_both(people, twins, now):
    assert refusal(twins, people.hr, now) == Code.LOOK_FIRST
    look_at_photo(template=twins.template, actor=people.hr, why="satu saja", at=now)
    assert refusal(twins, people.hr, now) == Code.LOOK_FIRST


def test_an_answer_needs_words_and_is_given_once(people, twins, now):
    look(twins, people.hr, now)
    assert refusal(twins, people.hr, now, reason="  ") == Code.WORDS_MISSING
    answer(twins, people.hr, now)
    assert refusal(twins, people.hr, now) == Code.QUESTION_CLOSED


def test_whoever_opened_the_enrolment_does_not_answer_alone(people, twins, now):
    Enrolment.objects.filter(pk=twins.enrolment_id).update(officer=people.hr)
    look(twins, people.hr, now)
    assert refusal(twins, people.hr, now) == Code.SECOND_PERSON


@pytest.mark.parametrize("who", ["operator", "auditor", "executive", "other_supervisor"])
def test_only_hr_answers(people, twins, now, who):
    assert refusal(twins, getattr(people, who), now) == Code.NOT_ALLOWED


@pytest.mark.parametrize("who", ["servant", "supervisor"])
def test_neither_of_the_two_answers_even_with_the_post(people, twins, now, who):
    from nyata.people.models import Post
    from nyata.people.tests.factories import make_post

    make_post(getattr(people, who), Post.Role.HR)
    assert refusal(twins, getattr(people, who), now) == Code.NOT_ON_ONESELF


def test_every_look_is_in_the_ledger_and_the_person_sees_it(people, twins, now):
    look(twins, people.hr, now)
    assert Opening.objects.filter(kind="photo_look").count() == 2
    (seen,) = selectors.looks_at_reference(people.servant)
    assert (seen.actor, seen.why) == (people.hr, "pertanyaan")
    assert TemplateLook.objects.count() == 2


@pytest.mark.parametrize(
    ("table", "change"), [("enrolment_templatelook", "why = 'x'"), ("enrolment_noticereading", "version = 'x'")]
)
def test_a_look_and_a_reading_of_the_notice_are_never_changed_or_deleted(people, twins, now, table, change):
    look(twins, people.hr, now)
    for statement in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608
        with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a pending foreign key would refuse first
            cursor.execute(statement)
