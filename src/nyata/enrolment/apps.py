from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "nyata.enrolment"
    label = "enrolment"
