"""Times to wait in words: rounded as a person would, and never early."""

import pytest

from courses.domain.films.when import in_words, when_words
from media_pipeline.api import Estimate

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "in less than a minute"),
        (44, "in less than a minute"),
        (60, "in about a minute"),
        (80, "in about 2 minutes"),
        (9 * 60 + 50, "in about 10 minutes"),
        (11 * 60, "in about 15 minutes"),
        (44 * 60, "in about 45 minutes"),
        (56 * 60, "in about an hour"),
        (90 * 60, "in about 2 hours"),
        (11.5 * 3600, "in about 12 hours"),
        (14 * 3600, "by tomorrow"),
        (40 * 3600, "in about 2 days"),
    ],
)
def test_times_in_words(seconds, words):
    assert in_words(seconds) == words


def test_what_is_said_of_a_film():
    assert when_words(None) == ""
    assert when_words(Estimate(watchable=20, ready=300)) == (
        "You can watch it in less than a minute. It is ready in about 5 minutes."
    )
    assert when_words(Estimate(watchable=300, ready=300, ahead=2)) == (
        "It is ready in about 5 minutes. 2 other videos come first."
    )
    assert "cannot say yet" in when_words(Estimate())
    assert "Nothing is being prepared" in when_words(Estimate(is_stalled=True))
