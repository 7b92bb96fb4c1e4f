"""The append-only log: a leaf for every change that matters, its content beside it, both insert-only."""

from django.db import models


class Leaf(models.Model):
    """One entry: SHA-256(0x00 || SHA-256(salt || canonical JSON)). Never updated, never deleted."""

    hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "leaves"


class Opening(models.Model):
    """What a leaf says. Kept apart, so that a lawful erasure can take the content and leave the proof."""

    leaf = models.OneToOneField(Leaf, models.PROTECT, primary_key=True)
    kind = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=32)
    # Canonical JSON (RFC 8785) as bytes: the hash must be recomputable byte for byte.
    content = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["kind", "leaf"])]
