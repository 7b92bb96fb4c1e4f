"""Pages of signing in and of one's own account."""

from nyata.accounts.views.account import account, language, passkey_remove
from nyata.accounts.views.officer import issue, password_confirm, password_requests
from nyata.accounts.views.signing import password, sign_in, sign_out
from nyata.accounts.views.slips import slips

__all__ = [
    "account",
    "issue",
    "language",
    "passkey_remove",
    "password",
    "password_confirm",
    "password_requests",
    "sign_in",
    "sign_out",
    "slips",
]
