"""What becomes of open requests when somebody leaves or moves: steps that nobody took."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

ACTS = [
    ("asked", "Diajukan"), ("by_supervisor", "Disetujui atasan"), ("by_hr", "Disetujui BKPSDM"),
    ("declined", "Tidak disetujui"), ("withdrawn", "Ditarik"), ("ended_early", "Diakhiri lebih awal"),
    ("cancelled", "Dibatalkan pejabat"), ("said_wrong", "Dinyatakan keliru"),
    ("closed", "Ditutup, pegawai tidak lagi aktif"), ("handed_over", "Beralih ke atasan lain"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("leave", "0004_duty_letter")]

    operations = [
        migrations.AlterField("step", "act", models.CharField(choices=ACTS, max_length=14)),
        migrations.AlterField(
            "step",
            "actor",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.RemoveConstraint("step", "one_step_of_a_kind"),
        migrations.AddConstraint(
            "step",
            models.UniqueConstraint(
                fields=["request", "act"],
                condition=~Q(act__in=("ended_early", "handed_over")),
                name="one_step_of_a_kind",
            ),
        ),
    ]
