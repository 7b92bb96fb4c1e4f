from django.apps import AppConfig


class DisciplineConfig(AppConfig):
    name = "nyata.discipline"
    label = "discipline"

    def ready(self) -> None:
        from nyata.attendance.notices import register
        from nyata.discipline.notice import of_month

        register("discipline/_notice.html", of_month)
