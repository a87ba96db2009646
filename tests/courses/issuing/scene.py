"""What the tests about issuing share: pictures, designs, people who look after certificates, a group."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from courses.models import CertificateDesign, Cohort, EnrolmentState, Institution
from courses.models.design import DesignPartner, DesignSignatory
from elearn.people.models import Role
from tests import factories
from tests.courses.papers import completed_in

WORDS = {"organisation_az": "Körpü", "organisation_en": "Körpü", "organisation_ru": "Кёрпю"}
ROLES = {"role_az": "Əlaqələndirici", "role_en": "Coordinator", "role_ru": "Координатор"}
RECOGNISED = {
    "recognised_by": "Təhsil İnstitutu", "decision_number": "12/34", "decision_date": "2026-03-01",
    "framework": "AzMKÇ", "level": "3",
}  # fmt: skip


def picture(form: str = "PNG", size=(300, 120), **more) -> bytes:
    """A picture of nothing, with words hidden in it."""
    image = Image.new("RGB", size, "#1F3A5F")
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"  # ImageDescription
    written = BytesIO()
    image.save(written, form, exif=exif, **more)
    return written.getvalue()


def signed_in(who) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def coordinator(name: str = "Rəna Həsənova", email: str = "rena@issue.example"):
    factories.first_pages()
    return factories.person(name, email=email, roles=[Role.COORDINATOR], birth_year=1980)


def design(name: str = "Standard", *, by=None, **more) -> CertificateDesign:
    """A design with one signature and one logo, not approved."""
    from courses.domain.certificates.designs import note_change

    made = CertificateDesign.objects.create(name=name, **{**WORDS, **more})
    rows = [
        DesignSignatory(design=made, name="Rəna Həsənova", picture=ContentFile(picture(), "hand.png"), **ROLES),
        DesignPartner(design=made, name="Sənət Evi", logo=ContentFile(picture("JPEG"), "logo.jpg")),
    ]
    for row in rows:
        row.full_clean(exclude=["design"])
        row.save()
    if by:
        note_change(made, by=by.account)
    return CertificateDesign.objects.get(pk=made.pk)


def approved(name: str = "Standard", **more) -> CertificateDesign:
    from courses.domain.certificates.design_facts import current_mark
    from courses.domain.certificates.designs import approve_design

    made = design(name, **more)
    kamran = coordinator("Kamran Vəliyev", f"kamran.{made.pk}@issue.example")
    return approve_design(made, by=kamran.account, mark=current_mark(made))


def group(course, learners: int = 3, *, state=EnrolmentState.COMPLETED) -> tuple[Cohort, list]:
    """A group of so many in a course, all of whom have completed it."""
    institution = Institution.objects.get_or_create(name="Bakı Universiteti")[0]
    cohort = Cohort.objects.create(institution=institution, course=course, title="2026-A", seats=50)
    rows = [completed_in(course, factories.person(f"Iştirakçı {number}")) for number in range(learners)]
    for row in rows:
        row.cohort, row.state = cohort, state
        row.save()
    return cohort, rows
