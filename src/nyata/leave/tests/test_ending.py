"""Taking back: by the person, by coming back early, by an officer."""

import datetime as dt
from decimal import Decimal

from nyata.leave import services
from nyata.leave.kinds import Extent, Kind
from nyata.leave.models import Slot
from nyata.leave.refusals import Code
from nyata.leave.selectors import balance_of, request_for
from nyata.leave.tests.asking import ask, day, granted, wish
from nyata.people.models import DayChange
from nyata.people.tests.asking import refused


def test_a_request_is_withdrawn_before_it_is_decided(five, now):
    request = ask(five.servant, wish(), now)
    services.withdraw(actor=five.servant, request=request, at=now)
    assert request_for(five.servant, request.public_id, day(2)).state == "withdrawn"
    assert not DayChange.objects.exists()
    with refused(Code.CLOSED):
        services.withdraw(actor=five.servant, request=request, at=now)


def test_granted_leave_is_withdrawn_until_the_day_before(five, now):
    request = granted(five.servant, wish(first=day(9)), now, five.supervisor)
    with refused(Code.CLOSED):
        services.withdraw(actor=five.servant, request=request, at=now + dt.timedelta(days=7))
    services.withdraw(actor=five.servant, request=request, at=now + dt.timedelta(days=6))
    assert DayChange.objects.count() == 2


def test_nobody_withdraws_for_another(five, now):
    request = ask(five.servant, wish(), now)
    with refused(Code.NOT_ALLOWED):
        services.withdraw(actor=five.supervisor, request=request, at=now)


def test_who_comes_back_early_gets_the_days_back(five, now):
    request = granted(five.servant, wish(first=day(9), last=day(13)), now, five.supervisor)
    services.end_early(actor=five.servant, request=request, last=day(10), at=now + dt.timedelta(days=9))
    slot = Slot.objects.get(pk=request.pk)
    assert (slot.last, slot.days) == (day(10), Decimal(2))
    assert balance_of(five.servant, 2026, day(11)).left == 10
    freed = DayChange.objects.last()
    assert (freed.first, freed.last) == (day(11), day(13))
    assert request_for(five.servant, request.public_id, day(11)).last == day(10)
    ask(five.servant, wish(Kind.TRAVEL, day(11)), now)


def test_an_end_lies_between_the_first_day_and_the_old_end(five, now):
    request = granted(five.servant, wish(first=day(9), last=day(13)), now, five.supervisor)
    for last in (day(8), day(13), day(14)):
        with refused(Code.NOTHING_TO_END):
            services.end_early(actor=five.servant, request=request, last=last, at=now)


def test_half_a_day_has_no_earlier_end(five, now):
    request = granted(five.servant, wish(Kind.SICK, extent=Extent.FIRST_HALF), now, five.supervisor)
    with refused(Code.NOTHING_TO_END):
        services.end_early(actor=five.servant, request=request, last=day(9), at=now)


def test_only_what_is_granted_ends_early_and_only_for_oneself_or_by_hr(five, now):
    request = ask(five.servant, wish(first=day(9), last=day(13)), now)
    with refused(Code.CLOSED):
        services.end_early(actor=five.servant, request=request, last=day(10), at=now)
    services.decide_one(actor=five.supervisor, request=request, accept=True, at=now)
    with refused(Code.NOT_ALLOWED):
        services.end_early(actor=five.supervisor, request=request, last=day(10), at=now)
    services.end_early(actor=five.hr, request=request, last=day(11), at=now)
    services.end_early(actor=five.servant, request=request, last=day(10), at=now)


def test_a_superior_cancels_before_it_begins_and_says_why(five, now):
    request = granted(five.servant, wish(first=day(9)), now, five.supervisor)
    with refused(Code.WORDS_MISSING):
        services.cancel(actor=five.supervisor, request=request, words="", at=now)
    with refused(Code.NOT_ALLOWED):
        services.cancel(actor=five.supervisor, request=request, words="wabah", at=now + dt.timedelta(days=7))
    services.cancel(actor=five.supervisor, request=request, words="Ada wabah di desa.", at=now)
    found = request_for(five.servant, request.public_id, day(3))
    assert (found.state, found.answer.words) == ("cancelled", "Ada wabah di desa.")


def test_hr_cancels_also_what_was(five, now):
    request = granted(five.servant, wish(Kind.SICK, day(2)), now, five.supervisor)
    services.cancel(actor=five.hr, request=request, words="Surat dokter keliru.", at=now + dt.timedelta(days=20))
    with refused(Code.CLOSED):
        services.cancel(actor=five.hr, request=request, words="lagi", at=now)


def test_nobody_cancels_their_own_and_no_stranger_any(five, now):
    request = granted(five.servant, wish(), now, five.supervisor)
    with refused(Code.NOT_ON_ONESELF):
        services.cancel(actor=five.servant, request=request, words="x", at=now)
    for actor in (five.other_supervisor, five.operator, five.auditor):
        with refused(Code.NOT_ALLOWED):
            services.cancel(actor=actor, request=request, words="x", at=now)


def test_what_waits_is_declined_and_not_cancelled(five, now):
    request = ask(five.servant, wish(), now)
    with refused(Code.CLOSED):
        services.cancel(actor=five.hr, request=request, words="x", at=now)
