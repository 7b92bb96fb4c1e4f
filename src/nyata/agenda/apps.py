from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "nyata.agenda"
    label = "agenda"

    def ready(self) -> None:
        from nyata.accounts.sections import register
        from nyata.people.services.leaving import on_leaving

        register(40, "agenda/_account.html", "nyata.agenda.selectors.own_section")
        on_leaving("nyata.agenda.services.end_for_leaver")
