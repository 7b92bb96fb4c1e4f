from django.apps import AppConfig

from nyata.ledger.watch import Evidence


class RulesConfig(AppConfig):
    name = "nyata.rules"
    label = "rules"
    under_the_log = {
        "rules_ruledecision": Evidence("decided_at"),
    }
