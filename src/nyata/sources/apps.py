from django.apps import AppConfig

from nyata.ledger.watch import Evidence, Unwatched, Watch


class SourcesConfig(AppConfig):
    name = "nyata.sources"
    verbose_name = "Sumber lain"
    under_the_log = {
        "sources_clockoffset": Watch("asked_at"),
        "sources_countingdecision": Evidence("decided_at"),
        "sources_filetakenback": Evidence("taken_at"),
        "sources_importprofile": Evidence("made_at"),
        "sources_machine": Watch("made_at"),
        "sources_number": Evidence(),
        "sources_numberuse": Watch("recorded_at"),
        "sources_punch": Evidence(ends_by="sources_punchesforgotten"),
        "sources_punchesforgotten": Evidence("forgotten_at"),
        "sources_punchfile": Evidence("imported_at"),
        "sources_waitingfile": Unwatched("a file before it is taken, for an hour; what is taken is watched"),
    }
