"""How often signing in may be tried: a delay that grows, per NIP and per address, kept as keyed digests."""

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateformat import time_format
from django.utils.translation import pgettext

from nyata.accounts.models import SignInTry
from nyata.accounts.refusals import Code, Refused

LOOK_BACK = dt.timedelta(hours=24)
NIP_FREE, NIP_FIRST_S, NIP_MOST_S = 5, 30, 900
# A whole office shares one address: many tries are free, and nobody can lock the office out for long.
ADDRESS_SPAN = dt.timedelta(minutes=15)
ADDRESS_FREE, ADDRESS_MOST_S = 40, 60


def digest(kind: str, value: str) -> bytes:
    """32 bytes that stand for a NIP or an address and cannot be turned back without the server's secret."""
    return salted_hmac(f"nyata.sign-in.{kind}", value, secret=settings.SECRET_KEY, algorithm="sha256").digest()


def nip_delay(failures: int) -> dt.timedelta:
    """How long to wait after the last of so many failures in a row: 30 s after the fifth, doubling to 15 min."""
    if failures < NIP_FREE:
        return dt.timedelta(0)
    return dt.timedelta(seconds=min(NIP_FIRST_S * 2 ** min(failures - NIP_FREE, 10), NIP_MOST_S))


def address_delay(failures: int) -> dt.timedelta:
    """How long an address waits: nothing up to 40 failures in 15 minutes, then 1 s doubling to a minute."""
    if failures < ADDRESS_FREE:
        return dt.timedelta(0)
    return dt.timedelta(seconds=min(2 ** min(failures - ADDRESS_FREE, 10), ADDRESS_MOST_S))


@transaction.atomic
def begin(*, nip: str, address: str, at: dt.datetime) -> SignInTry:
    """Count a try before it is judged, as failed until `succeeded` says otherwise.

    Counting first, under a lock on the NIP, means that many tries at one instant are still many tries.
    Raises Refused(too_many_tries) with the time from which it may be tried again; such a try is not counted.
    """
    mark, place = digest("nip", nip), digest("address", address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(mark[:8], "big", signed=True)])
    again = max(_nip_again(mark, at), _address_again(place, at))
    if again > at:
        # Seconds are not shown, so the next full minute: never a time at which it would be refused again.
        shown = timezone.localtime(again + dt.timedelta(seconds=59)).replace(second=0)
        raise Refused(Code.TOO_MANY_TRIES, time=time_format(shown, pgettext("jam", "H.i")))
    return SignInTry.objects.create(nip_digest=mark, address_digest=place, succeeded=False, tried_at=at)


def _nip_again(mark: bytes, at: dt.datetime) -> dt.datetime:
    tries = SignInTry.objects.filter(nip_digest=mark, tried_at__gt=at - LOOK_BACK).order_by("-tried_at", "-id")
    failures, last = 0, at - LOOK_BACK
    for succeeded, tried_at in tries.values_list("succeeded", "tried_at")[: NIP_FREE + 10]:
        if succeeded:
            break
        failures, last = failures + 1, max(last, tried_at)
    return last + nip_delay(failures)


def _address_again(place: bytes, at: dt.datetime) -> dt.datetime:
    tries = SignInTry.objects.filter(address_digest=place, succeeded=False, tried_at__gt=at - ADDRESS_SPAN).order_by(
        "-tried_at"
    )
    times = list(tries.values_list("tried_at", flat=True)[: ADDRESS_FREE + 10])
    return times[0] + address_delay(len(times)) if times else at


def succeeded(one: SignInTry) -> None:
    """The try of `begin` was right: the count of failures in a row starts anew."""
    one.succeeded = True
    one.save(update_fields=["succeeded"])


def forget(*, before: dt.datetime) -> int:
    """Delete tries that no throttle looks at any more; returns how many."""
    return SignInTry.objects.filter(tried_at__lt=before).delete()[0]
