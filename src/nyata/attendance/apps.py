from django.apps import AppConfig

from nyata.ledger.watch import Evidence, Unwatched, Watch


class AttendanceConfig(AppConfig):
    name = "nyata.attendance"
    label = "attendance"
    under_the_log = {
        "attendance_dayrecord": Unwatched("worked out again from attempts, verdicts, leave and policy"),
        "attendance_latedifference": Evidence(),
        "attendance_monthlock": Evidence("decided_at"),
        "attendance_objection": Watch("asked_at"),
        "attendance_recaplayout": Watch("made_at"),
        "attendance_reckoning": Evidence("made_at"),
    }

    def ready(self) -> None:
        from nyata.people.services.closing import closes_days

        closes_days("nyata.attendance.services.locks.any_locked")
