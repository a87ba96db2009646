"""Pictures that a teacher adds: drawn anew, private until somebody agreed, and with the yes of who is in them."""

import json
import re
from base64 import b64decode
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Drawn
from wagtail.images import get_image_model

from courses import api
from courses.domain.building import lesson_pictures, proposals
from courses.domain.building.pictured import subject_of_picture
from courses.domain.building.tree import course_of
from courses.models import LessonPage
from elearn.notices.domain.compose import email_of
from elearn.notices.models import Notice
from elearn.people.api import ask_consent, give_consent, withdraw_consent
from elearn.people.links import consent_address
from elearn.people.models import Consent, ConsentKind, ConsentWay, Role, Use
from elearn.web.api import NotApproved, approve
from tests import factories
from tests.courses.quiz.pictures import library_picture
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def leyla():
    return factories.person(
        "Leyla Əliyeva", birth_year=1955, email="leyla@build.example", roles=[Role.ELDER], language="en"
    )


@pytest.fixture
def rena():
    return factories.staff("Rəna Həsənova", "coordinator").account


@pytest.fixture
def lesson(leyla):
    course, _lessons = factories.course_with({"title": "İlmə", "text": "<p>Salam.</p>"}, teacher=leyla)
    return proposals.lessons_to_build(course)[0]


def photo(where: str = "40.4093N") -> bytes:
    """A photo that says where it was taken."""
    whole, exif = BytesIO(), Drawn.Exif()
    exif[0x010E] = where
    Drawn.new("RGB", (2400, 1600), "#9b1b30").save(whole, "JPEG", exif=exif)
    return whole.getvalue()


def at(lesson) -> str:
    return reverse("courses:lesson_pictures", args=[lesson.pk])


def sent(browser, lesson, **said):
    said = {
        "alt": "Qırmızı yun",
        "caption": "Yun",
        "whom": "nobody",
        "picture": SimpleUploadedFile("a.jpg", photo()),
    } | said
    return browser.post(at(lesson), {name: value for name, value in said.items() if value is not None})


def publish(lesson, by):
    revision = LessonPage.objects.get(pk=lesson.pk).latest_revision
    approve(revision, by=by)
    revision.publish(user=by, skip_permission_checks=True)


def test_a_picture_is_drawn_anew_and_private_until_somebody_agreed(signed_in, visitor, leyla, rena, lesson):  # noqa: F811
    hers = signed_in(leyla)
    assert "The picture is sent." in hers.get(sent(hers, lesson).url).text
    [image] = get_image_model().objects.all()
    with image.file.open("rb") as file:
        kept = file.read()
    assert b"40.4093N" not in kept and max(Drawn.open(BytesIO(kept)).size) == 1600
    drafted = reverse("courses:drafted_picture", args=[lesson.pk, image.pk])
    public = reverse("courses:lesson_picture", args=[lesson.pk, image.pk])
    assert (hers.get(drafted)["Content-Type"], visitor.get(public).status_code) == ("image/jpeg", 404)
    assert 'alt="Qırmızı yun"' in hers.get(at(lesson)).text
    # The coordinator sees it in what waits for their yes.
    staff = signed_in(rena.person)
    preview = reverse("wagtailimages:preview", args=[image.pk, "max-960x960"])
    assert preview in staff.get(f"/admin/pages/{lesson.pk}/view_draft/").text
    assert staff.get(preview).status_code == 200
    publish(lesson, rena)
    assert visitor.get(public).status_code == 200


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"alt": ""}, "Please say in words what the picture shows."),
        ({"whom": ""}, "Please say whom one would know in the picture."),
        ({"whom": "others"}, "They have to agree before their picture is sent."),
        ({"picture": None}, "Please choose a picture."),
        ({"picture": SimpleUploadedFile("a.jpg", b"no picture")}, "We cannot open this as a picture."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, leyla, lesson, said, words):  # noqa: F811
    answer = sent(signed_in(leyla), lesson, caption="Nənəmin yunu", **said)
    assert answer.status_code == 422 and words in answer.text and "Nənəmin yunu" in answer.text
    assert ("Please choose the picture again" in answer.text) == ("picture" not in said)
    assert not get_image_model().objects.exists()


