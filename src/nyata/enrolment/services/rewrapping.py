"""Changing the wrapping key: every data key is opened with the old one and wrapped with the new one."""

import datetime as dt
from collections.abc import Generator
from dataclasses import dataclass

from django.db import transaction

from nyata.enrolment import vault
from nyata.enrolment.models import DataKey
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append

BATCH = 200


@dataclass(frozen=True, slots=True)
class Progress:
    """How many data keys are under the new wrapping key, of how many."""

    done: int
    total: int


def rewrap(*, new_key: bytes, at: dt.datetime) -> Generator[Progress]:
    """Wrap every data key with `new_key` (32 bytes), a batch a transaction, telling how far it is.

    What is done stays done: stopped anywhere, it goes on from there. Templates and frames are not touched, for the
    data keys themselves stay the same. Raises vault.Unsealable where a data key does not open; that batch is undone.
    """
    name = vault.key_id(new_key)
    total = DataKey.objects.count()
    while True:
        done = _batch(name, new_key, at)
        left = DataKey.objects.exclude(wrapping_key_id=name).count()
        yield Progress(total - left, total)
        if not done or not left:
            return


@transaction.atomic
def _batch(name: str, new_key: bytes, at: dt.datetime) -> int:
    rows = list(DataKey.objects.select_for_update().exclude(wrapping_key_id=name).order_by("person_id")[:BATCH])
    for row in rows:
        plain = vault.unwrap(row)
        row.wrapped, row.wrapping_key_id = vault.wrap(row.person_id, plain, new_key), name
    DataKey.objects.bulk_update(rows, ["wrapped", "wrapping_key_id"])
    if rows:
        append(Kind.KEYS, {"event": "rewrapped", "wrapping_key": name, "count": len(rows)}, at=at)
    return len(rows)
