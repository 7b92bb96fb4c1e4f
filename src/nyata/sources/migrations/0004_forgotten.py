"""Punches whose time is over are taken away: only of days before the one that a row on record names."""

from django.db import migrations, models

# `second` counts by the wall clock that the machine showed, as a day does.
PUNCHES = """
CREATE FUNCTION sources_punch_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND
        OLD.second < (SELECT max(before - DATE '1970-01-01') * 86400::bigint FROM sources_punchesforgotten)
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is insert-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER insert_only ON sources_punch;
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON sources_punch
    FOR EACH ROW EXECUTE FUNCTION sources_punch_stays();
"""
PUNCHES_BACK = """
DROP TRIGGER insert_only ON sources_punch;
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON sources_punch
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
DROP FUNCTION sources_punch_stays();
"""
# The function is the ledger's (its first migration). Row triggers do not fire for TRUNCATE: it has its own.
TRIGGERS = """
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON sources_punchesforgotten
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON sources_punchesforgotten
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
NO_TRIGGERS = """
DROP TRIGGER insert_only ON sources_punchesforgotten;
DROP TRIGGER never_emptied ON sources_punchesforgotten;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_taken_back")]
    operations = [
        migrations.CreateModel(
            name="PunchesForgotten",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("forgotten_at", models.DateTimeField()),
            ],
            options={"ordering": ["-before"]},
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(PUNCHES, PUNCHES_BACK),
    ]
