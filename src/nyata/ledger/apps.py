from django.apps import AppConfig
from django.db.models.signals import post_migrate

from nyata.ledger.watch import Unwatched

ITSELF = Unwatched("the log itself")


class LedgerConfig(AppConfig):
    name = "nyata.ledger"
    label = "ledger"
    under_the_log = {
        "ledger_checkpoint": ITSELF,
        "ledger_cosignature": ITSELF,
        "ledger_leaf": ITSELF,
        "ledger_logkey": ITSELF,
        "ledger_opening": ITSELF,
        "ledger_position": ITSELF,
        "ledger_rowform": ITSELF,
        "ledger_rowset": ITSELF,
        "ledger_tile": ITSELF,
        "ledger_waiting": ITSELF,
        "ledger_witness": ITSELF,
    }

    def ready(self) -> None:
        from nyata.ledger.services.granting import grant
        from nyata.ledger.services.watching import install

        post_migrate.connect(install, sender=self, dispatch_uid="ledger.watching")
        post_migrate.connect(grant, sender=self, dispatch_uid="ledger.granting")
