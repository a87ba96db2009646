"""In whose time a webinar's hour is said."""

import pytest
from django.utils import timezone

from courses.templatetags.webinars import zone_words


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Baku", "Baku time"),
        ("America/New_York", "New York time"),
        ("Etc/GMT+10", "UTC-10:00"),  # such names turn the sign round
        ("Etc/GMT-4", "UTC+04:00"),
    ],
)
def test_the_zone_is_named_by_its_city_or_by_its_distance(in_english, settings, zone, said):
    settings.TIME_ZONE = zone
    with timezone.override(zone):
        assert zone_words() == said
