from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "nyata.ledger"
    label = "ledger"
