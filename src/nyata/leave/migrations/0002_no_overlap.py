"""What the database itself keeps: no two slots of a person overlap in a layer, and what was said stays said."""

from django.db import migrations

# A range over the id makes a plain number fit a GiST index without an extension.
NO_OVERLAP = """
ALTER TABLE leave_slot ADD CONSTRAINT slots_do_not_overlap EXCLUDE USING gist (
    int8range(person_id, person_id, '[]') WITH &&,
    int4range(layer, layer, '[]') WITH &&,
    int4range(start, "end") WITH &&
);
ALTER TABLE leave_delegation ADD CONSTRAINT delegations_do_not_overlap EXCLUDE USING gist (
    int8range(approver_id, approver_id, '[]') WITH &&,
    daterange(first, least(last, ended_on - 1), '[]') WITH &&
) WHERE (ended_on IS NULL OR ended_on > first);
"""
UNDO = """
ALTER TABLE leave_slot DROP CONSTRAINT slots_do_not_overlap;
ALTER TABLE leave_delegation DROP CONSTRAINT delegations_do_not_overlap;
"""
INSERT_ONLY = (
    "leave_request", "leave_place", "leave_claim", "leave_step", "leave_attachmentlook", "leave_carryover",
    "leave_outage", "leave_outagestep",
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
    dependencies = [("leave", "0001_initial"), ("ledger", "0001_initial")]
    operations = [migrations.RunSQL(NO_OVERLAP, UNDO), migrations.RunSQL(TRIGGERS, NO_TRIGGERS)]
