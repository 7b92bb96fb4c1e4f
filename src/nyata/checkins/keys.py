"""The server's own keys for anchors and receipts."""

import base64
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac


def anchor_key() -> bytes:
    """32 bytes for time anchors. They follow from the server's secret, so that no second one has to be kept."""
    return _anchor_key(settings.SECRET_KEY)


@lru_cache(maxsize=2)
def _anchor_key(secret: str) -> bytes:
    return salted_hmac("nyata.anchor", "v1", secret=secret, algorithm="sha256").digest()


def receipt_key() -> bytes:
    """The 32 bytes of the Ed25519 key that signs receipts."""
    return _receipt_key(settings.RECEIPT_KEY)


@lru_cache(maxsize=2)
def _receipt_key(encoded: str) -> bytes:
    return base64.b64decode(encoded)
