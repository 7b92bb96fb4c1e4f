from django.apps import AppConfig


class LeaveConfig(AppConfig):
    name = "nyata.leave"
    label = "leave"

    def ready(self) -> None:
        from nyata.people.services.leaving import on_leaving, on_moving

        on_leaving("nyata.leave.services.end_for_leaver")
        on_moving("nyata.leave.services.hand_over_after_move")
