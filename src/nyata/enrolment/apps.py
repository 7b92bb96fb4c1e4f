from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "nyata.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        from nyata.accounts.sections import register
        from nyata.people.services.leaving import on_leaving

        register(20, "enrolment/_account.html", "nyata.enrolment.account_section.phone_and_face")
        on_leaving("nyata.enrolment.services.end_for_leaver")
