"""Django's settings: all that may differ between installations comes from the environment or from the home folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF  # noqa: F401
from django.utils.translation import gettext_lazy as _

from hevesy_service.database.sqlite.base import OPTIONS
from hevesy_service.home import Home

HOME = Home.of_environment()
PORT = int(os.environ.get("HEVESY_PORT", "8000"))
NAMES = [name for name in os.environ.get("HEVESY_NAMES", "").split(",") if name]  # under which others reach it
SECRET_KEY = HOME.secret()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *NAMES]
ROOT_URLCONF = "hevesy_service.urls"
WSGI_APPLICATION = "hevesy_service.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
SITE_ID = None

INSTALLED_APPS = [
    "hevesy_service.desk",  # before allauth, so that its pages stand in our frame
    "hevesy_service.atlas",
    "hevesy_service.jobs",
    "hevesy_service.comments",
    "hevesy_service.mission",
    "hevesy_service.plans",
    "hevesy_service.competence",
    "hevesy_service.quality",
    "hevesy_service.staffing",
    "hevesy_service.boards",
    "hevesy_service.teaching",
    "hevesy_service.care",
    "hevesy_service.learn",
    "hevesy_service.lessons",
    "hevesy_service.outreach",
    "hevesy_service.validation",
    "hevesy_service.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "hevesy_service.book",
    "hevesy_service.backup",
    "hevesy_service.accounts",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # adds letters at random, so that lengths tell no secret
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hevesy_service.desk.middleware.uploads_within_bounds",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hevesy_service.desk.middleware.acts_in_own_name",
    "hevesy_service.desk.middleware.signed_in_by_default",
    "hevesy_service.desk.middleware.refusals_in_words",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hevesy_service.desk.context.of_every_page",
                "hevesy_service.validation.context.banner",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    """SQLite in the home folder, or what DATABASE_URL names: postgresql://user:word@host:port/name."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        return {"ENGINE": "hevesy_service.database.sqlite", "NAME": str(HOME.database), "OPTIONS": OPTIONS}
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres"):
        raise SystemExit(f"DATABASE_URL begins with {parts.scheme!r}; write postgresql://user:word@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "", "PORT": str(parts.port or ""), "CONN_HEALTH_CHECKS": True,
    }  # fmt: skip


DATABASES = {"default": {**_database(), "CONN_MAX_AGE": None, "ATOMIC_REQUESTS": False}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "hevesy_service.database.used_once.UsedOnce", "LOCATION": "used_once"}}
# in the database, so that a code that one process took is known to be used to all

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": True}}


def _idle_minutes() -> int:
    """After how many minutes without a sign of life a page locks: 15, or what HEVESY_IDLE_MINUTES says, 30 at most."""
    said = os.environ.get("HEVESY_IDLE_MINUTES", "15")
    if not said.isdecimal() or not 1 <= int(said) <= 30:
        raise SystemExit(f"HEVESY_IDLE_MINUTES is {said!r}; write a whole number of minutes from 1 to 30.")
    return int(said)


# --- languages ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")), ("ar", _("Arabic")), ("zh-hans", _("Chinese")), ("fr", _("French")), ("ru", _("Russian")),
    ("es", _("Spanish")),
]  # fmt: skip
LOCALE_PATHS = [str(Path(__file__).with_name("locale"))]
FORMAT_MODULE_PATH = ["hevesy_service.formats"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- what a browser may do with our pages: nothing from elsewhere, nothing in line --------------------------------

STATIC_URL = "static/"
STATIC_ROOT = str(HOME.folder / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE], "script-src": [SELF], "style-src": [SELF], "img-src": [SELF, "data:"],
        "connect-src": [SELF], "font-src": [SELF], "form-action": [SELF], "frame-ancestors": [NONE],
        "base-uri": [NONE], "manifest-src": [SELF],
    },
}  # fmt: skip
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = os.environ.get("HEVESY_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # no script of ours reads either
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
if HTTPS:  # the prefix lets no other host of the network set them
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # of idleness, after which one signs in again; long before, its pages lock
IDLE_MINUTES = _idle_minutes()
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "hevesy_service.desk.pages.form_too_old"

# --- signing in ---------------------------------------------------------------------------------------------------

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "hevesy_service.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # django-axes counts them, in the database and so for every process
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]  # the middleware asks where the last works
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Hevesy"
MFA_TOTP_TOLERANCE = 1  # half a minute to each side: clocks of phones and of servers without a network differ
MFA_FORMS = {
    "authenticate": "hevesy_service.accounts.codes.CodeForm",
    "reauthenticate": "hevesy_service.accounts.codes.CodeAgainForm",
    "add_webauthn": "hevesy_service.accounts.passkey_forms.AddForm",
    "login_webauthn": "hevesy_service.accounts.passkey_forms.LoginForm",
    "authenticate_webauthn": "hevesy_service.accounts.passkey_forms.AuthenticateForm",
    "reauthenticate_webauthn": "hevesy_service.accounts.passkey_forms.ReauthenticateForm",
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nothing is sent: there may be no network
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "hevesy_service.desk.pages.locked_out"
AXES_VERBOSE = False

# --- what is written down of running: never a name, a form's contents or an address with an id of a person ---------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "hevesy_service.logs.Plain"}},
    "filters": {"unwatched": {"()": "hevesy_service.logs.Unwatched"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["unwatched"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},
}
