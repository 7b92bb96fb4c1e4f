"""Opening a site for people who are called there, and taking that back. The caller's room decides who may."""

import datetime as dt
from collections.abc import Iterable, Sequence

from nyata.checkins.models import SiteOpening


def open_sites(wanted: Iterable[SiteOpening]) -> list[SiteOpening]:
    """Write unsaved openings; the entry of the ledger is the caller's, in its own transaction. One statement."""
    return SiteOpening.objects.bulk_create(wanted)


def take_back(openings: Sequence[int], *, at: dt.datetime) -> int:
    """End openings by primary key: from now on nobody may check in by them. What was judged by them stays judged."""
    return SiteOpening.objects.filter(pk__in=openings, taken_back_at=None).update(taken_back_at=at)
