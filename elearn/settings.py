"""All settings, read once from the environment. README lists the names; `elearn.environment` reads them."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from elearn import environment, files
from elearn.environment import HOME, env
from media_pipeline.queues import QUEUES as FILM_QUEUES

BASE_DIR = HOME
MODE = environment.choice("KORPU_MODE", "development", ("development", "production"))
PRODUCTION = MODE == "production"
DEBUG = environment.yes_or_no("KORPU_DEBUG", False) and not PRODUCTION

# Addresses ----------------------------------------------------------------------------------------
BASE_URL = environment.address(
    "KORPU_BASE_URL",
    environment.needed(
        "KORPU_BASE_URL",
        why="the public address of this site, such as https://korpu.example",
        production=PRODUCTION,
        default="http://localhost:8000",
    ),
    ("https",) if PRODUCTION else ("http", "https"),
)
_HOST = urlsplit(BASE_URL).hostname or "localhost"
ALLOWED_HOSTS = environment.hosts("KORPU_HOSTS", [_HOST] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("KORPU_HOSTS must list this site's own names; “*” is not safe.")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# Secrets ------------------------------------------------------------------------------------------
SECRET_KEY = environment.needed(
    "KORPU_SECRET_KEY",
    why="a secret of at least 50 characters (`manage.py secrets` writes one)",
    production=PRODUCTION,
    default=environment.DEVELOPMENT_KEY,
)
if PRODUCTION and (len(SECRET_KEY) < 50 or SECRET_KEY == environment.DEVELOPMENT_KEY):
    raise ImproperlyConfigured("KORPU_SECRET_KEY is too short; use at least 50 random characters.")
# Encrypts addresses and needs; the newest first, so that a key can be changed (`manage.py rotate_field_key`).
FIELD_KEYS = environment.field_keys("KORPU_FIELD_KEYS", production=PRODUCTION)
# The pseudonyms in the history have a key of their own, so that the secret key can be changed and people still be
# counted once. Installations from before it are keyed as they were.
HISTORY_KEY = env.str("KORPU_HISTORY_KEY", "") or f"history:{SECRET_KEY}"
DATA_DIR = env.path("KORPU_DATA_DIR", default=str(HOME / ".data"))
KEYS_DIR = env.path("KORPU_KEYS_DIR", default=str(DATA_DIR("keys")))

# Applications -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "elearn.operations",
    "elearn.desk",
    "elearn.visits",
    "elearn.guidance",
    "elearn.search",
    "courses",
    "media_pipeline",
    "elearn.people",
    "elearn.notices",
    "elearn.safety",
    "elearn.history",
    "elearn.web",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "elearn.people.wagtail_users.StaffAccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "servestatic.runserver_nostatic",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "elearn.web.middleware.PolicyMiddleware",
    "elearn.web.middleware.PersonMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "elearn.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "elearn.people.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "elearn.web.middleware.ApprovalWordsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "elearn.urls"
ASGI_APPLICATION = "elearn.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOME / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "elearn.web.context.site",
            ],
            "builtins": ["elearn.web.templatetags.korpu", "elearn.web.templatetags.times"],
        },
    }
]
FORM_RENDERER = "elearn.web.forms.KorpuRenderer"

# Data ---------------------------------------------------------------------------------------------
DATABASES = {
    "default": environment.database(
        "KORPU_DATABASE_URL",
        environment.needed(
            "KORPU_DATABASE_URL",
            why="postgres://user:password@host:port/name",
            production=PRODUCTION,
            default=f"sqlite:///{DATA_DIR('korpu.sqlite3')}",
        ),
    )
}
REDIS_URL = env.str("KORPU_REDIS_URL", "")
if REDIS_URL:
    environment.address("KORPU_REDIS_URL", REDIS_URL, ("redis", "rediss", "unix"))
# Rate limits count in the cache, so every process must share it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Past this many rows old ones are thrown out, rate limits among them.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Files --------------------------------------------------------------------------------------------
STORAGE = environment.choice("KORPU_STORAGE", "local", files.KINDS)
# While an installation is moved (`manage.py move_files`): what is not in the new place yet is read from this one.
STORAGE_BEFORE = environment.choice("KORPU_STORAGE_BEFORE", "none", ("none", *files.KINDS))
MEDIA_ROOT = str(DATA_DIR("media"))
MEDIA_URL = "/media/"
SCRATCH_DIR = env.path("KORPU_SCRATCH_DIR", default=str(DATA_DIR("scratch")))
STORAGES = {
    **files.backends(STORAGE, STORAGE_BEFORE),
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = str(DATA_DIR("static"))
# Only what the build made is published, never node_modules.
STATICFILES_DIRS = [HOME / "static" / "dist"]
SERVESTATIC_AUTOREFRESH = False
FILE_UPLOAD_PERMISSIONS = 0o640

# Queue --------------------------------------------------------------------------------------------
QUEUE = environment.choice("KORPU_QUEUE", "database", ("database", "redis"))
if QUEUE == "redis" and not REDIS_URL:
    raise ImproperlyConfigured("KORPU_QUEUE is redis, so KORPU_REDIS_URL must be set.")
TASKS: dict[str, dict] = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend" if QUEUE == "database" else "django_tasks_rq.RQBackend",
        # Wagtail's own tasks go to "default", what takes long and is no film to "office".
        "QUEUES": ["default", "quick", "office", *FILM_QUEUES],
        "OPTIONS": {},
    }
}
if QUEUE == "redis":
    INSTALLED_APPS.append("django_rq")
    # RQ's own limit of 3 minutes would end a long encode; ours are in media_pipeline.
    RQ_QUEUES = {
        name: {"URL": REDIS_URL, "DEFAULT_TIMEOUT": seconds}
        for name, seconds in {"default": 300, "quick": 300, "office": 3600, **FILM_QUEUES}.items()
    }

# People and sign-in -------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "elearn.people.adapter.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# allauth's own sign-up is not offered (elearn.people.proof says why); it has no passwords either.
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# A code sent again lives 15 minutes of its own, so the whole sign-in may take longer.
ACCOUNT_LOGIN_TIMEOUT = 60 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
# The code is the verification: nobody signs in to an address without it.
ACCOUNT_EMAIL_VERIFICATION = "none"
# A password is optional; whoever has none, or forgot it, signs in with a code.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("first_name", "email", "phone")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Staff roles open only after a passkey, an authenticator app or a recovery code in the same session.
STAFF_SECOND_FACTOR = environment.yes_or_no("KORPU_STAFF_SECOND_FACTOR", PRODUCTION)
MFA_ADAPTER = "elearn.people.passkeys.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Körpü"
# elearn.people.fresh asks again before anything about signing in is changed.
MFA_REAUTHENTICATION_REQUIRED = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
# Many people share one address of the network, so "ip" is generous; "key" is one e-mail address or number.
# 30 codes a day with 5 tries each let a guesser succeed once in 6,600 days.
ACCOUNT_RATE_LIMITS = {
    "login": "60/10m/ip",
    "signup": "30/10m/ip",
    "request_login_code": "60/10m/ip,5/10m/key,30/d/key",
    "try_code": "25/10m/key,150/d/key",
    "send_sms": "30/10m/ip,5/10m/key,12/d/key",
    "try_password": "60/10m/ip,10/10m/key,50/d/key",
    "try_passkey": "60/10m/ip",
    "second_factor": "5/5m/key,50/d/key",
    "ask_device": "30/10m/ip",
    "allow_device": "10/10m/key,40/d/key",
    "ask_data": "6/d/key",
    "ask_removal": "20/d/key",
    "undo_removal": "60/10m/ip",
    # A school or a mobile network is one address. Above the first a concern is kept and told along with others,
    # above the second whoever writes is asked to call.
    "report_concern": "20/h/ip",
    "keep_concern": "400/h/ip",
    "hide_content": "6/h/ip",
    "write_words": "20/d/user",
    # Answers of a teacher, and those that an operator takes down for many.
    "write_answers": "60/h/user",
    "bring_students": "60/h/user",
    "ask_live": "30/h/user",
    "talk_live": "120/m/user",
    "ask_guardian": "20/h/ip,4/d/key",
    "ask_for_call": "20/h/ip",
    # A code has 16 digits; 300 tries a day from one network find one of a million codes once in 90,000 years.
    "try_case_code": "30/10m/ip,300/d/ip",
    "ask_case": "20/h/ip,60/d/ip",
    "send_case_code": "10/h/ip,4/d/key",
    "write_case": "30/h/key",
    "case_file": "60/h/ip",
    "case_similar": "240/10m/ip",
    "care_mistake": "20/h/ip",
    "report_mistake": "20/h/ip",
    "follow_topic": "30/10m/ip",
    "read_guide": "600/h/ip",
    "rate_guide": "60/h/ip",
}
if PRODUCTION and environment.yes_or_no("KORPU_BEHIND_PROXY", False):
    ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole_number("KORPU_PROXIES", 1, least=1, most=9)
PHONE_REGION = "AZ"
# Under this age a parent or guardian has to agree, and others see the first name alone.
ADULT_AGE = environment.whole_number("KORPU_ADULT_AGE", 18, least=14, most=21)
# Whether a parent’s or guardian’s consent counts only once somebody here has made sure by phone, paper or in person.
GUARDIAN_NEEDS_CALL = environment.yes_or_no("KORPU_GUARDIAN_NEEDS_CALL", False)
CONCERN_WORKING_DAYS = environment.whole_number("KORPU_CONCERN_WORKING_DAYS", 2, least=1, most=30)
CONCERN_URGENT_HOURS = environment.whole_number("KORPU_CONCERN_URGENT_HOURS", 4, least=1, most=72)
# Whom concerns go to, by name; without it whoever holds the role is named.
SAFEGUARDING_NAME = env.str("KORPU_SAFEGUARDING_NAME", "").strip()
SAFEGUARDING_PHONE = env.str("KORPU_SAFEGUARDING_PHONE", "").strip()
_EMERGENCY_WORDS = {
    "any": _("any emergency"),
    "fire": _("fire and rescue"),
    "police": _("police"),
    "ambulance": _("ambulance"),
    "gas": _("gas leak"),
    "children": _("help line for children"),
}
EMERGENCY_NUMBERS = [
    (number, _EMERGENCY_WORDS.get(what, what))
    for number, what in environment.numbers("KORPU_EMERGENCY_NUMBERS", "112=any,103=ambulance,102=police")
]
EMERGENCY_SOURCE = env.str("KORPU_EMERGENCY_SOURCE", "") or _("Emergency numbers of Azerbaijan")
EMERGENCY_CHECKED_ON = environment.day("KORPU_EMERGENCY_CHECKED_ON", "2026-11-20")
# Who asks for consents, and the services abroad that films may be sent to with a consent of its own; none by default.
ORGANISATION = env.str("KORPU_ORGANISATION", "Körpü")
SERVICES_ABROAD = env.list("KORPU_SERVICES_ABROAD", default=[])

# Sending ------------------------------------------------------------------------------------------
# "mailbox" keeps messages in the development mailbox, for demonstrations only.
MAIL_URL = environment.needed(
    "KORPU_MAIL_URL",
    why="the mail server, such as smtp+tls://user:password@host:587",
    production=PRODUCTION,
    default="mailbox",
)
SMS_URL = environment.needed(
    "KORPU_SMS_URL",
    why="the address of the SMS gateway, or “none” when there is none",
    production=PRODUCTION,
    default="mailbox",
)
if PRODUCTION and "mailbox" in (MAIL_URL, SMS_URL):
    raise ImproperlyConfigured(
        "KORPU_MAIL_URL and KORPU_SMS_URL cannot be “mailbox” in production: anyone could read the codes."
    )
MAILBOX = "mailbox" in (MAIL_URL, SMS_URL)
if MAIL_URL == "mailbox":
    EMAIL_BACKEND = "elearn.notices.backends.MailboxBackend"
else:
    try:
        vars().update(env.email_url_config(MAIL_URL))
    except (KeyError, ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(
            "KORPU_MAIL_URL is no mail server; write smtp+tls://user:password@host:587."
        ) from error
if SMS_URL not in ("mailbox", "none"):
    environment.address("KORPU_SMS_URL", SMS_URL, ("https",) if PRODUCTION else ("http", "https"))
SMS_TOKEN = env.str("KORPU_SMS_TOKEN", "")
# How the gateway wants to be spoken to; elearn.notices.sms says what each of them does.
SMS_METHOD = environment.choice("KORPU_SMS_METHOD", "POST", ("POST", "PUT", "GET"))
SMS_BODY = environment.choice("KORPU_SMS_BODY", "query" if SMS_METHOD == "GET" else "json", ("json", "form", "query"))
if SMS_METHOD == "GET" and SMS_BODY != "query":
    raise ImproperlyConfigured("KORPU_SMS_METHOD is GET, so KORPU_SMS_BODY must be “query”.")
SMS_FIELDS = environment.pairs("KORPU_SMS_FIELDS", "to=to,text=text,reference=reference")
if not {"to", "text"} <= set(SMS_FIELDS) <= {"to", "text", "reference"}:
    raise ImproperlyConfigured("KORPU_SMS_FIELDS must name the gateway's fields, such as to=msisdn,text=body.")
SMS_EXTRA = environment.pairs("KORPU_SMS_EXTRA", "")
SMS_AUTHORIZATION = env.str("KORPU_SMS_AUTHORIZATION", "Authorization: Bearer {token}")
if SMS_AUTHORIZATION and ": " not in SMS_AUTHORIZATION:
    raise ImproperlyConfigured("KORPU_SMS_AUTHORIZATION must be a header, such as “X-Api-Key: {token}”.")
SMS_PLUS = environment.yes_or_no("KORPU_SMS_PLUS", True)
SMS_TAKEN = env.str("KORPU_SMS_TAKEN", "")
SMS_TIMEOUT_SECONDS = environment.whole_number("KORPU_SMS_TIMEOUT_SECONDS", 10, least=1, most=60)
# How many text messages may leave: to one number and from one network (/24, /48) in a day, in all in an hour.
SMS_PER_NUMBER_A_DAY = environment.whole_number("KORPU_SMS_PER_NUMBER_A_DAY", 20, least=1, most=1000)
SMS_PER_NETWORK_A_DAY = environment.whole_number("KORPU_SMS_PER_NETWORK_A_DAY", 300, least=1, most=100_000)
SMS_PER_HOUR = environment.whole_number("KORPU_SMS_PER_HOUR", 1000, least=1, most=1_000_000)
SMS_SENDER = "elearn.notices.sms.send_sms"
SMS_PREFIXES = environment.prefixes("KORPU_SMS_PREFIXES", ["+994"])
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("KORPU_MAIL_FROM", f"Körpü <korpu@{_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
HELP_PHONE = environment.phone(
    "KORPU_HELP_PHONE", why="the number that people call who need help; it stands on every page",
    production=PRODUCTION, default="*0000",
)  # fmt: skip
HELP_NAME = env.str("KORPU_HELP_NAME", "" if PRODUCTION else "Nigar Səfərova")
HELP_EMAIL = env.str("KORPU_HELP_EMAIL", f"help@{_HOST}")

# Certificates -------------------------------------------------------------------------------------
# A timestamp authority (RFC 3161): papers then say when they were signed, and can be checked for decades (B-LTA).
TSA_URL, TSA_ROOTS = environment.timestamp_authority("KORPU_TSA_URL", "KORPU_TSA_ROOTS")
TSA_USER = env.str("KORPU_TSA_USER", "")
TSA_PASSWORD = env.str("KORPU_TSA_PASSWORD", "")
TSA_TIMEOUT = environment.whole_number("KORPU_TSA_TIMEOUT", 10, least=1, most=60)

# Home visits --------------------------------------------------------------------------------------
# A server of OSRM's HTTP interface, made from roads for cars; without it travel times come from a formula.
OSRM_URL = env.str("KORPU_OSRM_URL", "").strip()
if OSRM_URL:
    OSRM_URL = environment.address("KORPU_OSRM_URL", OSRM_URL, ("http", "https"))
# Ours alone: then places need not be rounded to 300 m before they are sent to it.
OSRM_IS_OURS = environment.yes_or_no("KORPU_OSRM_IS_OURS", False)
# The ways of travelling its answers are good for.
OSRM_FOR = frozenset(env.list("KORPU_OSRM_FOR", default=["car"]))
if not {"walk", "bicycle", "public", "car"} >= OSRM_FOR:
    raise ImproperlyConfigured("KORPU_OSRM_FOR must list walk, bicycle, public or car, separated by commas.")
# A trainer offers a time at least so long before it, and an elder has so long to say yes.
VISIT_NOTICE_HOURS = environment.whole_number("KORPU_VISIT_NOTICE_HOURS", 24, least=1, most=14 * 24)
VISIT_ANSWER_HOURS = environment.whole_number("KORPU_VISIT_ANSWER_HOURS", 72, least=1, most=14 * 24)
# Visits are for people of this age; younger ones are written down by our staff, who know why.
VISITS_FROM_AGE = environment.whole_number("KORPU_VISITS_FROM_AGE", 60, least=18, most=99)
# The address is deleted so many days after the visits have ended.
VISIT_ADDRESS_DAYS = environment.whole_number("KORPU_VISIT_ADDRESS_DAYS", 90, least=1, most=365)
# Of the visits that took place, so many in a hundred are called back, drawn by lot.
VISIT_SAMPLE_PERCENT = environment.whole_number("KORPU_VISIT_SAMPLE_PERCENT", 10, least=0, most=100)
# Of the skills that an elder asked for, so many in a hundred have to be worked on for a certificate.
VISIT_CERTIFICATE_PERCENT = environment.whole_number("KORPU_VISIT_CERTIFICATE_PERCENT", 50, least=1, most=100)
# A trainer who has not left so long after the end of a visit: the office is told.
VISIT_OVERDUE_MINUTES = environment.whole_number("KORPU_VISIT_OVERDUE_MINUTES", 30, least=5, most=240)
# Pictures under the drawing of a day's ways, as https://tiles.example/{z}/{x}/{y}.png; without them a plain drawing.
MAP_TILES = env.str("KORPU_MAP_TILES", "").strip()
if MAP_TILES:
    environment.address("KORPU_MAP_TILES", MAP_TILES, ("http", "https"))
    if any(part not in MAP_TILES for part in ("{z}", "{x}", "{y}")) or PRODUCTION and not MAP_TILES.startswith("https"):
        raise ImproperlyConfigured("KORPU_MAP_TILES must be an https address with {z}, {x} and {y} in it.")
# Whom the map is owed to, written beside it.
MAP_CREDIT = env.str("KORPU_MAP_CREDIT", "© OpenStreetMap")
_MAP_ORIGIN = ["/".join(MAP_TILES.split("/")[:3])] if MAP_TILES else []

# Guidance and care services -----------------------------------------------------------------------
# A guide is reviewed as a whole so many days after it is first public; so long past its day it leaves the search.
GUIDE_FIRST_REVIEW_DAYS = environment.whole_number("KORPU_GUIDE_FIRST_REVIEW_DAYS", 30, least=1, most=365)
GUIDE_LEAVES_SEARCH_DAYS = environment.whole_number("KORPU_GUIDE_LEAVES_SEARCH_DAYS", 60, least=0, most=2 * 365)
# Whether our server asks the addresses of sources, a few a minute, if they still answer; not in a demonstration.
TRY_LINKS = environment.yes_or_no("KORPU_TRY_LINKS", not MAILBOX)
# So long the words of a reader who reported a mistake are kept after it was decided.
MISTAKE_DAYS = environment.whole_number("KORPU_MISTAKE_DAYS", 365, least=30, most=3 * 365)
# An entry of the directory that nobody has confirmed for so long is marked; a number of free places sooner.
CARE_STALE_DAYS = environment.whole_number("KORPU_CARE_STALE_DAYS", 180, least=7, most=3 * 365)
CARE_PLACES_DAYS = environment.whole_number("KORPU_CARE_PLACES_DAYS", 30, least=1, most=365)

# Questions to a counsellor ------------------------------------------------------------------------
# The codes that questions without an account are found with are keyed apart from the secret key, so that it can change.
CASE_CODE_KEY = env.str("KORPU_CASE_CODE_KEY", "") or f"case:{SECRET_KEY}"
# The virus scanner ClamAV, as unix:/run/clamav/clamd.ctl or tcp://host:3310; without it staff read “not scanned”.
CLAMAV = env.str("KORPU_CLAMAV", "").strip()
if CLAMAV and not CLAMAV.startswith("unix:/"):
    environment.address("KORPU_CLAMAV", CLAMAV, ("tcp",))
# A question is closed so many days after its answer, and deleted so many days after the last thing that happened.
CASE_CLOSES_DAYS = environment.whole_number("KORPU_CASE_CLOSES_DAYS", 30, least=7, most=365)
CASE_DAYS = environment.whole_number("KORPU_CASE_DAYS", 365, least=30, most=10 * 365)
# An operator who has a caller on the phone reads what they wrote down for so long at most.
CASE_CALL_MINUTES = environment.whole_number("KORPU_CASE_CALL_MINUTES", 30, least=5, most=120)

# Languages ----------------------------------------------------------------------------------------
_NAMES = {"az": "Azərbaycanca", "ru": "Русский", "en": "English"}
_codes = env.list("KORPU_LANGUAGES", default=["az", "ru", "en"])
if not _codes or any(code not in _NAMES for code in _codes):
    raise ImproperlyConfigured(
        f"KORPU_LANGUAGES is “{','.join(_codes)}”; choose from {', '.join(_NAMES)}, separated by commas."
    )
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [(code, _NAMES[code]) for code in _codes]
LANGUAGE_CODE = _codes[0]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone("KORPU_TIME_ZONE", "Asia/Baku")
# Our own texts, then those of Wagtail and others that staff meet: the first to have a text wins.
LOCALE_PATHS = [HOME / "elearn" / "locale", HOME / "elearn" / "locale_staff"]
FORMAT_MODULE_PATH = ["elearn.web.formats"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

# Wagtail ------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Körpü"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "docx", "txt"]
# A file that pages may show is never replaced by another.
WAGTAILIMAGES_IMAGE_FORM_BASE = "elearn.web.files.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "elearn.web.files.DocumentForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "/sign-in/"
# Publishing needs a second person (elearn.web.approval): the end of a workflow publishes what was approved.
WAGTAIL_FINISH_WORKFLOW_ACTION = "elearn.web.approval.publish_approved"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
TAGGIT_CASE_INSENSITIVE = True

# Security -----------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 24 * 3600
SECURE_SSL_REDIRECT = PRODUCTION and environment.yes_or_no("KORPU_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if PRODUCTION and environment.yes_or_no("KORPU_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail allows its own page preview to be a frame of this site.
# Where players read films, when it is not this site: a CDN that asks this site for what it does not have.
FILMS_ADDRESS = env.str("KORPU_FILMS_ADDRESS", "").strip()
if FILMS_ADDRESS:
    FILMS_ADDRESS = environment.address(
        "KORPU_FILMS_ADDRESS", FILMS_ADDRESS, ("https",) if PRODUCTION else ("http", "https")
    )
_FILM_ORIGINS = files.s3_origins({STORAGE, STORAGE_BEFORE})
if FILMS_ADDRESS:
    _FILM_ORIGINS.append("/".join(FILMS_ADDRESS.split("/")[:3]))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_FILM_ORIGINS, *_MAP_ORIGIN],
        "media-src": [SELF, "blob:", *_FILM_ORIGINS],
        "connect-src": [SELF, *_FILM_ORIGINS],
        "worker-src": [SELF, "blob:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# Films --------------------------------------------------------------------------------------------
MEDIA_PIPELINE = {
    "LONGEST_SECONDS": environment.whole_number("KORPU_LONGEST_FILM_SECONDS", 3 * 3600, least=60, most=12 * 3600),
    "LARGEST_BYTES": environment.whole_number("KORPU_LARGEST_UPLOAD_BYTES", 8 * 2**30, least=2**20, most=2**40),
    "LEASE_SECONDS": environment.whole_number("KORPU_LEASE_SECONDS", 60, least=5, most=3600),
    # Addresses of films are the same for everybody for so long: the longer, the more a CDN keeps.
    "WINDOW_SECONDS": environment.whole_number("KORPU_FILMS_WINDOW_SECONDS", 3600, least=60, most=24 * 3600),
    "ADDRESS": FILMS_ADDRESS,
    # Who writes machine captions: a folder with a model of faster-whisper or its name; the small English one of a
    # package without it, nobody for "none". Of the languages that it knows, these alone where any are named.
    "SPEECH_MODEL": env.str("KORPU_SPEECH_MODEL", "").strip(),
    "SPEECH_LANGUAGES": env.list("KORPU_SPEECH_LANGUAGES", default=[]),
    "SPEECH_CACHE": str(DATA_DIR("models")),
    # From S3 either by a redirect to an address good for seconds, or through this site, where a CDN can keep it.
    "THROUGH_SITE": environment.choice(
        "KORPU_S3_DELIVERY", "through" if FILMS_ADDRESS else "redirect", ("redirect", "through")
    )
    == "through",
    # Originals are kept for ever, or so many days after the film was ready: all, or those no lesson needs any more.
    "ORIGINALS": environment.choice("KORPU_ORIGINALS", "keep", ("keep", "ready", "public")),
    "ORIGINALS_DAYS": environment.whole_number("KORPU_ORIGINALS_DAYS", 90, least=1, most=3650),
    # So long before one goes, its teacher is told and can fetch it or ask for it to be kept.
    "ORIGINALS_NOTICE_DAYS": environment.whole_number("KORPU_ORIGINALS_NOTICE_DAYS", 14, least=1, most=365),
    # Recordings that were never sent, and pieces of files that nobody went on with.
    "UNSENT_DAYS": environment.whole_number("KORPU_UNSENT_DAYS", 180, least=8, most=3650),
    "RESERVE_BYTES": environment.whole_number("KORPU_RESERVE_BYTES", 2**30, least=0, most=2**45),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {
        "handlers": ["console"],
        "level": environment.choice("KORPU_LOG_LEVEL", "WARNING", environment.LOG_LEVELS),
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
