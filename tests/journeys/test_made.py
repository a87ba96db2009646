"""A learner writes notes at a second of a film and shows what they made; the teacher answers; it hangs by consent."""

import pytest
from django.utils import timezone

from courses import api
from courses.domain.works import gallery
from courses.models import FilmProgress, Note, Practice
from elearn.people.api import give_consent
from elearn.people.models import ConsentWay
from elearn.safety import api as safety
from tests import factories
from tests.courses.practice.photos import photo

TASK = ("practice", {"task": "İlk şərfinizi toxuyun və göstərin.", "is_needed": True, "takes": "either"})
CRAFT = (
    "craft",
    {"result": "Bir metrlik yun şərf.", "difficulty": "easy", "minutes": 150, "picture": {"image": None, "alt": ""}},
)
RECIPE = (
    "recipe",
    {
        "serves": 4, "minutes": 90, "picture": {"image": None, "alt": ""},
        "ingredients": [{"amount": "200 g", "what": "düyü"}, {"amount": "", "what": "zəfəran"}],
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def lesson(people):
    film = factories.ready_film(300)
    course, [made] = factories.course_with(
        {"film": film, "text": "<p>Toxuyuruq.</p>", "making": [CRAFT, RECIPE, TASK], "kind": "craft"},
        teacher=people["leyla"], title="Şərf və plov",
    )  # fmt: skip
    api.enrol(people["gunay"], course)
    FilmProgress.objects.create(person=people["gunay"], film=film, watched_ms=200_000, changed_at=timezone.now())
    return made


@pytest.mark.parametrize("javascript", [False, True])
def test_a_note_at_a_second_of_the_film(lesson, people, open_page, look, javascript):
    Note.objects.all().delete()
    page = open_page(people["gunay"], language="en", javascript=javascript)
    page.goto(lesson.url)
    if not javascript:
        page.click("text=Write a note for yourself")
    page.fill("[data-note-form] textarea", "Three loops, then turn")
    page.fill("[name=at]", "2:10")
    page.click("text=Keep the note")
    page.wait_for_selector(".k-notes__list, [data-note-form]")
    page.wait_for_selector("text=At 2:10")
    assert page.get_attribute("text=At 2:10", "href").endswith("#t=130")
    if not javascript:
        return
    look(page, "notes")
    page.click("text=At 2:10")
    page.wait_for_selector("[data-player-stage]:not([hidden]), [data-player-fault]:not([hidden])")
    page.goto("/my-notes/")
    look(page, "my-notes")


def test_what_was_made_from_the_photo_to_the_wall(lesson, people, open_page, look, tmp_path):
    gunay = people["gunay"]
    page = open_page(gunay, language="en")
    page.goto(lesson.url)
    look(page, "lesson-making")
    page.click("text=Show what I made")
    look(page, "practice-empty")
    file = tmp_path / "scarf.jpg"
    file.write_bytes(photo(size=(1200, 800), colour="darkred"))
    page.set_input_files("input[type=file]", str(file))
    page.fill("[name=words]", "My first scarf")
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_selector("text=Somebody of ours looks at it first")
    look(page, "practice-sent")
    work = Practice.objects.get()
    safety.decide(
        work.submission, by=factories.staff("Rəna", "coordinator", email="r@made.example").account, approve=True
    )

    teacher = open_page(people["leyla"], language="en")
    teacher.goto("/desk/")
    teacher.click("text=Look and say a few words")
    look(teacher, "my-works")
    teacher.click("main h2 a")
    look(teacher, "work")
    teacher.check("input[value=accept]")
    teacher.fill("textarea", "Very beautiful!")
    teacher.click("button:has-text('Send')")
    teacher.wait_for_selector("text=Thank you!")

    page.reload()
    look(page, "practice-accepted")
    page.click("text=Go on to the consent")
    look(page, "practice-consent")
    consent = gallery.ask_for_gallery(work.__class__.objects.get(), by=gunay)
    give_consent(consent, way=ConsentWay.CLICK, by=gunay.account)
    visitor = open_page(language="en")
    visitor.goto(api.course_of(lesson).url)
    visitor.wait_for_selector(".k-gallery img")
    look(visitor, "gallery")
    for address, name in (
        ("/my-learning/", "my-learning"),
        ("/my-certificates/", "my-certificates"),
        ("/desk/", "desk"),
    ):
        page.goto(address)
        look(page, name)
