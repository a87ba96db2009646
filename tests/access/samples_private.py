"""Files and films that open to the few whom they concern: what the elder gave, answered, and who comes to them."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

JPEG = b"\xff\xd8\xff\xd9"


def private(visitors: dict[str, Any]) -> dict[str, Any]:
    """Make them all; give them by address and name of the part."""
    return {**films(visitors), **takes(visitors), **lessons(visitors), **banks(visitors), **passkeys(visitors)}


def keep_file(store: str, name: str, data: bytes = JPEG) -> str:
    """Put a file where its row says that it lies."""
    if not storages[store].exists(name):
        storages[store].save(name, ContentFile(data))
    return name


def films(visitors: dict[str, Any]) -> dict[str, Any]:
    """A film of the elder that is public, one that the companion recorded for them, and their original."""
    from courses.domain.films.answer_page import version_of
    from courses.models import Contribution, ContributionState, ElderQuestion
    from tests.factories import course_with, ready_film

    elder, companion = visitors["elder"], visitors["companion"]
    given = ready_film(20, source=keep_file("films", "access/original.mp4", b"\0\0\0\x18ftypmp42"), source_bytes=12)
    own = Contribution.objects.create(
        person=elder, film=given, state=ContributionState.SENT, title="A knot", language="en", sent_at=timezone.now()
    )
    shown = ready_film(20)
    _course, [lesson] = course_with({"film": shown, "title": "A seam"}, teacher=elder, language="en", title="Sewing")
    helped = Contribution.objects.create(
        person=elder, film=shown, state=ContributionState.PLACED, title="A seam", language="en", is_helped=True,
        recorded_by=companion, lesson=lesson, sent_at=timezone.now(),
    )  # fmt: skip
    ElderQuestion.objects.create(contribution=helped, version=version_of(helped))
    changes = ("answer/", "replace/", "shorten/", "shorten/status/")
    return {
        **{f"my-films/<int:pk>/{page}:pk": own.pk for page in ("original/", "original/keep/")},
        **{f"helping/films/<int:pk>/{page}:pk": helped.pk for page in changes},
        **{f"{start}/for/<uuid:key>/{page}/:key": elder.key for start, page in (("record", "takes"), ("upload", "begin"))},
        "helping/<uuid:key>/courses/new/:key": elder.key,
    }  # fmt: skip


def takes(visitors: dict[str, Any]) -> dict[str, Any]:
    """What the companion records for the elder, a video for each address: a deed at one ends no other."""
    import media_pipeline.api as films
    from courses.models import Contribution

    elder, companion = visitors["elder"], visitors["companion"]
    found: dict[str, Any] = {}
    for deed in ("send", "discard"):
        draft = Contribution.objects.create(
            person=elder, film=films.open_film(), is_recording=True, is_helped=True, recorded_by=companion
        )
        address = f"record/for/<uuid:key>/takes/<uuid:take>/{deed}/"
        take = films.open_take(draft.film, mime="video/webm")
        found |= {f"{address}:key": elder.key, f"{address}:take": take.pk}
    return found


def lessons(visitors: dict[str, Any]) -> dict[str, Any]:
    """A lesson with a picture, and something to make and to show, in which the learner is."""
    import courses.api as school
    from courses.models import CoursePage
    from elearn.people.api import ask_consent
    from tests.courses.quiz.pictures import library_picture
    from tests.courses.quiz.samples import every_kind

    library_picture()  # the first of the library is deleted by an address of the admin
    image, of_elder = library_picture(), library_picture()
    ask_consent(
        visitors["elder"], subject=f"image:{of_elder.pk}", purpose="teach", uses=["site"], kind="picture", is_own=True
    )
    course = CoursePage.objects.get(title="Sewing")
    picture = ("picture", {"image": image.pk, "alt": "A needle", "caption": ""})
    task = ("practice", {"task": "Show your seam", "takes": "either", "is_needed": False})
    lesson = school.create_lesson(course, "What to show", text="<p>Sew.</p>", making=[picture, task])
    asked = school.create_lesson(course, "What to know", text="<p>Sew.</p>", questions=every_kind(image.pk))
    school.enrol(visitors["learner"], course)
    pages = ("practice/", "practice/film/", "practice/film/send/", "picture/<int:image_id>/")
    return {
        **{f"learn/lesson/<int:lesson_id>/{page}:lesson_id": lesson.pk for page in pages},
        "learn/lesson/<int:lesson_id>/picture/<int:image_id>/:image_id": image.pk,
        "my-courses/pictures-of-me/<int:image_id>/:image_id": of_elder.pk,
        "my-courses/lessons/<int:lesson_id>/pictures/<int:image_id>/:lesson_id": lesson.pk,
        "my-courses/lessons/<int:lesson_id>/pictures/<int:image_id>/:image_id": image.pk,
        "learn/lesson/<int:lesson_id>/quiz/picture/<int:image_id>/:lesson_id": asked.pk,
        "learn/lesson/<int:lesson_id>/quiz/picture/<int:image_id>/:image_id": image.pk,
    }


def banks(visitors: dict[str, Any]) -> dict[str, Any]:
    """Questions with their answers, and a file of them that the coordinator brought and has not applied."""
    import courses.api as school
    from courses.models import BankImport, CoursePage
    from tests.courses.quiz.samples import every_kind

    topic = CoursePage.objects.get(title="Sewing").get_parent().specific
    bank = school.create_bank(topic, "Questions of sewing", questions=every_kind())
    file = BankImport.objects.create(bank=bank, by=visitors["coordinator"].account, name="questions.csv", read_as="CSV")
    start = "admin/school/banks/"
    return {
        **{f"{start}<int:bank_id>/{page}:bank_id": bank.pk for page in ("bring/", "questions.<slug:form>")},
        **{f"{start}files/<int:file_id>/{page}:file_id": file.pk for page in ("", "to-mend.<slug:form>")},
        f"{start}<int:bank_id>/questions.<slug:form>:form": "csv",
        f"{start}files/<int:file_id>/to-mend.<slug:form>:form": "csv",
    }


def passkeys(visitors: dict[str, Any]) -> dict[str, Any]:
    """The learner signs in with a device, and with another: one address takes it away."""
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from tests.people.test_passkeys import make
    from tests.visitors import prove

    browser = Client()
    browser.force_login(visitors["learner"].account, backend="django.contrib.auth.backends.ModelBackend")
    prove(browser, "code")
    found = {}
    for page in ("", "remove/"):
        make(browser, f"Phone {page}")
        found[f"sign-in/passkeys/<int:pk>/{page}:pk"] = Authenticator.objects.latest("pk").pk
    return found
