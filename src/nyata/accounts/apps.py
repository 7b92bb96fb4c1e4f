from django.apps import AppConfig

from nyata.ledger.watch import Unwatched, Watch


class AccountsConfig(AppConfig):
    name = "nyata.accounts"
    label = "accounts"
    under_the_log = {
        "accounts_firstpassword": Unwatched("it ends within days and is deleted; making it is an entry of its own"),
        "accounts_passkey": Watch("created_at", without=("sign_count",)),
        "accounts_passwordrequest": Watch("asked_at"),
        "accounts_signintry": Unwatched("it counts tries for an hour and is deleted"),
        "accounts_spentchallenge": Unwatched("it holds an answered question until it ends"),
    }

    def ready(self) -> None:
        from nyata.people.services.leaving import on_leaving

        on_leaving("nyata.accounts.services.revoke_passkeys")