def test_who_is_in_it_is_asked_and_nothing_is_public_before_nor_after(signed_in, visitor, leyla, rena, lesson):  # noqa: F811
    hers = signed_in(leyla)
    answer = sent(hers, lesson, whom="teacher")
    consent = Consent.objects.get()
    assert answer.url == reverse("consent", args=[consent.key])
    assert (consent.person, consent.kind, consent.is_own) == (leyla, ConsentKind.PICTURE, True)
    assert "A picture of me: “Qırmızı yun”." in hers.get(answer.url).text
    shown = reverse("courses:picture_of_me", args=[get_image_model().objects.get().pk])
    assert shown in hers.get(answer.url).text and hers.get(shown)["Content-Type"] == "image/jpeg"
    assert signed_in(rena.person).get(shown).status_code == 404
    with pytest.raises(NotApproved, match="has agreed: Leyla Əliyeva"):
        publish(lesson, rena)
    give_consent(consent, way=ConsentWay.CLICK, by=leyla.account)
    publish(lesson, rena)
    [image] = get_image_model().objects.all()
    public = reverse("courses:lesson_picture", args=[lesson.pk, image.pk])
    page = LessonPage.objects.get(pk=lesson.pk).url
    assert (visitor.get(public).status_code, public in visitor.get(page).text) == (200, True)
    assert "<figcaption" in visitor.get(page).text
    withdraw_consent(consent, by=leyla.account)
    assert (visitor.get(public).status_code, public in visitor.get(page).text) == (404, False)
    assert "<figcaption" not in visitor.get(page).text and "Salam." in visitor.get(page).text


def test_who_decides_by_the_link_in_a_message_sees_the_picture_too(signed_in, visitor, leyla, lesson):  # noqa: F811
    sent(signed_in(leyla), lesson, whom="teacher")
    page = visitor.get(consent_address(Consent.objects.get(), leyla)).text
    [data] = re.findall(r'<img class="k-picture__image" src="data:image/jpeg;base64,([^"]+)"', page)
    with Drawn.open(BytesIO(b64decode(data))) as picture:
        assert picture.size == (960, 640)


@pytest.mark.parametrize("whom", ["nobody", "teacher"])
def test_two_taps_send_one_picture_and_ask_once(signed_in, leyla, lesson, whom, monkeypatch):  # noqa: F811
    monkeypatch.setattr(lesson_pictures, "MOST_PICTURES", 2)
    hers = signed_in(leyla)
    first, again = sent(hers, lesson, whom=whom), sent(hers, lesson, whom=whom)
    assert (first.status_code, first.url) == (again.status_code, again.url)
    assert (get_image_model().objects.count(), Consent.objects.count()) == (1, 1 if whom == "teacher" else 0)
    assert len(lesson_pictures.pictures_of(LessonPage.objects.get(pk=lesson.pk))) == 1
    sent(hers, lesson, whom=whom, alt="Mavi yun")  # with other words it is another one
    assert get_image_model().objects.count() == 2
    assert sent(hers, lesson, whom=whom, alt="Mavi yun").status_code == 302  # also of the last that finds room


def test_one_that_was_never_public_is_deleted_when_it_is_taken_out(signed_in, leyla, lesson):  # noqa: F811
    hers = signed_in(leyla)
    sent(hers, lesson)
    [shown] = lesson_pictures.pictures_of(LessonPage.objects.get(pk=lesson.pk))
    out = reverse("courses:take_picture_out", args=[lesson.pk])
    assert "Nobody has seen it yet: it is deleted." in hers.post(out, {"picture": shown.key}).text
    assert lesson_pictures.pictures_of(LessonPage.objects.get(pk=lesson.pk)) == [shown]
    assert hers.post(out, {"picture": shown.key, "sure": "yes"}).url == at(lesson)
    assert not lesson_pictures.pictures_of(LessonPage.objects.get(pk=lesson.pk))
    assert not get_image_model().objects.exists()


