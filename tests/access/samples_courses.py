"""What is built, made, asked and issued in courses: each thing of one person, with whom it concerns and nobody else."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone


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
    work.save()
    course = work.enrolment.course
    Volunteer.objects.create(course=course, person=visitors["volunteer"])
    named = Volunteer.objects.create(course=course, person=visitors["trainer"])
    pages = ("picture.jpg", "film.mp4", "take-back/", "gallery/")
    return {
        "admin/school/volunteers/<int:volunteer_id>/end/:volunteer_id": named.pk,
        "helping/<uuid:key>/works/<int:pk>/:pk": work.pk,
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


def questions(visitors: dict[str, Any], lesson: Any) -> dict[str, Any]:
    import media_pipeline.api as films
    from courses.models import AnswerForm, Ask, AskState, FilmedAnswer, SpokenAnswer, SpokenState

    elder, learner = visitors["elder"], visitors["learner"]
    voice = SpokenAnswer(person=elder, state=SpokenState.MADE, ms=4_000)
    voice.made.save("voice.m4a", ContentFile(bytes(64)), save=False)
    voice.save()
    asked_at = timezone.now() - timedelta(days=1)
    answered = Ask.objects.create(
        person=learner, teacher=elder, lesson=lesson, text="Which yarn?", state=AskState.ANSWERED,
        answer_form=AnswerForm.VOICE, voice=voice, asked_at=asked_at, answered_at=timezone.now(),
    )  # fmt: skip
    waiting = Ask.objects.create(person=learner, teacher=elder, lesson=lesson, text="How long?", asked_at=asked_at)
    filmed = FilmedAnswer.objects.create(film=films.open_film(), ask=waiting, person=elder)
    take = films.open_take(filmed.film, mime="video/webm").pk
    takes = [f"film/take/<uuid:{{name}}>/{deed}/" for deed in ("send", "discard")]
    for_elder = ("", "listen.wav", "film/", "film/take/", *(one.format(name="take") for one in takes))
    own = ("film/", "film/status/", "film/take/", *(one.format(name="key") for one in takes))
    file = "film/file/<uuid:film_id>/send/"
    parts = ("film/words/", "film/file/", file)
    return {
        "my-asked/<int:pk>/shown/:pk": answered.pk, "my-questions/<int:pk>/shown/:pk": answered.pk,
        "my-questions/<int:pk>/listen.wav:pk": waiting.pk, "spoken/<uuid:key>/voice.m4a:key": voice.key,
        **{f"my-questions/<int:pk>/{page}:pk": waiting.pk for page in (*own, *parts)},
        f"helping/<uuid:key>/questions/<int:pk>/{file}:film_id": filmed.film_id,
        f"my-questions/<int:pk>/{file}:film_id": filmed.film_id,
        **{f"my-questions/<int:pk>/{page}:key": take for page in own[3:]},
        **{f"helping/<uuid:key>/questions/<int:pk>/{page}:take": take for page in for_elder[4:]},
        "answer-films/<int:pk>/file/:pk": filmed.pk, "answer-films/<uuid:film_id>/open/:film_id": filmed.film_id,
        **{f"helping/<uuid:key>/questions/<int:pk>/{page}:key": elder.key for page in (*for_elder, *parts)},
        **{f"helping/<uuid:key>/questions/<int:pk>/{page}:pk": waiting.pk for page in (*for_elder, *parts)},
    }  # fmt: skip
