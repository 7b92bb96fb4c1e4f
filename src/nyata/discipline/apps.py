from django.apps import AppConfig


class DisciplineConfig(AppConfig):
    name = "nyata.discipline"
    label = "discipline"

    def ready(self) -> None:
        from nyata.attendance.notices import register

        register("discipline/_notice.html", "nyata.discipline.notice.of_month")
