#!/usr/bin/env python
"""Run Django's management commands for Körpü."""

import os
import sys

from elearn.garbage import look_rarely


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearn.settings")
    look_rarely()
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        print(f"Körpü cannot start: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
