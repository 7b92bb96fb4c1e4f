"""Vouching: from one's own bound phone, for one's own people, signed, counted, drawn at random; never a suspicion."""

import datetime as dt

import pytest
from django.utils import timezone

from nyata.checkins import selectors, services
from nyata.checkins.models import Attestation, CheckIn, Outcome
from nyata.checkins.services import witness as witness_services
from nyata.checkins.services.verdicts import Ruling, lock, write
from nyata.enrolment.models import Device
from nyata.ledger.models import Opening
from nyata.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def vouching(world):
    return world.phone_of(world.cast.supervisor)


def failed_attempt(world, outcome=Outcome.STEP_UP, reasons=("face_unsure",)) -> CheckIn:
    answer = world.phone.check_in()
    checkin = CheckIn.objects.get(public_id=answer.body["id"])
    write(lock(checkin.pk), Ruling("first", outcome, reasons, [], "0" * 64), timezone.now())
    return checkin


def test_a_supervisor_vouches_for_somebody_without_a_phone(world, vouching):
    answer = vouching.vouch(world.cast.servant.pk)
    assert answer.status == 201, answer
    made = Attestation.objects.get()
    assert (made.person, made.witness, made.reason) == (world.cast.servant, world.cast.supervisor, "no_phone")
    assert made.day == selectors.day_of(made.made_at)
    assert Opening.objects.filter(kind="witness").count() == 1


def test_a_witness_helps_an_attempt_whose_face_was_not_read_and_its_own_time_counts(world, vouching):
    checkin = failed_attempt(world)
    answer = vouching.vouch(world.cast.servant.pk, but={"reason": "face", "checkin": str(checkin.public_id)})
    assert answer.status == 201, answer
    verdict = selectors.latest_verdict(checkin)
    assert (verdict.stage, verdict.outcome, verdict.reasons) == ("witness", Outcome.ACCEPTED, ["witness"])
    assert verdict.counts_at == checkin.acted_at


def test_an_attempt_outside_every_fence_counts_from_when_the_witness_vouched(world, vouching):
    checkin = failed_attempt(world, Outcome.REVIEW, ["outside_site"])
    answer = vouching.vouch(world.cast.servant.pk, but={"checkin": str(checkin.public_id)})
    assert answer.status == 201, answer
    verdict, made = selectors.latest_verdict(checkin), Attestation.objects.get()
    assert (verdict.stage, verdict.outcome) == ("witness", Outcome.ACCEPTED)
    assert verdict.counts_at == made.made_at > checkin.acted_at


def test_a_witness_neither_settles_declared_field_duty_nor_moves_its_time(world, vouching):
    """It counts from its press until the supervisor decides; what the witness saw counts by itself."""
    checkin = failed_attempt(world, Outcome.REVIEW, ["field_duty_declared", "outside_site"])
    answer = vouching.vouch(world.cast.servant.pk, but={"checkin": str(checkin.public_id)})
    assert answer.status == 201, answer
    verdict, made = selectors.latest_verdict(checkin), Attestation.objects.get()
    assert (verdict.stage, verdict.outcome, verdict.counts_at) == ("first", Outcome.REVIEW, checkin.acted_at)
    assert made.checkin is None
    assert made.payload["checkin"] == str(checkin.public_id)


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.DECLINED])
def test_what_is_settled_is_not_settled_again_by_a_witness(world, vouching, outcome):
    checkin = failed_attempt(world, outcome)
    answer = vouching.vouch(world.cast.servant.pk, but={"checkin": str(checkin.public_id)})
    assert (answer.status, answer.code) == (409, "review_closed")
    assert not Attestation.objects.exists()


def test_an_attempt_of_somebody_else_is_not_found(world, vouching):
    checkin = failed_attempt(world)
    colleague = make_person("Wati Lembak", unit=world.cast.clinic)
    assert vouching.vouch(colleague.pk, but={"checkin": str(checkin.public_id)}).code == "not_found"


def test_nobody_vouches_for_themselves(world):
    assert world.phone.vouch(world.cast.servant.pk).code == "not_on_oneself"


@pytest.mark.parametrize("who", ["other_supervisor", "hr", "operator", "auditor"])
def test_nobody_vouches_for_people_who_are_not_theirs(world, who):
    phone = world.phone_of(getattr(world.cast, who))
    assert (phone.vouch(world.cast.servant.pk).code) == "not_allowed"


