"""Reports, findings, steps and restored backups are added, never changed and never deleted."""

from django.db import migrations

TABLES = ("audit_report", "audit_finding", "audit_step", "audit_restoration")
TRIGGERS = "\n".join(
    f"""
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
    for table in TABLES
)
NO_TRIGGERS = "\n".join(
    f"DROP TRIGGER insert_only ON {table}; DROP TRIGGER never_emptied ON {table};" for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("ledger", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGERS, NO_TRIGGERS)]
