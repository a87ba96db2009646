"""Visit an address as each role, on a small world that holds one of everything."""

from typing import Any

from django.test import Client

from tests.visitors import prove

from . import table
from .samples import samples_of


def _kept(person: Any) -> Client:
    """Keep the browser with the person: the next test's people have the same keys and other sessions."""
    if person is None:
        return _NOBODY
    if not hasattr(person, "browser"):
        person.browser = _signed_in(person)
    return person.browser


def client_for(person: Any, address: str) -> Client:
    """Give the visitor's browser; one of its own where the address may sign them out.

    What it was told at earlier addresses is not brought along: read and signed anew each time, it would take long.
    """
    browser = _signed_in(person) if "out" in address else _kept(person)
    browser.cookies.pop("messages", None)
    return browser


def _signed_in(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
        prove(client, "code")  # what asks for a proof of the last minutes opens, so that its own answer is seen
    return client


_NOBODY = _signed_in(None)


def answers_of(address: str, samples: dict[str, Any]) -> list[str]:
    """Give the answers of an address, in the order of VISITORS."""
    path = table.concrete(address, samples)
    return [answer(client_for(samples["visitors"].get(name), address), path) for name in table.VISITORS]


def answer(client: Client, path: str) -> str:
    """Ask with GET, or with an empty POST where only that is taken, and put the answer in one word."""
    response = client.get(path)
    if response.status_code == 405:
        response = client.post(path)
    if response.status_code in (301, 302, 303):
        target = response["Location"]
        if target.startswith("/sign-in/") and not path.startswith("/sign-in/"):
            return "sign-in"
        # Wagtail's way of refusing: back to the front of the admin, with a message.
        return "no" if path.startswith("/admin/") and target in ("/admin/", "/") else "away"
    return {403: "no", 404: "hidden", 400: "yes", 409: "yes", 422: "yes"}.get(
        response.status_code, "yes" if response.status_code < 400 else "fails"
    )


def world() -> dict[str, Any]:
    """Make one of everything: a visitor of each role, a course of the elder, a certificate of the learner, a concern."""
    import courses.api as school
    import elearn.guidance.api
    import elearn.people.api as people
    import elearn.safety.api as safety
    import elearn.search.api
    import elearn.visits.api
    import elearn.web.api
    from elearn.operations.viewing import right_answers
    from elearn.people.models import Role
    from elearn.safety.api import report

    for room in (elearn.web.api, people, safety, school, elearn.visits.api, elearn.guidance.api,
                 elearn.search.api):  # fmt: skip
        room.prepare()
    visitors = {
        role.value: people.create_person(
            f"{role.value.title()} Visitor",
            language="en",
            email=f"{role.value}@access.example",
            roles=[role],
            birth_year=1990,
        )  # fmt: skip
        for role in Role
    }
    course = school.create_course(school.create_topic("Weaving", language="en"), "A scarf", teacher=visitors["elder"])
    question = school.NewQuestion(text="How many?", right="Twenty", others=["Five"])
    lesson = school.create_lesson(course, "The first row", text="<p>Read this.</p>", questions=[question])
    contribution = school.begin_contribution(visitors["elder"], is_recording=True)
    enrolment = school.enrol(visitors["learner"], course)
    school.answer_quiz(visitors["learner"], lesson, right_answers(lesson))
    certificate = school.certify(enrolment)
    concern = report("Something is wrong.", about="/", contact="")
    words = safety.submit("thanks", f"lesson:{lesson.pk}", by=visitors["learner"], text="Thank you.")
    return {
        "visitors": visitors, "language": "en", "str": "none", "uuid": "00000000-0000-0000-0000-000000000000",
        "course_id": course.pk, "lesson_id": lesson.pk, "reference": certificate.reference, "page_id": lesson.pk,
        "my-films/<int:pk>/:pk": contribution.pk, "my-films/<int:pk>/status/:pk": contribution.pk,
        "my-films/<int:pk>/describe/:pk": contribution.pk, "my-films/<int:pk>/withdraw/:pk": contribution.pk,
        "admin/documents/chooser/chosen/<str:pk>/:pk": 1, "admin/images/chooser/chosen/<str:pk>/:pk": 1,
        "admin/film-chooser/chosen/<str:pk>/:pk": contribution.film_id, "admin/concerns/<int:pk>/:pk": concern.pk,
        "admin/words/<int:pk>/:pk": words.pk, "my-words/<int:pk>/:pk": words.pk,
        "admin/people/edit/<int:pk>/:pk": visitors["learner"].pk, "certificate_id": certificate.pk,
        "contribution_id": contribution.pk, **samples_of(visitors, contribution, course, lesson),
    }  # fmt: skip
