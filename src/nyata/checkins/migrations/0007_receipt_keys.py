"""The keys that signed receipts, so that those of a former key are checked for ever."""

from django.db import migrations, models

TRIGGERS = """
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON checkins_receiptkey
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON checkins_receiptkey
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
NO_TRIGGERS = """
DROP TRIGGER insert_only ON checkins_receiptkey;
DROP TRIGGER never_emptied ON checkins_receiptkey;
"""


class Migration(migrations.Migration):
    dependencies = [("checkins", "0006_site_openings")]

    operations = [
        migrations.CreateModel(
            name="ReceiptKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(max_length=200)),
                ("public", models.BinaryField(max_length=32, unique=True)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
