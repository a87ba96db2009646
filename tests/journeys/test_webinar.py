"""A webinar from its waiting room to its lesson: an elder in the studio, a host beside her, three who watch.

The elder's line is cut for twenty seconds and her page is reloaded; nobody else has to do anything. What the recording
holds, and what the attendance says, is compared with what bystanders on the pages themselves have seen.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

import courses.api as school
import media_pipeline.api as films
from courses.domain.films import answers
from courses.domain.films.answer_page import version_of
from courses.domain.watching import spans as set_of
from courses.domain.webinars.afterwards import recording_of
from courses.models import AnswerWay, Attendance, Contribution, LiveQuestion, PollAnswer, Registration, Webinar
from elearn.people import api as people_api
from elearn.people.models import Role
from media_pipeline.models import Broadcast, CaptionTrack, LiveCue, LiveRun, LiveSegment
from tests import factories
from tests.site import MANAGE, Process, wait_until

CUT_MS = 20_000
NEAR_MS = 5_000  # attendance is as near as this to what was really played
ASKED = "Neçə ilmə ilə başlayırıq?"
SPOKEN = "İyirmi ilmə atırıq."
# On the elder's page: for how long a recorder really recorded. A piece that was never given out is not counted.
COUNT_RECORDED = """() => {
    window.recorded = [];
    const start = MediaRecorder.prototype.start;
    MediaRecorder.prototype.start = function (...how) {
        const one = { began: performance.now(), last: null };
        recorded.push(one);
        this.addEventListener("dataavailable", () => (one.last = performance.now()));
        return start.apply(this, how);
    };
}"""
# On a page that watches: which parts of the recording's clock went by on the screen.
OBSERVE = """() => {
    const video = document.querySelector("[data-live-player] video");
    window.truth = [];
    let last = null;
    setInterval(() => {
        const [now, at] = [video.currentTime, performance.now() / 1000];
        // On a busy machine a look comes late; more than the time that went by is a jump.
        if (!video.paused && last && now > last.now && now - last.now < at - last.at + 0.5) truth.push([last.now, now]);
        last = video.paused ? null : { now, at };
    }, 100);
}"""


@pytest.fixture(scope="module", autouse=True)
def live_worker(site):
    worker = Process("live", [*MANAGE, "work", "--queue", "live"], site.environment)
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture(scope="module")
def course(people):
    course, _ = factories.course_with({"title": "İlk dərs", "steps": ["İp götürün."]}, teacher=people["leyla"])
    return course


@pytest.fixture(scope="module")
def learners(people):
    facts = {"language": "az", "email": "aysel@journeys.example", "roles": [Role.LEARNER], "birth_year": 2003}
    return [people["gunay"], people["murad"], people_api.create_person("Aysel Rzayeva", **facts)]


@pytest.fixture
def webinar(people, course, learners):
    row = factories.webinar(
        "Şərf toxumağa başlayırıq", speaker=people["leyla"], hosts=[people["rena"]], starts_in=timedelta(minutes=5),
        minutes=30, registered=learners[1:], course=course, summary="İlk ilmədən ilk sıraya qədər.",
        live_captions="typed", attend_percent=50,
    )  # fmt: skip
    Registration.objects.filter(webinar=row).update(record_agreed_at=timezone.now())
    return row


# In the studio --------------------------------------------------------------------------------------
def in_state(page, state: str, seconds: float = 25) -> None:
    page.locator(f'[data-studio][data-state="{state}"]').wait_for(timeout=seconds * 1000)


def part(page, name: str):
    return page.locator(f'[data-studio] [data-part="{name}"]')


def press(page, name: str) -> None:
    """Press one of the host's buttons."""
    page.locator(f'[data-host] form[data-press="{name}"] button').first.click()


def recorded_ms(page) -> float:
    """How much this page of the studio has recorded, in pieces that it has."""
    return page.evaluate("recorded.reduce((sum, { began, last }) => sum + (last === null ? 0 : last - began), 0)")


def made_ms(webinar) -> int:
    rows = LiveSegment.objects.filter(broadcast__webinar=webinar.pk, is_on_air=True, rendition="live")
    newest = rows.order_by("number").last()
    return newest.start_ms + newest.duration_ms if newest else 0


# Watching -------------------------------------------------------------------------------------------
def is_playing(page, beyond: float = 0.5) -> None:
    page.wait_for_function(
        "(beyond) => { const video = document.querySelector('[data-live-player] video');"
        " return video && !video.paused && video.currentTime > beyond; }",
        arg=beyond, timeout=40_000,
    )  # fmt: skip


def place(page) -> float:
    return page.evaluate("document.querySelector('[data-live-player] video').currentTime")


def plays_on(page, seconds: float = 40) -> None:
    """What happens now comes to this page."""
    before = place(page)
    wait_until(lambda: place(page) > before + 2, seconds)


