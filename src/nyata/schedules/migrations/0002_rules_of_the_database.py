"""What only the database can promise: uses that do not overlap, decisions that stay as they were made."""

from django.db import migrations

# A range over the id makes a plain number fit a GiST index without an extension.
NO_OVERLAP = "\n".join(
    f"""
ALTER TABLE schedules_patternuse ADD CONSTRAINT pattern_uses_of_a_{who}_do_not_overlap EXCLUDE USING gist (
    int8range({who}_id, {who}_id, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&
) WHERE ({who}_id IS NOT NULL);
"""
    for who in ("person", "unit")
)
OVERLAP = "\n".join(
    f"ALTER TABLE schedules_patternuse DROP CONSTRAINT pattern_uses_of_a_{who}_do_not_overlap;"
    for who in ("person", "unit")
)
INSERT_ONLY = (
    "schedules_calendarday",
    "schedules_ramadan",
    "schedules_shifthours",
    "schedules_patternday",
    "schedules_rosterday",
)
# The function is the ledger's (its first migration). Row triggers do not fire for TRUNCATE: it has its own.
TRIGGERS = "\n".join(
    f"""
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
    for table in INSERT_ONLY
)
NO_TRIGGERS = "\n".join(
    f"DROP TRIGGER insert_only ON {table}; DROP TRIGGER never_emptied ON {table};" for table in INSERT_ONLY
)
# Every person's calendar begins with the regency's, so there is one from the first day on.
FIRST_CALENDAR = "INSERT INTO schedules_calendar (name, kind) VALUES ('Kabupaten Ogan Komering Ilir', 'regency');"


class Migration(migrations.Migration):
    dependencies = [("schedules", "0001_initial"), ("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(NO_OVERLAP, OVERLAP),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(FIRST_CALENDAR, "DELETE FROM schedules_calendar WHERE kind = 'regency';"),
    ]
