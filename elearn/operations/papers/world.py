"""A course that a thousand people have completed, and the design of its certificate: what the benchmark issues for."""

from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

import courses.api as school
import elearn.people.api as people
import elearn.web.api as web
from courses.models import CertificateDesign, Cohort, CoursePage, Enrolment, EnrolmentState, Institution
from courses.models.design import DesignPartner, DesignSignatory
from elearn.people.models import Account, ContactPoint, Person, Role

LANGUAGES = ("az", "ru", "en")
NAMES = ("Günay Məmmədova", "Rəşad Quliyev", "Aysel Rzayeva", "Эльвира Ганиева", "Kənan Əliyev")


@dataclass(frozen=True)
class World:
    """Who issues, and for whom."""

    cohort: Cohort
    coordinator: Account


def made(count: int) -> World:
    """Make a group of so many, all of whom have completed its course."""
    people.prepare()
    web.prepare()
    school.prepare()
    rena, kamran = _account("Rəna Həsənova", "rena"), _account("Kamran Vəliyev", "kamran")
    design = approved_design(rena, kamran)
    course = _course(design)
    institution = Institution.objects.create(name="Bakı Dövlət Universiteti (sınaq)")
    cohort = Cohort.objects.create(institution=institution, course=course, title="2026", seats=count, made_by=rena)
    _learners(cohort, count)
    return World(cohort, rena)


def _account(name: str, local: str) -> Account:
    person = people.create_person(
        name, language="az", birth_year=1980, email=f"{local}@bench.example", roles=[Role.COORDINATOR]
    )
    return Account.objects.get(person=person)


def approved_design(by: Account, approver: Account) -> CertificateDesign:
    """Make a design with two signatures and a logo, as a second person approved it."""
    design = CertificateDesign.objects.create(
        name="Bench", organisation_az="Körpü", organisation_en="Körpü", organisation_ru="Körpü", made_by=by,
        statement_az="Əldən-ələ, nəsildən-nəslə.", statement_en="From hand to hand.", statement_ru="Из рук в руки.",
    )  # fmt: skip
    for name in ("Rəna Həsənova", "Kamran Vəliyev"):
        signatory = DesignSignatory(
            design=design, name=name, role_az="Əlaqələndirici", role_en="Coordinator", role_ru="Координатор",
            picture=ContentFile(signature_picture(), "signature.png"),
        )  # fmt: skip
        signatory.full_clean(exclude=["design"])
        signatory.save()
    partner = DesignPartner(design=design, name="Sənət Evi", logo=ContentFile(signature_picture(), "logo.png"))
    partner.full_clean(exclude=["design"])
    partner.save()
    return school.approve_design(design, by=approver, mark=school.design_mark(design))


def signature_picture() -> bytes:
    """Draw something like a signature."""
    picture = Image.new("RGBA", (560, 200), (0, 0, 0, 0))
    points = [(20 + 5 * x, 100 + (x * 37 % 71 - 35)) for x in range(104)]
    ImageDraw.Draw(picture).line(points, fill=(31, 58, 95, 255), width=5, joint="curve")
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _course(design: CertificateDesign) -> CoursePage:
    topic = school.create_topic("Toxuculuq", language="az")
    teacher = people.create_person("Leyla Əliyeva", language="az", birth_year=1955)
    course = school.create_course(topic, "Şərf toxumağı öyrənək", teacher=teacher, summary="İlk şərfiniz.", hours=2)
    for number in range(1, 4):
        school.create_lesson(course, f"{number}-ci dərs", text="<p>İlmə salmaq.</p>")
    CoursePage.objects.filter(pk=course.pk).update(design=design, competences="ilmə salmaq\nşərfi bitirmək")
    return CoursePage.objects.get(pk=course.pk)


def _learners(cohort: Cohort, count: int) -> None:
    now = timezone.now()
    persons = Person.objects.bulk_create(
        Person(name=f"{NAMES[n % len(NAMES)]} {n}", language=LANGUAGES[n % len(LANGUAGES)], birth_year=1999)
        for n in range(count)
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(person=one, kind=ContactPoint.Kind.EMAIL, value=f"learner{n}@bench.example", verified_at=now)
        for n, one in enumerate(persons)
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            person=one, course=cohort.course, cohort=cohort, state=EnrolmentState.COMPLETED, completed_at=now,
        )
        for one in persons
    )  # fmt: skip
