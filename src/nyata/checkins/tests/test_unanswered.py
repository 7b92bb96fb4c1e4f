"""A step-up that nobody answers goes to a person after the policy's time, and counts for nothing until they decide."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nyata.checkins import selectors, services, tasks
from nyata.checkins.models import CheckIn, OpenAttempt, Outcome, Verdict
from nyata.checkins.services.unanswered import send_to_review
from nyata.checkins.terms import policy_on, terms_on
from nyata.checkins.tests.test_chains import answer, judged, sent
from nyata.core.reasons import Reason
from nyata.ledger.models import Opening
from nyata.people.tests.asking import signed_in

pytestmark = pytest.mark.django_db
WORDS = "Terlihat di puskesmas pukul 07.20"


def wait() -> dt.timedelta:
    return terms_on(timezone.localdate()).review_after


def later() -> dt.datetime:
    return timezone.now() + wait() + dt.timedelta(minutes=1)


def asked_again(world, *reasons: str) -> CheckIn:
    checkin = sent(world.phone)
    judged(checkin, Outcome.STEP_UP, *(reasons or ("face_differs", "inside_site")))
    return checkin


def waiting(actor) -> list[CheckIn]:
    return list(selectors.reviews_waiting(actor, timezone.localdate()))


@pytest.mark.parametrize(
    "reasons", [("face_differs",), ("outside_site",), ("moves_unread", "inside_site"), ("no_place",)]
)
def test_what_nobody_answered_waits_for_a_person_and_does_not_count(world, reasons):
    checkin = asked_again(world, *reasons)
    assert waiting(world.cast.supervisor) == []
    tasks.send_unanswered_at(later())
    verdict = selectors.latest_verdict(checkin)
    assert (verdict.stage, verdict.outcome, verdict.counts_at) == ("unanswered", Outcome.REVIEW, None)
    assert verdict.reasons == ["unanswered", *reasons]
    assert verdict.policy_hash == policy_on(timezone.localdate()).hash
    assert waiting(world.cast.supervisor) == [checkin]


def test_it_is_in_the_ledger_like_every_verdict(world):
    checkin = asked_again(world)
    before = Opening.objects.filter(kind="verdict").count()
    tasks.send_unanswered_at(later())
    entries = Opening.objects.filter(kind="verdict").order_by("leaf_id")
    assert entries.count() == before + 1
    assert str(checkin.public_id).encode() in bytes(entries.last().content)


def test_the_time_of_the_policy_is_left_to_the_person(world):
    checkin = asked_again(world)
    asked = selectors.latest_verdict(checkin).made_at
    tasks.send_unanswered_at(asked + wait())
    assert selectors.latest_verdict(checkin).outcome == Outcome.STEP_UP
    tasks.send_unanswered_at(asked + wait() + dt.timedelta(milliseconds=1))
    assert selectors.latest_verdict(checkin).outcome == Outcome.REVIEW


def test_a_second_round_changes_nothing(world):
    checkin = asked_again(world)
    for _ in range(2):
        tasks.send_unanswered_at(later())
        assert send_to_review(checkin_id=checkin.pk, at=later()) is None
    assert checkin.verdicts.count() == 2


def test_an_accepted_review_counts_at_the_time_of_acting_and_a_declined_one_never(world):
    checkin = asked_again(world, "face_unsure")
    tasks.send_unanswered_at(later())
    decided = services.decide_review(
        actor=world.cast.supervisor, checkin=checkin, accept=True, words=WORDS, at=timezone.now()
    )
    assert (decided.outcome, decided.counts_at) == (Outcome.ACCEPTED, checkin.acted_at)
    assert waiting(world.cast.supervisor) == []


def test_a_witness_may_still_vouch_on_the_same_day(world):
    vouching = world.phone_of(world.cast.supervisor)
    checkin = asked_again(world)
    tasks.send_unanswered_at(later())
    assert vouching.vouch(world.cast.servant.pk, but={"checkin": str(checkin.public_id)}).status == 201
    assert selectors.latest_verdict(checkin).outcome == Outcome.ACCEPTED
    assert waiting(world.cast.supervisor) == []


def test_of_a_chain_the_last_try_waits_and_the_first_says_so_too(world):
    root = asked_again(world)
    asked = world.phone.challenge(step_up_of=str(root.public_id))
    second = CheckIn.objects.get(public_id=answer(world.phone, asked, root).body["id"])
    judged(second, Outcome.STEP_UP, "face_unsure")
    tasks.send_unanswered_at(later())
    assert waiting(world.cast.supervisor) == [second]
    assert [selectors.latest_verdict(one).outcome for one in (root, second)] == [Outcome.REVIEW] * 2
    assert [selectors.latest_verdict(one).counts_at for one in (root, second)] == [None] * 2
    decided = services.decide_review(
        actor=world.cast.supervisor, checkin=second, accept=True, words=WORDS, at=timezone.now()
    )
    assert decided.counts_at == root.acted_at == selectors.latest_verdict(root).counts_at


def test_a_try_on_its_way_is_waited_for_and_settles_it_without_anybody(world):
    root = asked_again(world, "face_unsure", "inside_site")
    asked = world.phone.challenge(step_up_of=str(root.public_id))
    second = CheckIn.objects.get(public_id=answer(world.phone, asked, root).body["id"])
    tasks.send_unanswered_at(later())
    assert not Verdict.objects.filter(outcome=Outcome.REVIEW).exists()
    judged(second, Outcome.ACCEPTED, "face_matches")
    tasks.send_unanswered_at(later())
    assert selectors.latest_verdict(root).outcome == Outcome.ACCEPTED
    assert not OpenAttempt.objects.exists()


def test_a_try_that_arrives_after_the_review_was_opened_takes_its_place(world):
    root = asked_again(world, "face_unsure", "inside_site")
    one, another = (world.phone.challenge(step_up_of=str(root.public_id)) for _ in range(2))
    second = CheckIn.objects.get(public_id=answer(world.phone, one, root).body["id"])
    judged(second, Outcome.STEP_UP, "face_unsure")
    tasks.send_unanswered_at(later())
    third = CheckIn.objects.get(public_id=answer(world.phone, another, root).body["id"])
    judged(third, Outcome.ACCEPTED, "face_matches")
    assert selectors.latest_verdict(root).counts_at == root.acted_at
    assert waiting(world.cast.supervisor) == []


@pytest.mark.parametrize("how", ["another press", "a witness"])
def test_what_was_answered_in_another_way_asks_nobody(world, how):
    vouching = world.phone_of(world.cast.supervisor)
    checkin = asked_again(world)
    if how == "a witness":
        assert vouching.vouch(world.cast.servant.pk).status == 201
    else:
        judged(sent(world.phone), Outcome.ACCEPTED, "face_matches")
    tasks.send_unanswered_at(later())
    assert selectors.latest_verdict(checkin).outcome == Outcome.STEP_UP
    assert not OpenAttempt.objects.exists()
    assert waiting(world.cast.supervisor) == []


def test_another_press_that_failed_too_answers_nothing(world):
    first, second = asked_again(world), asked_again(world)
    tasks.send_unanswered_at(later())
    assert waiting(world.cast.supervisor) == [first, second]


def test_going_out_does_not_answer_for_coming_in(world):
    checkin = asked_again(world)
    judged(sent(world.phone, purpose="out"), Outcome.ACCEPTED, "face_matches")
    tasks.send_unanswered_at(later())
    assert waiting(world.cast.supervisor) == [checkin]


def test_a_round_is_bounded_and_one_that_fails_keeps_back_no_other(world, monkeypatch, caplog):
    first, second = asked_again(world), asked_again(world)
    right = tasks.unanswered.send_to_review

    def stumble(*, checkin_id, at):
        if checkin_id == first.pk:
            raise ValueError("no such thing")
        return right(checkin_id=checkin_id, at=at)

    monkeypatch.setattr(tasks.unanswered, "send_to_review", stumble)
    tasks.send_unanswered_at(later())
    assert waiting(world.cast.supervisor) == [second]
    assert "could not be sent to a review" in caplog.text
    monkeypatch.undo()
    judged(third := sent(world.phone), Outcome.STEP_UP, "face_unsure")
    monkeypatch.setattr(tasks, "A_ROUND", 1)
    tasks.send_unanswered_at(later())
    assert selectors.latest_verdict(third).outcome == Outcome.STEP_UP


def test_the_person_reads_that_it_was_not_tried_again_and_does_not_count_yet(world, client):
    checkin = asked_again(world)
    tasks.send_unanswered_at(later())
    page = signed_in(client, world.cast.servant).get(reverse("checkins:story", args=[checkin.public_id]))
    told = page.content.decode()
    assert Reason.UNANSWERED.sentence in told
    assert "belum dihitung" in told
    assert "Tidak diulang dalam waktunya" in told
    answer = world.phone.ask("GET", f"/checkins/{checkin.public_id}").body
    assert (answer["outcome"], answer["counts_at"], answer["tries_left"]) == ("review", None, 0)


def test_coming_in_is_still_offered_to_whoever_has_not_come_in(world, client):
    asked_again(world)
    tasks.send_unanswered_at(later())
    assert signed_in(client, world.cast.servant).get(reverse("checkins:home")).context["purpose"] == "in"


def test_the_supervisor_reads_it_in_the_list_and_beside_the_decision(world, client):
    checkin = asked_again(world)
    tasks.send_unanswered_at(later())
    signed_in(client, world.cast.supervisor)
    words = "Belum diulang oleh pegawai; belum dihitung sampai diputuskan."
    assert words in client.get(reverse("boards:reviews")).content.decode()
    page = client.get(reverse("boards:attempt", args=[checkin.public_id])).content.decode()
    assert words in page
    assert reverse("boards:decide", args=[checkin.public_id]) in page