def truly_played_ms(page) -> int:
    """What went by on the screen, each moment of the recording once."""
    seen = [[round(start * 1000), round(end * 1000)] for start, end in page.evaluate("window.truth")]
    return set_of.length(set_of.merged([], [span for span in seen if span[1] > span[0]]))


def captions_shown(page) -> str:
    return page.evaluate(
        "() => [...document.querySelector('[data-live-player] video').textTracks]"
        ".filter(track => track.mode === 'showing')"
        ".flatMap(track => [...(track.activeCues ?? [])].map(cue => cue.text)).join(' ')"
    )


def test_from_the_waiting_room_to_the_lesson(webinar, people, learners, course, open_page, proxy, look):
    elder, host, captioner, watchers = enter(webinar, people, learners, open_page, proxy, look)
    go_on_air(elder, watchers)
    ask_and_answer(webinar, host, watchers, look)
    vote(webinar, host, watchers)
    type_captions(webinar, captioner, watchers[0], look)
    lose_the_line(webinar, elder, proxy, watchers[0])
    recorded = come_back(elder, watchers)
    truths = end(webinar, elder, host, watchers, recorded, look)
    everything_sent_is_recorded(webinar)
    attendance_is_true(webinar, learners, truths)
    becomes_a_lesson(webinar, people, course, watchers[0], open_page, look)


def enter(webinar, people, learners, open_page, proxy, look):
    """Everybody comes: one of the learners registers in two taps, the elder's line goes through the proxy."""
    address = f"/webinars/{webinar.pk}/"
    watchers = [open_page(one, size=size) for one, size in zip(learners, ("desk", "phone", "desk"), strict=True)]
    watchers[0].goto(address)
    look(watchers[0], "webinar-outside")
    watchers[0].locator(f'form[action="{address}register/"] button').click()
    Registration.objects.filter(webinar=webinar).update(record_agreed_at=timezone.now())
    for page in watchers:
        page.goto(address)
        expect(page.locator("[data-webinar-wait]")).to_be_visible()
    watchers[0].locator("[data-webinar-sound]").click()
    expect(watchers[0].locator("[data-webinar-heard]")).to_be_visible()
    look(watchers[0], "webinar-waiting")
    host = open_page(people["rena"])
    host.goto(f"{address}host/")
    captioner = open_page(people["rena"], size="phone")
    captioner.goto(f"{address}captions/")
    elder = open_page(people["leyla"], base=proxy.url)
    elder.add_init_script(f"({COUNT_RECORDED})()")
    elder.goto(f"{address}studio/")
    in_state(elder, "ready")
    return elder, host, captioner, watchers


def go_on_air(elder, watchers) -> None:
    part(elder, "air").click()
    in_state(elder, "on_air")
    for page in watchers:  # nobody presses anything
        is_playing(page)
        page.evaluate(OBSERVE)


def ask_and_answer(webinar, host, watchers, look) -> None:
    """One asks, another wants to know it too, the host shows it and has it answered."""
    asker, other = watchers[0], watchers[1]
    asker.locator("[data-ask] textarea").fill(ASKED)
    asker.locator("[data-ask] button").first.click()
    question = wait_until(lambda: LiveQuestion.objects.filter(webinar=webinar).first())
    item = f'[data-host-item="question-{question.pk}"]'
    host.locator(f'[data-host-part="new"] {item} button[value="show"]').click()
    wanted = other.locator(f'[data-talk-group="shown"] [data-question="{question.pk}"]')
    expect(wanted).to_contain_text(ASKED)
    wanted.locator("[data-vote] button").click()
    wait_until(lambda: LiveQuestion.objects.get(pk=question.pk).votes == 1, 10)
    host.locator(f'[data-host-part="shown"] {item} button[value="take"]').click()
    expect(other.locator(f'[data-talk-group="taken"] [data-question="{question.pk}"]')).to_be_visible()
    look(asker, "webinar-asked")
    host.locator(f'[data-host-part="taken"] {item} button[value="done"]').click()
    expect(other.locator(f'[data-talk-group="done"] [data-question="{question.pk}"]')).to_be_visible()


def vote(webinar, host, watchers) -> None:
    """A poll: all three choose, and see the sum when it is closed."""
    host.locator("details.k-panel__poll summary").click()
    form = host.locator("form[data-host-clear]")
    form.locator("input[type=text]").fill("İp nədəndir?")
    form.locator("textarea").fill("Yun\nPambıq")
    form.locator("button").click()
    host.locator('[data-host-part="polls"] button[value="open"]').click()
    for number, page in enumerate(watchers):
        poll = page.locator("form[data-poll]")
        poll.locator("input[type=radio]").nth(0 if number < 2 else 1).check()
        poll.locator("button").click()
    wait_until(lambda: PollAnswer.objects.filter(poll__webinar=webinar).count() == len(watchers), 15)
    host.locator('[data-host-part="polls"] button[value="close"]').click()
    expect(watchers[2].locator("[data-talk-results]")).to_contain_text("İp nədəndir?")


