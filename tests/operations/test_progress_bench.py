"""The measure of watching has to be true itself: what is sent, how it is timed, and what counts as lost or cheated."""

import asyncio
import json
import time
from datetime import UTC, datetime

import pytest

from courses.domain.watching import load_checks, watch, weighing
from courses.domain.watching.spans import length, merged
from courses.models import FilmProgress, LoadCheck, PlaybackSession, WatchReport
from elearn.operations.watching import measure, plan, world
from elearn.operations.watching.crowd import Orders, Told, _Crowd
from elearn.operations.watching.plan import CHEATS, HONEST, Kind, Watcher, every_of
from media_pipeline import segments

BEGINS = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ORDERS = Orders("127.0.0.1", 1, BEGINS.timestamp(), 0, 1, BEGINS.timestamp() + 150)


def watcher(kind: Kind, **facts) -> Watcher:
    return Watcher(**{"number": 0, "token": "t", "kind": kind, "phase": 0.0, **facts})


@pytest.mark.parametrize("rate", plan.RATES)
def test_honest_watchers_send_what_was_played(rate):
    for kind in HONEST:
        sent = [report for turn in range(1, 5) for report in plan.reports_of(watcher(kind, rate=rate), turn)]
        assert [report["number"] for report in sent] == [1, 2, 3, 4]
        assert {length(report["spans"]) / report["rate"] for report in sent} == {30_000}
        assert every_of(kind) == 30
        assert plan.honest_ms(watcher(kind, rate=rate), 4) == sum(length(report["spans"]) for report in sent)


def test_each_way_of_cheating_is_one():
    for kind in (Kind.HURRIES, Kind.OUTSIDE, Kind.RACES):
        for turn in (1, 2):
            [report] = plan.reports_of(watcher(kind), turn)
            told = weighing.Report("key", report["number"], report["spans"], report["position_ms"], report["rate"])
            now = datetime.fromtimestamp(BEGINS.timestamp() + 30 * turn, tz=UTC)
            assert weighing.weigh(told, weighing.Standing(BEGINS, [], plan.FILM_MS, now)).refusal is not None
    again = [plan.reports_of(watcher(Kind.REPLAYS), turn)[0] for turn in (1, 2, 3)]
    assert [report["number"] for report in again] == [1, 1, 1]
    assert again[0]["spans"] != again[1]["spans"]
    # A comb would be filled to more than time allows, at the second of each of its turns.
    for turn in (1, 2, 3):
        sent = [plan.reports_of(watcher(Kind.COMBS), number)[0]["spans"] for number in range(1, turn + 1)]
        assert length(merged(*sent, gap=weighing.CRUMB_MS)) > 2 * (30_000 * turn + 2_000)
        assert length(merged(*sent)) == plan.honest_ms(watcher(Kind.COMBS), turn)


@pytest.fixture
def small(db):
    """Sixty people, half of them cheats, who opened their films at nine."""
    made = world.make(60, cheats=0.5, seed=35)
    world.open_at(BEGINS, made)
    return made


def play(made: world.World, seconds: int = 120) -> list[Told]:
    """Let everybody send what they send, by the clock, and judge meanwhile; give what they were told."""
    told = [Told() for _ in made.watchers]
    shown = {}
    segments.load(made.sessions[0].film_id, plan.VERSION)
    for moment in range(15, seconds + 1, 15):
        for session, one in zip(made.sessions, made.watchers, strict=True):
            turn = moment / one.every
            if one.kind == Kind.FORGES or turn != int(turn):
                continue  # what is forged does not even reach the rules
            for report in plan.reports_of(one, int(turn)):
                now = datetime.fromtimestamp(BEGINS.timestamp() + one.phase + moment, tz=UTC)
                sent = watch.Report(
                    session.key, report["number"], report["spans"], report["position_ms"], report["rate"],
                    report["version"], shown.pop(one.number, None),
                )  # fmt: skip
                [outcome] = watch.record([sent], now=now)
                told[one.number].watched_ms = outcome.watched_ms
                if outcome.counted:
                    told[one.number].counted.append(outcome.number)
                if (check := outcome.check) and one.kind != Kind.SILENT:
                    digest = "0" * 64 if one.kind == Kind.PRETENDS else plan.digest_of(check.segment, check.salt)
                    shown[one.number] = load_checks.Shown(check.number, digest)
        load_checks.judge(now=datetime.fromtimestamp(BEGINS.timestamp() + moment + 15, tz=UTC))
    return told


