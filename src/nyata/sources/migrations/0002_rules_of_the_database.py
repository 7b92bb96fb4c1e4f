"""What only the database can promise: a number is one person's at a time, and what was told stays as it was told."""

from django.db import migrations

# A range over the id makes a plain number fit a GiST index without an extension.
NO_OVERLAP = """
ALTER TABLE sources_numberuse ADD CONSTRAINT number_uses_do_not_overlap EXCLUDE USING gist (
    int8range(number_id, number_id, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&
);
ALTER TABLE sources_clockoffset ADD CONSTRAINT clock_offsets_do_not_overlap EXCLUDE USING gist (
    int8range(machine_id, machine_id, '[]') WITH &&,
    daterange(first, last, '[]') WITH &&
) WHERE (answer = 'granted');
"""
OVERLAP = """
ALTER TABLE sources_numberuse DROP CONSTRAINT number_uses_do_not_overlap;
ALTER TABLE sources_clockoffset DROP CONSTRAINT clock_offsets_do_not_overlap;
"""
INSERT_ONLY = (
    "sources_importprofile", "sources_number", "sources_punchfile", "sources_punch", "sources_countingdecision",
)  # fmt: skip
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


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial"), ("ledger", "0001_initial")]
    operations = [migrations.RunSQL(NO_OVERLAP, OVERLAP), migrations.RunSQL(TRIGGERS, NO_TRIGGERS)]
