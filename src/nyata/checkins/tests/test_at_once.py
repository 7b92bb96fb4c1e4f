"""Two at the same instant: real threads over a real PostgreSQL, each with its own connection."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from nyata.checkins.models import CheckIn, Refusal, Verdict
from nyata.checkins.tests.doubles import DjangoTransport
from nyata.checkins.tests.test_intake import draw, jobs_waiting
from nyata.ledger.models import Opening
from tests.client import Passkey, Phone, Signed


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together; their results in order."""
    gate, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number: int) -> None:
        gate.wait(10)
        try:
            results[number] = calls[number]()
        except Exception as error:  # the test looks at it
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def sender(bundle: Signed) -> Callable[[], Any]:
    phone = Phone(DjangoTransport(Client()), lambda *_: [])
    return lambda: phone.post(bundle)


@pytest.mark.parametrize("kind", ["challenge", "ticket"])
def test_the_same_bundle_from_eight_at_once_is_one_check_in_with_one_receipt(own_world, kind):
    phone = own_world.phone
    phone.fetch_tickets()
    bundle = phone.bundle() if kind == "challenge" else phone.offline_bundle("in", draw)
    answers = at_once(*[sender(bundle) for _ in range(8)])
    assert sorted(one.status for one in answers) == [200] * 7 + [201], answers
    assert len({one.body["receipt"] for one in answers}) == 1
    assert CheckIn.objects.count() == 1
    assert Opening.objects.filter(kind="checkin").count() == 1
    assert jobs_waiting() == 1
    assert not Refusal.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM checkins_frames")
        assert cursor.fetchone() == (1,)


def test_of_two_bundles_for_one_challenge_at_once_one_is_kept_and_one_refused(own_world):
    phone = own_world.phone
    asked = phone.challenge().body
    bundles = [phone.sign(phone.gather(asked), asked["nonce"]) for _ in range(2)]
    answers = at_once(*[sender(one) for one in bundles])
    assert sorted(one.status for one in answers) == [201, 409]
    assert CheckIn.objects.count() == 1
    assert Refusal.objects.get().reason == "challenge_spent"


def test_of_wrong_answers_at_one_instant_no_more_than_ten_are_recorded(own_world):
    phone = own_world.phone
    asked = phone.challenge().body
    phone.passkey = Passkey()
    bundle = phone.sign(phone.gather(asked), asked["nonce"])
    answers = at_once(*[sender(bundle) for _ in range(24)])
    assert [one.status for one in answers] == [403] * 24
    assert Refusal.objects.count() == Opening.objects.filter(kind="refusal").count() == 10


def test_two_workers_over_one_attempt_write_one_first_verdict_that_counts(own_world):
    from django.utils import timezone

    from nyata.checkins.services import judging

    own_world.phone.check_in()
    checkin = CheckIn.objects.get()
    results = at_once(*[lambda: judging.judge_checkin(checkin_id=checkin.pk, at=timezone.now()) for _ in range(2)])
    assert not [one for one in results if isinstance(one, Exception)], results
    assert Verdict.objects.values("outcome", "counts_at").distinct().count() == 1
