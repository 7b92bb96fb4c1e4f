from django.apps import AppConfig

from nyata.ledger.watch import Evidence, Watch


class LeaveConfig(AppConfig):
    name = "nyata.leave"
    label = "leave"
    under_the_log = {
        "leave_attachment": Watch("added_at"),
        "leave_attachmentlook": Evidence("looked_at"),
        "leave_carryover": Evidence("recorded_at"),
        "leave_claim": Evidence(),
        "leave_delegation": Watch("made_at"),
        "leave_dutyletter": Evidence("recorded_at"),
        "leave_outage": Evidence("recorded_at"),
        "leave_outagestep": Evidence("at"),
        "leave_place": Evidence(),
        "leave_request": Evidence("asked_at"),
        "leave_slot": Watch(),
        "leave_step": Evidence("at"),
    }

    def ready(self) -> None:
        from nyata.people.services.leaving import on_leaving, on_moving

        on_leaving("nyata.leave.services.end_for_leaver")
        on_moving("nyata.leave.services.hand_over_after_move")
