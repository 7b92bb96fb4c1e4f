"""Bursts are remembered by their film and by one frame's bytes: the two largest arrays and their index go."""

from django.db import migrations, models

# Marks of before keep their bytes. Their perceptual hashes cannot be compared with a film: they go.
CARRY_OVER = """
UPDATE checkins_framemark SET
    least = (SELECT min(one) FROM unnest(exact) one),
    bytes = (SELECT string_agg(substr(int8send(one), 1, 6), ''::bytea ORDER BY at)
             FROM unnest(exact) WITH ORDINALITY parts (one, at))
WHERE cardinality(exact) > 0
"""


class Migration(migrations.Migration):
    dependencies = [("checkins", "0004_open_attempts")]
    operations = [
        migrations.RemoveIndex("framemark", "frame_look_gin"),
        migrations.RemoveField("framemark", "look"),
        migrations.AddField("framemark", "film", models.BinaryField(default=b"")),
        migrations.AddField("framemark", "least", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField("framemark", "bytes", models.BinaryField(default=b""), preserve_default=False),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveField("framemark", "exact"),
        migrations.RenameField("framemark", "bytes", "exact"),
        migrations.AlterField("framemark", "least", models.BigIntegerField(db_index=True)),
    ]
