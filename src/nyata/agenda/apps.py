from django.apps import AppConfig

from nyata.ledger.watch import Watch


class AgendaConfig(AppConfig):
    name = "nyata.agenda"
    label = "agenda"
    under_the_log = {
        "agenda_calendarkey": Watch("made_at", without=("reads", "window_from", "read_at")),
    }

    def ready(self) -> None:
        from nyata.accounts.sections import register
        from nyata.people.services.leaving import on_leaving

        register(40, "agenda/_account.html", "nyata.agenda.selectors.own_section")
        on_leaving("nyata.agenda.services.end_for_leaver")
