from django.apps import AppConfig

from nyata.ledger.watch import Evidence, Unwatched, Watch


class CheckinsConfig(AppConfig):
    name = "nyata.checkins"
    label = "checkins"
    under_the_log = {
        "checkins_attestation": Evidence("made_at"),
        "checkins_attestationcheck": Evidence("made_at"),
        "checkins_challenge": Unwatched("a question that ends; the attempt holds what was answered"),
        "checkins_checkin": Evidence("received_at"),
        "checkins_framemark": Unwatched("worked out from photographs, and deleted with its time"),
        "checkins_heldframes": Watch("held_at", without=("sealed", "lengths")),
        "checkins_namedwitness": Watch("named_at"),
        "checkins_offlineticket": Unwatched("a question kept by the phone; the attempt holds what was answered"),
        "checkins_openattempt": Unwatched("what waits, kept by the database from the verdicts"),
        "checkins_photolook": Evidence("looked_at"),
        "checkins_receiptkey": Evidence("since"),
        "checkins_refusal": Evidence("refused_at"),
        "checkins_siteopening": Watch(),
        "checkins_ticketuse": Unwatched("the attempt itself holds its ticket and the number in it"),
        "checkins_verdict": Evidence("made_at"),
    }

    def ready(self) -> None:
        from nyata.people.services.leaving import on_leaving

        on_leaving("nyata.checkins.services.end_namings")
