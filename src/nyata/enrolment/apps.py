from django.apps import AppConfig

from nyata.ledger.watch import Evidence, Watch


class EnrolmentConfig(AppConfig):
    name = "nyata.enrolment"
    label = "enrolment"
    under_the_log = {
        "enrolment_accommodation": Watch("granted_at"),
        "enrolment_datakey": Watch("made_at", without=("wrapped", "wrapping_key_id")),
        "enrolment_device": Watch("bound_at"),
        "enrolment_devicechange": Watch("asked_at"),
        "enrolment_enrolment": Watch("opened_at", without=("code_salt", "code_tries", "challenge")),
        "enrolment_facetemplate": Watch("made_at"),
        "enrolment_lookalike": Watch("asked_at"),
        "enrolment_noticereading": Evidence("read_at"),
        "enrolment_reverification": Watch("made_at"),
        "enrolment_templatelook": Evidence("looked_at"),
    }

    def ready(self) -> None:
        from nyata.accounts.sections import register
        from nyata.people.services.leaving import on_leaving

        register(20, "enrolment/_account.html", "nyata.enrolment.account_section.phone_and_face")
        on_leaving("nyata.enrolment.services.end_for_leaver")
