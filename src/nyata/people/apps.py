from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "nyata.people"
    label = "people"
