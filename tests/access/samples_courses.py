"""What is built, made, asked and issued in courses: each thing of one person, with whom it concerns and nobody else."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from .samples_private import keep_file


def courses(visitors: dict[str, Any], course: Any, lesson: Any) -> dict[str, Any]:
    """The elder teaches, the learner learns, the partner has a group in the course."""
    return {
        **groups(visitors, course), **works(visitors, lesson), **designs(visitors, course),
        **questions(visitors, lesson), "my-courses/<int:pk>/:pk": course.pk,
        "my-courses/<int:pk>/new-lesson/:pk": course.pk,
        "helping/<uuid:key>/courses/:key": visitors["elder"].key,
        "helping/<uuid:key>/questions/:key": visitors["elder"].key,
        "helping/<uuid:key>/works/:key": visitors["elder"].key,
        "helping/<uuid:key>/works/<int:pk>/:key": visitors["elder"].key,
    }  # fmt: skip


def groups(visitors: dict[str, Any], course: Any) -> dict[str, Any]:
    from courses.domain.cohorts.invitations import invitation_address
    from courses.models import Cohort, CohortImport, CohortMember, EnrolmentRequest, Institution, InstitutionContact

    school = Institution.objects.create(name="School No. 1")
    InstitutionContact.objects.create(institution=school, person=visitors["partner"])
    cohort = Cohort.objects.create(institution=school, course=course, title="Spring", seats=30)
    row = [2, {"name": "Aysel", "e-mail": "", "year of birth": "2000"}, {}]
    file = CohortImport.objects.create(cohort=cohort, name="students.csv", rows=[row])
    member = CohortMember.objects.create(cohort=cohort, person=visitors["learner"], given_name="Learner Visitor")
    from courses.domain.learning.learning_mail import stop_address

    wish = EnrolmentRequest.objects.create(person=visitors["trainer"], course=course)
    pages = ("", "bring/", "completions.<slug:form>")
    return {
        **{f"partner/<int:pk>/{page}:pk": cohort.pk for page in pages},
        "partner/<int:pk>/completions.<slug:form>:form": "csv", "partner/students.<slug:form>:form": "csv",
        **{f"partner/<int:pk>/bring/<int:file>/{page}:pk": cohort.pk for page in ("", "to-mend.<slug:form>")},
        **{f"partner/<int:pk>/bring/<int:file>/{page}:file": file.pk for page in ("", "to-mend.<slug:form>")},
        "partner/<int:pk>/bring/<int:file>/to-mend.<slug:form>:form": "csv",
        "admin/school/institutions/<int:institution_id>/:institution_id": school.pk,
        "admin/school/institutions/<int:institution_id>/groups/new/:institution_id": school.pk,
        "admin/school/groups/<int:group_id>/:group_id": cohort.pk,
        "admin/school/wishes/<int:wish_id>/:wish_id": wish.pk,
        "reminders/off/<str:token>/:token": stop_address(visitors["learner"]).strip("/").rpartition("/")[2],
        "learn/<int:course_id>/group/:course_id": course.pk,
        "i/<str:token>/:token": invitation_address(member).strip("/").rpartition("/")[2],
    }  # fmt: skip


def works(visitors: dict[str, Any], lesson: Any) -> dict[str, Any]:
    from courses.models import Enrolment, Note, Practice, PracticeState, Volunteer

    learner = visitors["learner"]
    note = Note.objects.create(person=learner, lesson=lesson, text="The second stitch")
    now = timezone.now()
    work = Practice(
        enrolment=Enrolment.objects.get(person=learner), lesson=lesson, person=learner, words="My scarf",
        state=PracticeState.ACCEPTED, sent_at=now, decided_at=now,
    )  # fmt: skip
    work.picture.save("scarf.jpg", ContentFile(b"\xff\xd8\xff\xd9"), save=False)
    work.clip.save("scarf.mp4", ContentFile(b"\0\0\0\x18ftypmp42"), save=False)
    work.save()
    course = work.enrolment.course
    Volunteer.objects.create(course=course, person=visitors["volunteer"])
    named = Volunteer.objects.create(course=course, person=visitors["trainer"])
    waiting = Practice.objects.create(
        enrolment=work.enrolment, lesson=lesson, person=learner, words="My hat", state=PracticeState.SENT, sent_at=now,
        submission=_passed_on(visitors, lesson, "practice"),
    )  # fmt: skip
    pages = ("picture.jpg", "film.mp4", "take-back/", "gallery/")
    return {
        "admin/school/volunteers/<int:volunteer_id>/end/:volunteer_id": named.pk,
        "helping/<uuid:key>/works/<int:pk>/:pk": waiting.pk,
        "my-notes/<int:pk>/:pk": note.pk, "my-notes/<int:pk>/throw-away/:pk": note.pk,
        **{f"works/<int:pk>/{page}:pk": work.pk for page in pages}, "my-works/<int:pk>/:pk": work.pk,
    }  # fmt: skip


def designs(visitors: dict[str, Any], course: Any) -> dict[str, Any]:
    from courses.models import CertificateDesign, Enrolment, IssueRun

    names = {f"organisation_{language}": "Körpü" for language in ("az", "en", "ru")}
    design = CertificateDesign.objects.create(name="Spring", made_by=visitors["coordinator"].account, **names)
    run = IssueRun.objects.create(course=course, by=visitors["coordinator"].account, total=1)
    own = ("look/", "sample-<slug:language>.<slug:form>")
    viewset = ("delete", "edit", "history", "history-results", "usage")
    return {
        **{f"admin/certificate-designs/<int:pk>/{page}:pk": design.pk for page in own},
        "admin/certificate-designs/<int:pk>/sample-<slug:language>.<slug:form>:language": "az",
        "admin/certificate-designs/<int:pk>/sample-<slug:language>.<slug:form>:form": "pdf",
        **{f"admin/certificate-designs/{page}/<int:pk>/:pk": design.pk for page in viewset},
        "admin/school/issue/<int:run_id>/:run_id": run.pk,
        "admin/school/issue/by-hand/<int:enrolment_id>/:enrolment_id": Enrolment.objects.get(
            person=visitors["learner"]
        ).pk,
        "admin/school/issue/of-thanks/<int:year>/:year": timezone.localdate().year,
    }  # fmt: skip


def _passed_on(visitors: dict[str, Any], lesson: Any, kind: str) -> Any:
    """Words from the learner to the elder, or back, that a moderator has agreed to."""
    import elearn.safety.api as safety

    learner, elder = visitors["learner"], visitors["elder"]
    by, to = (learner, elder) if kind in ("ask", "practice") else (elder, learner)
    words = safety.submit(kind, f"lesson:{lesson.pk}", by=by, text="Words.", to=to)
    safety.decide(words, by=visitors["coordinator"].account, approve=True)
    words.refresh_from_db()
    return words


def _drafts(visitors: dict[str, Any], ask: Any, addresses: list[str]) -> dict[str, Any]:
    """A take for each address, of an answer that the elder or their companion films: a deed at one ends no other."""
    import media_pipeline.api as films
    from courses.models import FilmedAnswer

    made = {}
    for address in addresses:
        by = visitors["companion"].account if "<uuid:take>" in address else None
        row = FilmedAnswer.objects.create(film=films.open_film(), ask=ask, person=ask.teacher, taken_by=by)
        made[address] = films.open_take(row.film, mime="video/webm")
    return made


def questions(visitors: dict[str, Any], lesson: Any) -> dict[str, Any]:
    from courses.models import AnswerForm, Ask, AskState, FilmedAnswer, SpokenAnswer, SpokenState
    from tests.factories import ready_film

    elder, learner = visitors["elder"], visitors["learner"]
    voice = SpokenAnswer(person=elder, state=SpokenState.MADE, ms=4_000)
    voice.made.save("voice.m4a", ContentFile(bytes(64)), save=False)
    voice.save()
    asked_at = timezone.now() - timedelta(days=1)
    spoken, sent, open_words, shown = (_passed_on(visitors, lesson, kind) for kind in ("ask", "ask", "ask", "ask_film"))
    about = {"person": learner, "teacher": elder, "lesson": lesson, "asked_at": asked_at}
    answered = Ask.objects.create(
        **about, text="Which yarn?", state=AskState.ANSWERED, answer_form=AnswerForm.VOICE, voice=voice,
        answered_at=timezone.now(), question_words=spoken,
    )  # fmt: skip
    waiting = Ask.objects.create(**about, text="How long?", question_words=open_words)
    watched = ready_film(12, source=keep_file("films", "access/answer.mp4"), source_bytes=4)
    by_film = Ask.objects.create(
        **about, text="How wide?", state=AskState.ANSWERED, answer_form=AnswerForm.FILM, film=watched,
        answered_at=timezone.now(), question_words=sent, answer_words=shown,
    )  # fmt: skip
    answer = FilmedAnswer.objects.create(film=watched, ask=by_film, person=elder, state="made")
    takes = [f"film/take/<uuid:{{name}}>/{deed}/" for deed in ("send", "discard")]
    drafts = _drafts(visitors, waiting, [one.format(name=name) for name in ("key", "take") for one in takes])
    for_elder = ("", "listen.wav", "film/", "film/take/", *(one.format(name="take") for one in takes))
    own = ("film/", "film/take/", *(one.format(name="key") for one in takes))
    file = "film/file/<uuid:film_id>/send/"
    parts = ("film/words/", "film/file/", file)
    return {
        "my-asked/<int:pk>/shown/:pk": answered.pk, "my-questions/<int:pk>/shown/:pk": answered.pk,
        "my-questions/<int:pk>/listen.wav:pk": waiting.pk, "spoken/<uuid:key>/voice.m4a:key": voice.key,
        **{f"my-questions/<int:pk>/{page}:pk": waiting.pk for page in (*own, *parts)},
        f"helping/<uuid:key>/questions/<int:pk>/{file}:film_id": drafts[for_elder[4]].film_id,
        f"my-questions/<int:pk>/{file}:film_id": drafts[own[2]].film_id,
        **{f"my-questions/<int:pk>/{page}:key": drafts[page].pk for page in own[2:]},
        **{f"helping/<uuid:key>/questions/<int:pk>/{page}:take": drafts[page].pk for page in for_elder[4:]},
        "answer-films/<int:pk>/file/:pk": answer.pk, "answer-films/<uuid:film_id>/open/:film_id": watched.pk,
        "my-questions/<int:pk>/:pk": waiting.pk, "my-questions/<int:pk>/film/status/:pk": by_film.pk,
        **{f"helping/<uuid:key>/questions/<int:pk>/{page}:key": elder.key for page in (*for_elder, *parts)},
        **{f"helping/<uuid:key>/questions/<int:pk>/{page}:pk": waiting.pk for page in (*for_elder, *parts)},
    }  # fmt: skip
