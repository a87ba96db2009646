"""A film is published only when everybody in it agrees, and goes when one of them no longer does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import media_pipeline.api as films
from courses import api
from courses.domain.films import contribute, withdrawal
from courses.domain.films.consents import Seen, ask_seen, own_consent, send_question, subject_of
from courses.errors import ConsentWanting, NotAgreed, NotWatchable, TakenBack
from courses.models import Certificate, Contribution, ContributionState, Enrolment, LessonPage
from courses.tasks_films import after_taking_back, remove_withdrawn
from elearn.notices.models import Notice
from elearn.people import api as people
from elearn.people.errors import ConsentProblem
from elearn.people.models import Consent, ConsentWay, ContactPoint, Role
from media_pipeline import blocked
from media_pipeline.models import Film, FilmState, TrackKind
from media_pipeline.tasks import empty_film
from tests import factories

from .papers import completed_in, sent_contribution
from .test_beside import film_with_sound

pytestmark = pytest.mark.django_db
EMAIL = ContactPoint.Kind.EMAIL


@pytest.fixture(autouse=True)
def fresh():
    blocked.forget()
    yield
    blocked.forget()


@pytest.fixture
def rena():
    return factories.staff("Rəna Hüseynova", "coordinator")


@pytest.fixture
def sent():
    contribution = sent_contribution()
    people.grant_role(contribution.person, Role.ELDER)
    return contribution


@pytest.fixture
def gunay():
    return factories.person("Günay Məmmədova", email="gunay@withdrawal.example", birth_year=1990)


def sign_in(client, person):
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def seen_in(contribution) -> Consent:
    return ask_seen(contribution, Seen("Murad Quliyev", EMAIL, "murad@withdrawal.example"), by=None)


def lesson_with(contribution, *more):
    """A published course whose first lesson shows the film of a contribution."""
    course, lessons = factories.course_with({"film": contribution.film}, *more, teacher=contribution.person)
    Contribution.objects.filter(pk=contribution.pk).update(state=ContributionState.PLACED, lesson=lessons[0])
    contribution.refresh_from_db()
    return course, lessons


# Publishing ----------------------------------------------------------------------------------------
def test_nothing_is_published_while_somebody_has_not_said_yes(rena, sent):
    course, _lessons = factories.course_with({})
    other = seen_in(sent)
    assert Notice.objects.get(kind="consent_asked").person == other.person
    with pytest.raises(ConsentWanting) as caught:
        api.place(sent, course=course, title="Daban", by=rena.account)
    assert caught.value.names == ["Murad Quliyev"] and "Murad Quliyev" in str(caught.value)
    people.refuse_consent(other)
    with pytest.raises(ConsentWanting):
        api.place(sent, course=course, title="Daban", by=rena.account)
    people.give_consent(other, way=ConsentWay.CLICK)
    assert api.place(sent, course=course, title="Daban", by=rena.account)


def test_nothing_is_published_without_the_teacher(rena):
    course, _lessons = factories.course_with({})
    with pytest.raises(ConsentWanting):
        api.place(sent_contribution(agreed=False), course=course, title="Daban", by=rena.account)


def test_a_film_put_into_a_lesson_by_another_way_is_not_shown(sent):
    """An editor, a scheduled page or a superuser can put any film into a lesson: it does not play."""
    _course, (lesson,) = factories.course_with({"film": sent.film})
    assert api.open_playback(None, lesson).playlist
    seen_in(sent)
    with pytest.raises(NotAgreed):
        api.open_playback(None, lesson)


def test_a_no_to_what_goes_beside_a_public_film_takes_it_out_of_its_playlist():
    main, told = film_with_sound(30), film_with_sound(30)
    sent = sent_contribution(film=told)
    factories.course_with({"film": main})
    films.attach_track(main, kind=TrackKind.DESCRIBED, film=told)
    other = seen_in(sent)
    assert told.pk.hex in films.master_playlist(main)
    people.refuse_consent(other)
    assert told.pk.hex not in films.master_playlist(main)
    people.give_consent(other, way=ConsentWay.CLICK)
    assert told.pk.hex in films.master_playlist(main)


@pytest.mark.database
def test_a_no_to_what_is_public_hides_it_until_it_is_settled(sent):
    _course, (lesson,) = lesson_with(sent)
    other = seen_in(sent)
    people.refuse_consent(other)
    lesson.film.refresh_from_db()
    assert (lesson.film.blocked_at is None, lesson.film.state) == (False, FilmState.READY)
    assert Notice.objects.filter(kind="consent_refused", person=sent.person).count() == 1
    people.give_consent(other, way=ConsentWay.CLICK)
    lesson.film.refresh_from_db()
    assert api.open_playback(None, lesson).playlist


# Asking --------------------------------------------------------------------------------------------
def test_nobody_is_asked_at_the_teachers_own_address(sent):
    for value in ("leyla@papers.example", "LEYLA+murad@papers.example"):
        with pytest.raises(ConsentProblem):
            ask_seen(sent, Seen("Murad Quliyev", EMAIL, value), by=None)
    assert Consent.objects.filter(is_own=False).count() == 0


def test_the_same_person_is_asked_once_and_again_after_an_hour(sent):
    consent = seen_in(sent)
    assert seen_in(sent) == consent
    send_question(consent, sent)
    assert Notice.objects.filter(kind="consent_asked").count() == 1
    Consent.objects.filter(pk=consent.pk).update(sent_at="2026-01-01T00:00:00Z")
    consent.refresh_from_db()
    send_question(consent, sent)
    assert Notice.objects.filter(kind="consent_asked").count() == 2


def test_asking_is_no_way_to_write_to_the_whole_town(sent, rena, monkeypatch):
    from courses.domain.films import consents

    monkeypatch.setattr(consents, "MOST_A_DAY", 2)
    for number in range(2):
        ask_seen(sent, Seen(f"Somebody {number}", EMAIL, f"s{number}@x.example"), by=sent.person.account)
    third = Seen("Somebody 3", EMAIL, "s3@x.example")
    with pytest.raises(ConsentProblem):
        ask_seen(sent, third, by=sent.person.account)
    assert ask_seen(sent, third, by=rena.account)


def test_what_a_teacher_writes_is_not_in_the_question(sent):
    from elearn.notices.domain.compose import email_of, sms_of
    from elearn.notices.segments import sms_length

    sent.title = "Call me: secret words"
    seen_in(sent)
    notice = Notice.objects.get(kind="consent_asked")
    said = " ".join([*email_of(notice), sms_of(notice)])
    assert "secret" not in said and said.count("/consents/a/") == 2
    assert sms_length(sms_of(notice)) <= 134


def test_who_is_known_already_is_asked_where_they_are_known(sent, gunay):
    consent = ask_seen(sent, Seen("Günay Məmmədova", EMAIL, "gunay@withdrawal.example"), by=None)
    assert consent.person == gunay


def test_describing_asks_who_else_is_in_it(client, settings):
    leyla = factories.person("Leyla Əliyeva", email="l@withdrawal.example", roles=[Role.ELDER], birth_year=1950)
    draft = contribute.begin_contribution(leyla, is_recording=False)
    Film.objects.filter(pk=draft.film_id).update(state=FilmState.READY)
    page = sign_in(client, leyla)
    address = reverse("courses:describe", args=[draft.pk])
    said = {"title": "Daban", "language": "az", "topic": "", "permission": "on", "more": ["social"]}
    for wrong in (
        {},
        {"others": "others"},
        {"others": "alone", "name_1": "Murad"},
        {"others": "others", "contact_1": "1"},
    ):
        assert page.post(address, said | wrong).status_code == 422
    own_address = {"others": "others", "name_1": "Murad", "contact_1": "l@withdrawal.example"}
    assert page.post(address, said | own_address).status_code == 422
    right = {
        "others": "others",
        "name_1": "Murad Quliyev",
        "contact_1": "",
        "name_2": "Nigar",
        "contact_2": "n@x.example",
    }
    assert page.post(address, said | right).status_code == 302
    states = {one.person.name: (one.state, one.uses) for one in people.consents_for(subject_of(draft.film))}
    assert states == {
        "Leyla Əliyeva": ("given", ["site", "social"]), "Murad Quliyev": ("asked", []), "Nigar": ("asked", []),
    }  # fmt: skip
    assert [notice.person.name for notice in Notice.objects.filter(kind="consent_asked")] == ["Nigar"]


@pytest.mark.database
def test_a_teacher_sends_the_paper_of_somebody_in_their_own_film_only(client, sent):
    consent = seen_in(sent)
    page = sign_in(client, sent.person)
    listed = page.get(reverse("courses:seen", args=[sent.pk]))
    assert listed.status_code == 200 and "Murad Quliyev" in listed.text
    assert page.get(reverse("courses:seen_paper", args=[sent.pk, consent.key])).status_code == 200
    address = reverse("courses:seen_write", args=[sent.pk, consent.key])
    said = {"answer": "yes", "way": "paper", "speaker": ""}
    assert page.post(address, said).status_code == 422
    assert page.post(address, said | {"way": "phone"}).status_code == 422
    file = SimpleUploadedFile("signed.jpg", b"\xff\xd8\xff signed")
    assert page.post(address, said | {"file": file}).status_code == 302
    consent.refresh_from_db()
    assert (consent.state, consent.way, consent.noted_by) == ("given", "paper", sent.person.account)
    own = own_consent(sent)
    assert page.get(reverse("courses:seen_write", args=[sent.pk, own.key])).status_code == 404
    stranger = factories.person("Sənubər", email="s@withdrawal.example", roles=[Role.ELDER], birth_year=1950)
    for name, args in (
        ("seen", [sent.pk]),
        ("seen_write", [sent.pk, consent.key]),
        ("seen_paper", [sent.pk, consent.key]),
    ):
        assert sign_in(client, stranger).get(reverse(f"courses:{name}", args=args)).status_code == 404


def test_the_coordinators_screen(client, rena, sent, gunay):
    consent = seen_in(sent)
    listing, one = (
        reverse("courses_admin:consents", args=[sent.pk]),
        reverse("courses_admin:consent", args=[sent.pk, consent.key]),
    )
    for address in (listing, one):
        assert sign_in(client, gunay).get(address).status_code == 302
        assert sign_in(client, rena).get(address).status_code == 200
    client.post(one, {"deed": "cut_out", "reason": ""})
    consent.refresh_from_db()
    assert consent.state == "asked"
    client.post(one, {"deed": "write", "answer": "yes", "way": "phone", "speaker": "himself"})
    consent.refresh_from_db()
    assert (consent.state, consent.way, consent.noted_by) == ("given", "phone", rena.account)
    client.post(listing, {"name_1": "Nigar", "contact_1": ""})
    assert people.consents_for(subject_of(sent.film)).count() == 3


# Taking back ---------------------------------------------------------------------------------------
@pytest.mark.database
def test_a_published_film_goes_and_the_lesson_stays(client, sent, gunay, django_capture_on_commit_callbacks):
    course, (lesson, second) = lesson_with(sent, {})
    enrolment = api.enrol(gunay, course)
    api.mark_read(gunay, second)
    page = sign_in(client, sent.person)
    client.cookies["language"] = "en"
    assert "cannot be recalled" in client.get(reverse("courses:withdraw", args=[sent.pk])).text
    opened = api.open_playback(gunay, lesson)
    with django_capture_on_commit_callbacks(execute=True):
        assert page.post(reverse("courses:withdraw", args=[sent.pk])).status_code == 302
    after_taking_back.func(str(sent.film_id))
    sent.refresh_from_db()
    film = Film.objects.get(pk=sent.film_id)
    assert (sent.state, film.state, own_consent(sent).state) == ("withdrawn", "blocked", "withdrawn")
    with pytest.raises(TakenBack):
        api.open_playback(gunay, LessonPage.objects.get(pk=lesson.pk))
    with pytest.raises(TakenBack):
        from courses.domain.watching.playback import playlist

        playlist(opened.session)
    told = {notice.kind: notice.person for notice in Notice.objects.exclude(kind="enrolled")}
    assert told["lesson_without_film"] == gunay and told["film_taken_back"] == sent.person
    answer = client.get(lesson.url)
    assert answer.status_code == 200 and "data-player-start" not in answer.text
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"  # the lesson that is left was done
    assert list(withdrawal.lessons_without()) == [lesson]
    after_taking_back.func(str(sent.film_id))
    assert Notice.objects.filter(kind="lesson_without_film").count() == 1


def test_certificates_stay(sent, gunay):
    course, _lessons = lesson_with(sent)
    certificate = api.certify(completed_in(course, gunay))
    people.withdraw_consent(own_consent(sent), by=sent.person.account)
    after_taking_back.func(str(sent.film_id))
    certificate.refresh_from_db()
    assert (Certificate.objects.count(), bool(certificate.paper), Enrolment.objects.get().state) == (
        1,
        True,
        "completed",
    )
    assert not Notice.objects.filter(kind="lesson_without_film").exists()


@pytest.mark.database
def test_somebody_in_the_picture_takes_it_back_too(sent):
    other = people.give_consent(seen_in(sent), way=ConsentWay.CLICK)
    lesson_with(sent)
    people.withdraw_consent(other, by=None)
    sent.refresh_from_db()
    assert (sent.state, Film.objects.get().state) == ("withdrawn", "blocked")
    assert Notice.objects.get(kind="film_taken_back").facts["is_own"] is False
    assert "Murad" not in str(Notice.objects.get(kind="film_taken_back").facts)


def test_a_withdrawn_film_cannot_be_published_again(rena, sent):
    course, _lessons = factories.course_with({})
    contribute.withdraw(sent, by=sent.person.account)
    with pytest.raises(NotWatchable):
        api.place(sent, course=course, title="Daban", by=rena.account)
    film = Film.objects.get(pk=sent.film_id)
    assert films.try_again(film) is films.unblock_film(film) is False


@pytest.mark.database
def test_a_crash_between_is_made_up_for(sent, gunay):
    course, _lessons = lesson_with(sent, {})
    api.enrol(gunay, course)
    people.withdraw_consent(own_consent(sent), by=None)
    assert withdrawal.untold().count() == 1
    remove_withdrawn.func()
    assert (withdrawal.untold().count(), Notice.objects.filter(kind="lesson_without_film").count()) == (0, 1)


def test_what_was_never_published_goes_whole(sent):
    contribute.withdraw(sent, by=sent.person.account)
    remove_withdrawn.func()
    assert (Contribution.objects.count(), Film.objects.count()) == (0, 0)
    assert Consent.objects.get().state == "withdrawn"  # the record of it stays


@pytest.mark.database
def test_it_goes_whole_also_where_the_pipeline_was_first_at_its_files(sent):
    contribute.withdraw(sent, by=sent.person.account)
    empty_film.func(str(sent.film_id))
    assert Film.objects.get().emptied_at is not None
    remove_withdrawn.func()
    assert (Contribution.objects.count(), Film.objects.count()) == (0, 0)


def test_a_film_that_a_lesson_needs_is_not_tried_again_and_again(sent):
    lesson_with(sent)
    contribute.withdraw(sent, by=sent.person.account)
    assert remove_withdrawn.func() == 1
    empty_film.func(str(sent.film_id))
    assert remove_withdrawn.func() == 0
    assert (Film.objects.get().state, withdrawal.to_remove().count()) == (FilmState.BLOCKED, 0)
