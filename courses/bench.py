"""How many reports of watching a second this machine takes: the hot path against an ordinary Django view, in one run.

Both record through the same rules into the same database; what differs is the way there and that the hot path shares
transactions. Everything that is made is marked as a check and taken away again.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.test.utils import override_settings
from django.urls import path
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from courses import hot
from courses.batch import Pace
from courses.domain.building.pages import create_course, create_lesson, create_topic, remove_check_course
from courses.domain.building.tree import all_lessons
from courses.domain.learning.enrol import enrol
from courses.domain.watching import playback, watch
from courses.models import CoursePage, PlaybackSession, TopicPage, WatchClock
from elearn.history.models import Entry
from elearn.notices.models import Notice
from elearn.people.models import Person
from media_pipeline.models import Film, FilmState

Call = Callable[[str, bytes], Awaitable[int]]
PEOPLE = 64
AT_ONCE = 64
NO_LIMIT = 1_000_000_000  # what one session may send: here each is many
FILM_MS = 3_600_000
LANGUAGE = "en"


@csrf_exempt
@require_POST
def plain_view(request: HttpRequest, token: str) -> JsonResponse:
    """What most people would write: a view, a transaction for each report."""
    report = hot.parse(playback.session_of(token), request.body)
    if report is None:
        return JsonResponse({}, status=400)
    outcome = watch.record([report])[0]
    return JsonResponse(hot.said(outcome) if outcome else {}, status=200 if outcome else 404)


# The view stands among the site's own addresses, so that the same middleware and the same lookup are measured.
urlpatterns = [path("plain/<str:token>/report", plain_view), *import_string(f"{settings.ROOT_URLCONF}.urlpatterns")]


def watch_reports(seconds: float = 5) -> dict[str, Any]:
    """Send reports for so many seconds each way.

    Gives {"hot": {"per_second", "p95_ms"}, "view_asgi": {…}, "view_wsgi": {…}, "times": ratio to the better view}.
    """
    course, people, film = _world()

    def tokens() -> list[str]:
        return [playback.token_of(key) for key in _sessions(course, people, film)]

    try:
        with override_settings(ROOT_URLCONF=__name__):
            asgi = asyncio.run(_measure(_through_asgi(), "/plain/{}/report", tokens(), seconds))
            wsgi = asyncio.run(_measure(_through_wsgi(), "/plain/{}/report", tokens(), seconds))
        hot.pace = Pace(at_once=NO_LIMIT, a_second=NO_LIMIT)
        fast = asyncio.run(_measure(_through_hot, "/watch/{}/report", tokens(), seconds))
        hot.writer.stop()
    finally:
        _take_away(course, people, film)
    best = max(asgi["per_second"], wsgi["per_second"])
    return {"hot": fast, "view_asgi": asgi, "view_wsgi": wsgi, "times": round(fast["per_second"] / best, 1)}


async def _measure(call: Call, pattern: str, tokens: list[str], seconds: float) -> dict[str, float]:
    took: list[float] = []
    until = time.perf_counter() + seconds

    async def player(token: str) -> None:
        number = 0
        while (begun := time.perf_counter()) < until:
            number += 1
            start = number * 10 % (FILM_MS - 10)
            body = {"number": number, "spans": [[start, start + 5]], "position_ms": start, "rate": 2}
            status = await call(pattern.format(token), json.dumps(body).encode())
            if status != 200:
                raise RuntimeError(f"a report was answered {status}")
            took.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(player(token) for token in tokens[:AT_ONCE]))
    elapsed = time.perf_counter() - begun
    took.sort()
    return {"per_second": round(len(took) / elapsed, 1), "p95_ms": round(took[int(len(took) * 0.95)] * 1000, 1)}


async def _asked(application: Callable[..., Awaitable[None]], address: str, body: bytes) -> int:
    status = 0
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await asyncio.Event().wait()  # the player stays on the line
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {
        "type": "http", "method": "POST", "path": address, "query_string": b"",
        "headers": [(b"host", _host().encode())],
        "http_version": "1.1", "scheme": "https", "server": ("localhost", 443), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    await application(scope, receive, send)
    return status


async def _through_hot(address: str, body: bytes) -> int:
    return await _asked(hot.application, address, body)


def _through_asgi() -> Call:
    """The whole of Django under ASGI, with its middleware."""
    handler = get_asgi_application()

    async def call(address: str, body: bytes) -> int:
        return await _asked(handler, address, body)

    return call


def _through_wsgi() -> Call:
    """The whole of Django under WSGI, as one worker of a server: one request after another."""
    handler = get_wsgi_application()
    worker = ThreadPoolExecutor(1)
    status = 0

    def start(line: str, headers: list[tuple[str, str]], error: Any = None, /) -> Callable[[bytes], object]:
        nonlocal status
        status = int(line.split()[0])
        return lambda data: None

    def ask(address: str, body: bytes) -> int:
        environ: dict[str, Any] = {"REQUEST_METHOD": "POST", "PATH_INFO": address, "HTTP_HOST": _host()}
        environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body), "wsgi.url_scheme": "https"}
        setup_testing_defaults(environ)
        response = handler(environ, start)
        response.close()
        return status

    async def call(address: str, body: bytes) -> int:
        return await asyncio.get_running_loop().run_in_executor(worker, ask, address, body)

    return call


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def _world() -> tuple[CoursePage, list[Person], Film]:
    now = timezone.now()
    film = Film.objects.create(
        title="bench", state=FilmState.READY, duration_ms=FILM_MS, playable_at=now, ready_at=now, is_check=True
    )
    topic = TopicPage.objects.filter(locale__language_code=LANGUAGE).first()
    topic = topic or create_topic(f"bench {uuid4().hex[:6]}", language=LANGUAGE)
    people = [Person.objects.create(name=f"bench {number}", is_check=True) for number in range(PEOPLE)]
    course = create_course(topic, f"bench {uuid4().hex[:6]}", teacher=people[0], is_check=True)
    create_lesson(course, "bench", film=film)
    for person in people:
        enrol(person, course)
    return course, people, film


def _sessions(course: CoursePage, people: list[Person], film: Film) -> list[UUID]:
    """Sessions opened long enough ago for every report to be honest, and clocks that nothing was used of."""
    lesson = all_lessons(course.path).get()
    past = timezone.now() - timedelta(hours=12)
    WatchClock.objects.filter(person__in=people).delete()
    PlaybackSession.objects.filter(film=film).delete()
    made = PlaybackSession.objects.bulk_create(
        PlaybackSession(
            person=person, film=film, lesson=lesson, created_at=past, opened_at=past,
            enrolment=person.enrolments.get(course=course),
        )
        for person in people
    )  # fmt: skip
    return [session.key for session in made]


def _take_away(course: CoursePage, people: list[Person], film: Film) -> None:
    remove_check_course(course)
    topic = course.get_parent()
    if topic.title.startswith("bench ") and not topic.get_children().exists():
        topic.delete()
    Notice.objects.filter(person__in=people).delete()
    Entry.objects.filter(is_check=True, subject=f"course:{course.pk}").delete()
    Person.objects.filter(pk__in=[person.pk for person in people]).delete()
    film.delete()
