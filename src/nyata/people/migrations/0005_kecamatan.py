"""The 18 kecamatan of Ogan Komering Ilir (Kemendagri codes): units and sites choose among them from the first day."""

from django.db import migrations

KECAMATAN = (
    ("16.02.02", "Tanjung Lubuk"), ("16.02.03", "Pedamaran"), ("16.02.04", "Mesuji"), ("16.02.05", "Kayu Agung"),
    ("16.02.08", "Sirah Pulau Padang"), ("16.02.11", "Tulung Selapan"), ("16.02.12", "Pampangan"),
    ("16.02.13", "Lempuing"), ("16.02.14", "Air Sugihan"), ("16.02.15", "Sungai Menang"), ("16.02.17", "Jejawi"),
    ("16.02.18", "Cengal"), ("16.02.19", "Pangkalan Lampam"), ("16.02.20", "Mesuji Makmur"),
    ("16.02.21", "Mesuji Raya"), ("16.02.22", "Lempuing Jaya"), ("16.02.23", "Teluk Gelam"),
    ("16.02.24", "Pedamaran Timur"),
)  # fmt: skip


def add(apps, schema_editor):
    district = apps.get_model("people", "District")
    rows = [district(code=code, name=name) for code, name in KECAMATAN]
    district.objects.using(schema_editor.connection.alias).bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_placements")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
