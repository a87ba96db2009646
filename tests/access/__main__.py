"""Write access.txt anew from what the site does now: `python -m tests.access`."""

import contextlib
import os
import sqlite3
from pathlib import Path

from tests import plugin, template  # noqa: F401  a data folder of its own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearn.settings")


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    from tests.conftest import plain_static

    settings.ALLOWED_HOSTS = ["*"]
    plain_static()
    setup_test_environment()
    from . import table
    from .visits import answers_of, world

    Path(os.environ["KORPU_DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as database:
        template.copy_into(template.prepared(), database)
    samples = world()
    table.write({address: answers_of(address, samples) for address in table.addresses()})


if __name__ == "__main__":
    main()