def everybody_is_there_and_opens_at_their_own_moment(small):
    assert {one.kind for one in small.watchers} == set(Kind)
    opened = dict(PlaybackSession.objects.values_list("key", "opened_at"))
    for session, one in zip(small.sessions, small.watchers, strict=True):
        at = opened[session.key]
        if one.kind == Kind.UNOPENED:
            assert at is None
        else:
            assert abs(at.timestamp() - BEGINS.timestamp() - one.phase) < 0.01
    pairs = [
        session.person_id for session, one in zip(small.sessions, small.watchers, strict=True) if one.kind == Kind.TWICE
    ]
    assert len(pairs) == 2 * len(set(pairs))
    assert len({session.person_id for session in small.sessions}) == 60 - len(pairs) // 2


def test_no_honest_one_is_refused_no_cheat_gains_and_what_is_missing_is_found(small):
    everybody_is_there_and_opens_at_their_own_moment(small)
    told = play(small)
    assert measure._lost(small, told)[1] == 0
    assert not measure._cheated(small, measure._lost(small, told)[0], ORDERS)
    for session, one in zip(small.sessions, small.watchers, strict=True):
        refused = WatchReport.objects.filter(session=session).exclude(refusal="").count()
        if one.kind in HONEST:
            assert refused == 0, one
    cheats = [one for one in small.watchers if one.kind in CHEATS]
    assert len(cheats) >= 15
    # What was acknowledged and is gone is lost, by report and by progress.
    honest = next(one for one in small.watchers if one.kind == Kind.PLAYS and one.rate == 1.0)
    session = small.sessions[honest.number]
    WatchReport.objects.filter(session=session, number=4).delete()
    assert measure._lost(small, told)[1] == 30_000
    FilmProgress.objects.filter(person=session.person_id).update(watched_ms=0)
    assert measure._lost(small, told)[1] == 120_000

    # A cheat that gained is counted.
    for kind in (Kind.HURRIES, Kind.UNOPENED):
        one = next(one for one in small.watchers if one.kind == kind)
        WatchReport.objects.filter(session=small.sessions[one.number]).update(refusal="", credited_ms=30_000)
    assert measure._cheated(small, measure._lost(small, told)[0], ORDERS) == {"hurries": 1, "unopened": 1}


def of_kind(small, kind: Kind) -> list[PlaybackSession]:
    return [session for session, one in zip(small.sessions, small.watchers, strict=True) if one.kind == kind]


def test_who_pretends_is_found_out_and_counts_nothing_from_then_on(small):
    """Of two minutes, three quarters of one counted: until two wrong answers were judged."""
    told = play(small)
    found = measure._pretended(small, measure._lost(small, told)[0])
    assert len(found) == len(of_kind(small, Kind.PRETENDS)) >= 3
    assert {(one.is_doubted, one.is_strong, one.before_ms, one.after_ms, one.gained) for one in found.values()} == {
        (True, False, 45_000, 0, False)
    }
    assert not PlaybackSession.objects.exclude(key__in=found).exclude(doubted_at=None).exists()
    # What the proof does not miss: one was not found out, one went on, one was believed.
    one, other, third, *_rest = of_kind(small, Kind.PRETENDS)
    PlaybackSession.objects.filter(key=one.key).update(doubted_at=None)
    WatchReport.objects.filter(session=other).update(refusal="", credited_ms=15_000)
    LoadCheck.objects.filter(session=third).update(verdict="right")
    assert measure._cheated(small, measure._lost(small, told)[0], ORDERS) == {"pretends": 3}


