"""`nyata manage ...` and the commands that are Django management commands underneath."""

import os

from nyata.config import environment


def run(words: list[str], *, is_ours: bool) -> int:
    """Run a management command in the environment given, or in that of the demo in this folder.

    What one of ours refuses (CommandError) comes out of here, to be told as any other failure of `nyata`: Django does
    not print it where a traceback was asked for. Its own commands keep the manners that their users know.
    """
    with environment.borrowed():
        return call([words[0], "--traceback", *words[1:]] if is_ours else words)


def call(words: list[str]) -> int:
    """Run it in this process, with os.environ as it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nyata.config.settings")
    if words[0] == "migrate":
        os.environ["NYATA_AS_OWNER"] = "1"
    from django.core.management import ManagementUtility

    try:
        ManagementUtility(["nyata", *words]).execute()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
