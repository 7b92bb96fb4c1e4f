"""Which passkeys to offer for a NIP, so that the answer never tells whether the NIP exists."""

import hashlib

from django.conf import settings
from django.utils.crypto import salted_hmac

from nyata.accounts.models import Passkey

# Everybody has this many, real or not: so many passkeys may a person have at most.
MOST_PASSKEYS = 4
# Lengths of real credential ids, in bytes: Android and iPhone make 20 or 32, Windows 32, security keys 64.
LENGTHS = (32, 20, 32, 64, 20, 32, 16, 32)


def _draw(nip: str, what: str) -> bytes:
    return salted_hmac("nyata.decoy", f"{what}:{nip}", secret=settings.SECRET_KEY, algorithm="sha256").digest()


def decoy(nip: str, number: int) -> bytes:
    """An id that no authenticator has; always the same for a NIP and number."""
    seed = _draw(nip, f"id-{number}")
    return hashlib.shake_256(seed).digest(LENGTHS[seed[0] % len(LENGTHS)])


def offered(nip: str) -> list[bytes]:
    """Credential ids for this NIP: its active passkeys, filled up with decoys to always the same number.

    One query whether the NIP exists or not. The order follows from the ids, so it tells nothing either. What stays
    visible to somebody who asks every day is that one of the ids changed on the day a passkey was made.
    """
    keys = Passkey.objects.filter(person__nip=nip, person__is_active=True, revoked_at=None).order_by("pk")
    real = [bytes(one) for one in keys.values_list("credential_id", flat=True)[:MOST_PASSKEYS]]
    filled = real + [decoy(nip, number) for number in range(MOST_PASSKEYS)][len(real) :]
    return sorted(filled, key=lambda one: hashlib.sha256(_draw(nip, "order") + one).digest())
