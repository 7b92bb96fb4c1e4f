"""The log's two tables, and the triggers that keep them insert-only against every program, ours included."""

import django.db.models.deletion
from django.db import migrations, models

# Shared by every insert-only table of Nyata: the name of the table is in the error.
FUNCTION = """
CREATE FUNCTION nyata_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is insert-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""
# Row triggers do not fire for TRUNCATE, so it has a statement trigger of its own. An opening may be deleted:
# a lawful erasure takes the content and leaves the leaf.
TRIGGERS = """
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON ledger_leaf
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER insert_only BEFORE UPDATE ON ledger_opening
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_opening
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.BinaryField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={"verbose_name_plural": "leaves"},
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "leaf",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ledger.leaf",
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("salt", models.BinaryField(max_length=32)),
                ("content", models.BinaryField()),
            ],
            options={"indexes": [models.Index(fields=["kind", "leaf"], name="ledger_open_kind_d234b7_idx")]},
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION nyata_insert_only()"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
