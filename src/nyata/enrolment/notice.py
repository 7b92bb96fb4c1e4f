"""The notice: its version, and the periods it names. A changed text gets a new version; everybody reads it again."""

import datetime as dt

from nyata.rules.selectors import policy_on

VERSION = "2026-11"


def periods(on: dt.date) -> dict[str, int]:
    """How many days what is kept, by the policy of a day: the keys of policy/privacy/retention.yaml."""
    kept = policy_on(on).privacy.retention.as_dict()
    return {name: span.days for name, span in kept.items()}