def type_captions(webinar, captioner, watcher, look) -> None:
    captioner.locator("#line").fill(SPOKEN)
    captioner.keyboard.press("Enter")
    wait_until(lambda: LiveCue.objects.filter(broadcast__webinar=webinar.pk).exists(), 10)
    watcher.locator("[data-captions-toggle]").click()
    wait_until(lambda: SPOKEN in captions_shown(watcher), 10)
    look(watcher, "webinar-captions")


def lose_the_line(webinar, elder, proxy, watcher) -> None:
    """Twenty seconds without a connection in the studio; then what was kept is sent."""
    proxy.cut()
    elder.wait_for_timeout(CUT_MS)
    assert part(elder, "line").inner_text()
    proxy.mend()
    plays_on(watcher)
    wait_until(lambda: unsent(webinar) < 4, 60)  # one a second comes along


def unsent(webinar) -> int:
    """How many pieces lie on the elder's device and are not acknowledged yet, as it says itself."""
    return films.broadcast_health(Broadcast.objects.get(webinar=webinar.pk)).waiting_pieces


def come_back(elder, watchers) -> float:
    """The studio is loaded anew and goes on by itself. Gives what was recorded before, in ms."""
    elder.on("dialog", lambda dialog: dialog.accept())
    recorded = recorded_ms(elder)
    elder.reload()
    in_state(elder, "on_air")
    for page in watchers:
        plays_on(page)
    elder.wait_for_timeout(6_000)
    return recorded


def end(webinar, elder, host, watchers, recorded, look) -> list[int]:
    """The host ends it; who watches sees it to its end. Gives what each has truly watched."""
    press(host, "end")
    host.locator('[data-host] [data-part="yes"]').click()
    in_state(elder, "over")
    recorded += recorded_ms(elder)
    for page in watchers:
        page.locator("[data-webinar-changed]").wait_for(state="visible", timeout=45_000)
    look(watchers[1], "webinar-ended")
    truths = [truly_played_ms(page) for page in watchers]
    wait_until(lambda: Broadcast.objects.get(webinar=webinar.pk).film.playable_at, 60)
    length = Broadcast.objects.get(webinar=webinar.pk).film.duration_ms
    # All of it; at the two ends of recording there may be a piece more than a bystander has noticed.
    assert recorded - 1_500 < length < recorded + 3_000, (length, recorded)
    return truths


def everything_sent_is_recorded(webinar) -> None:
    """Every piece that was recorded on air has come, and nothing was given up."""
    runs = list(LiveRun.objects.filter(broadcast__webinar=webinar.pk, is_on_air=True))
    assert len(runs) >= 2  # before and after the reload
    assert [run.lost for run in runs] == [[]] * len(runs)


def attendance_is_true(webinar, learners, truths) -> None:
    counted = dict(Attendance.objects.filter(webinar=webinar).values_list("person", "live_ms"))
    assert set(counted) == {one.pk for one in learners}
    for one, truth in zip(learners, truths, strict=True):
        assert counted[one.pk] == pytest.approx(truth, abs=NEAR_MS), (one.name, truth)
    row = Attendance.objects.get(webinar=webinar, person=learners[0])
    assert (row.attended_at is not None, row.polls_answered) == (True, 1)


def becomes_a_lesson(webinar, people, course, watcher, open_page, look) -> None:
    """The speaker says yes, a coordinator places it, and the page where it was live shows it."""
    given = wait_until(lambda: Contribution.objects.filter(webinar=webinar).first(), 30)
    given.refresh_from_db()  # it can be watched already; better versions are still being made
    answers.answer(given, yes=True, way=AnswerWay.OWN_DEVICE, version=version_of(given))
    wait_until(lambda: CaptionTrack.objects.filter(film=given.film).exists(), 20)  # what was typed, to be corrected
    tural = people["tural"].account
    staff = open_page(people["tural"])
    staff.goto(reverse("courses_admin:consents", args=[given.pk]))
    look(staff, "webinar-who-is-in-it")
    staff.click('button[value="nobody_else"]')
    wait_until(lambda: Webinar.objects.get(pk=webinar.pk).looked_through_at, 10)
    school.go_without_captions(given.film, reason="Altyazı düzəldilir.", by=tural)
    lesson = school.place(given, course=course, title=given.title, by=tural)
    assert recording_of(Webinar.objects.get(pk=webinar.pk)).lesson == lesson
    watcher.goto(f"/webinars/{webinar.pk}/")
    watcher.locator("[data-player-start]").click()
    watcher.wait_for_function("() => document.querySelector('video')?.currentTime > 0.5", timeout=20_000)
    look(watcher, "webinar-recording")
