"""The triggers that keep decisions on the policy insert-only."""

from django.db import migrations

# The function is the ledger's (its first migration). Row triggers do not fire for TRUNCATE: it has its own.
TRIGGERS = """
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON rules_ruledecision
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON rules_ruledecision
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
NO_TRIGGERS = """
DROP TRIGGER insert_only ON rules_ruledecision;
DROP TRIGGER never_emptied ON rules_ruledecision;
"""


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_initial"), ("ledger", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGERS, NO_TRIGGERS)]
