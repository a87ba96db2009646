"""Readers: what changed and who hears of it, mistakes they report, and the public log that nobody fills alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from elearn.guidance.domain import corrections, pages
from elearn.guidance.domain.changes import tell_followers
from elearn.guidance.domain.follow import follow, stop
from elearn.guidance.errors_review import AlreadyDone, NotAllowed
from elearn.guidance.models import Change, Correction, Follow, Mistake, MistakeState
from elearn.notices.domain.deliver import deliver
from elearn.notices.models import Notice
from elearn.people.api import merge
from elearn.people.models import Account, Person
from elearn.web.api import approve
from tests.factories import counsellor, guidance_pages, guide, last_code, person, staff
from tests.guidance.reviews import days_later
from tests.guidance.test_publishing import edit_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def all_pages():
    guidance_pages()


@pytest.fixture
def sevinc():
    return counsellor().account


@pytest.fixture
def tural():
    return counsellor("Tural Nəbiyev").account


@pytest.fixture
def page():
    return guide()


@pytest.fixture
def topic(page):
    return page.get_parent().specific


@pytest.fixture
def gunay():
    return person(email="gunay@example.com", birth_year=1999)


def publish_again(page, by, approved_by, **facts):
    page.refresh_from_db()
    for name, value in facts.items():
        setattr(page, name, value)
    revision = page.save_revision(user=by)
    approve(revision, by=approved_by)
    revision.publish(user=approved_by, skip_permission_checks=True)


# What changed --------------------------------------------------------------------------------------
def test_what_changed_stands_on_the_page_in_the_editors_words(page, visitor, sevinc, tural):
    assert [change.words for change in Change.objects.all()] == [""]
    publish_again(page, sevinc, tural, summary="Bir.", change_note="Müavinətin məbləği dəyişdi.")
    publish_again(page, sevinc, tural, summary="İki.")
    assert [change.words for change in Change.objects.all()] == ["Müavinətin məbləği dəyişdi.", ""]
    text = visitor.get(page.url).text
    assert "Müavinətin məbləği dəyişdi." in text and "Nothing since it was first published" not in text


def written(page, by, approved_by, note: str) -> None:
    """Change the title in the editor, say what changed, and have it approved."""
    client = Client()
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/admin/pages/{page.pk}/edit/"
    form = client.get(address).context["form"]
    facts = edit_form(
        page, expert=page.expert_id, title=f"{page.title} +", change_note=form["change_note"].value() + note
    )
    assert client.post(address, facts).status_code == 302
    page.refresh_from_db()
    approve(page.latest_revision, by=approved_by)
    page.latest_revision.publish(user=approved_by, skip_permission_checks=True)
    page.refresh_from_db()


def test_the_same_words_typed_again_are_another_change(page, topic, gunay, sevinc, tural):
    follow(topic, person=gunay)
    for note in ("Məbləğlər yeniləndi.", "Məbləğlər yeniləndi.", "", "Məbləğlər yeniləndi."):
        written(page, sevinc, tural, note)
    assert [change.words for change in Change.objects.all()] == ["Məbləğlər yeniləndi."] * 3 + [""]
    publish_again(page, sevinc, tural, summary="Bir.")
    assert tell_followers(now=timezone.now() + timedelta(minutes=11)) == 4
    assert tell_followers(now=timezone.now() + timedelta(minutes=12)) == 0


def test_the_same_words_of_a_draft_that_is_saved_twice_are_one_change(page, sevinc, tural):
    publish_again(page, sevinc, tural, summary="Bir.", change_note="Ünvan dəyişdi.")
    page.unpublish()
    publish_again(page, sevinc, tural, summary="İki.")
    assert [change.words for change in Change.objects.all()] == ["Ünvan dəyişdi.", ""]


def test_followers_are_told_once_after_a_pause(page, topic, gunay, sevinc, tural):
    follow(topic, person=gunay)
    with days_later(1):
        tell_followers()
    Notice.objects.all().delete()
    publish_again(page, sevinc, tural, summary="Bir.", change_note="Ünvan dəyişdi.")
    assert tell_followers() == 0
    assert tell_followers(now=timezone.now() + timedelta(minutes=11)) == 1
    assert tell_followers(now=timezone.now() + timedelta(minutes=12)) == 0
    notice = Notice.objects.get()
    assert (notice.kind, notice.person, notice.facts["words"]) == ("guide_changed", gunay, "Ünvan dəyişdi.")
    assert notice.facts["address"] == page.get_url_parts()[2]


def test_another_topic_is_none_of_theirs(page, gunay):
    follow(pages.create_topic("Pensiya", language="az"), person=gunay)
    assert tell_followers(now=timezone.now() + timedelta(hours=1)) == 0


def test_what_was_taken_down_meanwhile_is_not_told(page, topic, gunay):
    follow(topic, person=gunay)
    page.unpublish()
    assert tell_followers(now=timezone.now() + timedelta(hours=1)) == 0


# Following and stopping ----------------------------------------------------------------------------
def test_signed_in_one_tap_follows_and_one_tap_stops(topic, gunay, signed_in):
    browser = signed_in(gunay)
    assert "Follow this topic" in browser.get(f"/guidance/follow/{topic.pk}/").text
    assert browser.post(f"/guidance/follow/{topic.pk}/", follow=True).status_code == 200
    browser.post(f"/guidance/follow/{topic.pk}/")
    row = Follow.objects.get()
    assert row.person == gunay and not row.only_for_this
    assert topic.title in browser.get("/guidance/following/").text
    answer = browser.post(f"/guidance/stop/{row.key}/", follow=True)
    assert answer.redirect_chain[-1][0] == "/guidance/following/" and not Follow.objects.exists()
    assert Person.objects.filter(pk=gunay.pk).exists()


def ask(visitor, topic, address="sona@example.com", name="Sona Kərimova"):
    return visitor.post(f"/guidance/follow/{topic.pk}/", {"name": name, "address": address}, follow=True)


def test_without_an_account_a_code_proves_the_address(topic, visitor):
    answer = ask(visitor, topic)
    assert "We have written to" in answer.text and not Follow.objects.exists()
    visitor.post(f"/guidance/follow/{topic.pk}/code/", {"code": "000 000"})
    assert not Follow.objects.exists() and not Person.objects.filter(name="Sona Kərimova").exists()
    code = last_code("sona@example.com")
    assert (
        "You follow this topic" in visitor.post(f"/guidance/follow/{topic.pk}/code/", {"code": code}, follow=True).text
    )
    row = Follow.objects.get()
    assert row.only_for_this and row.person.name == "Sona Kərimova" and not Account.objects.exists()
    assert row.person.contact_points.get().verified_at


def test_who_is_known_by_this_alone_is_forgotten_when_they_stop(topic, visitor):
    ask(visitor, topic)
    visitor.post(f"/guidance/follow/{topic.pk}/code/", {"code": last_code("sona@example.com")})
    row = Follow.objects.get()
    tell_followers(now=timezone.now() + timedelta(hours=1))
    assert Notice.objects.filter(person=row.person).exists()
    address = f"/guidance/stop/{row.key}/"
    assert visitor.get(address).status_code == 200 and Follow.objects.exists()  # programs look at links by GET
    assert visitor.post(address).status_code == 200
    assert not Follow.objects.exists() and not Person.objects.filter(name="Sona Kərimova").exists()
    assert "We write to you no more" in visitor.get(address).text


def test_two_topics_are_one_person_who_is_forgotten_with_the_second(topic, visitor):
    other = pages.create_topic("Pensiya", language="az")
    for one in (topic, other):
        ask(visitor, one)
        visitor.post(f"/guidance/follow/{one.pk}/code/", {"code": last_code("sona@example.com")})
    rows = list(Follow.objects.all())
    assert len({row.person_id for row in rows}) == 1 and all(row.only_for_this for row in rows)
    stop(rows[0])
    assert Person.objects.filter(name="Sona Kərimova").exists()
    stop(rows[1])
    assert not Person.objects.filter(name="Sona Kərimova").exists()


def test_the_address_of_an_account_is_that_person(topic, visitor, gunay):
    ask(visitor, topic, address="gunay@example.com", name="Somebody Else")
    visitor.post(f"/guidance/follow/{topic.pk}/code/", {"code": last_code("gunay@example.com")})
    row = Follow.objects.get()
    assert row.person == gunay and not row.only_for_this and not Person.objects.filter(name="Somebody Else").exists()


def test_a_code_for_one_topic_opens_no_other_and_no_sign_in(topic, visitor):
    other = pages.create_topic("Pensiya", language="az")
    ask(visitor, topic)
    code = last_code("sona@example.com")
    visitor.post(f"/guidance/follow/{other.pk}/code/", {"code": code})
    visitor.post("/sign-in/new/code/", {"code": code})
    assert not Follow.objects.exists() and "_auth_user_id" not in visitor.session


def test_codes_are_limited(topic, visitor):
    answers = [ask(visitor, topic).text for _turn in range(6)]
    assert "We have just sent several codes there" in answers[-1] and "We have written to" in answers[0]


def test_mail_programs_stop_it_with_one_tap(topic, gunay, page, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    row = follow(topic, person=gunay)
    tell_followers(now=timezone.now() + timedelta(hours=1))
    deliver(str(Notice.objects.get(kind="guide_changed").pk))
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == f"<{settings.BASE_URL}/guidance/stop/{row.key}/>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_tap_needs_no_cookie_of_ours(topic, gunay, client):
    from django.test import Client

    row = follow(topic, person=gunay)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/guidance/stop/{row.key}/", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follow.objects.exists()


def test_a_stranger_sees_no_list_and_no_draft(topic, visitor, sevinc):
    assert visitor.get("/guidance/following/").status_code == 302
    draft = pages.create_topic("Gizli", language="az", by=sevinc)
    assert visitor.get(f"/guidance/follow/{draft.pk}/").status_code == 404
    assert visitor.get("/guidance/follow/999999/").status_code == 404


@pytest.mark.database
def test_two_records_become_one_that_follows_once(topic, gunay):
    twin = person("Günay M.", email="gunay2@example.com")
    for who in (gunay, twin):
        follow(topic, person=who)
    merge(gunay, twin, by=None)
    assert [row.person for row in Follow.objects.all()] == [gunay]


# Mistakes ------------------------------------------------------------------------------------------
def test_anybody_reports_a_mistake_and_nobody_is_asked_who_they_are(page, visitor):
    answer = visitor.post(f"/guidance/mistake/{page.pk}/", {"words": "Yaş 67 deyil, 65-dir."}, follow=True)
    assert "Thank you for telling us" in answer.text
    found = Mistake.objects.get()
    assert (found.words, found.person, found.state) == ("Yaş 67 deyil, 65-dir.", None, "waiting")
    assert "Write what is wrong" in visitor.post(f"/guidance/mistake/{page.pk}/", {"words": " "}).text


def test_a_draft_takes_no_report(visitor, sevinc):
    draft = guide(by=sevinc)
    assert visitor.get(f"/guidance/mistake/{draft.pk}/").status_code == 404


def test_the_words_are_kept_encrypted(page):
    from django.db import connection

    corrections.report_mistake(page, "Adım Sona, yaş səhvdir", person=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM guidance_mistake")
        assert "Sona" not in str(cursor.fetchone()[0])


def test_a_decision_is_made_once_and_answered(page, gunay, sevinc, tural):
    found = corrections.report_mistake(page, "Yaş səhvdir", person=gunay)
    corrections.decide(found, state=MistakeState.CORRECTED, answer="Düzəltdik.", by=sevinc)
    with pytest.raises(AlreadyDone):
        corrections.decide(found, state=MistakeState.NONE, answer="", by=tural)
    notice = Notice.objects.get(kind="mistake_answered")
    assert notice.person == gunay and notice.facts["answer"] == "Düzəltdik." and notice.facts["was_one"]


def test_nobody_else_decides(page):
    found = corrections.report_mistake(page, "Yaş səhvdir", person=None)
    for role in ("operator", "trainer", "safeguarding"):
        with pytest.raises(NotAllowed):
            corrections.decide(found, state=MistakeState.NONE, answer="", by=staff(f"Aynur {role}", role).account)


# The public log ------------------------------------------------------------------------------------
def line(page, **more) -> Correction:
    facts = {"wrong": "Yaş 67-dir.", "right": "Yaş 65-dir.", "corrected_on": timezone.localdate(), **more}
    return Correction(page=page, **facts)


def seen(row) -> tuple[str, str]:
    return row.wrong, row.right


def test_one_writes_another_approves_and_everybody_reads(page, visitor, sevinc, tural):
    row = corrections.write_correction(line(page), by=sevinc)
    assert "Nothing had to be corrected" in visitor.get("/guidance/corrections/").text
    corrections.approve_correction(row, by=tural, seen=seen(row))
    for address in ("/guidance/corrections/", page.url):
        text = visitor.get(address).text
        assert "Yaş 67-dir." in text and "Yaş 65-dir." in text


def test_nobody_approves_their_own_words_even_after_a_colleague_touched_them(page, sevinc, tural):
    row = corrections.write_correction(line(page), by=sevinc)
    with pytest.raises(NotAllowed):
        corrections.approve_correction(row, by=sevinc, seen=seen(row))
    row.right = "Yaş 65-dir, qadınlar üçün 63."
    corrections.write_correction(row, by=tural)
    for account in (sevinc, tural):
        with pytest.raises(NotAllowed):
            corrections.approve_correction(row, by=account, seen=seen(row))


def test_what_is_approved_is_what_was_read(page, sevinc, tural):
    row = corrections.write_correction(line(page), by=sevinc)
    read = seen(row)
    row.right = "Başqa söz."
    corrections.write_correction(row, by=sevinc)
    with pytest.raises(AlreadyDone):
        corrections.approve_correction(row, by=tural, seen=read)


def test_what_is_public_is_never_changed(page, sevinc, tural):
    row = corrections.write_correction(line(page), by=sevinc)
    row = corrections.approve_correction(row, by=tural, seen=seen(row))
    row.right = "Heç nə olmayıb."
    with pytest.raises(AlreadyDone):
        corrections.write_correction(row, by=sevinc)
    assert Correction.objects.get().right == "Yaş 65-dir."


def test_the_log_outlives_the_guide(page, visitor, sevinc, tural):
    row = corrections.write_correction(line(page), by=sevinc)
    corrections.approve_correction(row, by=tural, seen=seen(row))
    title = page.title
    page.delete()
    text = visitor.get("/guidance/corrections/").text
    assert title in text and "Yaş 65-dir." in text


def test_two_accounts_of_one_person_are_one_pair_of_eyes(page, sevinc):
    twin = counsellor("Sevinc Q.", email="sevinc2@korpu.example")
    row = corrections.write_correction(line(page), by=twin.account)
    merge(sevinc.person, twin, by=None)
    row.refresh_from_db()
    with pytest.raises(NotAllowed):
        corrections.approve_correction(row, by=sevinc, seen=seen(row))


def test_others_write_and_approve_nothing(page, sevinc):
    murad = staff("Murad Quliyev", "operator").account
    with pytest.raises(NotAllowed):
        corrections.write_correction(line(page), by=murad)
    row = corrections.write_correction(line(page), by=sevinc)
    with pytest.raises(NotAllowed):
        corrections.approve_correction(row, by=murad, seen=seen(row))


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_takes_few_queries(page, visitor, sevinc, tural, count, django_assert_num_queries):
    for number in range(count):
        row = corrections.write_correction(line(page, wrong=f"Səhv {number}"), by=sevinc)
        corrections.approve_correction(row, by=tural, seen=seen(row))
    visitor.get("/guidance/corrections/")
    with django_assert_num_queries(5):
        assert visitor.get("/guidance/corrections/").status_code == 200


@pytest.mark.database
def test_the_table_keeps_writers_from_approving(page, sevinc):
    row = corrections.write_correction(line(page), by=sevinc)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=row.pk).update(approved_by=sevinc)


# The criteria --------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_criteria_are_public_in_each_language(visitor, language):
    from elearn.guidance.domain.prepare_review import criteria_page

    page = criteria_page(language)
    assert page.language == language and visitor.get(page.url).status_code == 200


def test_reports_are_forgotten_in_time(page, sevinc, settings):
    from elearn.people.api import tidy

    found = corrections.report_mistake(page, "Köhnə", person=None)
    corrections.decide(found, state=MistakeState.NONE, answer="", by=sevinc)
    waits = corrections.report_mistake(page, "Yeni", person=None)
    with days_later(settings.MISTAKE_DAYS + 1):
        tidy()
    assert list(Mistake.objects.all()) == [waits]
