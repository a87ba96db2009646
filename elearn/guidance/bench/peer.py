"""Faker, if it is there."""

from collections.abc import Callable
from typing import Any


class Missing(Exception):
    """What the measurement needs is not installed."""


def faker() -> Callable[[str], Any]:
    try:
        from faker import Faker
    except ImportError as error:
        raise Missing("Faker is not installed: pip install --editable '.[bench]'") from error
    return Faker
