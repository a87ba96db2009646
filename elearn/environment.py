"""Settings come from the environment. A bad or missing value stops the start with one clear sentence."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

HOME = Path(__file__).resolve().parent.parent
DATABASE_SCHEMES = ("sqlite:///", "postgres://", "postgresql://")
DEVELOPMENT_KEY = "development-only-key-made-by-nobody-and-good-for-nothing"

env = environ.FileAwareEnv()
environ.Env.read_env(HOME / ".env")


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Read one of a few words; raises ImproperlyConfigured naming the words allowed."""
    value: str = env.str(name, default).strip()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be one of {', '.join(allowed)}.")
    return value


def needed(name: str, *, why: str, production: bool, default: str) -> str:
    """Read a value that production cannot do without; development falls back to a default."""
    value: str = env.str(name, "").strip()
    if value:
        return value
    if production:
        raise ImproperlyConfigured(f"{name} is missing; set it to {why}.")
    return default


def address(name: str, value: str, schemes: tuple[str, ...]) -> str:
    """Check that a value is an address with one of the schemes; gives it back without a slash at the end."""
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.netloc:
        raise ImproperlyConfigured(
            f"{name} is “{value}”; it must be an address that starts with "
            f"{' or '.join(f'{scheme}://' for scheme in schemes)}."
        )
    return value.rstrip("/")


def database(name: str, default: str) -> dict:
    """Read a database address. SQLite is opened for many processes: WAL and immediate transactions."""
    value: str = env.str(name, "") or default
    if not value.startswith(DATABASE_SCHEMES):
        raise ImproperlyConfigured(
            f"{name} is no database address; write postgres://user:password@host:port/name "
            "or sqlite:////path/to/file."
        )
    config: dict = env.db_url_config(value)
    if config["ENGINE"].endswith("sqlite3"):
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
            "PRAGMA foreign_keys=ON;",
        }
    else:
        # Under ASGI every request thread would keep a connection of its own; a pool bounds them.
        config["CONN_MAX_AGE"] = 0
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 16, "timeout": 15}}
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
