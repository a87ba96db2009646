"""The index follows its rooms: after commit through a task, and wholly once a day."""

import pytest
from django_tasks_db.models import DBTaskResult

from elearn.safety.api import hide, restore
from elearn.safety.models import Hidden
from elearn.search import tasks
from elearn.search.api import find, sweep
from elearn.search.domain.index import refresh
from elearn.search.models import Entry, Kind, Term
from elearn.web.api import approved_by_the_house
from tests.factories import care_service, course_with, district, guide, staff
from tests.guidance import counsel
from tests.guidance.reviews import days_later, reviewed

pytestmark = pytest.mark.django_db


def run_what_waits() -> None:
    """Do what is queued for the search, as the quick worker does."""
    for task in DBTaskResult.objects.filter(task_path__startswith="elearn.search."):
        name = task.task_path.rsplit(".", 1)[1]
        getattr(tasks, name).func(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
        task.delete()


@pytest.fixture
def settled(django_capture_on_commit_callbacks):
    """Do something and all that follows from it."""

    def do(deed, *given, **more):
        with django_capture_on_commit_callbacks(execute=True):
            made = deed(*given, **more)
        run_what_waits()
        return made

    return do


def titles() -> list[str]:
    return sorted(Entry.objects.values_list("title", flat=True))


def test_what_is_published_can_be_found_after_the_task(settled):
    course, [lesson] = settled(course_with, {"title": "İlmə"})
    assert titles() == ["İlmə", "Şərf toxumağı öyrənək"]
    entry = Entry.objects.get(kind=Kind.LESSON)
    assert (entry.key, entry.url, entry.language) == (lesson.pk, lesson.url, "az")


def test_guides_and_services_too(settled):
    settled(guide, "Evdə qulluq")
    service = settled(care_service, "ev", name="Günəş evi")
    assert titles() == ["Evdə qulluq", "Günəş evi"]
    assert Entry.objects.get(kind=Kind.CARE).key == service.pk


def test_a_guide_that_left_the_search_is_back_once_it_is_reviewed(settled):
    sevinc = counsel.sevinc()
    page = settled(guide, "Evdə qulluğu necə almaq olar")
    with days_later(30 + 61):
        refresh(Kind.GUIDE, [page.pk])  # as the nightly rebuild does
        assert titles() == []
        settled(reviewed, page, by=sevinc)
        assert [hit.title for hit in find("qulluğu", language="az").hits] == ["Evdə qulluğu necə almaq olar"]


def test_services_are_found_by_the_new_name_of_their_provider(settled):
    service = settled(care_service, "ev", name="Günəş evi")
    service.provider.name = "Xoşbəxtlik"
    settled(service.provider.save)
    assert [hit.title for hit in find("Xoşbəxtlik", language="az").hits] == ["Günəş evi"]


def test_services_are_found_by_the_new_name_of_a_district_they_lie_in_or_go_to(settled):
    elsewhere = district("Sabirabad")
    service = settled(care_service, "ev", name="Günəş evi", serves=[elsewhere])
    for place, name in ((service.district, "Nəriman"), (elsewhere, "Muğan")):
        place.name = name
        settled(place.save)
        assert [hit.title for hit in find(name, language="az").hits] == ["Günəş evi"]


def test_withdrawing_a_course_takes_its_lessons_out(settled):
    course, _lessons = settled(course_with, {}, {})
    settled(course.unpublish)
    assert titles() == []
    assert not Term.objects.exists()


def test_hidden_and_shown_again(settled):
    course, [lesson] = settled(course_with, {"title": "İlmə"})
    settled(hide, f"course:{course.pk}")
    assert titles() == []
    officer = staff("Sevda", "safeguarding").account
    settled(restore, Hidden.objects.get(), by=officer, words="Nothing was wrong.")
    assert titles() == ["İlmə", "Şərf toxumağı öyrənək"]


def test_deleting_and_moving(settled):
    course, _lessons = settled(course_with, {"title": "İlmə"})
    course.refresh_from_db()
    course.slug = "basqa"
    with approved_by_the_house("a test"):
        settled(course.save_revision().publish)
    assert all("/basqa/" in entry.url for entry in Entry.objects.all())
    settled(course.delete)
    assert titles() == []


def test_doing_it_again_changes_nothing_and_counts_stay_right(settled, indexed):
    course, _lessons = settled(course_with, {"text": "<p>Yun ip və yun şiş.</p>"}, {"text": "<p>Yun.</p>"})
    before = list(Term.objects.order_by("word", "stem").values_list("word", "stem", "entries"))
    assert {word: number for word, _stem, number in before}["yun"] == 2
    refresh(Kind.COURSE, [course.pk])
    indexed()
    indexed()
    assert list(Term.objects.order_by("word", "stem").values_list("word", "stem", "entries")) == before


def test_the_nightly_rebuild_mends_what_was_missed(indexed, settled):
    course_with({"title": "İlmə"})  # the task was lost
    Entry.objects.create(kind=Kind.COURSE, key=999, title="Ghost", url="/", head="ghost", language="az")
    Term.objects.create(word="yun", stem="yun", shown="yun", entries=99)
    settled(sweep)
    assert titles() == ["İlmə", "Şərf toxumağı öyrənək"]
    assert not Term.objects.filter(word="yun").exists()


def test_the_command_says_how_many(indexed, capsys):
    from django.core.management import call_command

    course_with({})
    call_command("rebuild_search")
    assert "2 things can be found." in capsys.readouterr().out


def test_unknown_kinds_are_let_be():
    assert refresh("webinar", [1]) == 0
    assert refresh(Kind.COURSE, []) == 0


@pytest.mark.database
def test_the_engine_s_own_tables_follow_every_way_of_writing(indexed):
    course, _lessons = course_with({})
    indexed()
    Entry.objects.filter(kind=Kind.COURSE).update(head="kosmos", body="")
    assert [hit.key for hit in find("öyrənək", language="az").hits] == []
    Term.objects.create(word="kosmos", stem="kosmos", shown="kosmos", entries=1)
    assert [hit.key for hit in find("kozmos", language="az").hits] == [course.pk]
    Term.objects.filter(word="kosmos").delete()
    assert find("kozmos", language="az").hits == []
    Entry.objects.all().delete()
    assert find("dərs", language="az").hits == []
