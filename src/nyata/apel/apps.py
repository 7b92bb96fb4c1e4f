from django.apps import AppConfig

from nyata.ledger.watch import Evidence, Unwatched, Watch


class ApelConfig(AppConfig):
    name = "nyata.apel"
    label = "apel"
    under_the_log = {
        "apel_invitation": Watch(),
        "apel_reason": Watch("given_at"),
        "apel_rollline": Unwatched("worked out from what is watched; each sealing, which is watched, has their digest"),
        "apel_sealing": Evidence("sealed_at"),
        "apel_series": Watch("made_at"),
        "apel_seriesunit": Watch(),
        "apel_session": Watch("made_at", without=("looked_at",)),
        "apel_sessionstep": Evidence("at"),
    }
