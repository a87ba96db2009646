"""What a webinar's people do in the same moment, each over a line of their own: nobody waits for ever for another."""

from datetime import timedelta
from functools import partial
from threading import Event

import pytest
from django.db import connection

from courses.domain.webinars import slides, states, talk
from courses.models import LiveEvent, LiveQuestion, Webinar, WebinarSlide
from tests import factories
from tests.races import all_at_once

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="threads share SQLite's test database in memory, which does not wait for its lock",
    ),
]
PATIENCE = 5  # seconds


def test_a_question_is_asked_while_a_slide_is_shown(monkeypatch):
    """One holds the webinar and wants the log, the other holds the log and points to the webinar: both get through."""
    gunay, leyla = factories.person("Günay Məmmədova"), factories.person("Leyla Əliyeva", email="leyla@race.example")
    webinar = factories.webinar(speaker=leyla, registered=[gunay], state="on_air", starts_in=timedelta(0))
    states.broadcast_of(webinar)
    WebinarSlide.objects.create(webinar=webinar, number=1, file="slide-1.webp", width=16, height=9)
    has_webinar, has_log = Event(), Event()
    now_ms, refuse_closed = slides._now_ms, talk._refuse_closed

    def webinar_is_held(held: Webinar) -> int:
        has_webinar.set()
        assert has_log.wait(PATIENCE)
        return now_ms(held)

    def log_is_held(held: Webinar) -> None:
        has_log.set()
        assert has_webinar.wait(PATIENCE)
        refuse_closed(held)

    monkeypatch.setattr(slides, "_now_ms", webinar_is_held)
    monkeypatch.setattr(talk, "_refuse_closed", log_is_held)
    shown, asked = all_at_once(
        partial(slides.show_slide, webinar, 1, by=leyla.account), partial(talk.ask, gunay, webinar, text="Bu nədir?")
    )
    assert (shown, asked) == (None, LiveQuestion.objects.get())
    assert Webinar.objects.get(pk=webinar.pk).slide == 1
    told = LiveEvent.objects.filter(webinar=webinar).order_by("number")
    assert list(told.values_list("number", "name")) == [(1, "question"), (2, "question"), (3, "slide")]
