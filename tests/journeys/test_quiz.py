"""From the catalogue to the certificate by keyboard alone, with every kind of question."""

import re

import pytest
from playwright.sync_api import expect

import courses.api as school
import media_pipeline.api as films
from courses.models import Certificate, LessonProgress, QuizAttempt
from tests import factories
from tests.courses.quiz.pictures import library_picture
from tests.courses.quiz.samples import every_kind, ident
from tests.journeys.conftest import SHOTS
from tests.media_pipeline.clips import make, picture, tone
from tests.site import wait_until

SECONDS = 6


@pytest.fixture(scope="module")
def course(people, tmp_path_factory):
    """A course of one lesson: a small film, really prepared, and five questions with a picture."""
    path = tmp_path_factory.mktemp("quiz") / "film.mp4"
    make(path, picture("640x360", 25, SECONDS), tone(SECONDS), vcodec="libx264", acodec="aac", pix_fmt="yuv420p")
    film = films.open_film("Şərf")
    films.receive_file(film, path)
    course, _lessons = factories.course_with(
        {"title": "İlmə atmaq", "film": films.prepare_now(film), "questions": every_kind(library_picture().pk)},
        teacher=people["leyla"], title="Birinci şərf",
    )  # fmt: skip
    return course


def tab_to(page, selector: str, *, most: int = 80, back: bool = False) -> None:
    """Press Tab until the focus is on something, as who has no mouse does; it has to be seen where it is."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted)", selector):
            assert page.evaluate("document.activeElement.matches(':focus-visible')"), selector
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def press_link(page, words: str) -> None:
    """Tab to a link or button by its words, and press it."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if words in (page.evaluate("document.activeElement?.textContent ?? ''")):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"“{words}” is not reached by Tab")


def steps_shown(page) -> list[str]:
    return page.locator(".k-order__text").all_inner_texts()


def put_in_order(page, wanted: list[str]) -> None:
    """Move each step up until it stands where it belongs; the focus stays on the button that is pressed."""
    for place, words in enumerate(wanted):
        at = steps_shown(page).index(words)
        if at == place:
            continue
        name = page.locator(".k-order__step", has_text=words).locator(".k-order__move").first.get_attribute("id")
        page.keyboard.press("Home")
        tab_to(page, f"#{name}" if not name[0].isdigit() else f"[id='{name}']", most=160)
        for _ in range(at - place):
            page.keyboard.press("Enter")
            expect(page.locator(f"[id='{name}']")).to_be_focused()
    assert steps_shown(page) == wanted
    expect(page.locator("[data-order-state]")).to_contain_text(re.compile(r"“.+”"))


def answer(page, *, number: str) -> None:
    tab_to(page, f"[name='{ident(1)}']")
    page.keyboard.press("ArrowDown")  # radio buttons: arrows choose
    tab_to(page, f"[value='{ident(21)}']")
    page.keyboard.press("Space")
    tab_to(page, f"[value='{ident(22)}']")
    page.keyboard.press("Space")
    put_in_order(page, ["İlmə atın", "Toxuyun", "Bağlayın"])
    tab_to(page, f"input[name='{ident(4)}']", most=160)
    page.keyboard.type("qirmizi")
    tab_to(page, f"input[name='{ident(5)}']")
    page.keyboard.type(number)


