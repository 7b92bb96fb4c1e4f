from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "nyata.boards"
    label = "boards"
