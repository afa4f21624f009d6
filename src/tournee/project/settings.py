"""Every setting, from TOURNEE_* variables. docs/administrators/settings.md explains them."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from .environment import Environment, keys_for_trying_out, require_production_key

env = Environment()
VERSION = "0.1.0"
PACKAGE = Path(__file__).resolve().parents[1]
PRODUCTION = env.choice("TOURNEE_MODE", ["trial", "production"], default="trial") == "production"
DATA_DIR = Path(env.text("TOURNEE_DATA_DIR", str(PACKAGE.parents[1] / "data"))).resolve()
DEBUG = False

# --- keys
_keys = {} if PRODUCTION else keys_for_trying_out(DATA_DIR)
SECRET_KEY = env.text("TOURNEE_SECRET_KEY") or _keys.get("secret_key", "")
STORAGE_KEYS = env.several("TOURNEE_STORAGE_KEYS") or [_keys.get("storage_key", "")]
if PRODUCTION:
    require_production_key("TOURNEE_SECRET_KEY", SECRET_KEY)
    for _key in STORAGE_KEYS:
        require_production_key("TOURNEE_STORAGE_KEYS", _key)
SECRET_KEY_FALLBACKS = env.several("TOURNEE_OLD_SECRET_KEYS")

# --- where it is reached
BASE_URL = env.text("TOURNEE_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
_host = BASE_URL.partition("://")[2].partition("/")[0]
ALLOWED_HOSTS = env.several("TOURNEE_HOSTS", [_host.rsplit(":", 1)[0]] if PRODUCTION else ["*"])
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
ROOT_URLCONF = "tournee.project.urls"
ASGI_APPLICATION = "tournee.project.asgi.application"
FORCE_SCRIPT_NAME = None
USE_X_FORWARDED_HOST = False

# --- rooms
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "tournee.change_log",
    "tournee.organisations",
    "tournee.connections",
    "tournee.directory",
    "tournee.calendar",
    "tournee.notifications",
    "tournee.jobs",
    "tournee.api",
    "tournee.web",
    "tournee.project",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_structlog",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tournee.web.middleware.ViewerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "tournee.web.context.page",
            ],
        },
    }
]

# --- data
DATABASES = {"default": env.database("TOURNEE_DATABASE_URL", DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "files"
# huey's places, then Celery's brokers: jobs/queue.py.
JOBS_URL = env.address(
    "TOURNEE_JOBS_URL",
    ["sqlite", "postgres", "postgresql", "redis", "rediss", "unix", "celery+redis", "celery+rediss", "amqp", "amqps"],
)
CACHES = {
    "default": env.cache("TOURNEE_CACHE_URL", shared_database="postgresql" in DATABASES["default"]["ENGINE"]),
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Calendar files of some hundred events and more are taken in by a process of their own.
LARGE_FILES_APART = True
IMPORT_MAX_BYTES = env.whole_number("TOURNEE_IMPORT_MAX_MB", default=100, least=1) * 1024 * 1024

# --- who signs in
AUTH_USER_MODEL = "organisations.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    # Validates nothing: it is called after each change.
    {"NAME": "tournee.organisations.passwords.EndsOtherAccess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "tournee.web.sign_in.display_name"
ACCOUNT_ADAPTER = "tournee.web.sign_in.InvitedOnly"
SOCIALACCOUNT_ADAPTER = "tournee.web.sign_in.KnownAddressesOnly"
# Members are made by an administrator, who vouches for the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": env.text("TOURNEE_LOGIN_LIMIT", "10/m/ip,5/5m/key"),
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# A reset for an unknown address is answered alike, and mails nobody.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "tournee.web.sign_in.SealedFactors"
# The administrator vouches for addresses; allauth keeps no table of them here.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tournée"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False
_oidc_server = env.text("TOURNEE_OIDC_SERVER")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = False
if _oidc_server:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.text("TOURNEE_OIDC_NAME", "SSO"),
                "client_id": env.text("TOURNEE_OIDC_CLIENT_ID"),
                "secret": env.text("TOURNEE_OIDC_CLIENT_SECRET"),
                "settings": {
                    "server_url": _oidc_server,
                    # For providers that do not say whether they checked an address, and always do.
                    "verified_email": env.yes("TOURNEE_OIDC_EMAILS_VERIFIED", default=False),
                },
            }
        ],
    }
SESSION_COOKIE_NAME = "tournee_session"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "tournee_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tournee.web.pages.errors.forged"
LANGUAGE_COOKIE_NAME = "tournee_language"

# --- language and time
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- files of the pages
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False


def _never_changes(_path: str, url: str) -> bool:
    """The build names these files by their content."""
    return "/web/chunks/" in url or "/web/assets/" in url


WHITENOISE_IMMUTABLE_FILE_TEST = _never_changes

# --- mail
# In production without a mail server named, the machine's own is tried.
_smtp_host = env.text("TOURNEE_SMTP_HOST", "localhost" if PRODUCTION else "")
_smtp_own = _smtp_host == "localhost"
MAILERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _smtp_host,
            "port": env.whole_number("TOURNEE_SMTP_PORT", default=25 if _smtp_own else 587, least=1),
            "username": env.text("TOURNEE_SMTP_USER"),
            "password": env.text("TOURNEE_SMTP_PASSWORD"),
            "use_tls": env.yes("TOURNEE_SMTP_STARTTLS", default=not _smtp_own),
            "timeout": 20,
        },
    }
    if _smtp_host
    else {
        # Without a mail server, mails wait as files where an administrator can read them.
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": DATA_DIR / "mail"},
    }
}
DEFAULT_FROM_EMAIL = env.text("TOURNEE_MAIL_FROM", "Tournée <tournee@localhost>")

# --- safety
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TILE_SOURCE = env.text("TOURNEE_TILES")
_tile_origin = "/".join(TILE_SOURCE.split("/")[:3]).replace("{s}", "*") if TILE_SOURCE.startswith("https://") else ""
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:", *([_tile_origin] if _tile_origin else [])],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
if PRODUCTION:
    if not BASE_URL.startswith("https://"):
        raise ImproperlyConfigured("TOURNEE_BASE_URL: production is reached by https:// only.")
    SECURE_SSL_REDIRECT = env.yes("TOURNEE_REDIRECT_TO_HTTPS", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
GEOCODER = env.choice("TOURNEE_GEOCODER", ["towns", "geoplateforme", "nominatim", "photon"], default="towns")
GEOCODER_URL = env.text("TOURNEE_GEOCODER_URL")
# How many proxies of one's own stand in front: whose word for a visitor's address is taken (throttling goes by it).
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("TOURNEE_PROXIES", default=1 if PRODUCTION else 0)
METRICS_TOKEN = env.text("TOURNEE_METRICS_TOKEN")
PRIVATE_ADDRESSES_ALLOWED = env.yes("TOURNEE_ALLOW_PRIVATE_ADDRESSES", default=False)

# --- log
# Tracebacks without the values of variables: they may be a person's.
_for_people = structlog.dev.ConsoleRenderer(
    colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
)
_renderer = structlog.processors.JSONRenderer() if PRODUCTION else _for_people
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": _renderer,
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
            ],
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": env.text("TOURNEE_LOG_LEVEL", "WARNING").upper()},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "tournee": {"level": env.text("TOURNEE_LOG_LEVEL", "INFO").upper()},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
