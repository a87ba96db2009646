"""Answers by film: watched by a moderator first, by nobody else before, and gone with whoever takes them back."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import media_pipeline.api as films
from courses.choosers import FilmChooserViewSet, film_chooser
from courses.domain.films.beside import refuse_beside
from courses.domain.films.public_film import refuse_unfit_film
from courses.domain.talk import asks, filmed, filmed_made, unanswered
from courses.domain.talk.filmed_made import settle, weigh
from courses.errors import AskClosed, FilmedUnfit, MayNotHelp, NotAgreed, NotPublicYet
from courses.models import Ask, AskState, CoursePage, FilmedAnswer, FilmProgress, PlaybackSession, WatchReport
from courses.own_data.asks import filmed_answers
from courses.tasks_filmed import sweep_filmed
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people import api as people
from elearn.people.domain.remove import plan_removal, remove
from elearn.people.models import CompanionAct, Did, Removal, Role
from elearn.safety import api as safety
from elearn.safety.errors import AnotherMustDecide, ContactsInWords, NotTheirs
from elearn.safety.models import Hidden
from media_pipeline import storage
from media_pipeline.models import Film, FilmState, Refusal, Take
from tests import factories

from .samples import WEBM, answered, asked, decided, learner, let_all_have_it, signed_in

pytestmark = pytest.mark.django_db
MP4 = b"\0\0\0\x18ftypmp42" + bytes(400)


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "answer.mp4"
    path.write_bytes(MP4)
    return path


@pytest.fixture
def other(db):
    facts = {"birth_year": 1950, "email": "other@ask.example", "roles": [Role.ELDER], "language": "en"}
    return factories.person("Rövşən Quliyev", **facts)


def sent(ask, file, **how) -> FilmedAnswer:
    """A film that was sent as a file and is not prepared yet."""
    filmed.send_file(ask, file, **how)
    ask.refresh_from_db()
    return ask.film.filmed


def prepare(row, **facts) -> None:
    """Let a film be what the pipeline makes of it."""
    ready = factories.ready_film(captioned=False)
    ready.renditions.update(film=row.film_id)
    known = {"state": FilmState.READY, "playable_at": timezone.now(), "duration_ms": 42_000, "has_video": True}
    Film.objects.filter(pk=row.film_id).update(**known | facts)
    settle(row.film_id)


def made(ask, file, **how) -> FilmedAnswer:
    """A film that waits for a moderator; its teacher lets everybody have it."""
    row = sent(ask, file, **how)
    prepare(row)
    ask.refresh_from_db(), row.refresh_from_db()
    let_all_have_it(ask)
    return row


def opened(client, row, person=None):
    client.logout()
    if person is not None:
        signed_in(client, person)
    return client.post(reverse("courses:open_answer", args=[row.film_id]))


def statuses(client, row, *visitors):
    return [opened(client, row, one).status_code for one in visitors]


# From the page to who asked ----------------------------------------------------------------------------
def test_a_file_is_sent_prepared_watched_and_passed_on(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    address = reverse("courses:my_question", args=[ask.pk])
    page = signed_in(client, leyla).get(address).text
    assert reverse("courses:my_question_film", args=[ask.pk]) in page and 'accept="video/*"' in page
    upload = SimpleUploadedFile("answer.mp4", MP4, content_type="video/mp4")
    done = client.post(address, {"deed": "film", "film-film": upload, "film-said": "Bazardan"})
    assert done.url == reverse("courses:my_questions")
    ask.refresh_from_db()
    row = ask.film.filmed
    assert (ask.state, ask.answer_form, ask.answer_words, row.state) == ("sent", "film", None, "preparing")
    with storage.films().open(ask.film.source_key, "rb") as source:
        assert source.read() == MP4
    shown = client.get(address)
    assert shown.context["stands"].is_moving and 'data-stage="preparing"' in shown.text
    assert client.get(reverse("courses:my_question_film_status", args=[ask.pk])).json()["stage"] == "preparing"
    assert client.get(reverse("courses:my_question_film", args=[ask.pk])).url == address

    prepare(row)
    ask.refresh_from_db()
    assert (ask.answer_words.kind, ask.answer_words.subject) == ("ask_film", f"filmed:{row.film_id}")
    assert client.get(address).context["stands"].stage == "looked_at"
    moderated = signed_in(client, rena.person).get(reverse("words_admin:read", args=[ask.answer_words_id])).text
    assert "data-playlist" in moderated and ask.text in moderated and "Bazardan" in moderated
    decided(ask, rena), let_all_have_it(ask)
    watch = reverse("courses:open_answer", args=[row.film_id])
    assert watch in client.get(lesson.url).text
    [news] = Notice.objects.filter(kind="ask_answered")
    assert (news.facts["by_film"], news.facts["by_voice"], news.facts["answer"]) == (True, False, "Bazardan")
    mine = signed_in(client, ask.person).get("/my-asked/").text
    assert watch in mine and "Bazardan" in mine and "data-token" in mine
    assert Entry.objects.get(kind=Kind.FILM_ANSWER_SENT).subject == f"ask:{ask.pk}"
    assert Entry.objects.get(kind=Kind.ASK_ANSWERED).facts["form"] == "film"


def piece(take: Take, data: bytes = WEBM) -> None:
    films.receive_piece(take.pk, run=1, number=1, checksum=sha256(data).hexdigest(), data=data, duration_ms=1000)


def test_a_recording_comes_in_by_pieces_and_is_sent_once(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    page = signed_in(client, leyla).get(reverse("courses:my_question_film", args=[ask.pk]))
    settings = page.context["settings"]
    assert (settings["longest"], settings["owner"]) == (300, f"answer:{ask.pk}:{leyla.key}")
    assert not FilmedAnswer.objects.exists()
    key = uuid4()
    body = json.dumps({"id": str(key), "mime": "video/webm"})
    begun = [client.post(settings["begin"], body, content_type="application/json") for _ in range(2)]
    assert [one.status_code for one in begun] == [200, 200] and FilmedAnswer.objects.count() == 1
    send = f"{settings['begin']}{key}/send/"
    nothing = client.post(send, json.dumps({"expected": {}}), content_type="application/json")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing")
    piece(Take.objects.get(pk=key))
    missing = client.post(send, json.dumps({"expected": {"1": 2}}), content_type="application/json")
    assert (missing.status_code, missing.json()["missing"]) == (409, {"1": [2]})
    [again] = client.get(reverse("courses:my_question_film", args=[ask.pk])).context["settings"]["unfinished"]
    assert (again["id"], again["runs"]) == (str(key), {1: 1})
    for status in (200, 410):
        done = client.post(send, json.dumps({"expected": {"1": 1}}), content_type="application/json")
        assert (done.status_code, done.json()["next"]) == (status, reverse("courses:my_question", args=[ask.pk]))
    ask.refresh_from_db()
    assert (ask.state, ask.film.takes.get().state) == ("sent", "sent")
    late = client.post(settings["begin"], json.dumps({"id": str(uuid4())}), content_type="application/json")
    assert (late.status_code, late.json()["code"]) == (410, "closed")


def test_a_recording_that_is_thrown_away_leaves_nothing(
    client, lesson, leyla, rena, django_capture_on_commit_callbacks
):
    ask = asked(lesson, rena)
    key = uuid4()
    row, take = filmed.begin_take(ask, key=key, mime="video/webm")
    piece(take)
    signed_in(client, leyla)
    discard = reverse("courses:my_question_take_discard", args=[ask.pk, key])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(discard).json() == {"code": "discarded"}
    assert not Film.objects.filter(pk=row.film_id).exists() and not storage.films().exists(take.folder)
    assert client.post(discard).status_code == 200
    ask.refresh_from_db()
    assert ask.state == AskState.OPEN


def test_words_are_written_beside_it_until_a_moderator_has_decided(client, lesson, leyla, rena, file):
    ask = asked(lesson, rena)
    row = sent(ask, file)
    address = reverse("courses:my_question", args=[ask.pk])
    signed_in(client, leyla)
    assert client.post(address, {"deed": "say", "said": "Zəng edin 050 123 45 67"}).status_code == 422
    assert client.post(address, {"deed": "say", "said": "Bazardan"}).status_code == 302
    prepare(row)
    assert client.get(address).context["said"]["said"].value() == "Bazardan"
    assert client.post(address, {"deed": "say", "said": "Gəncə bazarından"}).status_code == 302
    ask.refresh_from_db()
    assert (ask.answer, ask.answer_words.text) == ("Gəncə bazarından", "Gəncə bazarından")
    decided(ask, rena)
    assert 'value="say"' not in client.get(address).text
    assert client.post(address, {"deed": "say", "said": "Başqa"}).status_code == 302
    ask.refresh_from_db(), row.refresh_from_db()
    assert (ask.answer, ask.answer_words.text, row.text) == ("Gəncə bazarından",) * 3


def test_a_moderator_writes_down_what_is_said(client, lesson, leyla, rena, file):
    ask = asked(lesson, rena)
    row = made(ask, file)
    address = reverse("courses_admin:spoken", args=[ask.answer_words_id])
    for person in (leyla, ask.person):
        assert signed_in(client, person).get(address).status_code in (302, 403)
    signed_in(client, rena.person)
    assert "data-playlist" in client.get(address).text
    assert client.post(address, {"text": "Zəng edin 050 123 45 67"}).status_code == 422
    assert client.post(address, {"text": "Bazardan alıram"}).status_code == 302
    decided(ask, rena)
    row.refresh_from_db()
    assert row.text == "Bazardan alıram" and "Bazardan alıram" in client.get(lesson.url).text


# Who watches it ----------------------------------------------------------------------------------------
def test_before_a_moderator_has_agreed_only_the_teacher_and_moderators_watch_it(
    client, lesson, leyla, rena, other, file
):
    ask = asked(lesson, rena)
    row = made(ask, file)
    murad = learner(lesson, "Murad Quliyev")
    assert statuses(client, row, None, murad, other, ask.person) == [404] * 4
    assert statuses(client, row, leyla, rena.person) == [200, 200]
    decided(ask, rena, approve=False)
    assert statuses(client, row, ask.person, None) == [404, 404]


def test_where_it_does_not_stand_under_the_lesson_only_the_asker_watches_it(client, lesson, rena, other, file):
    ask = asked(lesson, rena, is_public=False)
    row = made(ask, file)
    decided(ask, rena)
    murad = learner(lesson, "Murad Quliyev")
    assert statuses(client, row, None, murad, other, ask.person) == [404, 404, 404, 200]
    asks.let_be_shown(ask, by=ask.person, is_shown=True)
    assert statuses(client, row, None) == [200]
    lesson.unpublish()
    assert statuses(client, row, None) == [404]


@pytest.mark.parametrize("end", ["withdrawn", "hidden", "closed", "declined"])
def test_what_is_taken_back_hidden_or_closed_is_not_watched(client, lesson, leyla, rena, end, file):
    ask = asked(lesson, rena)
    row = made(ask, file)
    decided(ask, rena)
    assert statuses(client, row, None) == [200]
    if end == "withdrawn":
        safety.withdraw(ask.answer_words, by=leyla)
    elif end == "hidden":
        Hidden.objects.create(subject=f"ask:{ask.pk}")
    elif end == "declined":
        decided(ask, rena, approve=False)
    else:
        CoursePage.objects.filter(pk=lesson.get_parent().pk).update(opens_at=timezone.now() + timedelta(days=1))
    assert statuses(client, row, None) == [404]


def test_a_concern_stops_it_in_every_player_and_an_officer_may_look(lesson, rena, file):
    ask = asked(lesson, rena)
    row = made(ask, file)
    decided(ask, rena)
    found = safety.find_subject(f"ask:{ask.pk}")
    assert found.hides == (f"ask:{ask.pk}", f"film:{row.film_id}") and str(row.film_id) in found.look
    for subject in found.hides:
        safety.hide(subject, by=rena)
    row.film.refresh_from_db()
    assert row.film.blocked_at is not None and asks.under(lesson) == []


def test_to_watch_it_counts_for_nothing(client, lesson, rena, file):
    ask = asked(lesson, rena)
    row = made(ask, file)
    decided(ask, rena)
    told = opened(client, row, ask.person).json()
    assert (told["report"], told["watched_ms"]) == (None, 0)
    assert not any(model.objects.exists() for model in (PlaybackSession, WatchReport, FilmProgress))


def test_it_is_no_film_for_lessons(lesson, rena, file):
    row = made(asked(lesson, rena), file)
    assert row.film not in FilmChooserViewSet.get_object_list(film_chooser)
    with pytest.raises(NotPublicYet):
        refuse_unfit_film(row.film)
    with pytest.raises(NotAgreed):
        refuse_beside(row.film)


def test_a_draft_is_nobodys_to_watch(client, lesson, leyla, rena):
    row, _take = filmed.begin_take(asked(lesson, rena), key=uuid4(), mime="video/webm")
    assert statuses(client, row, None, rena.person, leyla) == [404, 404, 404]


# Others ------------------------------------------------------------------------------------------------
def test_others_find_no_recorder_and_send_nothing(client, lesson, leyla, rena, other):
    ask = asked(lesson, rena)
    key = uuid4()
    _row, take = filmed.begin_take(ask, key=key, mime="video/webm")
    piece(take)
    own = [
        reverse("courses:my_question_take", args=[ask.pk]),
        reverse("courses:my_question_take_send", args=[ask.pk, key]),
        reverse("courses:my_question_take_discard", args=[ask.pk, key]),
    ]
    for person in (learner(lesson, "Murad Quliyev"), ask.person, other):
        signed_in(client, person)
        assert client.get(reverse("courses:my_question_film", args=[ask.pk])).status_code == 404
        assert client.get(reverse("courses:my_question_film_status", args=[ask.pk])).status_code == 404
        body = json.dumps({"id": str(uuid4()), "expected": {"1": 1}})
        assert [client.post(one, body, content_type="application/json").status_code for one in own] == [404] * 3
        helping = reverse("courses:question_for_take", args=[leyla.key, ask.pk])
        assert client.post(helping, body, content_type="application/json").status_code == 404
    client.logout()
    assert client.get(reverse("courses:my_question_film", args=[ask.pk])).status_code == 302
    assert Take.objects.get(pk=key).state == "open" and FilmedAnswer.objects.count() == 1


def test_another_elder_neither_takes_it_back_nor_gets_the_file(client, lesson, leyla, rena, other, file):
    ask = asked(lesson, rena)
    row = made(ask, file)
    assert not filmed.take_back(ask, by=other)
    signed_in(client, other)
    assert client.post(reverse("courses:my_question", args=[ask.pk]), {"deed": "take_back"}).status_code == 404
    assert client.get(reverse("courses:answer_film_file", args=[row.pk])).status_code in (302, 404)
    assert Film.objects.filter(pk=row.film_id).exists()


# What is not taken -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "data", [b"", b"<html><script>alert(1)</script>", b"PK\x03\x04" + bytes(50), b"\xff\xd8\xff\xe0"]
)
def test_what_is_no_film_is_refused_in_words(client, lesson, leyla, rena, data):
    ask = asked(lesson, rena)
    upload = SimpleUploadedFile("answer.mp4", data, content_type="video/mp4")
    answer = signed_in(client, leyla).post(
        reverse("courses:my_question", args=[ask.pk]), {"deed": "film", "film-film": upload}
    )
    assert answer.status_code == 422 and answer.context["film"].errors["film"]
    assert not FilmedAnswer.objects.exists() and not Film.objects.filter(filmed__isnull=False).exists()
    ask.refresh_from_db()
    assert ask.state == AskState.OPEN


def test_too_large_a_file_is_refused(lesson, rena, file, monkeypatch):
    monkeypatch.setattr(filmed, "LARGEST", 100)
    with pytest.raises(FilmedUnfit):
        filmed.send_file(asked(lesson, rena), file)


def test_a_number_in_the_words_is_refused_before_anything_is_kept(lesson, rena, file):
    with pytest.raises(ContactsInWords):
        filmed.send_file(asked(lesson, rena), file, text="050 123 45 67")
    assert not FilmedAnswer.objects.exists()


def test_an_answered_question_takes_no_film_and_keeps_none(lesson, rena, file):
    ask = answered(asked(lesson, rena), rena)
    count = Film.objects.count()
    with pytest.raises(AskClosed):
        filmed.send_file(ask, file)
    with pytest.raises(AskClosed):
        filmed.begin_take(ask, key=uuid4(), mime="video/webm")
    assert Film.objects.count() == count


def test_a_file_that_only_says_it_is_a_film_comes_back_with_kind_words(
    lesson, leyla, rena, tmp_path, django_capture_on_commit_callbacks
):
    path = tmp_path / "answer.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + b"no film at all " * 40)
    ask = asked(lesson, rena)
    row = sent(ask, path)
    with django_capture_on_commit_callbacks(execute=True):
        films.check_now(row.film)
    ask.refresh_from_db()
    assert (ask.state, ask.film, ask.answer_form) == (AskState.OPEN, None, "written")
    assert not Film.objects.filter(pk=row.film_id).exists()
    [told] = Notice.objects.filter(kind="film_answer_unfit")
    assert told.person == leyla and told.facts["reason"] and told.facts["question"] == ask.text
    assert Entry.objects.get(kind=Kind.FILM_ANSWER_UNFIT).facts["reason"] in Refusal.values


@pytest.mark.parametrize(
    ("facts", "reason"),
    [({"duration_ms": 331_000}, "five_minutes"), ({"has_video": False}, "no_picture"),
     ({"state": FilmState.REFUSED, "refusal": Refusal.BROKEN}, "broken")],
)  # fmt: skip
def test_what_cannot_be_passed_on_goes_back_to_the_teacher(lesson, leyla, rena, file, facts, reason):
    ask = asked(lesson, rena)
    row = sent(ask, file)
    prepare(row, **facts)
    ask.refresh_from_db()
    assert (ask.state, ask.film, asks.waiting_for(leyla)) == (AskState.OPEN, None, 1)
    assert Entry.objects.get(kind=Kind.FILM_ANSWER_UNFIT).facts["reason"] == reason
    assert not FilmedAnswer.objects.exists() and not Film.objects.filter(pk=row.film_id).exists()


def test_a_few_seconds_more_than_five_minutes_are_none(lesson, rena, file):
    ask = asked(lesson, rena)
    prepare(sent(ask, file), duration_ms=312_000)
    ask.refresh_from_db()
    assert ask.answer_words is not None


# The sweep ---------------------------------------------------------------------------------------------
def test_what_a_crash_left_is_taken_up_and_only_once(lesson, rena, file, monkeypatch):
    ask = asked(lesson, rena)
    row = sent(ask, file)
    monkeypatch.setattr(f"{__name__}.settle", lambda film_id: None)  # nobody heard of it
    prepare(row)
    assert (sweep_filmed(), sweep_filmed()) == (1, 0)
    ask.refresh_from_db()
    assert ask.answer_words is not None
    first = ask.answer_words_id
    assert not filmed_made.settle(row.film_id)
    ask.refresh_from_db()
    assert ask.answer_words_id == first


def test_a_fault_of_ours_is_tried_again_and_given_up_after_two_days(lesson, leyla, rena, file, monkeypatch):
    ask = asked(lesson, rena)
    row = sent(ask, file)
    tried = []
    monkeypatch.setattr(films, "try_again", lambda film: tried.append(film.pk) or True)
    long_ago = timezone.now() - timedelta(hours=2)
    Film.objects.filter(pk=row.film_id).update(state=FilmState.FAILED, changed_at=timezone.now())
    assert (sweep_filmed(), tried) == (0, [])
    Film.objects.filter(pk=row.film_id).update(changed_at=long_ago)
    assert (sweep_filmed(), tried) == (1, [row.film_id])
    FilmedAnswer.objects.update(sent_at=timezone.now() - timedelta(days=3))
    assert sweep_filmed() == 1
    ask.refresh_from_db()
    assert (ask.state, ask.film) == (AskState.OPEN, None)
    assert Notice.objects.get(kind="film_answer_unfit").person == leyla


def test_drafts_that_nobody_goes_on_with_go(lesson, rena):
    row, _take = filmed.begin_take(asked(lesson, rena), key=uuid4(), mime="video/webm")
    assert sweep_filmed() == 0
    FilmedAnswer.objects.update(created_at=timezone.now() - timedelta(days=15))
    assert sweep_filmed() == 1 and not Film.objects.filter(pk=row.film_id).exists()


# Taking it back ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("when", ["preparing", "waiting", "shown", "declined"])
def test_it_is_taken_back_at_any_time_and_its_files_go(
    client, lesson, leyla, rena, file, when, django_capture_on_commit_callbacks
):
    ask = asked(lesson, rena)
    row = sent(ask, file, text="Bazardan") if when == "preparing" else made(ask, file, text="Bazardan")
    if when in ("shown", "declined"):
        decided(ask, rena, approve=when == "shown")
    source = Film.objects.get(pk=row.film_id).source_key
    assert storage.films().exists(source)
    signed_in(client, leyla)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("courses:my_question", args=[ask.pk]), {"deed": "take_back"})
    ask.refresh_from_db()
    assert (ask.state, ask.film, ask.answer, ask.answer_words) == (AskState.OPEN, None, "", None)
    assert not FilmedAnswer.objects.exists() and not Film.objects.filter(pk=row.film_id).exists()
    assert not storage.films().exists(source)
    assert Entry.objects.filter(kind=Kind.FILM_ANSWER_TAKEN_BACK).count() == 1
    assert statuses(client, row, None, leyla, rena.person) == [404, 404, 404]
    assert answered(ask, rena).state == AskState.ANSWERED


def test_words_that_wait_and_are_taken_back_take_the_film_with_them(lesson, leyla, rena, file):
    ask = asked(lesson, rena)
    row = made(ask, file)
    safety.withdraw(ask.answer_words, by=leyla)
    ask.refresh_from_db()
    assert (ask.state, ask.film) == (AskState.OPEN, None) and not Film.objects.filter(pk=row.film_id).exists()


@pytest.mark.parametrize("way", ["written", "filmed", "put_away"])
def test_a_declined_film_goes_when_something_else_takes_its_place(lesson, rena, file, way):
    ask = asked(lesson, rena)
    row = made(ask, file)
    decided(ask, rena, approve=False)
    if way == "written":
        answered(ask, rena)
    elif way == "filmed":
        made(ask, file)
    else:
        unanswered.put_away(ask)
    assert not Film.objects.filter(pk=row.film_id).exists()
    ask.refresh_from_db()
    assert ask.answer_form == ("film" if way != "written" else "written")
    assert bool(ask.film) == (way == "filmed")


# Own data ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["teacher", "asker"])
def test_a_film_goes_with_either(client, lesson, leyla, rena, file, django_capture_on_commit_callbacks, who):
    ask = asked(lesson, rena)
    row = made(ask, file, text="Bazardan")
    decided(ask, rena)
    source = Film.objects.get(pk=row.film_id).source_key
    with django_capture_on_commit_callbacks(execute=True):
        remove(plan_removal(leyla if who == "teacher" else ask.person, cause=Removal.Cause.OWN))
    assert not FilmedAnswer.objects.exists() and not Film.objects.filter(pk=row.film_id).exists()
    assert not storage.films().exists(source)
    kept = list(Ask.objects.filter(pk=ask.pk).values_list("answer", "answer_form"))
    assert kept == ([("Bazardan", "written")] if who == "teacher" else [])


def test_the_copy_of_ones_data_leads_to_the_file(client, lesson, leyla, rena, file):
    row = made(asked(lesson, rena), file, text="Bazardan")
    [line] = filmed_answers(leyla)
    assert (line["text"], line["seconds"], line["download"]) == (
        "Bazardan", 42, reverse("courses:answer_film_file", args=[row.pk]),
    )  # fmt: skip
    assert list(filmed_answers(rena.person)) == []


def test_it_stays_when_two_records_of_the_teacher_are_joined(client, lesson, leyla, rena, file):
    row = made(asked(lesson, rena), file)
    kept = factories.person("Leyla Əliyeva", birth_year=1955, email="leyla2@ask.example", roles=[Role.ELDER])
    people.merge(kept, leyla, by=None)
    row.refresh_from_db()
    assert row.person == kept and statuses(client, row, kept) == [200]


# Minors, and taken down for the teacher ----------------------------------------------------------------
def test_a_film_to_a_minor_is_watched_by_two_and_stands_nowhere(lesson, rena, aygun, file):
    gunay = learner(lesson)
    ask = asked(lesson, rena, gunay)
    gunay.birth_year = timezone.localdate().year - 15
    gunay.save()
    made(ask, file)
    assert decided(ask, rena).state == AskState.SENT
    with pytest.raises(AnotherMustDecide):
        safety.decide(ask.answer_words, by=rena, approve=True)
    assert decided(ask, aygun).state == AskState.ANSWERED and asks.under(lesson) == []


def test_who_recorded_it_does_not_decide_and_it_goes_to_the_asker_alone(client, lesson, leyla, rena, aygun, file):
    ask = asked(lesson, rena)
    row = made(ask, file, by=rena)
    with pytest.raises(NotTheirs):
        safety.decide(ask.answer_words, by=rena, approve=True)
    decided(ask, aygun)
    assert (ask.state, asks.under(lesson)) == (AskState.ANSWERED, [])
    assert statuses(client, row, None, ask.person) == [404, 200]
    asks.let_be_shown(ask, by=leyla, is_shown=True)
    assert asks.under(lesson) == [ask]


def test_a_helper_of_their_choice_records_and_it_is_written_down(client, lesson, leyla, rena):
    kamran = factories.person("Kamran Əliyev", birth_year=1998, email="kamran@ask.example", roles=[Role.COMPANION])
    factories.helps(leyla, kamran, may_answer=True)
    ask = asked(lesson, rena)
    signed_in(client, kamran)
    page = client.get(reverse("courses:question_for_film", args=[leyla.key, ask.pk]))
    begin, key = page.context["settings"]["begin"], uuid4()
    client.post(begin, json.dumps({"id": str(key), "mime": "video/webm"}), content_type="application/json")
    piece(Take.objects.get(pk=key))
    # It is theirs to go on with, and not another helper’s: who holds the device is written down with it.
    assert filmed.find_take(ask, key) is None and filmed.find_take(ask, key, by=rena) is None
    done = client.post(f"{begin}{key}/send/", json.dumps({"expected": {"1": 1}}), content_type="application/json")
    assert done.json()["next"] == reverse("courses:questions_for", args=[leyla.key])
    assert CompanionAct.objects.get(did=Did.ANSWERED).subject == f"ask:{ask.pk}"
    assert FilmedAnswer.objects.get().taken_by == kamran.account
    assert (
        client.post(reverse("courses:question_for", args=[leyla.key, ask.pk]), {"deed": "take_back"}).status_code == 404
    )


def test_a_helper_who_was_allowed_other_things_records_nothing(lesson, leyla, rena, file):
    nadir = factories.person("Nadir Əliyev", birth_year=1990, email="nadir@ask.example")
    factories.helps(leyla, nadir, may_see=True, may_record=True)
    ask = asked(lesson, rena)
    for by in (nadir.account, learner(lesson, "Murad Quliyev").account):
        with pytest.raises(MayNotHelp):
            filmed.send_file(ask, file, by=by)
        with pytest.raises(MayNotHelp):
            filmed.begin_take(ask, key=uuid4(), mime="video/webm", by=by)
    assert not FilmedAnswer.objects.exists()


# Lists -------------------------------------------------------------------------------------------------
def test_what_films_cost_is_asked_once_for_a_whole_list(client, lesson, leyla, rena, file, django_assert_num_queries):
    gunay = learner(lesson)

    def one_more(number):
        made(asked(lesson, rena, gunay, text=f"Sual {number}?"), file)
        decided(Ask.objects.latest("pk"), rena)

    one_more(1)
    signed_in(client, gunay)
    with CaptureQueriesContext(connection) as alone:
        client.get("/my-asked/")
    one_more(2), one_more(3)
    signed_in(client, gunay)
    with django_assert_num_queries(len(alone)):
        assert client.get("/my-asked/").text.count("data-player-start") == 3
    rows = asks.under(lesson)
    with django_assert_num_queries(1):
        weigh(rows)
    assert [set(one.film.known_sizes) for one in rows] == [{"360p"}] * 3
