"""Numbers from outside."""

import re

import pytest
from django.urls import URLResolver, get_resolver

from elearn.web.api import number_in

TOO_LONG = "9" * 24


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("7", 7),
        ("007", 7),
        ("", 0),
        (None, 0),
        ("-1", 0),
        ("1.5", 0),
        ("٣", 0),
        ("9" * 18, 10**18 - 1),
        ("9" * 5000, 0),
    ],
)
def test_only_what_can_be_a_key_is_a_number(said, number):
    assert number_in(said) == number


def test_what_is_none_may_be_something_else():
    assert (number_in("x", otherwise=-1), number_in("0", otherwise=-1)) == (-1, 0)


def whole_numbers(resolver: URLResolver, above: str = "") -> list[tuple[str, str]]:
    """Give the addresses of our rooms, and those of packages that take a number, each with the pattern that reads it."""
    found = []
    for one in resolver.url_patterns:
        route = f"{above}{one.pattern}"
        if isinstance(one, URLResolver):
            found += whole_numbers(one, route)
        elif one.lookup_str.startswith(("elearn.", "courses.")) or "<int:" in str(one.pattern):
            found.append((route, one.pattern.regex.pattern))
    return found


def test_no_address_of_any_room_takes_a_number_that_no_column_holds():
    routes = whole_numbers(get_resolver())
    assert len(routes) > 150
    open_ended = [route for route, pattern in routes if re.search(r"(?:\[0-9\]|\\d)\+", pattern)]
    assert open_ended == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        f"/guidance/{TOO_LONG}/paper.pdf", f"/guidance/mistake/{TOO_LONG}/", f"/guidance/follow/{TOO_LONG}/",
        f"/guidance/{TOO_LONG}/helped/", f"/guidance/{TOO_LONG}/helped/helped/", f"/badges/status/{TOO_LONG}",
        f"/my-films/{TOO_LONG}/people/",
    ],
)  # fmt: skip
def test_a_number_that_is_too_long_is_not_found(address, client):
    assert client.get(address).status_code == 404
