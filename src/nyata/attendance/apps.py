from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "nyata.attendance"
    label = "attendance"

    def ready(self) -> None:
        from nyata.people.services.closing import closes_days

        closes_days("nyata.attendance.services.locks.any_locked")
