"""The order of the log, what is signed about it, and where its row entries lie; all insert-only but what waits."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# What was appended before there was an order gets its place by the order of its leaves.
EVERYTHING_WAITS = "INSERT INTO ledger_waiting (leaf_id) SELECT id FROM ledger_leaf"
INSERT_ONLY = ("position", "tile", "logkey", "checkpoint", "witness", "cosignature", "rowform", "rowset")
TRIGGERS = "\n".join(
    f"""
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON ledger_{table}
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
    for table in INSERT_ONLY
)
# A leaf stops waiting in the statement that places it, or not at all.
WAITING = """
CREATE FUNCTION nyata_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone WHERE NOT EXISTS (SELECT FROM ledger_position p WHERE p.leaf_id = gone.leaf_id)) THEN
        RAISE EXCEPTION 'a leaf without a position must wait' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER placed AFTER DELETE ON ledger_waiting REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_placed();
CREATE TRIGGER insert_only BEFORE UPDATE ON ledger_waiting
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_waiting
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(max_length=200)),
                ("public", models.BinaryField(max_length=32, unique=True)),
                ("since", models.DateTimeField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="RowSet",
            fields=[
                (
                    "leaf",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to="ledger.leaf",
                    ),
                ),
                ("relation", models.CharField(max_length=63)),
                ("form", models.IntegerField()),
                ("op", models.CharField(max_length=6)),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("digests", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("hashes", models.BinaryField(max_length=512)),
            ],
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                (
                    "leaf",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to="ledger.leaf",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "waiting",
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField(unique=True)),
                ("note", models.TextField()),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("routine", "Routine"),
                            ("asked", "Asked"),
                            ("apel", "Apel"),
                            ("rotation", "Rotation"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["size", "id"], name="ledger_chec_size_bf1bfc_idx")],
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "leaf",
                    models.OneToOneField(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="ledger.leaf"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RowForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relation", models.CharField(max_length=63)),
                ("form", models.IntegerField()),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), size=None),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("relation", "form"), name="one_form_of_a_number")],
            },
        ),
        migrations.CreateModel(
            name="Witness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("public", models.BinaryField(max_length=32)),
                ("is_accepted", models.BooleanField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "witnesses",
                "constraints": [models.UniqueConstraint(fields=("name", "since"), name="one_word_at_a_time")],
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.TextField()),
                ("signed_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("checkpoint", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="ledger.checkpoint")),
                ("witness", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="ledger.witness")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("checkpoint", "witness"), name="a_witness_signs_once")],
            },
        ),
        migrations.RunSQL(EVERYTHING_WAITS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(WAITING, "DROP TRIGGER placed ON ledger_waiting; DROP FUNCTION nyata_placed()"),
    ]
