"""The phone behind a signature, as the check-in's door needs it thousands of times in ten minutes."""

import datetime as dt
from dataclasses import dataclass

from nyata.accounts.models import Passkey
from nyata.enrolment.models import DataKey
from nyata.ledger import statements

# Written by hand: building this join through the models takes Django longer than everything else at that door together.
_FIND = """
SELECT d.id, d.person_id, d.revoked_at, d.page_key, d.page_key_thumbprint, p.is_active,
       k.id, k.credential_id, k.public_key, k.sign_count, k.revoked_at, w.wrapped, w.wrapping_key_id, w.made_at
FROM accounts_passkey k
JOIN enrolment_device d ON d.passkey_id = k.id
JOIN people_person p ON p.id = d.person_id
LEFT JOIN enrolment_datakey w ON w.person_id = d.person_id
WHERE k.credential_id = %s
"""


@dataclass(frozen=True, slots=True)
class SigningDevice:
    """A phone, in force or given up (`revoked_at`), with what verifies its signatures and seals its frames."""

    device_id: int
    person_id: int
    revoked_at: dt.datetime | None
    page_key: bytes
    page_key_thumbprint: bytes
    person_is_active: bool
    passkey: Passkey
    data_key: DataKey | None


def signing_device(credential_id: bytes) -> SigningDevice | None:
    """The phone with this passkey, whether in force or given up; None where no phone ever had it. One query."""
    _, rows = statements.run(_FIND, [credential_id])
    if not rows:
        return None
    device, person, revoked_at, page_key, thumbprint, is_active, *rest = rows[0]
    key, known_id, public_key, sign_count, key_revoked_at, wrapped, wrapping_key_id, made_at = rest
    passkey = Passkey(
        id=key,
        person_id=person,
        credential_id=bytes(known_id),
        public_key=bytes(public_key),
        sign_count=sign_count,
        revoked_at=key_revoked_at,
    )
    data_key = None
    if wrapped is not None:
        data_key = DataKey(person_id=person, wrapped=bytes(wrapped), wrapping_key_id=wrapping_key_id, made_at=made_at)
    return SigningDevice(device, person, revoked_at, bytes(page_key), bytes(thumbprint), is_active, passkey, data_key)
