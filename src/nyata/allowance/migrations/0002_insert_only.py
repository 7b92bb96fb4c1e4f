"""Amounts and kept calculations are never edited or taken away: another line, another version stands beside them."""

from django.db import migrations

TABLES = ("allowance_amountline", "allowance_calculation", "allowance_calculationrow")
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
    dependencies = [("allowance", "0001_initial"), ("ledger", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGERS, NO_TRIGGERS)]
