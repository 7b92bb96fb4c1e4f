from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    name = "nyata.checkins"
    label = "checkins"

    def ready(self) -> None:
        from nyata.people.services.leaving import on_leaving

        on_leaving("nyata.checkins.services.end_namings")
