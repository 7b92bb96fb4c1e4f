"""A file can be taken back: a row beside it, and room for the same punches in the file that is the right one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The function is the ledger's (its first migration). Row triggers do not fire for TRUNCATE: it has its own.
TRIGGERS = """
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON sources_filetakenback
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON sources_filetakenback
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
NO_TRIGGERS = """
DROP TRIGGER insert_only ON sources_filetakenback;
DROP TRIGGER never_emptied ON sources_filetakenback;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0002_rules_of_the_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="FileTakenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=300)),
                ("taken_at", models.DateTimeField()),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="sources.punchfile",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="file_taken_back_says_why"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="punch",
            constraint=models.UniqueConstraint(
                fields=("number", "second", "file"), name="one_punch_of_a_moment_in_a_file"
            ),
        ),
        migrations.RemoveConstraint(model_name="punch", name="one_punch_of_a_moment"),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
