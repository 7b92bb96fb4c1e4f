from django.apps import AppConfig

from nyata.ledger.watch import Evidence, Unwatched, Watch


class SchedulesConfig(AppConfig):
    name = "nyata.schedules"
    label = "schedules"
    under_the_log = {
        "schedules_calendar": Watch(),
        "schedules_calendarday": Evidence("decided_at"),
        "schedules_pattern": Watch("made_at"),
        "schedules_patternday": Evidence(),
        "schedules_patternuse": Watch("recorded_at"),
        "schedules_ramadan": Evidence("decided_at"),
        "schedules_rosterday": Evidence("decided_at"),
        "schedules_rosterdraft": Unwatched("a draft until it is applied; what it makes is watched"),
        "schedules_shift": Watch(),
        "schedules_shifthours": Evidence("decided_at"),
    }
