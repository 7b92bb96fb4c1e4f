"""What waits is found without looking through what was settled: the database keeps it as verdicts are written."""

import pytest
from django.db import connection
from django.utils import timezone

from nyata.boards.tests.factories import make_attempt, make_crowd, make_days, moment
from nyata.checkins import selectors
from nyata.checkins.models import CheckIn, OpenAttempt, Outcome, Verdict
from nyata.checkins.tests.test_chains import answer, judged, sent

pytestmark = pytest.mark.django_db
SETTLE = """
INSERT INTO checkins_verdict (checkin_id, stage, outcome, reasons, signals, policy_hash, program, made_at, words)
SELECT checkin_id, 'review', 'declined', '{}', '[]', '', '', since, '' FROM checkins_openattempt
"""


def kept() -> dict[int, str]:
    return dict(OpenAttempt.objects.values_list("checkin", "outcome"))


def newest() -> dict[int, str]:
    """What the verdicts themselves say is open."""
    rows = Verdict.objects.order_by("checkin", "-id").distinct("checkin")
    aside = {one.checkin_id: one.outcome for one in rows if one.outcome == "error" and "set_aside" in one.reasons}
    asked = {one.checkin_id: one.outcome for one in rows if one.outcome in ("review", "step_up")}
    return aside | asked


@pytest.mark.parametrize(
    ("outcomes", "waits"),
    [
        (["accepted"], None),
        (["review"], "review"),
        (["step_up"], "step_up"),
        (["error"], None),
        (["review", "accepted"], None),
        (["step_up", "step_up"], "step_up"),
        (["step_up", "review"], "review"),
        (["accepted", "review", "declined"], None),
        (["declined", "review"], "review"),
    ],
)
def test_the_newest_verdict_says_whether_an_attempt_waits(world, outcomes, waits):
    checkin = sent(world.phone)
    for outcome in outcomes:
        judged(checkin, outcome)
    assert kept().get(checkin.pk) == waits


def test_an_error_waits_once_no_machine_judges_it_any_more(world):
    checkin = sent(world.phone)
    judged(checkin, Outcome.ERROR, "error")
    assert kept() == {}
    judged(checkin, Outcome.ERROR, "set_aside")
    assert kept() == {checkin.pk: "error"}


def test_of_a_chain_only_the_last_attempt_waits_in_whatever_order_they_are_judged(world):
    root = sent(world.phone)
    judged(root, Outcome.STEP_UP, "face_unsure")
    questions = [world.phone.challenge(step_up_of=str(root.public_id)) for _ in range(2)]
    one, two = (CheckIn.objects.get(public_id=answer(world.phone, asked, root).body["id"]) for asked in questions)
    judged(two, Outcome.STEP_UP, "face_unsure")
    judged(one, Outcome.STEP_UP, "face_unsure")
    judged(root, Outcome.STEP_UP, "face_unsure")  # the deep look joins later
    assert kept() == {two.pk: "step_up"}
    judged(two, Outcome.ACCEPTED)
    assert kept() == {}


def test_many_rows_in_one_statement_are_kept_as_one_by_one(world):
    make_crowd([world.cast.clinic], 60)
    make_days(moment(7).date(), moment(7).date())
    assert kept() == newest()
    assert kept()
    with connection.cursor() as cursor:
        cursor.execute(SETTLE)
    assert kept() == newest() == {}


def test_a_list_of_reviews_does_not_look_through_those_that_were_settled(world, django_assert_num_queries):
    make_crowd([world.cast.clinic], 400)
    make_days(moment(7).date(), moment(7).date())
    with connection.cursor() as cursor:
        cursor.execute(SETTLE)
    assert Verdict.objects.filter(outcome="review").exists()
    mine = make_attempt(world.cast.servant, moment(7, 20), Outcome.REVIEW)
    with django_assert_num_queries(3):  # whose they are (twice: as an officer and as an auditor), and the list
        found = selectors.reviews_waiting(world.cast.supervisor, timezone.localdate())
        assert list(found) == [mine]
    assert OpenAttempt.objects.count() == 1
    assert "checkins_verdict" not in found.explain()
