"""What grows with the school costs the same at ten courses and at a thousand: pages, and the desk of each role."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Certificate, CoursePage, Enrolment, EnrolmentState, LessonPage, LessonProgress, Note
from elearn.people.api import Role
from tests import factories

pytestmark = pytest.mark.django_db
LARGEST = 120_000  # bytes of an answer, whatever grows
QUERIES = {
    "home": 13, "catalogue": 15, "catalogue, second page": 15, "topic": 17, "course": 19, "lesson": 34,
    "learner's catalogue": 17, "learner's course": 13, "learner's lesson": 16,
    "my learning": 12, "my certificates": 4, "my notes": 8,
    "elder's desk": 16, "learner's desk": 18, "coordinator's desk": 35, "partner's desk": 14, "operator's desk": 12,
}  # fmt: skip


def rows(model, template, changes: list[dict]) -> list:
    """Make pages by their rows alone: a copy of one page each, in both of its tables."""
    from wagtail.models import Page

    plain = {
        field.attname: getattr(template, field.attname)
        for field in Page._meta.concrete_fields
        if field.attname not in ("id", "translation_key", "latest_revision_id", "live_revision_id")
    }
    first = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    Page.objects.bulk_create([Page(**{**plain, **change}, id=first + at) for at, change in enumerate(changes)])
    own = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = [connection.ops.quote_name(field.column) for field in (model._meta.pk, *own)]
    values = [field.get_db_prep_save(getattr(template, field.attname), connection) for field in own]
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
            [[first + at, *values] for at in range(len(changes))],
        )
    return list(model.objects.filter(pk__gte=first).order_by("pk"))


def make(count: int, course, lesson, person) -> None:
    """So many courses more, each with one lesson: the person has begun each, finished every third, and written notes."""
    from wagtail.models import Page

    topic = course.get_parent(update=True)
    start = topic.numchild
    steps = [Page._int2str(start + at + 1).rjust(Page.steplen, "0") for at in range(count)]
    courses = rows(CoursePage, course, [
        {"path": topic.path + step, "slug": f"kurs-{step}", "title": f"Kurs {step}", "numchild": 1,
         "url_path": f"{topic.url_path}kurs-{step}/"} for step in steps
    ])  # fmt: skip
    lessons = rows(LessonPage, lesson, [
        {"path": f"{one.path}0001", "slug": "bir", "url_path": f"{one.url_path}bir/"} for one in courses
    ])  # fmt: skip
    Page.objects.filter(pk=topic.pk).update(numchild=start + count)
    now = timezone.now()
    made = Enrolment.objects.bulk_create(
        [Enrolment(person=person, course=one, last_seen_at=now, enrolled_at=now) for one in courses]
    )
    LessonProgress.objects.bulk_create(
        [LessonProgress(enrolment=one, lesson=page) for one, page in zip(made, lessons, strict=True)]
    )
    Note.objects.bulk_create([Note(person=person, lesson=page, film=page.film, ms=1000, text="Yadda saxla") for page in lessons])  # noqa: E501  # fmt: skip
    finish(made[::3])


def finish(enrolments: list[Enrolment]) -> None:
    """Complete courses by their rows alone, each with a certificate."""
    now = timezone.now()
    keys = [one.pk for one in enrolments]
    Enrolment.objects.filter(pk__in=keys).update(state=EnrolmentState.COMPLETED, completed_at=now)
    LessonProgress.objects.filter(enrolment__in=keys).update(way="watched", watched_at=now, completed_at=now)
    Certificate.objects.bulk_create([
        Certificate(
            enrolment=one, number=f"KP-2026-{one.pk:06}", code=f"{one.pk:012}", language="az", paper="papers/x.pdf",
            claims={"course": one.course.title}, issued_at=now,
        )
        for one in enrolments
    ])  # fmt: skip


@pytest.fixture
def school():
    leyla = factories.person("Leyla Əliyeva", email="leyla@many.example", birth_year=1955, roles=[Role.ELDER])
    gunay = factories.person("Günay Məmmədova", email="gunay@many.example", birth_year=2004, roles=[Role.LEARNER])
    rena = factories.staff("Rəna Həsənova", "coordinator")
    murad = factories.staff("Murad Quliyev", "partner")
    sara = factories.staff("Sara Quliyeva", "operator")
    course, [lesson] = factories.course_with({"film": factories.ready_film(30)}, teacher=leyla)
    people = {"elder": leyla, "learner": gunay, "coordinator": rena, "partner": murad, "operator": sara}
    return people, course, lesson


def asked(client: Client, address: str) -> tuple[int, int]:
    """Ask twice, and give the queries of the second time and the size of the answer."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(queries), len(answer.content)


@pytest.mark.slow
def test_pages_cost_the_same_at_ten_courses_and_at_a_thousand(school):
    people, course, lesson = school
    visitors = {"visitor": Client(), **{role: Client() for role in people}}
    for role, person in people.items():
        visitors[role].force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    looks = {
        "home": ("visitor", "/az/"), "catalogue": ("visitor", "/az/kurslar/"),
        "catalogue, second page": ("visitor", "/az/kurslar/?page=2"), "topic": ("visitor", course.get_parent().url),
        "course": ("visitor", course.url), "lesson": ("visitor", lesson.url),
        "learner's catalogue": ("learner", "/az/kurslar/"), "learner's course": ("learner", f"/learn/{course.pk}/mine/"),
        "learner's lesson": ("learner", f"/learn/lesson/{lesson.pk}/mine/"),
        "my learning": ("learner", "/my-learning/"), "my certificates": ("learner", "/my-certificates/"),
        "my notes": ("learner", "/my-notes/"),
        **{f"{role}'s desk": (role, "/desk/") for role in people},
    }  # fmt: skip

    def all_of_them() -> dict[str, tuple[int, int]]:
        return {name: asked(visitors[role], address) for name, (role, address) in looks.items()}

    make(9, course, lesson, people["learner"])
    few = all_of_them()
    make(990, course, lesson, people["learner"])
    many = all_of_them()
    assert CoursePage.objects.count() == 1000
    assert {look: found[0] for look, found in few.items()} == QUERIES
    assert {look: found[0] for look, found in many.items()} == QUERIES
    assert {look: found[1] for look, found in many.items() if found[1] > LARGEST} == {}
