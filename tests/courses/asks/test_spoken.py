"""Answers by voice: heard by a moderator first, by nobody else before, and gone with whoever takes them back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

import media_pipeline.api as films
from courses.domain.talk import asks, spoken
from courses.errors import AskClosed, SpokenUnfit
from courses.models import Ask, AskState, CoursePage, SpokenAnswer
from courses.models.design import works
from courses.tasks_spoken import sweep_spoken
from elearn.notices.models import Notice
from elearn.people.domain.remove import plan_removal, remove
from elearn.people.models import Removal
from elearn.safety import api as safety
from elearn.safety.errors import AnotherMustDecide, ContactsInWords, NotTheirs
from elearn.safety.models import Hidden
from media_pipeline.domain.voice import Voice
from tests import factories

from .samples import WEBM, answered, asked, decided, learner, let_all_have_it, said, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_at_once")]


def made(ask, *, for_all=True, **how):
    """A spoken answer that waits for a moderator; its teacher lets everybody have it."""
    row = said(ask, **how)
    assert spoken.make(str(row.pk))
    ask.refresh_from_db()
    row.refresh_from_db()
    if for_all:
        let_all_have_it(ask)
    return row


def _came_in() -> set[str]:
    """What lies where recordings come in; the folder is one for all tests."""
    return set(works().listdir("voice/in")[1]) if works().exists("voice/in") else set()


def heard(client, row, person=None, **headers):
    client.logout()
    if person is not None:
        signed_in(client, person)
    return client.get(reverse("courses:spoken", args=[row.pk]), headers=headers)


# From the page to who asked ----------------------------------------------------------------------------
def test_a_recording_is_sent_made_heard_and_passed_on(client, lesson, leyla, rena, django_capture_on_commit_callbacks):
    ask = asked(lesson, rena)
    address = reverse("courses:my_question", args=[ask.pk])
    page = signed_in(client, leyla).get(address).text
    assert "Speak your answer" in page and 'type="file"' in page
    sound = SimpleUploadedFile("voice.webm", WEBM, content_type="audio/webm")
    before = _came_in()
    sent = client.post(address, {"deed": "voice", "sound": sound, "said": "Bazardan"})
    assert sent.url == reverse("courses:my_questions")
    row = SpokenAnswer.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        spoken.make(str(row.pk))
    ask.refresh_from_db(), row.refresh_from_db()
    assert (ask.state, ask.answer_form, row.state, row.ms, row.sound.name) == ("sent", "voice", "made", 4200, "")
    assert _came_in() == before  # what a phone wrote into it is gone
    assert (ask.answer_words.kind, ask.answer_words.subject) == ("voice", f"spoken:{row.pk}")

    browser = signed_in(client, rena.person)
    moderated = browser.get(reverse("words_admin:read", args=[ask.answer_words_id])).text
    assert reverse("courses:spoken", args=[row.pk]) in moderated and ask.text in moderated and "Bazardan" in moderated
    decided(ask, rena), let_all_have_it(ask)
    assert reverse("courses:spoken", args=[row.pk]) in browser.get(lesson.url).text
    [news] = Notice.objects.filter(kind="ask_answered")
    assert news.facts["by_voice"] is True
    assert reverse("courses:spoken", args=[row.pk]) in signed_in(client, ask.person).get("/my-asked/").text


def test_without_words_beside_it_the_page_says_so(client, lesson, rena):
    ask = asked(lesson, rena)
    made(ask)
    decided(ask, rena)
    assert "Deyilənləri hələ heç kim yazmayıb." in client.get(lesson.url).text


# Who hears it ------------------------------------------------------------------------------------------
def test_before_a_moderator_has_agreed_only_the_teacher_and_moderators_hear_it(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    row = made(ask)
    murad = learner(lesson, "Murad Quliyev")
    assert [heard(client, row, one).status_code for one in (None, murad, ask.person)] == [404, 404, 404]
    assert [heard(client, row, one).status_code for one in (leyla, rena.person)] == [200, 200]
    decided(ask, rena, approve=False)
    assert heard(client, row, ask.person).status_code == 404


def test_where_it_does_not_stand_under_the_lesson_only_the_asker_hears_it(client, lesson, leyla, rena):
    ask = asked(lesson, rena, is_public=False)
    row = made(ask)
    decided(ask, rena)
    murad = learner(lesson, "Murad Quliyev")
    assert [heard(client, row, one).status_code for one in (None, murad)] == [404, 404]
    assert heard(client, row, ask.person).status_code == 200
    asks.let_be_shown(ask, by=ask.person, is_shown=True)
    assert heard(client, row).status_code == 200
    lesson.unpublish()
    assert heard(client, row).status_code == 404


@pytest.mark.parametrize("end", ["withdrawn", "hidden", "closed"])
def test_what_is_taken_back_hidden_or_closed_is_not_heard(client, lesson, leyla, rena, end):
    ask = asked(lesson, rena)
    row = made(ask)
    decided(ask, rena)
    assert heard(client, row).status_code == 200
    if end == "withdrawn":
        safety.withdraw(ask.answer_words, by=leyla)
    elif end == "hidden":
        Hidden.objects.create(subject=f"ask:{ask.pk}")
    else:
        CoursePage.objects.filter(pk=lesson.get_parent().pk).update(opens_at=timezone.now() + timedelta(days=1))
    assert heard(client, row).status_code == 404


def test_browsers_that_ask_for_parts_get_parts(client, lesson, leyla, rena):
    row = made(asked(lesson, rena))
    with row.made.open("rb") as file:
        whole = file.read()
    part = heard(client, row, leyla, range="bytes=0-1")
    assert (part.status_code, part.content, part["Content-Range"]) == (206, whole[:2], f"bytes 0-1/{len(whole)}")
    assert heard(client, row, leyla, range="bytes=-3").content == whole[-3:]
    assert heard(client, row, leyla, range=f"bytes={len(whole)}-").status_code == 416
    plain = heard(client, row, leyla, range="lines=1-2")
    assert (plain.status_code, plain.content, plain["Cache-Control"]) == (200, whole, "private, no-store")


# What is not taken -------------------------------------------------------------------------------------
@pytest.mark.parametrize("data", [b"", b"<html><script>alert(1)</script>", b"PK\x03\x04" + bytes(50)])
def test_what_is_no_recording_is_refused_in_words(client, lesson, leyla, rena, data):
    ask = asked(lesson, rena)
    sound = SimpleUploadedFile("voice.webm", data, content_type="audio/webm")
    answer = signed_in(client, leyla).post(
        reverse("courses:my_question", args=[ask.pk]), {"deed": "voice", "sound": sound}
    )
    assert answer.status_code == 422 and not SpokenAnswer.objects.exists()
    ask.refresh_from_db()
    assert ask.state == AskState.OPEN


def test_too_much_is_refused(leyla):
    with pytest.raises(SpokenUnfit, match="10 MB"):
        spoken.keep_spoken(leyla, WEBM + bytes(spoken.LARGEST))


def test_a_telephone_number_beside_the_voice_is_not_sent(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    sound = SimpleUploadedFile("voice.webm", WEBM)
    address = reverse("courses:my_question", args=[ask.pk])
    answer = signed_in(client, leyla).post(address, {"deed": "voice", "sound": sound, "said": "050 123 45 67"})
    assert answer.status_code == 422 and not SpokenAnswer.objects.exists()
    with pytest.raises(ContactsInWords):
        said(ask, text="050 123 45 67")


def test_another_persons_voice_and_a_voice_used_before_answer_nothing(lesson, leyla, rena):
    first = asked(lesson, rena)
    stranger = spoken.keep_spoken(factories.person("Murad"), WEBM)
    with pytest.raises(SpokenUnfit):
        spoken.answer_spoken(first, stranger)
    row = said(first)
    second = asked(lesson, rena, first.person, text="İkinci sual?")
    with pytest.raises(SpokenUnfit):
        spoken.answer_spoken(second, row)
    with pytest.raises(AskClosed):
        said(first)


def test_what_cannot_be_played_goes_back_to_the_teacher_kindly(lesson, leyla, rena, monkeypatch):
    def unfit(data, *, longest):
        raise films.VoiceUnfit("silent")

    ask = asked(lesson, rena)
    row = said(ask)
    monkeypatch.setattr(films, "make_voice", unfit)
    assert not spoken.make(str(row.pk))
    ask.refresh_from_db()
    assert (ask.state, ask.voice, asks.waiting_for(leyla)) == (AskState.OPEN, None, 1)
    assert not SpokenAnswer.objects.exists()
    [told] = Notice.objects.filter(kind="voice_unfit")
    assert (told.person, told.facts["reason"]) == (leyla, "silent")


def test_what_a_crash_left_is_taken_up_and_at_last_given_up(lesson, leyla, rena):
    ask = asked(lesson, rena)
    row = said(ask)
    assert sweep_spoken() == 0
    SpokenAnswer.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert sweep_spoken() == 1
    SpokenAnswer.objects.filter(pk=row.pk, state="arriving").update(created_at=timezone.now() - timedelta(days=2))
    unsent = spoken.keep_spoken(leyla, WEBM)
    SpokenAnswer.objects.filter(pk=unsent.pk).update(created_at=timezone.now() - timedelta(days=2))
    sweep_spoken()
    assert not SpokenAnswer.objects.filter(state="arriving").exists()


def test_making_it_twice_moderates_it_once(lesson, rena):
    ask = asked(lesson, rena)
    row = made(ask)
    first = ask.answer_words_id
    assert not spoken.make(str(row.pk))
    ask.refresh_from_db()
    assert ask.answer_words_id == first


def test_what_is_removed_while_it_is_made_leaves_no_sound(lesson, rena, monkeypatch):
    ask = asked(lesson, rena)
    row = said(ask)

    def removed_meanwhile(data, *, longest):
        spoken.forget(row)
        return Voice(b"sound", 1000)

    monkeypatch.setattr(films, "make_voice", removed_meanwhile)
    assert not spoken.make(str(row.pk))
    assert not works().exists(f"voice/made/{row.pk.hex}.m4a")


# Moderating --------------------------------------------------------------------------------------------
def test_a_voice_to_a_minor_is_heard_by_two(lesson, rena, aygun):
    gunay = learner(lesson)
    ask = asked(lesson, rena, gunay)
    gunay.birth_year = timezone.localdate().year - 15
    gunay.save()
    made(ask)
    assert decided(ask, rena).state == AskState.SENT
    with pytest.raises(AnotherMustDecide):
        safety.decide(ask.answer_words, by=rena, approve=True)
    assert decided(ask, aygun).state == AskState.ANSWERED


def test_a_teacher_who_works_here_is_heard_first_as_well(lesson, leyla, rena):
    from elearn.people.api import Role, grant_role

    grant_role(leyla, Role.TRAINER)
    ask = asked(lesson, rena)
    made(ask)
    assert (ask.state, ask.answer_words.state) == (AskState.SENT, "waiting")


def test_a_new_answer_takes_the_place_of_a_declined_voice(lesson, rena, django_capture_on_commit_callbacks):
    ask = asked(lesson, rena)
    row = made(ask)
    decided(ask, rena, approve=False)
    with django_capture_on_commit_callbacks(execute=True):
        answered(ask, rena)
    assert (ask.answer_form, ask.voice) == ("written", None)
    assert not SpokenAnswer.objects.exists() and not works().exists(row.made.name)


def test_a_moderator_writes_down_what_is_said(client, lesson, leyla, rena, aygun):
    ask = asked(lesson, rena)
    made(ask)
    address = reverse("courses_admin:spoken", args=[ask.answer_words_id])
    assert signed_in(client, leyla).get(address).status_code in (302, 403)
    assert signed_in(client, ask.person).post(address, {"text": "x"}).status_code in (302, 403)
    signed_in(client, rena.person)
    assert client.post(address, {"text": "Zəng edin 050 123 45 67"}).status_code == 422
    assert client.post(address, {"text": "Bazardan alıram"}).status_code == 302
    decided(ask, rena)
    assert "Bazardan alıram" in client.get(lesson.url).text


def test_what_two_must_agree_to_is_not_rewritten_after_one_has(client, lesson, rena, aygun):
    gunay = learner(lesson)
    ask = asked(lesson, rena, gunay)
    gunay.birth_year = timezone.localdate().year - 15
    gunay.save()
    made(ask)
    assert spoken.may_write_down(ask.answer_words, aygun)
    decided(ask, rena)
    address = reverse("courses_admin:spoken", args=[ask.answer_words_id])
    assert signed_in(client, aygun.person).post(address, {"text": "Başqa söz"}).status_code == 404


# Own data ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["teacher", "asker"])
def test_a_voice_goes_with_either(client, lesson, leyla, rena, django_capture_on_commit_callbacks, who):
    ask = asked(lesson, rena)
    row = made(ask)
    decided(ask, rena)
    with django_capture_on_commit_callbacks(execute=True):
        remove(plan_removal(leyla if who == "teacher" else ask.person, cause=Removal.Cause.OWN))
    assert not SpokenAnswer.objects.exists() and not works().exists(row.made.name)
    assert Ask.objects.filter(pk=ask.pk).exists() == (who == "teacher")
    assert heard(client, row).status_code == 404


# Taken down for the teacher ----------------------------------------------------------------------------
def test_who_recorded_it_does_not_decide_and_it_goes_to_the_asker_alone(client, lesson, leyla, rena, aygun):
    ask = asked(lesson, rena)
    row = made(ask, by=rena)
    assert ask.answer_words.taken_by == rena
    with pytest.raises(NotTheirs):
        safety.decide(ask.answer_words, by=rena, approve=True)
    assert not spoken.may_write_down(ask.answer_words, rena)
    decided(ask, aygun)
    assert (ask.state, asks.under(lesson)) == (AskState.ANSWERED, [])
    assert heard(client, row).status_code == 404
    asks.let_be_shown(ask, by=leyla, is_shown=True)
    assert asks.under(lesson) == [ask]
