"""The log of a webinar and the stream that tells of it, by calling the ASGI callable as a server does."""

import asyncio
import json
import re

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from courses import event_feed, hot_events, wake
from courses.domain.webinars import events, pulse
from courses.domain.webinars.presence import viewers_now
from courses.models import LiveEvent, Presence, Webinar
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gunay():
    return factories.person()


@pytest.fixture
def webinar(gunay):
    return factories.webinar(registered=[gunay], state="on_air")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Look often, so that no test waits; and begin with nobody's taps."""
    monkeypatch.setattr(event_feed, "LOOK", 0.1)
    monkeypatch.setattr(event_feed, "COUNTS", 0.05)
    hot_events._clapped.clear()


class Stream:
    """One open stream: what was told so far, as (id, name, data)."""

    def __init__(self, address: str, **headers: str) -> None:
        path, _, query = address.partition("?")
        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        self.scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": named}
        self.status, self.text, self.gone = 0, "", asyncio.Event()
        self.is_over = False

    async def __aenter__(self):
        self.task = asyncio.ensure_future(hot_events.application(self.scope, self._receive, self._send))
        return self

    async def __aexit__(self, *_):
        self.gone.set()
        await asyncio.wait_for(self.task, 5)

    async def _receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.text += message["body"].decode()
            self.is_over = not message.get("more_body", False)

    def told(self) -> list[tuple[str, str, dict]]:
        found = re.findall(r"(?:id: (\d+)\n)?event: (\w+)\ndata: (.*)\n\n", self.text)
        return [(number, name, json.loads(data)) for number, name, data in found]

    def logged(self) -> list[str]:
        return [f"{number} {name}" for number, name, _ in self.told() if number]

    async def until(self, question, seconds: float = 5):
        async with asyncio.timeout(seconds):
            while not question(self):
                await asyncio.sleep(0.01)


def run(work):
    """Run in a loop of its own; threads that read the database end with it."""

    async def closed():
        try:
            return await work
        finally:
            if hot_events._feed is not None:
                hot_events._feed.close()
                hot_events._feed = None

    return asyncio.run(closed())


def publish(webinar, name="poll", data=None, **more):
    return events.publish(webinar, name, data or {}, **more)


async def in_thread(function, *args, **named):
    """Write beside those who read; the tests' SQLite in memory is locked as a whole while somebody reads."""
    while True:
        try:
            return await event_feed.in_thread(function, *args, **named)
        except OperationalError:
            await asyncio.sleep(0.01)


# The log -----------------------------------------------------------------------------------------------
def test_numbers_count_in_each_webinar(webinar):
    other = factories.webinar("Başqa", speaker=webinar.speaker)
    assert [publish(webinar), publish(other), publish(webinar)] == [1, 1, 2]
    assert events.last_number(webinar) == 2
    assert events.last_number(factories.webinar("Üçüncü", speaker=webinar.speaker)) == 0


