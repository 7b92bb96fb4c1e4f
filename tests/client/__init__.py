"""A phone in Python that speaks only the wire format (docs/wire.md). It imports nothing of Nyata.

For the tests, the load generator and the red team: what it can do, any second client can do.
"""

from tests.client.bundle import Evidence, Signed, sign, ticket_nonce
from tests.client.keys import PageKey, Passkey
from tests.client.phone import Answer, Phone
from tests.client.transport import HttpTransport, Transport

__all__ = [
    "Answer",
    "Evidence",
    "HttpTransport",
    "PageKey",
    "Passkey",
    "Phone",
    "Signed",
    "Transport",
    "sign",
    "ticket_nonce",
]
