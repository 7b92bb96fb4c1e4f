"""What has to be true before servers start: weights as measured, tables up to date, static files gathered, a world."""

import hashlib
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from nyata.config.failures import Failure
from nyata.config.home import PROJECT, policy_folder
from nyata.core import policy

PEOPLE = 1200


def require_weights() -> None:
    """Raise a Failure when a face model is missing or not the one that was measured."""
    from nyata.faces import weights

    try:
        weights.verify_all()
    except weights.WeightsError as error:
        what, _, mend = str(error).partition(": ")
        raise Failure(what, f"{mend[:1].upper()}{mend[1:]}") from error


def require_policy() -> policy.Book:
    """The policy. Raises a Failure that names file, line and reason when it does not load."""
    try:
        return policy.load(policy_folder())
    except policy.PolicyError as error:
        raise Failure(
            f"The policy does not load: {error}", "Mend the file; docs/policy.md explains its form."
        ) from error


def frames_kept() -> timedelta:
    """How long photographs of check-ins are kept, as the policy says today. Raises a Failure as require_policy does."""
    today = datetime.now(ZoneInfo("Asia/Jakarta")).date()
    kept = require_policy().on(today).privacy.retention.frames
    assert isinstance(kept, timedelta)
    return kept


def load_django() -> None:
    """Load settings and apps from os.environ."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nyata.config.settings")
    import django

    django.setup()


def pending_migrations() -> list[str]:
    """Names of migrations that the database still lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def require_migrated() -> None:
    """Raise a Failure when the tables are older than the program. Production migrates on purpose, never by itself."""
    pending = pending_migrations()
    if pending:
        raise Failure(
            f"The database lacks {len(pending)} migrations (next: {pending[0]})",
            "Make a backup, then run `nyata manage migrate`.",
        )


def collect_static() -> None:
    """Gather static files under hashed names for WhiteNoise."""
    from django.core.management import call_command

    # Of htmx one file is served; its extensions import by names that cannot be hashed.
    rest = ["ext", "htmx.amd.js", "htmx.cjs.js", "htmx.esm.*", "htmx.js"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=rest)


def migrate() -> None:
    """Bring the tables up to date."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def seed(people: int | None) -> None:
    """Make the demo world in an empty database, wholly or not at all; a world that is there stays as it is."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import transaction

    with transaction.atomic():
        call_command("seed_demo", people=people or get_user_model().objects.count() or PEOPLE)


def shape() -> str:
    """A hash of everything that decides what `migrate` would do: our migrations, and the packages' versions."""
    digest = hashlib.sha256()
    files = sorted((PROJECT / "src" / "nyata").glob("*/migrations/*.py"))
    for path in [PROJECT / "requirements" / "base.txt", *files]:
        digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return digest.hexdigest()


def is_prepared(note: Path) -> bool:
    """Whether the note beside the database says that this very shape was migrated and seeded."""
    try:
        return bool(json.loads(note.read_text())["shape"] == shape())
    except (OSError, ValueError, KeyError):
        return False


def write_note(note: Path) -> None:
    """Remember that the database is ready for this shape."""
    note.write_text(json.dumps({"shape": shape()}))
