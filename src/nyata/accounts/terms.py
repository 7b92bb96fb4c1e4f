"""The policy of a day, as accounts names it."""

from nyata.rules.selectors import policy_on as terms_on

__all__ = ["terms_on"]