def test_a_colleague_named_for_the_unit_vouches_until_the_last_day(world):
    colleague = make_person("Wati Lembak", unit=world.cast.clinic)
    phone = world.phone_of(colleague)
    today = timezone.localdate()
    assert phone.vouch(world.cast.servant.pk).code == "not_allowed"
    named = services.name_witness(
        actor=world.cast.supervisor, unit=world.cast.clinic, person=colleague, valid_from=today, valid_to=today,
        reason="Atasan ke desa setiap Rabu", at=timezone.now(),
    )  # fmt: skip
    assert phone.vouch(world.cast.servant.pk).status == 201
    named.valid_to = named.valid_from = today - dt.timedelta(days=1)
    named.save()
    assert phone.vouch(world.cast.servant.pk).code == "not_allowed"


def test_a_borrowed_phone_does_not_vouch(world, vouching):
    theirs = world.phone
    vouching.passkey = theirs.passkey
    assert vouching.vouch(world.cast.servant.pk).code == "device_unknown"


def test_a_phone_that_was_given_up_does_not_vouch(world, vouching):
    Device.objects.filter(person=world.cast.supervisor).update(revoked_at=timezone.now())
    assert vouching.vouch(world.cast.servant.pk).code == "device_unknown"


def test_a_statement_is_signed_word_for_word(world, vouching, monkeypatch):
    import tests.client.phone as client

    right = client.witness_digest
    monkeypatch.setattr(client, "witness_digest", lambda nonce, payload: right(nonce, payload + b" "))
    assert vouching.vouch(world.cast.servant.pk).code == "client_data_mismatch"
    assert not Attestation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"v": 2}, "malformed"),
        ({"origin": "https://nyata.example"}, "wrong_origin"),
        ({"purpose": "out"}, "wrong_purpose"),
        ({"reason": "curiosity"}, "malformed"),
        ({"reason": "other"}, "words_missing"),
        ({"words": "x" * 301}, "malformed"),
        ({"checkin": "not an id"}, "malformed"),
        ({"challenge": "00000000-0000-4000-8000-000000000000"}, "challenge_unknown"),
        ({"person": 0}, "challenge_foreign"),
        ({"more": 1}, "malformed"),
    ],
)
def test_a_statement_that_does_not_fit_is_refused(world, vouching, changes, code):
    assert vouching.vouch(world.cast.servant.pk, but=changes).code == code
    assert not Attestation.objects.exists()


def test_one_question_gives_one_statement(world, vouching):
    answers = []
    asked = vouching.ask("POST", "/attestations/challenges", {"person": world.cast.servant.pk, "purpose": "in"}).body
    for _ in range(2):
        answers.append(vouching.vouch(world.cast.servant.pk, but={"challenge": asked["id"]}))
    # Signed over another nonce than the challenge it names.
    assert [one.code for one in answers] == ["client_data_mismatch", "client_data_mismatch"]
    assert vouching.vouch(world.cast.servant.pk).status == 201


def test_a_share_is_drawn_and_hr_asks_the_person(world, vouching, monkeypatch):
    class Lot:
        def random(self):
            return 0.0

    monkeypatch.setattr(witness_services, "_chance", Lot())
    vouching.vouch(world.cast.servant.pk)
    drawn = selectors.attestations_drawn(world.cast.hr, timezone.localdate()).get()
    assert not selectors.attestations_drawn(world.cast.supervisor, timezone.localdate()).exists()
    services.check_attestation(actor=world.cast.hr, pk=drawn.pk, agrees=True, words="", at=timezone.now())
    assert not selectors.attestations_drawn(world.cast.hr, timezone.localdate()).exists()
    with pytest.raises(Attestation.DoesNotExist):
        services.check_attestation(actor=world.cast.hr, pk=drawn.pk, agrees=False, words="", at=timezone.now())


def test_attestations_are_counted_by_witness(world, vouching):
    today = timezone.localdate()
    for purpose in ("in", "out"):
        vouching.vouch(world.cast.servant.pk, purpose)
    assert selectors.witness_counts(world.cast.hr, today, today, today) == [
        selectors.WitnessCount(world.cast.supervisor.pk, world.cast.supervisor.name, 2, 1)
    ]


def test_the_witness_sees_whom_they_may_vouch_for_and_what_is_open(world, vouching):
    people = vouching.ask("GET", "/attestations/people").body["people"]
    assert [(one["id"], one["attempt"]) for one in people] == [(world.cast.servant.pk, None)]
    checkin = failed_attempt(world)
    people = vouching.ask("GET", "/attestations/people").body["people"]
    assert people[0]["attempt"]["id"] == str(checkin.public_id)
    assert people[0]["attempt"]["outcome"] == "step_up"
    assert world.phone.ask("GET", "/attestations/people").body == {"people": []}
