"""What is written to people about webinars: every kind, in every language, with text messages of two segments."""

from datetime import timedelta

import pytest
from django.utils import translation

from courses.domain.webinars import announce, change, remind
from courses.domain.webinars import register as seats
from courses.models import Registration, WebinarSeries
from elearn.notices.domain.calls import what_to_say
from elearn.notices.domain.compose import email_of, sms_of
from elearn.notices.models import Notice
from elearn.notices.segments import SMS_LONGEST, sms_length
from elearn.safety import api as safety
from tests import factories

pytestmark = pytest.mark.django_db
KINDS = {
    "webinar_registered", "webinar_waiting", "webinar_moved_up", "webinar_series", "webinar_soon", "webinar_changed",
    "webinar_cancelled", "webinar_asked", "webinar_agreed", "webinar_not_begun",
    "webinar_missed", "webinar_held", "webinar_freed",
}  # fmt: skip


@pytest.fixture
def told(db, settings) -> list[Notice]:
    """Have everything happen that is told, with long names, on a site with a long address."""
    settings.BASE_URL = "https://korpu.example.az"
    leyla = factories.person("Leyla Abdurrəhmanqızı Əliyeva", email="leyla@example.com", birth_year=1955)
    rena = factories.staff("Rəna Həsənova", "coordinator")
    gunay, murad = factories.person("Günay Məmmədova"), factories.person("Murad Quliyev")
    series = WebinarSeries.objects.create(title="Toxuculuq axşamları", language="az")
    title = "Qışda isti saxlayan yun şərfi necə toxumaq olar: ipdən saçağa qədər"
    webinar = factories.webinar(title, speaker=leyla, seats=1, series=series, hosts=[rena], created_by=rena.account)
    first = seats.register(gunay, webinar)
    seats.register(murad, webinar)
    seats.leave(first)
    seats.register_for_series(factories.person("Aysel Quliyeva"), series)
    Registration.objects.update(registered_at=webinar.starts_at - timedelta(days=9), moved_up_at=None)
    for before in (timedelta(days=1), timedelta(hours=1), timedelta(minutes=10), -timedelta(minutes=31)):
        remind.sweep(now=(webinar.starts_at - before))
    row = safety.hide(f"webinar:{webinar.pk}", by=rena.account)
    safety.restore(row, by=rena.account, words="Olar.")
    change.change(webinar, by=rena.account, live_captions="typed")
    change.change(
        webinar, by=rena.account, starts_at=webinar.starts_at + timedelta(days=3), speaker_agreed=True
    )  # fmt: skip
    change.cancel(webinar, reason="Leyla xanım xəstələnib.", by=rena.account)
    asked = factories.webinar(title, speaker=leyla, state="draft", created_by=rena.account)
    asked = announce.ask_speaker(asked, by=rena.account)
    announce.decline(asked, by=None, way="link", words="Cümə yox")
    asked = announce.ask_speaker(asked, by=rena.account)
    announce.agree(asked, by=None, way="link")
    offer = announce.offer(leyla, title=title, about="", language="az", wish="Axşam")
    change.cancel(offer, reason="Yer yoxdur.", by=rena.account)
    return list(Notice.objects.filter(kind__startswith="webinar_").select_related("person"))


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_every_message_reads_whole_and_every_text_message_fits(told, language):
    assert {notice.kind for notice in told} == KINDS
    with translation.override(language):
        for notice in told:
            notice.language = language
            subject, body = email_of(notice)
            assert subject and len(body) > len(subject), notice.kind
            sms = sms_of(notice)
            assert sms_length(sms) <= SMS_LONGEST, (notice.kind, sms_length(sms), sms)
            assert "None" not in subject + body + sms
            assert "{" not in subject + body + sms
            assert "https://" not in what_to_say(notice)


def test_staff_who_read_a_message_do_not_see_the_link_that_answers(told):
    asked = next(notice for notice in told if notice.kind == "webinar_asked")
    assert "/webinars/answer/" in email_of(asked)[1]
    assert "/webinars/answer/" not in email_of(asked, for_staff=True)[1] + sms_of(asked, for_staff=True)
    assert "/webinars/answer/" not in what_to_say(asked)
    assert "/webinars/answer/" not in str(asked.facts)
