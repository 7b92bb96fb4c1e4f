"""Remembering the key that signs receipts, so that those of today are still checked when another signs."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from nyata.checkins import keys
from nyata.checkins.models import ReceiptKey
from nyata.core import receipt
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append


@transaction.atomic
def record(*, at: dt.datetime) -> bool:
    """Write down the configured key, with its entry in the log; False where it is on record."""
    verifier = receipt.verifier(keys.receipt_key(), settings.LOG_ORIGIN)
    _kept, is_new = ReceiptKey.objects.get_or_create(
        public=verifier.public, defaults={"origin": settings.LOG_ORIGIN, "since": at}
    )
    if is_new:
        append(Kind.KEYS, {"event": "receipt_key", "key": verifier.text}, at=at)
    return is_new
