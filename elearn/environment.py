"""Settings come from the environment. A bad or missing value stops the start with one clear sentence."""

import base64
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

HOME = Path(__file__).resolve().parent.parent
YES, NO = frozenset({"yes", "true", "on", "1"}), frozenset({"no", "false", "off", "0"})
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DATABASE_SCHEMES = ("sqlite:///", "postgres://", "postgresql://")
DEVELOPMENT_KEY = "development-only-key-made-by-nobody-and-good-for-nothing"
DEVELOPMENT_FIELD_KEY = "ZGV2ZWxvcG1lbnQtb25seS1ub2JvZHktcmVsaWVzISE="

env = environ.FileAwareEnv()
environ.Env.read_env(HOME / ".env")


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Read one of a few words; raises ImproperlyConfigured naming the words allowed."""
    value: str = env.str(name, default).strip()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be one of {', '.join(allowed)}.")
    return value


def yes_or_no(name: str, default: bool) -> bool:
    """Read a yes or a no. Nothing written is the default; any other word stops the start: a typing error is no "no"."""
    value: str = env.str(name, "").strip().lower()
    if value and value not in YES | NO:
        raise ImproperlyConfigured(f"{name} is “{value}”; write yes or no.")
    return value in YES if value else default


def time_zone(name: str, default: str) -> str:
    """Read the name of a time zone, such as Asia/Baku."""
    value: str = env.str(name, "").strip() or default
    if value not in available_timezones():
        raise ImproperlyConfigured(f"{name} is “{value}”; write the name of a time zone, such as Asia/Baku.")
    return value


def needed(name: str, *, why: str, production: bool, default: str) -> str:
    """Read a value that production cannot do without; development falls back to a default."""
    value: str = env.str(name, "").strip()
    if value:
        return value
    if production:
        raise ImproperlyConfigured(f"{name} is missing; set it to {why}.")
    return default


def field_keys(name: str, *, production: bool) -> list[str]:
    """Read the keys of encrypted fields, newest first; development has one that anybody knows."""
    written = needed(
        name,
        why="a key that `manage.py secrets` makes; without it addresses and needs cannot be read",
        production=production,
        default=DEVELOPMENT_FIELD_KEY,
    )
    keys = [key.strip() for key in written.split(",") if key.strip()]
    if production and DEVELOPMENT_FIELD_KEY in keys:
        raise ImproperlyConfigured(f"{name} holds the key of development, which anybody knows.")
    if not keys or any(not _is_field_key(key) for key in keys):
        raise ImproperlyConfigured(f"{name} must be keys of 44 characters separated by commas, newest first.")
    return keys


def _is_field_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True)) == 32
    except ValueError:
        return False


def address(name: str, value: str, schemes: tuple[str, ...]) -> str:
    """Check that a value is an address with one of the schemes; gives it back without a slash at the end."""
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.netloc:
        raise ImproperlyConfigured(
            f"{name} is “{value}”; it must be an address that starts with "
            f"{' or '.join(f'{scheme}://' for scheme in schemes)}."
        )
    return value.rstrip("/")


def timestamp_authority(name: str, roots: str) -> tuple[str, str]:
    """Read a timestamp authority's address and the folder of certificates that its answers are followed back to."""
    url: str = env.str(name, "").strip()
    folder: str = env.str(roots, "").strip()
    if not url:
        return "", ""
    address(name, url, ("http", "https"))
    if not folder or not any(Path(folder).glob("*.pem")):
        raise ImproperlyConfigured(f"{roots} must be a folder with the certificates (.pem) that {name} is trusted by.")
    return url, folder


def hosts(name: str, default: list[str]) -> list[str]:
    """Read the names this site answers to, as "korpu.example,.korpu.example": no addresses, no ports."""
    written: list[str] = [one.strip() for one in env.list(name, default=default)]
    for one in written:
        if not re.fullmatch(r"\*|\[[0-9a-f:]+\]|\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?", one, re.IGNORECASE):
            raise ImproperlyConfigured(f"{name} holds “{one}”; write names of hosts alone, such as korpu.example.")
    return written


def prefixes(name: str, default: list[str]) -> list[str]:
    """Read the beginnings of telephone numbers that messages may go to, as "+994,+90"."""
    written: list[str] = [one.strip() for one in env.list(name, default=default)]
    if not written or any(not re.fullmatch(r"\+[1-9][0-9]{0,6}", one) for one in written):
        raise ImproperlyConfigured(f"{name} must list prefixes such as +994, separated by commas.")
    return written


def phone(name: str, *, why: str, production: bool, default: str) -> str:
    """Read a number that people call, as it is written for them: digits, with +, *, # and spaces."""
    written = needed(name, why=why, production=production, default=default)
    if not re.fullmatch(r"[+*#(]?[0-9][0-9 ()*#-]{1,24}", written):
        raise ImproperlyConfigured(f"{name} is “{written}”; write a number to call, such as +994 12 000 00 00.")
    return written


def database(name: str, default: str) -> dict:
    """Read a database address. SQLite is opened for many processes: WAL and immediate transactions."""
    value: str = env.str(name, "") or default
    if not value.startswith(DATABASE_SCHEMES):
        raise ImproperlyConfigured(
            f"{name} is no database address; write postgres://user:password@host:port/name or sqlite:////path/to/file."
        )
    config: dict = _database_parts(name, value)
    if config["ENGINE"].endswith("sqlite3"):
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
        }
    else:
        # Under ASGI every request thread would keep a connection of its own; a pool bounds them.
        config["CONN_MAX_AGE"] = 0
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 16, "timeout": 15}}
    return config


def _database_parts(name: str, value: str) -> dict:
    """Take a database address apart. Raises ImproperlyConfigured without the password in its words."""
    try:
        port = urlsplit(value).port
        config: dict = env.db_url_config(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read; its port must be a number, such as 5432.") from error
    if not config.get("NAME") or port == 0:
        raise ImproperlyConfigured(f"{name} is not whole; write postgres://user:password@host:port/name.")
    return config


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    """Read a whole number between two bounds."""
    try:
        value: int = env.int(name, default)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from error
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} is {value}; it must be from {least} to {most}.")
    return value


def pairs(name: str, default: str) -> dict[str, str]:
    """Read names and values written as `name=value,name=value`."""
    written: str = env.str(name, default).strip()
    found = [part.partition("=") for part in written.split(",") if part.strip()]
    if any(not (key.strip() and sign) for key, sign, _value in found):
        raise ImproperlyConfigured(f"{name} is “{written}”; write it as name=value, separated by commas.")
    return {key.strip(): value.strip() for key, _sign, value in found}


def numbers(name: str, default: str) -> list[tuple[str, str]]:
    """Read telephone numbers and what each is for, as "112=any,103=ambulance"; at least one."""
    found = list(pairs(name, default).items())
    if not found or any(not what or not re.fullmatch(r"\+?[0-9][0-9 ]{1,18}", number) for number, what in found):
        raise ImproperlyConfigured(f"{name} must list numbers and what they are for, such as 112=any,103=ambulance.")
    return found


def day(name: str, default: str) -> date:
    """Read a day such as 2026-11-20."""
    try:
        return date.fromisoformat(env.str(name, default).strip())
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a day such as 2026-11-20.") from error
