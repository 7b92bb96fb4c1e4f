"""How long somebody who guesses has to wait, and that nobody else does."""

import datetime as dt

import pytest

from nyata.accounts import throttle
from nyata.accounts.models import SignInTry
from nyata.accounts.refusals import Code, Refused

NIP, OTHER, HERE, THERE = "198503122010012001", "199001012015011002", "10.0.0.1", "10.0.0.2"


def fail(now, times, *, nip=NIP, address=HERE, every_s=1.0):
    for at in range(times):
        throttle.begin(nip=nip, address=address, at=now + dt.timedelta(seconds=at * every_s))


def refused(at, *, nip=NIP, address=HERE) -> Refused:
    with pytest.raises(Refused) as caught:
        throttle.begin(nip=nip, address=address, at=at)
    assert caught.value.code == Code.TOO_MANY_TRIES
    return caught.value


@pytest.mark.parametrize(
    "failures, seconds", [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (40, 900)]
)
def test_the_delay_of_a_nip_doubles_up_to_a_quarter_of_an_hour(failures, seconds):
    assert throttle.nip_delay(failures).total_seconds() == seconds


@pytest.mark.parametrize("failures, seconds", [(39, 0), (40, 1), (43, 8), (46, 60), (90, 60)])
def test_the_delay_of_an_address_never_locks_an_office_out(failures, seconds):
    assert throttle.address_delay(failures).total_seconds() == seconds


def test_the_sixth_guess_waits_thirty_seconds(db, now):
    fail(now, 5)
    last = now + dt.timedelta(seconds=4)
    refused(last + dt.timedelta(seconds=29))
    throttle.begin(nip=NIP, address=HERE, at=last + dt.timedelta(seconds=30))


def test_a_try_that_was_turned_away_is_not_counted(db, now):
    fail(now, 5)
    for _ in range(20):
        refused(now + dt.timedelta(seconds=10))
    assert SignInTry.objects.count() == 5


def test_the_time_it_names_is_not_refused_again(db, now):
    fail(now, 5)
    said = refused(now + dt.timedelta(seconds=10))
    assert said.facts["time"] == "08.01"  # 01:00:34 UTC, the next full minute in Jakarta
    throttle.begin(nip=NIP, address=HERE, at=now + dt.timedelta(minutes=1))


def test_a_right_password_starts_the_count_anew(db, now):
    fail(now, 4)
    throttle.succeeded(throttle.begin(nip=NIP, address=HERE, at=now + dt.timedelta(seconds=10)))
    fail(now + dt.timedelta(seconds=20), 4)


def test_guessing_at_one_nip_does_not_hold_up_another(db, now):
    fail(now, 5)
    throttle.begin(nip=OTHER, address=THERE, at=now + dt.timedelta(seconds=5))


def test_a_nip_waits_from_every_address(db, now):
    fail(now, 5)
    refused(now + dt.timedelta(seconds=10), address=THERE)


def test_guessing_at_many_nips_from_one_address_waits_too(db, now):
    for number in range(40):
        throttle.begin(nip=str(number), address=HERE, at=now)
    refused(now, nip="fresh")
    throttle.begin(nip="fresh", address=HERE, at=now + dt.timedelta(seconds=1))


def test_failures_of_yesterday_are_forgiven(db, now):
    fail(now - dt.timedelta(hours=25), 5)
    fail(now, 5)


def test_neither_nip_nor_address_is_kept(db, now):
    one = throttle.begin(nip=NIP, address=HERE, at=now)
    assert NIP.encode() not in bytes(one.nip_digest)
    assert len(bytes(one.nip_digest)) == len(bytes(one.address_digest)) == 32


def test_old_tries_are_forgotten(db, now):
    fail(now - dt.timedelta(days=31), 1)
    throttle.begin(nip=NIP, address=HERE, at=now)
    assert throttle.forget(before=now - dt.timedelta(days=30)) == 1
    assert SignInTry.objects.count() == 1