def test_from_the_catalogue_to_the_certificate_by_keyboard(open_page, people, course, look):
    learner = people["gunay"]
    page = open_page(learner, size="phone", language="en")
    page.goto("/az/kurslar/")
    press_link(page, course.title)
    page.wait_for_url("**/birinci-serf/")
    expect(page.locator(f'form[action="/learn/{course.pk}/enrol/"]')).to_be_visible()
    press_link(page, "Enrol in this course")
    expect(page.locator(".k-woven")).to_be_visible()
    press_link(page, "İlmə atmaq")
    page.wait_for_url("**/ilme-atmaq/")

    # The video, to its end.
    tab_to(page, "[data-player-start]")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('video')?.ended", timeout=60_000)
    done = LessonProgress.objects.filter(enrolment__person=learner, watched_at__isnull=False)
    wait_until(done.exists, 40)

    # The questions: some are kept, and stay when the page is left.
    press_link(page, "Answer the questions")
    page.wait_for_url("**/quiz/")
    look(page, "quiz-empty")
    answer(page, number="3")
    expect(page.locator("[data-quiz-state]")).to_be_visible()
    wait_until(lambda: QuizAttempt.objects.get(enrolment__person=learner).answers.get(ident(5)) == "3", 10)
    page.reload()
    assert steps_shown(page) == ["İlmə atın", "Toxuyun", "Bağlayın"]
    expect(page.locator(f"input[name='{ident(4)}']")).to_have_value("qirmizi")
    look(page, "quiz-kept")

    # Enter in a line sends them; what came of it has the focus, and says where to look again.
    tab_to(page, f"input[name='{ident(5)}']", most=160)
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.locator("[data-focus]")).to_contain_text("4 of 5 are right")
    look(page, "quiz-passed-with-one-wrong")
    expect(page.locator(".k-note--fine")).to_be_visible()
    press_link(page, "See your certificate")
    page.wait_for_url("**/c/**")
    expect(page.locator("main")).to_contain_text(learner.papers_name)
    assert Certificate.objects.filter(enrolment__person=learner, enrolment__course=course).exists()


def test_what_is_missing_and_what_is_wrong_by_keyboard(open_page, people, course, look):
    learner = people["murad"]
    school.enrol(learner, course)
    lesson = school.progress_of(learner, course).lessons[0].lesson
    page = open_page(learner, size="phone", language="en")
    page.goto(f"/learn/lesson/{lesson.pk}/quiz/")
    press_link(page, "Look at my answers")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "quiz-missing")
    press_link(page, "Please put the steps of question 3 in order.")
    page.keyboard.press("Enter")  # the focus is on the first button of the steps
    expect(page.locator("[data-order-state]")).to_contain_text("“")
    page.goto(f"/learn/lesson/{lesson.pk}/quiz/")
    answer(page, number="1")
    tab_to(page, f"[value='{ident(23)}']", back=True, most=160)
    page.keyboard.press("Space")  # a hammer as well
    press_link(page, "Look at my answers")
    expect(page.locator("[data-focus]")).to_contain_text("Almost.")
    expect(page.locator("main")).to_contain_text("Çəkic lazım deyil.")
    look(page, "quiz-look-again")


def test_a_coordinator_brings_flawed_questions_in(open_page, people, course, tmp_path):
    bank = school.create_bank(course.get_parent().specific, "Toxuculuq: suallar", questions=every_kind())
    page = open_page(people["rena"], language="en")
    page.goto("/admin/school/banks/")
    shot(page, "banks")
    with page.expect_download() as waited:
        page.get_by_role("link", name=f"CSV: {bank.title}").click()
    path = tmp_path / "suallar.csv"
    text = waited.value.path().read_text("utf-8-sig")
    path.write_text(text.replace("Neçə şiş", "Neçə uzun şiş").replace(",several,", ",many,").replace("150", "bir metr"))
    page.get_by_role("link", name=f"Bring questions in: {bank.title}").click()
    shot(page, "bank-bring")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.locator("main")).to_contain_text("New: 0. Would change: 1. As it is: 2. With mistakes: 2.")
    expect(page.get_by_role("button", name="Make it a draft")).to_have_count(0)
    shot(page, "bank-flawed")
    path.write_text(text.replace("Neçə şiş", "Neçə uzun şiş"))
    page.goto(f"/admin/school/banks/{bank.pk}/bring/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("button", name="Make it a draft and ask for approval").click()
    expect(page.locator("body")).to_contain_text("Another coordinator has to approve it")
    shot(page, "bank-editor")
    page.goto(f"/admin/pages/{school.progress_of(people['gunay'], course).lessons[0].lesson.pk}/edit/")
    shot(page, "lesson-editor")
    bank.refresh_from_db()
    assert bank.current_workflow_state


def shot(page, name: str) -> None:
    page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True) if SHOTS else None
