"""A challenge handed to somebody not signed in yet lives in their browser; here is remembered that it was used.

Only a sign-in that succeeded writes a row, so strangers who ask for challenges leave nothing.
"""

import datetime as dt
import hashlib

from nyata.ledger import statements

# Rows past their time go with the next sign-in; the number of rows is that of the sign-ins of three minutes.
_SPEND = """
WITH old AS (
    DELETE FROM accounts_spentchallenge WHERE digest IN (
        SELECT digest FROM accounts_spentchallenge WHERE expires_at <= %s FOR UPDATE SKIP LOCKED
    )
)
INSERT INTO accounts_spentchallenge (digest, expires_at) VALUES (%s, %s) ON CONFLICT (digest) DO NOTHING
"""


def spend(challenge: bytes, *, life: dt.timedelta, at: dt.datetime) -> bool:
    """Use a challenge up; False where that was done before, at the same instant too. One statement.

    `life`: how long a challenge can be answered, from when it was handed out and so at most from now.
    """
    count, _ = statements.run(_SPEND, [at, hashlib.sha256(challenge).digest(), at + life])
    return count == 1
