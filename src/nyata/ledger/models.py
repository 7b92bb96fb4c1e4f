"""The append-only log: what was written, its order, and what was signed about it. All of it is insert-only.

Bytes that are named root, hash or digest are SHA-256, 32 bytes.
"""

from django.contrib.postgres.fields import ArrayField
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


class Waiting(models.Model):
    """A leaf without a position; written in the statement that writes the leaf, gone when the sequencer placed it.

    No foreign key, here and for positions: one statement writes both sides, and checking each row again would cost as
    much as placing it. Verifying the log finds what is on one side only.
    """

    leaf = models.OneToOneField(Leaf, models.DO_NOTHING, primary_key=True, db_constraint=False)

    class Meta:
        verbose_name_plural = "waiting"


class Position(models.Model):
    """The place of a leaf in the tree, counted from 0 without a gap."""

    index = models.BigIntegerField(primary_key=True)
    leaf = models.OneToOneField(Leaf, models.DO_NOTHING, db_constraint=False)


class Tile(models.Model):
    """A full tile (nyata.core.tiles): its hashes packed, and the one hash over them, an entry of the level above."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    hashes = models.BinaryField(max_length=512)


class LogKey(models.Model):
    """A public key (32 bytes) that signs checkpoints from `since` on, until the next one."""

    origin = models.CharField(max_length=200)
    public = models.BinaryField(max_length=32, unique=True)
    since = models.DateTimeField(unique=True)


class Checkpoint(models.Model):
    """The log had this root at this size: a signed note, whose words are in `note`."""

    class Occasion(models.TextChoices):
        ROUTINE = "routine"
        ASKED = "asked"
        APEL = "apel"
        ROTATION = "rotation"

    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(unique=True)
    note = models.TextField()
    occasion = models.CharField(max_length=10, choices=Occasion.choices)

    class Meta:
        indexes = [models.Index(fields=["size", "id"])]


class Witness(models.Model):
    """Another office whose cosignature counts from `since` on, or (not accepted) counts no longer."""

    name = models.CharField(max_length=200)
    public = models.BinaryField(max_length=32)
    is_accepted = models.BooleanField()
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "witnesses"
        constraints = [models.UniqueConstraint(fields=["name", "since"], name="one_word_at_a_time")]


class Cosignature(models.Model):
    """A witness saw a checkpoint and found that it continues the one it saw before. `line`: as in the note."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT)
    witness = models.ForeignKey(Witness, models.PROTECT)
    line = models.TextField()
    signed_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "witness"], name="a_witness_signs_once")]


class RowForm(models.Model):
    """Which columns of a table its row entries cover, by number of the form."""

    relation = models.CharField(max_length=63)
    form = models.IntegerField()
    columns = ArrayField(models.CharField(max_length=63))
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relation", "form"], name="one_form_of_a_number")]


class RowSet(models.Model):
    """The rows that one statement wrote, beside the leaf that covers them: keys, and 32 bytes each in `digests`."""

    leaf = models.OneToOneField(Leaf, models.DO_NOTHING, primary_key=True, db_constraint=False)
    relation = models.CharField(max_length=63)
    form = models.IntegerField()
    op = models.CharField(max_length=6)
    keys = ArrayField(models.TextField())
    digests = models.BinaryField()