def test_who_answers_no_check_counts_and_is_never_called_strong(small):
    told = play(small)
    credited = measure._lost(small, told)[0]
    found = measure._silent(small, credited)
    assert len(found) == len(of_kind(small, Kind.SILENT)) >= 3
    assert {(one.is_strong, one.ms) for one in found.values()} == {(False, 120_000)}
    asked = LoadCheck.objects.filter(session__in=found)
    assert asked.count() == 8 * len(found) and not asked.exclude(answered_at=None).exists()
    # What the proof does not miss: one was believed.
    one, *_rest = found
    asked.filter(session=one).update(verdict="right")
    assert measure._silent(small, credited)[one].is_strong
    assert measure._cheated(small, credited, ORDERS) == {"silent": 1}


def test_a_filled_comb_is_counted_as_a_cheat(small):
    told = play(small)
    comb, *_more = of_kind(small, Kind.COMBS)
    assert measure._lost(small, told)[0][comb.key] == 4 * plan.TEETH
    WatchReport.objects.filter(session=comb).update(credited_ms=plan.TEETH * plan.TOOTH_EVERY_MS)
    assert measure._cheated(small, measure._lost(small, told)[0], ORDERS) == {"combs": 1}


def test_invented_digests_are_never_right(small, monkeypatch):
    monkeypatch.setattr(load_checks, "EVERY", 1)
    told = play(small)
    kinds = {session.key: one.kind for session, one in zip(small.sessions, small.watchers, strict=True)}
    verdicts = {(kinds[key], verdict) for key, verdict in LoadCheck.objects.values_list("session", "verdict")}
    assert (Kind.PLAYS, "right") in verdicts and (Kind.PRETENDS, "wrong") in verdicts
    assert (Kind.PLAYS, "wrong") not in verdicts and (Kind.PRETENDS, "right") not in verdicts
    assert not measure._cheated(small, measure._lost(small, told)[0], ORDERS)


def test_what_is_not_answered_is_sent_again_and_timed_from_when_it_was_due():
    """A server that ends the first connection without an answer, and takes a moment for the second."""
    calls = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        calls.append(json.loads(await reader.readexactly(size)))
        if len(calls) > 1:
            said = json.dumps({"number": 1, "counted": True, "refusal": None, "watched_ms": 30_000}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(said) + said)
            await writer.drain()
        writer.close()

    async def run() -> _Crowd:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        now = time.time()
        orders = Orders(
            "127.0.0.1", server.sockets[0].getsockname()[1], now - 29.9, now, now + 2, now + 2, connections=2
        )
        crowd = _Crowd(orders, [watcher(Kind.PLAYS)])
        await crowd.run()
        server.close()
        return crowd

    crowd = asyncio.run(run())
    assert calls[0] == calls[1] and calls[0]["number"] == 1
    found = crowd.found()
    assert found["told"] == [{"counted": [1], "refused": {}, "watched_ms": 30_000, "unanswered": 0}]
    assert found["faults"] == {"cut": 1} and 0.4 < found["latencies"][0] < 1.5


def test_only_what_was_taken_is_counted():
    """An answer that refuses comes quickly, and is no report."""
    crowd = _Crowd(
        Orders("127.0.0.1", 1, 0, 0, time.time() + 60, 0), [watcher(Kind.PLAYS), watcher(Kind.FORGES, number=1)]
    )
    taken = json.dumps({"number": 1, "counted": True, "refusal": None, "watched_ms": 30_000}).encode()
    crowd._answered(time.time() - 0.1, crowd.watchers[0], 200, taken)
    for status in (503, 429, 503):
        crowd._answered(time.time(), crowd.watchers[0], status, b"")
    crowd._answered(time.time(), crowd.watchers[1], 403, b"")
    found = crowd.found()
    assert len(found["latencies"]) == 1 and found["refused"] == {"503": 2, "429": 1, "403": 1}
    assert found["faults"] == {"503": 2, "429": 1}