def test_what_did_not_happen_is_not_told(webinar):
    publish(webinar)
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(webinar)
        raise RuntimeError
    assert publish(webinar) == 2
    assert list(LiveEvent.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.database
@pytest.mark.skipif(connection.vendor == "sqlite", reason="there writers take turns anyway")
def test_numbers_become_visible_in_their_order(webinar):
    """A later number is never there before an earlier one: whoever has read 2 would never read 1."""
    from threading import Event, Thread

    holds, may_end, order = Event(), Event(), []

    def slow():
        with transaction.atomic():
            publish(webinar, "state")
            holds.set()
            may_end.wait(5)
        order.append("slow")
        connection.close()

    def quick():
        holds.wait(5)
        publish(webinar, "poll")
        order.append("quick")
        connection.close()

    threads = [Thread(target=slow), Thread(target=quick)]
    for thread in threads:
        thread.start()
    holds.wait(5)
    threads[1].join(0.3)
    assert order == []
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert list(LiveEvent.objects.order_by("number").values_list("number", "name")) == [(1, "state"), (2, "poll")]


def test_publishing_costs_few_queries(webinar, django_assert_num_queries):
    publish(webinar)
    with django_assert_num_queries(5):  # savepoint or transaction 2, number 2, event 1
        publish(webinar)


# Who may follow ----------------------------------------------------------------------------------------
def test_only_our_own_addresses_open_it(webinar, gunay):
    token = events.token_of(webinar, gunay, "viewer")
    other = events.token_of(webinar, gunay, "host")
    forged = other.rpartition("~")[0] + "~" + token.rpartition("~")[2]
    old = events.token_of(webinar, gunay, "viewer", life=-1)

    async def statuses():
        found = []
        for path in (f"/events/{forged}", f"/events/{old}", f"/events/{token}x", "/events/", f"/events/{token}/state"):
            async with Stream(path) as stream:
                await asyncio.wait_for(asyncio.shield(stream.task), 5)
                found.append(stream.status)
        return found

    assert run(statuses()) == [403, 403, 403, 404, 404]


def test_nobody_opens_streams_without_end(webinar, gunay, monkeypatch):
    monkeypatch.setattr(hot_events, "MOST_EACH", 2)
    address = events.events_address(webinar, gunay, "viewer")

    async def third():
        async with Stream(address) as one, Stream(address) as two:
            await one.until(lambda stream: stream.status)
            await two.until(lambda stream: stream.status)
            async with Stream(address) as three:
                await three.until(lambda stream: stream.status)
                refused = three.status
            return one.status, two.status, refused

    assert run(third()) == (200, 200, 429)


def test_each_hears_what_is_theirs(webinar, gunay):
    """Of a concern only hosts hear, but for the one it may be about; why it was cut off nobody is told."""
    murad, rena, asker = (factories.person(name) for name in ("Murad Həsənov", "Rəna Quliyeva", "Tural Əliyev"))

    addresses = {
        "host": events.events_address(webinar, rena, "host", after=0),
        "asker": events.events_address(webinar, asker, "host", after=0),
        "speaker": events.events_address(webinar, webinar.speaker, "speaker", after=0),
        "viewer": events.events_address(webinar, gunay, "viewer", after=0),
        "another": events.events_address(webinar, murad, "viewer", after=0),
        "public": events.events_address(webinar, None, "public", after=0),
    }
    publish(webinar, "state")
    publish(webinar, "health", to="hosts")
    publish(webinar, "question", person=gunay)
    publish(webinar, "concern", to="hosts", but=asker)
    publish(webinar, "cut")
    publish(webinar, "poll")

    async def heard():
        found = {}
        for who, address in addresses.items():
            async with Stream(address) as stream:
                await stream.until(lambda stream: "state" in stream.text)
                found[who] = [name for number, name, _ in stream.told() if number]
        return found

    assert run(heard()) == {
        "host": ["state", "health", "concern", "cut", "poll"],
        "asker": ["state", "health", "cut", "poll"],
        "speaker": ["state", "health", "cut", "poll"],
        "viewer": ["state", "question", "cut", "poll"],
        "another": ["state", "cut", "poll"],
        "public": ["state"],
    }


# What is told ------------------------------------------------------------------------------------------
def test_what_is_published_arrives_in_order_and_once(webinar, gunay):
    address = events.events_address(webinar, gunay, "viewer")

    async def work():
        async with Stream(address) as stream:
            await stream.until(lambda stream: stream.status)
            for number in range(1, 31):
                await in_thread(publish, webinar, "caption", {"id": number})
            await stream.until(lambda stream: len(stream.logged()) == 30)
            return stream.headers, stream.logged()

    headers, told = run(work())
    assert told == [f"{number} caption" for number in range(1, 31)]
    assert headers[b"content-type"] == b"text/event-stream"
    assert headers[b"cache-control"] == b"no-store"


def test_who_comes_back_goes_on_where_they_were(webinar, gunay):
    address = events.events_address(webinar, gunay, "viewer")
    for _ in range(5):
        publish(webinar)

    async def work():
        async with (
            Stream(address) as anew,
            Stream(address, last_event_id="3") as back,
            Stream(address, last_event_id="x") as odd,
        ):
            for stream in (anew, back, odd):
                await stream.until(lambda stream: "5 poll" in stream.logged())
            return anew.logged(), back.logged(), odd.logged()

    all_of_them = [f"{number} poll" for number in range(1, 6)]
    assert run(work()) == (all_of_them, ["4 poll", "5 poll"], all_of_them)


def test_who_missed_more_than_is_in_memory_reads_the_log(webinar, gunay, monkeypatch):
    monkeypatch.setattr(event_feed, "KEPT", 3)
    address = events.events_address(webinar, gunay, "viewer", after=2)
    for _ in range(10):
        publish(webinar)

    async def work():
        async with Stream(address) as stream:
            await stream.until(lambda stream: "10 poll" in stream.logged())
            return stream.logged()

    assert run(work()) == [f"{number} poll" for number in range(3, 11)]


@pytest.mark.parametrize("how", ["tidied", "too_many"])
def test_who_missed_too_much_is_told_to_read_anew(webinar, gunay, monkeypatch, how):
    monkeypatch.setattr(event_feed, "KEPT", 3)
    address = events.events_address(webinar, gunay, "viewer", after=1)
    for _ in range(10):
        publish(webinar)
    if how == "tidied":
        LiveEvent.objects.filter(number__lt=5).delete()
    else:
        monkeypatch.setattr(hot_events, "MOST_MISSED", 4)

    async def work():
        async with Stream(address) as stream:
            await stream.until(lambda stream: "reset" in stream.text)
            await in_thread(publish, webinar, "state")
            await stream.until(lambda stream: "state" in stream.text)
            return stream.logged()

    assert run(work()) == ["10 reset", "11 state"]


def test_words_that_are_gone_are_told_to_nobody_who_comes_later(webinar, gunay):
    address = events.events_address(webinar, gunay, "viewer")
    later = events.events_address(webinar, gunay, "viewer", after=0)

    async def work():
        async with Stream(address) as first:
            await first.until(lambda stream: stream.status)
            await in_thread(publish, webinar, "question", {"id": 7, "text": "Secret"}, question=7)
            await first.until(lambda stream: "Secret" in stream.text)
            await in_thread(publish, webinar, "question_gone", {"id": 7}, question=7)
            await first.until(lambda stream: "question_gone" in stream.text)
            async with Stream(later) as second:
                await second.until(lambda stream: len(stream.logged()) == 2)
                return second.text

    assert "Secret" not in run(work())


def test_a_line_ends_when_its_address_does(webinar, gunay, monkeypatch):
    address = f"/events/{events.token_of(webinar, gunay, 'viewer', life=1)}"

    async def work():
        async with Stream(address) as stream:
            await stream.until(lambda stream: stream.status)
            await asyncio.sleep(1.1)
            await in_thread(publish, webinar)
            await stream.until(lambda stream: stream.is_over)
            return stream.logged()

    assert run(work()) == []  # told when the page comes back with a new address


def test_the_process_forgets_a_webinar_that_nobody_follows(webinar, gunay):
    address = events.events_address(webinar, gunay, "viewer")

    async def work():
        async with Stream(address) as stream:
            await stream.until(lambda stream: stream.status)
            followed = list(hot_events.feed().channels)
        await asyncio.sleep(0.2)
        ended = [task.done() for task in hot_events.feed().tasks]
        async with Stream(address) as again:
            await again.until(lambda stream: stream.status)
            await in_thread(publish, webinar)
            await again.until(lambda stream: stream.logged())
        return followed, list(hot_events.feed().channels), ended

    assert run(work()) == ([webinar.pk], [], [])


def test_a_fault_of_the_database_stops_nothing(webinar, gunay, monkeypatch):
    address = events.events_address(webinar, gunay, "viewer")
    real, faults = pulse.newest, []

    def faulty(webinars):
        if len(faults) < 1:
            faults.append(1)
            raise RuntimeError
        return real(webinars)

    async def work():
        async with Stream(address) as stream:
            await stream.until(lambda stream: stream.status)
            monkeypatch.setattr(pulse, "newest", faulty)
            await in_thread(publish, webinar)
            await stream.until(lambda stream: stream.logged())
            return stream.logged(), len(faults)

    assert run(work()) == (["1 poll"], 1)


# Counts ------------------------------------------------------------------------------------------------
def applause(token, body):
    return {
        "type": "http",
        "method": "POST",
        "path": f"/events/{token}/applause",
        "headers": [],
        "query_string": b"",
    }, body


def test_applause_is_gathered_and_told(webinar, gunay):
    murad = factories.person("Murad Həsənov")
    tokens = [events.token_of(webinar, person, "viewer") for person in (gunay, murad)]
    public = events.token_of(webinar, None, "public")
    bodies = [b'{"count": 3}', b'{"count": 1000}', b'{"count": -1}', b"[]", b'{"count": true}', b'{"count": "2"}', b"x"]

    async def post(token, body):
        sent = []

        async def receive():
            return {"type": "http.request", "body": body}

        async def send(message):
            sent.append(message)

        scope, _ = applause(token, body)
        await hot_events.application(scope, receive, send)
        return sent[0]["status"]

    async def work():
        async with Stream(f"/events/{tokens[0]}") as stream:
            found = [await post(tokens[0], body) for body in bodies]
            found.append(await post(tokens[0], b'{"count": 3}'))  # too soon: answered the same, and not counted
            found.append(await post(tokens[1], b'{"count": 1000}'))
            found.append(await post(public, b'{"count": 3}'))
            await stream.until(lambda stream: ("", "applause", {"count": 13}) in stream.told())
            return found

    assert run(work()) == [204, 204, 400, 400, 400, 400, 400, 204, 204, 403]
    webinar.refresh_from_db()
    assert webinar.applause == 13


def test_before_and_after_nobody_hears_applause(webinar):
    Webinar.objects.update(state="ended")
    pulse.applaud({webinar.pk: 5})
    webinar.refresh_from_db()
    assert webinar.applause == 0


def test_those_who_follow_are_told_how_many_watch(webinar, gunay):
    now = timezone.now()
    Presence.objects.create(webinar=webinar, person=gunay, joined_at=now, last_seen_at=now)

    async def work():
        async with Stream(events_now) as stream:
            await stream.until(lambda stream: "viewers" in stream.text)
            return [data for _, name, data in stream.told() if name == "viewers"]

    events_now = events.events_address(webinar, gunay, "viewer")
    assert run(work()) == [{"count": 1}]


def test_many_webinars_cost_the_same_queries(webinar, django_assert_num_queries):
    others = [factories.webinar(f"Başqa {number}", speaker=webinar.speaker) for number in range(2)]
    for webinars in ([webinar.pk], [webinar.pk, *[other.pk for other in others]]):
        with django_assert_num_queries(5):
            pulse.newest(webinars)
            pulse.applause_now(webinars)
            pulse.votes_now(webinars)
            pulse.polls_now(webinars)
            viewers_now(webinars)


# Nudges ------------------------------------------------------------------------------------------------
def test_another_process_is_nudged_through_redis(settings):
    from redis import Redis

    from tests import servers

    with servers.redis() as address:
        settings.REDIS_URL = address
        wake._redis.cache_clear()
        with Redis.from_url(address) as redis, redis.pubsub() as ears:
            ears.subscribe(wake.CHANNEL)
            assert ears.get_message(timeout=5)["type"] == "subscribe"
            wake.nudge(12)
            assert ears.get_message(timeout=5)["data"] == b"12"
        wake._redis.cache_clear()


def test_without_redis_a_nudge_does_not_fail(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    wake._redis.cache_clear()
    wake.nudge(12)
    wake._redis.cache_clear()
