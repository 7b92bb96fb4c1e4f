"""Django settings. Everything that differs between machines comes from the environment; no secret has a default."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[3]
NYATA_HOME = Path(os.environ.get("NYATA_HOME", BASE_DIR / ".nyata"))
DEMO = os.environ.get("NYATA_DEMO") == "1"


def required(name: str, how: str) -> str:
    """The value of an environment variable that has no default.

    Raises ImproperlyConfigured with one line that says how to make it.
    """
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is missing: {how}")
    return value


def database(url: str) -> dict[str, object]:
    """Django's database settings for a postgresql:// address (host may be a socket folder in ?host=)."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "nyata"},
        "TEST": {"NAME": "test_nyata" + os.environ.get("NYATA_TEST_SUFFIX", "")},
    }


SECRET_KEY = required("NYATA_SECRET_KEY", "50 random characters; `make demo` makes its own")
# 32 bytes, base64: wraps every person's data key. Losing it loses every face template (docs/operations.md).
WRAPPING_KEY = required("NYATA_WRAPPING_KEY", "32 random bytes in base64; `nyata keys` explains")
# 32 bytes, base64: the Ed25519 private key that signs receipts.
RECEIPT_KEY = required("NYATA_RECEIPT_KEY", "32 random bytes in base64; `nyata keys` explains")
# 32 bytes, base64: the Ed25519 private key that signs the log's checkpoints; a second one while it is being replaced.
LOG_KEY = required("NYATA_LOG_KEY", "32 random bytes in base64; docs/operations-keys.md explains")
LOG_KEY_NEW = os.environ.get("NYATA_LOG_KEY_NEW", "")
DATABASE_URL = required("DATABASE_URL", "postgresql://user:password@host:port/name")
# The role that owns the tables and migrates them; without it the application's own does (docs/operations.md, Roles).
OWNER_URL = os.environ.get("NYATA_OWNER_URL") or DATABASE_URL
APPLICATION_ROLE = str(database(DATABASE_URL)["USER"])
# `nyata manage migrate` sets NYATA_AS_OWNER; nothing else runs as the owner.
DATABASES = {"default": database(OWNER_URL if os.environ.get("NYATA_AS_OWNER") == "1" else DATABASE_URL)}

# Google's list of attestation certificates that are no longer believed (docs/operations.md); "" where there is none.
ATTESTATION_REVOKED = os.environ.get("NYATA_ATTESTATION_REVOKED", "")

# The one address under which people open Nyata: WebAuthn's relying party and every signed origin follow it.
ORIGIN = required("NYATA_ORIGIN", "the address people open, such as https://nyata.example.go.id").rstrip("/")
RP_ID = urlsplit(ORIGIN).hostname or ""
# The name of the log, for good: it stands in every checkpoint and in the log's key.
LOG_ORIGIN = os.environ.get("NYATA_LOG_ORIGIN") or f"{RP_ID}/nyata"
SECURE = ORIGIN.startswith("https://")
ALLOWED_HOSTS = [RP_ID]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

DEBUG = False
ROOT_URLCONF = "nyata.config.urls"
WSGI_APPLICATION = "nyata.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

INSTALLED_APPS = [
    "nyata.config",
    "nyata.boards",
    "nyata.audit",
    "nyata.discipline",
    "nyata.allowance",
    "nyata.apel",
    "nyata.attendance",
    "nyata.sources",
    "nyata.checkins",
    "nyata.agenda",
    "nyata.leave",
    "nyata.schedules",
    "nyata.enrolment",
    "nyata.accounts",
    "nyata.people",
    "nyata.rules",
    "nyata.ledger",
    "procrastinate.contrib.django",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "nyata.config.middleware.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "nyata.config.middleware.Doorstep",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nyata.config.middleware.NeverKept",
    "nyata.config.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nyata.people.middleware.RequestAuthority",
    "nyata.accounts.middleware.FirstThings",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nyata.config.context.page",
            ],
            "builtins": ["nyata.config.templatetags.nyata"],
        },
    }
]

AUTHENTICATION_BACKENDS = ["nyata.accounts.backends.NipBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "nyata.accounts.passwords.NotNipOrBirthDate"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = NYATA_HOME / "static"
STATICFILES_DIRS = [
    Path(__file__).parent / "static",
    ("htmx", Path(os.environ.get("NYATA_NODE_MODULES", BASE_DIR / "node_modules")) / "htmx.org" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "nyata.config.staticfiles.HashedStatic"
        if os.environ.get("NYATA_STATIC") == "collected"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = os.environ.get("NYATA_STATIC") != "collected"

SESSION_COOKIE_NAME = "nyata_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_USE_SESSIONS = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The number of proxies before us whose X-Forwarded-For may be believed; 0 means none.
TRUSTED_PROXIES = int(os.environ.get("NYATA_TRUSTED_PROXIES", "0"))

# One bundle is about 250 kB; a form with a roster file may have 10 MB. The check-in view has its own, smaller limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000

PROCRASTINATE_ON_APP_READY = None
# How papers are headed and where they are signed.
GOVERNMENT = os.environ.get("NYATA_GOVERNMENT", "Pemerintah Kabupaten Ogan Komering Ilir")
SEAT = os.environ.get("NYATA_SEAT", "Kayuagung")

POLICY_DIR = Path(os.environ.get("NYATA_POLICY") or BASE_DIR / "policy").absolute()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("NYATA_LOG", "WARNING")},
    "loggers": {
        # One line for each request that tried something: code, masked person, masked address.
        "nyata.security": {"level": "INFO"},
        "django.security.DisallowedHost": {"level": "ERROR"},
    },
}
