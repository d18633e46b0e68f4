"""Django's settings, from the environment. `bin/regulars settings` prints what is in force."""

from __future__ import annotations

import os

from csp.constants import NONCE, NONE, SELF

from regulars.ground.engines.cache import cache
from regulars.ground.engines.database import database
from regulars.wiring.home import CODE, home, secret

REGULARS_HOME = home()
SECRET_KEY = secret(REGULARS_HOME)
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
DEBUG = os.environ.get("REGULARS_DEBUG") == "1"
DEMO = os.environ.get("REGULARS_DEMO") == "1"
HTTPS = os.environ.get("REGULARS_HTTPS") == "1"
BEHIND_PROXY = os.environ.get("REGULARS_BEHIND_PROXY") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("TRUSTED_ORIGINS", "").split(",") if origin]
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")

DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite://{REGULARS_HOME}/regulars.sqlite3"
DATABASES = {"default": database(DATABASE_URL)}
BEACONS_PER_MINUTE = os.environ.get("BEACONS_PER_MINUTE") or "12000"
LAKE_URL = os.environ.get("LAKE_URL") or f"file://{REGULARS_HOME}/lake"
FILES_URL = os.environ.get("FILES_URL") or f"file://{REGULARS_HOME}/media"
PRIVATE_FILES_URL = os.environ.get("PRIVATE_FILES_URL") or f"file://{REGULARS_HOME}/private"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "regulars.ground.kit",
    "regulars.ground.bus",
    "regulars.ground.lake",
    "regulars.ground.plugins",
    "regulars.people.accounts",
    "regulars.people.merchants",
    "regulars.goods.media",
    "regulars.goods.catalog",
    "regulars.loyalty.customers",
    "regulars.loyalty.segments",
    "regulars.loyalty.members",
    "regulars.loyalty.outreach",
    "regulars.loyalty.journeys",
    "regulars.trade.offers",
    "regulars.trade.payments",
    "regulars.trade.settlement",
    "regulars.trade.services",
    "regulars.trade.advances",
    "regulars.trade.orders",
    "regulars.trade.drops",
    "regulars.trade.agreements",
    "regulars.trade.presales",
    "regulars.trade.guard",
    "regulars.trade.draws",
    "regulars.community.surveys",
    "regulars.community.reviews",
    "regulars.discovery.decisions",
    "regulars.discovery.ranking",
    "regulars.discovery.lists",
    "regulars.discovery.search",
    "regulars.discovery.recommend",
    "regulars.discovery.storefront",
    "regulars.oversight.insights",
    "regulars.faces.look",
    "regulars.faces.shopper",
    "regulars.faces.merchant",
    "regulars.faces.operator",
    "regulars.faces.terminal",
    "regulars.wiring",
]

MIDDLEWARE = [
    "regulars.faces.look.requests.request_identity",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "regulars.faces.look.policy.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "regulars.faces.look.requests.Visitor",
    "regulars.faces.look.requests.Idempotency",
    "regulars.faces.look.answers.Refusals",
]

ROOT_URLCONF = "regulars.wiring.urls"
WSGI_APPLICATION = "regulars.wiring.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "regulars.wiring.pages.environment",
            "context_processors": ["regulars.wiring.pages.page_context"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CODE / "faces" / "shopper" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "regulars.wiring.pages.names",
            ]
        },
    },
]

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LANGUAGE_CODE = os.environ.get("REGULARS_LANGUAGE", "en")
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = REGULARS_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "regulars.discovery.storefront.files.BlockFiles",
]
WHITENOISE_MANIFEST_STRICT = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["regulars.people.accounts.entering.ByEmail"]
PASSWORD_HASHERS = [
    "regulars.people.accounts.hashing.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "regulars.people.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_ADAPTER = "regulars.faces.shopper.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "regulars.faces.shopper.joining.SignupForm",
    "reset_password": "regulars.faces.shopper.adapter.ResetForm",
    "confirm_login_code": "regulars.faces.shopper.adapter.LogInCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "optional"  # signing up asks for a mailed code by itself (shopper.joining)
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/5m/key,20/h/key,50/d/key",  # codes of a second factor; passwords: accounts.tries
    "request_login_code": "20/h/ip,5/5m/key,20/h/key,50/d/key",
    "reset_password": "20/h/ip",
    "signup": "20/m/ip,200/d/ip",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = REGULARS_HOME / "mail"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_TIMEOUT = 10
CONTACTS_A_WEEK = int(os.environ.get("CONTACTS_A_WEEK", "5"))
UNPAID_ORDERS_AT_ONCE = int(os.environ.get("UNPAID_ORDERS_AT_ONCE", "10"))
DECISIONS_KEPT = float(os.environ.get("DECISIONS_KEPT", "1"))
DECISIONS_UNSHOWN = int(os.environ.get("DECISIONS_UNSHOWN", "40"))
TOGETHER_LEAST = int(os.environ.get("TOGETHER_LEAST", "3"))
QUIET_HOURS = os.environ.get("QUIET_HOURS", "21-9")
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "Regulars <market@localhost>")

CACHE_URL = os.environ.get("CACHE_URL") or f"file://{REGULARS_HOME}/shared-cache"
CACHES = {"default": cache(CACHE_URL)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

SESSION_ENGINE = "regulars.people.accounts.sessions"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "regulars.faces.look.answers.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS and not BEHIND_PROXY
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *[o for o in os.environ.get("PAY_ORIGINS", "").split(",") if o]],
        "frame-ancestors": [NONE],
    }
}

PAYMENT_PROVIDERS = os.environ.get("PAYMENT_PROVIDERS", "test").split(",")
STRIPE_SECRET_KEY = os.environ.get("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = os.environ.get("STRIPE_WEBHOOK_SECRET", "")
STRIPE_API_BASE = os.environ.get("STRIPE_API_BASE", "")

SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    # A refusal is an answer, not a fault: in a rush there are thousands.
    "loggers": {"django.request": {"level": "ERROR"}},
}
