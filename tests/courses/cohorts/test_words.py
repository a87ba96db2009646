"""What students are told: complete in each language, and short enough for two text messages."""

import pytest

from courses.domain.learning.learning_mail import stop_address
from elearn.notices.domain.calls import may_be_said
from elearn.notices.domain.compose import email_of, sms_of
from elearn.notices.models import Notice
from elearn.notices.segments import SMS_LONGEST, sms_length
from tests import factories

pytestmark = pytest.mark.django_db
LONG = "Azərbaycan Dövlət Mədəniyyət və İncəsənət Universiteti"
COURSE = "Ənənəvi Azərbaycan xalçalarının toxunması sənəti"
ADDRESS = "/i/1234567-0123456789abcdef0123/"
KINDS = {
    "cohort_invited": {"institution": LONG, "short": LONG, "course": COURSE, "name": "Aysel", "address": ADDRESS},
    "lesson_left": {"course": COURSE, "lesson": "Ilgək", "address": "/az/k/", "stop_address": f"/reminders/off{ADDRESS[2:]}"},
    "enrolment_answered": {"course": COURSE, "address": "/learn/1234/ask/", "is_yes": False, "waits": False, "reason": "Yer yoxdur."},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_each_is_complete_and_short_enough(kind, language, settings):
    from django.utils import translation

    settings.BASE_URL = "https://korpu.example"
    person = factories.person("Aysel Quliyeva", email="aysel@words.example", language=language)
    notice = Notice(person=person, kind=kind, facts=KINDS[kind], language=language)
    with translation.override(language):
        subject, body = email_of(notice)
        sms = sms_of(notice)
        hidden = sms_of(notice, for_staff=True) + email_of(notice, for_staff=True)[1]
    assert subject and "None" not in body
    assert sms_length(sms) <= SMS_LONGEST, (sms_length(sms), sms)
    if kind != "enrolment_answered":
        assert "0123456789abcdef" in sms and "0123456789abcdef" not in hidden


def test_a_reminder_is_never_said_on_the_phone():
    assert not may_be_said("lesson_left") and may_be_said("cohort_invited")
    assert stop_address(factories.person("Aysel")).startswith("/reminders/off/")
