from django.apps import AppConfig

from nyata.ledger.watch import Evidence


class DisciplineConfig(AppConfig):
    name = "nyata.discipline"
    label = "discipline"
    under_the_log = {
        "discipline_finding": Evidence("found_at"),
        "discipline_reading": Evidence("at"),
        "discipline_step": Evidence("recorded_at"),
        "discipline_withdrawal": Evidence("at"),
    }

    def ready(self) -> None:
        from nyata.attendance.notices import register

        register("discipline/_notice.html", "nyata.discipline.notice.of_month")
