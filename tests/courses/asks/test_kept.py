"""What somebody typed or said is not lost: where they send a lot, and where their sign-in ran out meanwhile."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.domain.talk import spoken
from courses.models import AskState, Thanks
from elearn.people.models import Role
from tests import factories

from .samples import ANSWER, QUESTION, WEBM, asked, learner, signed_in

pytestmark = pytest.mark.django_db


def test_a_teacher_answers_more_than_twenty_a_day(client, lesson, leyla, rena, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "write_words": "1/d/user"}
    signed_in(client, leyla)
    for letter in "ABC":
        ask = asked(lesson, rena, learner(lesson, f"{letter}li Quliyev"))
        address = reverse("courses:my_question", args=[ask.pk])
        assert client.post(address, {"deed": "write", "text": ANSWER}).status_code == 302
    assert settings.ACCOUNT_RATE_LIMITS["write_answers"] == "60/h/user"


@pytest.mark.parametrize(("deed", "field"), [("write", "text"), ("voice", "said")])
def test_an_answer_too_many_comes_back_with_its_words(client, lesson, leyla, rena, settings, deed, field):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "write_answers": "1/h/user"}
    first, second = [asked(lesson, rena, learner(lesson, f"{letter}li Quliyev")) for letter in "AB"]
    signed_in(client, leyla).post(reverse("courses:my_question", args=[first.pk]), {"deed": "write", "text": "Bəli."})
    sent = {"deed": deed, field: ANSWER}
    if deed == "voice":
        sent["sound"] = SimpleUploadedFile("a.webm", WEBM)
    page = client.post(reverse("courses:my_question", args=[second.pk]), sent)
    assert page.status_code == 429 and f"{ANSWER}</textarea>" in page.text
    assert page.context["bound"].non_field_errors()
    second.refresh_from_db()
    assert second.state == AskState.OPEN


@pytest.mark.parametrize("name", ["ask", "thanks"])
def test_words_of_a_learner_too_many_come_back_too(client, lesson, settings, name):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "write_words": "0/d/user"}
    address = reverse(f"courses:{name}", args=[lesson.pk])
    page = signed_in(client, learner(lesson)).post(address, {"text": QUESTION})
    assert page.status_code == 429 and f"{QUESTION}</textarea>" in page.text
    assert page.context["form"].non_field_errors() and not Thanks.objects.exists()


@pytest.mark.parametrize("whose", ["the teacher", "a helper"])
def test_an_answer_typed_while_signed_out_waits_and_is_not_sent(client, lesson, leyla, rena, whose):
    ask, who, address = asked(lesson, rena), leyla, reverse("courses:my_question", args=[1])
    address = reverse("courses:my_question", args=[ask.pk])
    if whose == "a helper":
        who = factories.person("Kamran", birth_year=1998, email="kamran@ask.example", roles=[Role.COMPANION])
        factories.helps(leyla, who, may_answer=True)
        address = reverse("courses:question_for", args=[leyla.key, ask.pk])
    sent = client.post(address, {"deed": "write", "text": ANSWER})
    assert sent.url.startswith("/sign-in/") and address in sent.url.replace("%2F", "/")
    client.cookies["language"] = "en"
    session = dict(client.session.items())
    signed_in(client, who)
    kept = client.session
    kept.update({key: value for key, value in session.items() if key.startswith("typed")})
    kept.save()
    page = client.get(address)
    assert page.status_code == 200 and f"{ANSWER}</textarea>" in page.text
    ask.refresh_from_db()
    assert ask.state == AskState.OPEN
    assert f"{ANSWER}</textarea>" not in client.get(address).text  # given back once


def test_what_was_to_be_put_away_while_signed_out_is_not(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    address = reverse("courses:my_question", args=[ask.pk])
    client.post(address, {"deed": "put_away"})
    signed_in(client, leyla).get(address)
    ask.refresh_from_db()
    assert ask.state == AskState.OPEN


@pytest.mark.parametrize(
    "begin",
    [
        b"#!AMR\n", b"#!AMR-WB\n", b"\xff\xf1\x50\x80", b"\xff\xf9\x50\x80", b"\xff\xf3\x84\xc4", b"\xff\xfb\x90\x64",
        b"caff\0\1\0\0", b"fLaC\0\0\0\x22", b"OggS", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x18ftypM4A ", b"ID3\4",
    ],
)  # fmt: skip
def test_what_telephones_and_computers_record_is_taken(leyla, begin):
    assert spoken.keep_spoken(leyla, begin + bytes(400)).pk
