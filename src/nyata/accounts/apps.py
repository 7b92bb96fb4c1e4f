from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nyata.accounts"
    label = "accounts"

    def ready(self) -> None:
        from nyata.people.services.leaving import on_leaving

        on_leaving("nyata.accounts.services.revoke_passkeys")
