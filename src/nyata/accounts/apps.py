from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nyata.accounts"
    label = "accounts"
