"""The engine lifted out: another project's settings, with nothing of ours but media_pipeline."""

import os
from pathlib import Path

from media_pipeline.queues import QUEUES

DATA = Path(os.environ["KORPU_DATA_DIR"])
SECRET_KEY = "for tests only, and as long as a secret key has to be to be taken seriously"
INSTALLED_APPS = [
    "media_pipeline",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",  # who wrote captions
    "django.contrib.contenttypes",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "engine.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL",
        },
    }
}
SCRATCH_DIR = DATA / "scratch"
_LOCAL = "django.core.files.storage.FileSystemStorage"
STORAGES = {
    "films": {"BACKEND": _LOCAL, "OPTIONS": {"location": DATA / "films", "allow_overwrite": True}},
}
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["quick", *QUEUES]},
}
MEDIA_PIPELINE = {"LEASE_SECONDS": 1}
USE_TZ = True
