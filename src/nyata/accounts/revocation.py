"""Google's list of attestation certificates that are no longer believed, from a file: the server asks no network.

The form of https://android.googleapis.com/attestation/status: {"entries": {"<serial, lower-case hex>": {"status":
"REVOKED" | "SUSPENDED", ..}}}. Whoever runs the machine fetches it and names it in NYATA_ATTESTATION_REVOKED.
"""

import json
import re
from functools import lru_cache
from pathlib import Path

MOST_BYTES = 20_000_000  # Google's has under one million
SERIAL = re.compile(r"[0-9a-f]{1,64}")
STATUSES = ("REVOKED", "SUSPENDED")


class RevocationListWrong(Exception):
    """The file is not there, or no list of revoked certificates."""


def revoked_serials(path: str) -> frozenset[int]:
    """Serial numbers of certificates that are revoked or suspended; none where no file is named.

    Read anew when the file changes. Raises RevocationListWrong.
    """
    if not path:
        return frozenset()
    try:
        seen = Path(path).stat()
    except OSError as error:
        raise RevocationListWrong(f"{path} cannot be read ({error.strerror})") from error
    return _read(path, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=2)
def _read(path: str, changed: int, size: int) -> frozenset[int]:
    if size > MOST_BYTES:
        raise RevocationListWrong(f"{path} is far too large for a list of revoked certificates")
    try:
        entries = json.loads(Path(path).read_text())["entries"]
        found = {serial: entry["status"] for serial, entry in entries.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RevocationListWrong(f"{path} is no list of revoked certificates") from error
    if not all(SERIAL.fullmatch(serial.lower()) and status in STATUSES for serial, status in found.items()):
        raise RevocationListWrong(f"{path} holds an entry that is no serial with a status")
    return frozenset(int(serial, 16) for serial in found)