def test_one_that_the_draft_of_another_lesson_shows_stays(signed_in, leyla, rena, lesson):  # noqa: F811
    hers = signed_in(leyla)
    sent(hers, lesson)
    [shown] = lesson_pictures.pictures_of(LessonPage.objects.get(pk=lesson.pk))
    other = api.create_lesson(course_of(lesson), "Ducu", text="<p>Salam.</p>")
    draft = other.get_latest_revision_as_object()
    value = {"image": shown.image, "alt": "Yun", "caption": "", "people": "nobody", "record": ""}
    draft.body = json.dumps([*draft.body.raw_data, {"type": "picture", "value": value}])
    draft.save_revision(user=rena)
    hers.post(reverse("courses:take_picture_out", args=[lesson.pk]), {"picture": shown.key, "sure": "yes"})
    assert not lesson_pictures.pictures_of(LessonPage.objects.get(pk=lesson.pk))
    assert get_image_model().objects.filter(pk=shown.image).exists()


def test_an_elder_is_written_to_when_a_helper_sends_their_picture(signed_in, visitor, leyla, lesson):  # noqa: F811
    nigar = factories.person(
        "Nigar Əliyeva", email="nigar@build.example", birth_year=1999, roles=[Role.COMPANION], language="en"
    )
    factories.helps(leyla, nigar, may_record=True)
    for _tap in range(2):
        sent(signed_in(nigar), lesson, whom="teacher")
    [notice] = Notice.objects.filter(kind="picture_asked")
    subject, words = email_of(notice)
    assert (notice.person, subject) == (leyla, "Do you agree to a picture of you?")
    assert "Nigar Əliyeva has put a picture of you into your lesson: “Qırmızı yun”." in words
    address = consent_address(Consent.objects.get(), leyla)
    assert address in words and "Do you agree?" in visitor.get(address).text
    sent(signed_in(leyla), lesson, whom="teacher", alt="Mavi yun")  # herself: asked on the next page
    assert Notice.objects.filter(kind="picture_asked").count() == 1


def test_nobody_is_asked_any_more_about_one_that_is_gone(signed_in, leyla, lesson):  # noqa: F811
    hers = signed_in(leyla)
    answered = sent(hers, lesson, whom="teacher").url
    give_consent(Consent.objects.get(), way=ConsentWay.CLICK, by=leyla.account)
    asked = sent(hers, lesson, whom="teacher", alt="Mavi yun").url
    for shown in lesson_pictures.pictures_of(LessonPage.objects.get(pk=lesson.pk)):
        hers.post(reverse("courses:take_picture_out", args=[lesson.pk]), {"picture": shown.key, "sure": "yes"})
    assert not get_image_model().objects.exists()
    page = hers.get(reverse("consents")).text
    assert ("Mavi yun" in page, "Qırmızı yun" in page) == (False, True)  # what was answered is still to be read
    assert [hers.get(one).status_code for one in (asked, answered)] == [404, 200]


def test_of_one_that_is_public_it_is_said_that_it_stays_for_now(signed_in, leyla, rena, lesson):  # noqa: F811
    hers = signed_in(leyla)
    sent(hers, lesson)
    publish(lesson, rena)
    [shown] = lesson_pictures.pictures_of(LessonPage.objects.get(pk=lesson.pk))
    out = reverse("courses:take_picture_out", args=[lesson.pk])
    assert "goes on seeing it until our coordinator" in hers.post(out, {"picture": shown.key}).text
    said = hers.post(out, {"picture": shown.key, "sure": "yes"}, follow=True).text
    assert "The picture is taken out. Everybody goes on seeing it until our coordinator has agreed." in said
    assert not lesson_pictures.pictures_of(LessonPage.objects.get(pk=lesson.pk))
    assert get_image_model().objects.exists()


def test_a_lesson_takes_so_many_and_others_find_nothing(signed_in, leyla, lesson, monkeypatch):  # noqa: F811
    monkeypatch.setattr(lesson_pictures, "MOST_PICTURES", 1)
    hers = signed_in(leyla)
    sent(hers, lesson)
    assert "as many pictures as one can look at" in sent(hers, lesson, caption="Daha bir").text
    [image] = get_image_model().objects.all()
    murad = signed_in(factories.person("Murad Quliyev", email="murad@build.example", roles=[Role.ELDER]))
    drafted = reverse("courses:drafted_picture", args=[lesson.pk, image.pk])
    assert [murad.get(one).status_code for one in (at(lesson), drafted)] == [404, 404]
    assert sent(murad, lesson).status_code == 404
    other = library_picture()
    assert hers.get(reverse("courses:drafted_picture", args=[lesson.pk, other.pk])).status_code == 404


