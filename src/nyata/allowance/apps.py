from django.apps import AppConfig

from nyata.ledger.watch import Evidence, Unwatched


class AllowanceConfig(AppConfig):
    name = "nyata.allowance"
    label = "allowance"
    under_the_log = {
        "allowance_amountfile": Unwatched("a draft until it is applied; its lines are watched"),
        "allowance_amountline": Evidence("entered_at"),
        "allowance_calculation": Evidence("kept_at"),
        "allowance_calculationrow": Evidence(),
    }
