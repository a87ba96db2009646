"""Webinars: the elder speaks, the counsellor hosts, the trainer types captions, the learner is registered.

Each address has a webinar of its own, on the air with a question and an open poll: a deed at one changes no other.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone


def webinars(visitors: dict[str, Any]) -> dict[str, Any]:
    """Make them, and a question to the elder that is left over."""
    from courses.domain.webinars.calendar import feed_address
    from courses.domain.webinars.links import speaker_address
    from courses.models import Ask
    from tests import factories

    from . import table

    samples: dict[str, Any] = {}
    for address in table.addresses():
        if address.startswith(("webinars/<int:pk>/", "admin/webinars/", "admin/school/webinars/<")):
            samples |= {f"{address}:{name}": key for name, key in _one(visitors).items()}
    offered = factories.webinar("Offered", speaker=visitors["elder"], state="asked", language="en")
    series = _series(visitors)
    ask = Ask.objects.create(
        person=visitors["learner"], teacher=visitors["elder"], text="Which yarn?", asked_at=timezone.now()
    )
    return {
        **samples,
        "webinars/<int:pk>/answer/:pk": offered.pk,
        "webinars/answer/<str:token>/:token": speaker_address(offered).strip("/").rpartition("/")[2],
        "webinars/calendar/<str:token>.ics:token": feed_address(visitors["learner"].account).rpartition("/")[2].removesuffix(".ics"),
        "webinars/series/<int:pk>/:pk": series.pk, "webinars/series/<int:pk>/register/:pk": series.pk,
        "admin/webinar-series/edit/<int:pk>/:pk": series.pk,
        "my-questions/<int:pk>/:pk": ask.pk,
    }  # fmt: skip


def _one(visitors: dict[str, Any]) -> dict[str, Any]:
    from courses.models import LiveQuestion, LiveQuestionState, Poll, PollOption, PollState
    from tests import factories

    webinar = factories.webinar(
        "On air", speaker=visitors["elder"], state="on_air", language="en", starts_in=-timedelta(minutes=5),
        hosts=[visitors["counsellor"]], captioners=[visitors["trainer"]], registered=[visitors["learner"]],
        broadcast=factories.broadcast(),
    )  # fmt: skip
    question = LiveQuestion.objects.create(
        webinar=webinar, person=visitors["learner"], text="How long?", state=LiveQuestionState.SHOWN
    )
    poll = Poll.objects.create(webinar=webinar, text="Do you knit?", state=PollState.OPEN)
    PollOption.objects.create(poll=poll, text="Yes")
    return {
        "pk": webinar.pk, "webinar_id": webinar.pk, "question": question.pk, "poll": poll.pk,
        "key": webinar.captions_key or "00000000-0000-0000-0000-000000000000", "form": "csv",
    }  # fmt: skip


def _series(visitors: dict[str, Any]) -> Any:
    from courses.models import WebinarSeries
    from tests import factories

    series = WebinarSeries.objects.create(title="Knitting", language="en")
    factories.webinar("First of a series", speaker=visitors["elder"], language="en", series=series)
    return series