def test_the_page_costs_the_same_with_one_picture_and_with_three(signed_in, leyla, lesson):  # noqa: F811
    hers = signed_in(leyla)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert hers.get(at(lesson)).status_code == 200
        return len(queries)

    sent(hers, lesson)
    one = cost()
    for number in range(2):
        sent(hers, lesson, caption=f"Yun {number}")
    assert (one, cost()) == (13, 13)


# Pictures that staff put into a lesson -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "who can be recognised in it"),
        ({"people": "agreed"}, "where the consent of the people in it is kept"),
        ({"people": "agreed", "record": "Kağız 12"}, ""),
        ({"people": "nobody"}, ""),
    ],
)
def test_staff_say_who_is_in_a_picture_before_it_is_published(leyla, rena, said, words):
    image = library_picture()
    course, _lessons = factories.course_with({"title": "Bir"}, teacher=leyla)
    other = factories.staff("Tural Nəbiyev", "coordinator").account
    for kind, value in (("picture", {}), ("craft", {"result": "Şərf"})):
        picture = {"image": image.pk, "alt": "Yun", **said}
        made = (kind, picture if kind == "picture" else {**value, "picture": picture})
        draft = api.create_lesson(course, "İki", making=[made], by=other)
        if words:
            with pytest.raises(NotApproved, match=words):
                publish(draft, rena)
        else:
            publish(draft, rena)
            assert LessonPage.objects.get(pk=draft.pk).live


def test_a_page_shows_the_other_pictures_where_somebody_does_not_agree_and_costs_no_more_with_three(visitor, leyla):  # noqa: F811
    agreed, refused = library_picture(), library_picture()

    def asked(image):
        facts = {"purpose": "teach", "uses": [Use.SITE], "kind": ConsentKind.PICTURE}
        return ask_consent(leyla, subject=subject_of_picture(image.pk), **facts)

    def lesson_with(*images):
        shown = [("picture", {"image": image.pk, "alt": "Yun"}) for image in images]
        craft = ("craft", {"result": "Şərf", "picture": {"image": refused.pk, "alt": "Şərf"}})
        return factories.course_with({"making": [*shown, craft]})[1][0]

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            text = visitor.get(address).text
        shown = [f"/picture/{image.pk}/" in text for image in (agreed, refused)]
        assert (shown, "Şərf" in text) == ([True, False], True)
        return len(queries)

    give_consent(asked(agreed), way=ConsentWay.CLICK, by=leyla.account)
    asked(refused)
    one, three = lesson_with(agreed).url, lesson_with(agreed, library_picture(), refused).url
    visitor.get(one)
    assert cost(one) == cost(three)


def test_a_no_of_somebody_asked_holds_whatever_the_page_says(leyla, rena):
    image = library_picture()
    course, _lessons = factories.course_with({"title": "Bir"}, teacher=leyla)
    other = factories.staff("Tural Nəbiyev", "coordinator").account
    picture = {"image": image.pk, "alt": "Yun", "people": "agreed", "record": "Kağız 12"}
    draft = api.create_lesson(course, "İki", making=[("picture", picture)], by=other)
    ask_consent(leyla, subject=subject_of_picture(image.pk), purpose="teach", uses=[Use.SITE], kind=ConsentKind.PICTURE)
    with pytest.raises(NotApproved, match="Leyla Əliyeva"):
        publish(draft, rena)


def test_the_editor_asks_who_is_in_a_picture(leyla):
    image = library_picture()
    block = LessonPage._meta.get_field("body").stream_block.child_blocks["picture"]
    value = block.to_python({"image": image.pk, "alt": "Yun"})
    with pytest.raises(Exception) as caught:
        block.clean(value)
    assert "who can be recognised" in str(caught.value.block_errors["people"])
    block.clean(block.to_python({"image": image.pk, "alt": "Yun", "people": "nobody"}))
