"""Journeys: a person, a real browser, a really running site. Run on their own: `pytest tests/journeys -n 2 --dist loadfile`."""

import contextlib
import os
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from media_pipeline.ffmpeg.run import run
from tests import browser as chromium
from tests import site as running_site
from tests import template
from tests.conftest import footage
from tests.journeys.told import listen, seen
from tests.proxy import Proxy

# Playwright's loop runs in this thread; Django's guard against blocking calls does not apply to tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SIZES = {"phone": {"width": 320, "height": 640}, "desk": {"width": 1280, "height": 900}}
SEVERAL_CHUNKS = 6 * 2**20  # bytes; pages send 2 MB at a time
SHOTS = os.environ.get("KORPU_SHOTS", "")


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """The journeys use the site's own database, not a test database: server and test see the same rows."""
    from django.core.management import call_command

    folder = Path(os.environ["KORPU_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as database:
        template.copy_into(template.prepared(), database)
    django_db_blocker.unblock()
    call_command("prepare")
    call_command("collectstatic", interactive=False, verbosity=0)
    yield
    django_db_blocker.restore()


@pytest.fixture(scope="session")
def film_file(tmp_path_factory):
    """The largest real film there is, over again until it is several chunks of 2 MB."""
    film = max(footage(), key=lambda path: path.stat().st_size)
    times = -(-SEVERAL_CHUNKS // film.stat().st_size)
    if times == 1:
        return film
    longer = tmp_path_factory.mktemp("film") / f"longer{film.suffix}"
    run(["-stream_loop", str(times - 1), "-i", f"file:{film}", "-c", "copy", f"file:{longer}"], timeout=60)
    return longer


@pytest.fixture(scope="session")
def beginning(django_db_setup):
    """What the site's database holds before the first journey."""
    with contextlib.closing(sqlite3.connect(":memory:")) as kept:
        copy_database(settings.DATABASES["default"]["NAME"], kept)
        yield kept


def copy_database(name, target: sqlite3.Connection) -> None:
    with contextlib.closing(sqlite3.connect(name)) as source:
        source.backup(target)


@pytest.fixture(scope="session")
def site(django_db_setup):
    """The running site; kept for all journeys."""
    with running_site.running(Path(os.environ["KORPU_DATA_DIR"])) as site:
        yield site


@pytest.fixture(scope="module", autouse=True)
def own_world(site, beginning):
    """Begin each file of journeys with a site on which nobody has been yet: people of others would be met otherwise.

    Its processes go on running: to start them takes longer than many a journey.
    """
    from django.core.cache import cache

    let_workers_end(site)
    with contextlib.closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=30)) as target:
        beginning.backup(target)
    cache.clear()


def let_workers_end(site) -> None:
    """Take away what is being worked on, and wait until the workers have noticed."""
    from django.db.models import ProtectedError
    from django_tasks_db.models import DBTaskResult

    import media_pipeline.api as films
    from media_pipeline.models import Film

    for film in Film.objects.all():
        with contextlib.suppress(ProtectedError):  # a lesson shows it: it goes with the database
            films.remove_film(film)
    working = DBTaskResult.objects.filter(status="RUNNING")
    with contextlib.suppress(AssertionError):
        running_site.wait_until(lambda: not working.exists(), 10)
    if working.exists():
        for worker in (site.quick, site.encode):
            worker.stop()
            worker.start()


@pytest.fixture(scope="module")
def office_worker(site, own_world):
    """Does what staff ask for and takes a minute: certificates for a group, plans of visits."""
    worker = running_site.Process("office", [*running_site.MANAGE, "work", "--queue", "office"], site.environment)
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def proxy(site):
    proxy = Proxy(site.port)
    yield proxy
    proxy.close()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        yield browser
        browser.close()


CONTEXTS = pytest.StashKey[list]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Tell of a journey that failed what its pages showed then."""
    report = yield
    if report.when == "call" and report.failed:
        pages = [page for context in item.stash.get(CONTEXTS, []) for page in context.pages]
        report.sections += [("a page when it failed", seen(page)) for page in pages]
    return report


@pytest.fixture
def open_page(browser, site, request):
    """Open a page: `open_page(person, size="phone", base=proxy.url, javascript=False)`, signed in as the person.

    No script may fail, and nothing be refused by the policy of contents, on any page of it: closed ones and second
    windows as well.
    """
    contexts, thrown = [], []

    def opened(person=None, *, size="desk", base=None, language="az", javascript=True):
        context = browser.new_context(
            base_url=base or site.url, viewport=SIZES[size], java_script_enabled=javascript,
            permissions=["camera", "microphone", "clipboard-read", "clipboard-write"] if javascript else [],
            locale=language,
        )  # fmt: skip
        contexts.append(context)
        context.on("weberror", lambda found: thrown.append(told_error(found)))
        context.on("console", lambda message: note_refused(thrown, message))
        cookies = [{"name": "language", "value": language, "url": base or site.url}]
        if person is not None:
            cookies.append({"name": "sessionid", "value": session_of(person), "url": base or site.url})
        context.add_cookies(cookies)
        page = context.new_page()
        listen(page)
        return page

    request.node.stash[CONTEXTS] = contexts
    yield opened
    for context in contexts:
        context.close()
    assert not thrown, thrown


def stop_preparing(person) -> None:
    """Remove the films of a person that nobody waits for any more: the next journey needs the processor."""
    import media_pipeline.api as films
    from media_pipeline.models import Film, FilmState

    on_the_way = (FilmState.RECEIVED, FilmState.CHECKING, FilmState.QUEUED, FilmState.ENCODING)
    for film in Film.objects.filter(contribution__person=person, state__in=on_the_way):
        films.remove_film(film)


def told_error(found) -> str:
    """What a script threw and nobody caught, and where: from there on it did nothing."""
    address = found.page.url if found.page else ""
    return f"{address} {found.error.name}: {found.error.message} {(found.error.stack or '')[:300]}"


def note_refused(thrown: list[str], message) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        thrown.append(message.text)


def session_of(person) -> str:
    """Sign a person in without the form: gives a session key."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.account.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.account.get_session_auth_hash()
    session.create()
    return session.session_key


@pytest.fixture
def look():
    """Check a page as people see it, on a telephone and a desk: no axe violation, nothing sideways or too small to press.

    With KORPU_SHOTS=folder a picture of each is kept there.
    """

    def looked(page, name: str) -> None:
        own = page.viewport_size
        other = next(size for size in SIZES.values() if size != own)
        for size in (own, other):
            page.set_viewport_size(size)
            look_once(page, f"{name}-{size['width']}")
        page.set_viewport_size(own)

    return looked


def look_once(page, name: str) -> None:
    from tests.axe import violations
    from tests.targets import too_small

    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    found = violations(page)
    assert not found, f"{name}: {found}"
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name} scrolls sideways by {wide} px"
    small = too_small(page)
    assert not small, f"{name}: too small to press: {small}"


@pytest.fixture(scope="module")
def people(own_world):
    """The people who come back in every journey, made through the door; two coordinate, since one cannot publish alone."""
    from elearn.people import api
    from elearn.people.models import Role

    def made(name, role, **more):
        email = f"{name.split()[0].lower()}@journeys.example".translate(str.maketrans("əüş", "eus"))
        return api.create_person(name, language="az", email=email, roles=[role], **more)

    return {
        "leyla": made("Leyla Əliyeva", Role.ELDER, birth_year=1955, form_of_address="xanim"),
        "gunay": made("Günay Məmmədova", Role.LEARNER, birth_year=2007, papers_name="Günay Elçin qızı Məmmədova"),
        "rena": made("Rəna Həsənova", Role.COORDINATOR, birth_year=1985),
        "tural": made("Tural Nəbiyev", Role.COORDINATOR, birth_year=1990),
        "murad": made("Murad Quliyev", Role.LEARNER, birth_year=2004),
    }
