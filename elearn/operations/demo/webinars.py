"""Webinars in the demo world: one next week with people registered, one offered, one that took place."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from courses.domain.webinars import announce, register
from courses.models import Attendance, LessonPage, Registration, Webinar, WebinarState
from elearn.people.models import Account, Person

MINUTES = 45
PAST_DAYS = 12


def make(*, speaker: Person, other: Person, host: Account, learners: list[Person], lesson: LessonPage) -> None:
    """Make all three: `speaker` speaks next week and has spoken, `other` offers, `lesson` is the recording's."""
    coming = _announced(
        speaker, host, day=7, hour=18, title="Qış üçün papaq: ilmələri birlikdə salırıq",
        summary="İp və iki şiş götürün: bir axşamda papağın başlanğıcını toxuyuruq.",
        about="Hansı ipi seçmək, neçə ilmə salmaq, səhvi necə düzəltmək. Suallarınızı elə həmin an verə bilərsiniz.",
    )  # fmt: skip
    for person in learners:
        register.register(person, coming, record_agreed=True)
    announce.offer(
        other, title="Çay süfrəsi: adət və nəzakət", about="Qonağı necə qarşılamaq, çayı necə dəmləmək.",
        language="az", wish="Həftə içi, saat beşdən sonra", minutes=30,
    )  # fmt: skip
    _took_place(speaker, host, learners, lesson)


def _announced(speaker: Person, host: Account, *, day: int, hour: int, title: str, summary: str, about: str) -> Webinar:
    begins = timezone.localdate() + timedelta(days=day)
    webinar = announce.prepare_webinar(
        by=host, hosts=[host.person], speaker=speaker, title=title, summary=summary, about=about, language="az",
        starts_at=timezone.make_aware(datetime.combine(begins, time(hour))), minutes=MINUTES, seats=60,
        live_captions="typed",
    )  # fmt: skip
    webinar = announce.ask_speaker(webinar, by=host)
    return announce.agree(webinar, by=speaker.account, version=webinar.sequence)


def _took_place(speaker: Person, host: Account, learners: list[Person], lesson: LessonPage) -> None:
    """Write down one that is over, with who was there: what is long past did not go through the doors."""
    began = timezone.now() - timedelta(days=PAST_DAYS)
    webinar = Webinar.objects.create(
        title="Birinci ilmə: sual-cavab axşamı", summary="Leyla xanım ilk sualları cavablandırdı.", language="az",
        speaker=speaker, starts_at=began, minutes=MINUTES, state=WebinarState.ENDED, sequence=1, lesson=lesson,
        agreed_at=began, announced_at=began, ended_at=began + timedelta(minutes=MINUTES),
        live_ms=MINUTES * 60_000, created_by=host, followed_up_at=timezone.now(), recording_told_at=timezone.now(),
    )  # fmt: skip
    webinar.hosts.set([host.person])
    for number, person in enumerate(learners):
        Registration.objects.create(webinar=webinar, person=person, registered_at=began, record_agreed_at=began)
        there = (MINUTES - 20 * number) * 60_000
        Attendance.objects.create(
            webinar=webinar, person=person, joined_at=began, left_at=began + timedelta(milliseconds=there),
            spans=[[0, there]], live_ms=there, attended_at=began if number == 0 else None,
        )  # fmt: skip
