"""How a person proves who they are when signing in."""

from django.db import models
from django.db.models import Q

from nyata.people.models import Person


class Passkey(models.Model):
    """A WebAuthn credential. Its id is unique for ever: a revoked key never serves anybody else."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="passkeys")
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField()  # COSE
    sign_count = models.BigIntegerField(default=0)
    transports = models.JSONField(default=list)
    aaguid = models.CharField(max_length=36, blank=True)
    attestation_format = models.CharField(max_length=20, blank=True)
    is_synced = models.BooleanField(default=False)  # backup eligible: may live on more than one device
    name = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class SpentChallenge(models.Model):
    """A challenge of a passkey sign-in that was answered: it signs in once. Kept as long as its cookie could live."""

    digest = models.BinaryField(primary_key=True, max_length=32)  # SHA-256 of the challenge
    expires_at = models.DateTimeField(db_index=True)


class FirstPassword(models.Model):
    """That a first password was made for a person, and until when it signs in. The password itself is only a hash."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="first_passwords")
    officer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-made_at"], name="first_password_newest")]


class PasswordRequest(models.Model):
    """An officer asks to make the first password of somebody with power over records; a second one agrees."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="password_requests")
    officer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # used, or found expired by the next one

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at=None), name="one_open_password_request")
        ]


class SignInTry(models.Model):
    """One attempt to sign in, for throttling: keyed digests, never the NIP or the address in clear."""

    nip_digest = models.BinaryField(max_length=32)
    address_digest = models.BinaryField(max_length=32)
    succeeded = models.BooleanField()
    tried_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["nip_digest", "tried_at"]),
            models.Index(fields=["address_digest", "tried_at"]),
        ]
