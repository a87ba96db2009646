"""What the tests about certificates share: a completed course, and papers tampered with in every way."""

from decimal import Decimal
from io import BytesIO

from django.utils import timezone

from courses.models import Enrolment, EnrolmentState
from tests.factories import course_with, person, ready_film


def completed_enrolment(learner=None, **course) -> Enrolment:
    """A learner who has completed a course of two lessons."""
    page, _lessons = course_with({}, {}, **course)
    return completed_in(page, learner)


def completed_in(page, learner=None) -> Enrolment:
    learner = learner or person("Günay Məmmədova", papers_name="Günay Elçin qızı Məmmədova")
    return Enrolment.objects.create(
        person=learner, course=page, state=EnrolmentState.COMPLETED, completed_at=timezone.now()
    )


def sent_contribution(teacher=None, *, agreed: bool = True, **more):
    """A film that a teacher sent and that waits for a coordinator; its teacher agrees."""
    from courses.domain.films.consents import agree
    from courses.models import Contribution, ContributionState

    contribution = Contribution.objects.create(
        **{
            "person": teacher or person("Leyla Əliyeva", form_of_address="xanim", email="leyla@papers.example"),
            "film": ready_film(),
            "state": ContributionState.SENT,
            "title": "İlmə salmaq",
            "language": "az",
            "sent_at": timezone.now(),
            **more,
        }
    )
    if agreed:
        agree(contribution, ["site"], by=None)
    return contribution


def paper_bytes(certificate) -> bytes:
    from django.core.files.storage import storages

    return storages["papers"].open(certificate.paper).read()


def with_another_name(pdf: bytes) -> bytes:
    """Change the title by an incremental update, as an editor that keeps the signature does."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.trailer_view["/Info"]["/Title"] = generic.TextStringObject("Certificate KP: Murad Quliyev")
    writer.update_container(writer.trailer_view["/Info"])
    changed = BytesIO()
    writer.write(changed)
    return changed.getvalue()


def without_signature(pdf: bytes) -> bytes:
    """Give the bytes as they were before signing: the signature is an incremental update at the end."""
    return pdf[: pdf.index(b"%%EOF") + 6]


def signed_by_another(pdf: bytes) -> bytes:
    from courses.documents.paper_key import new_signer
    from courses.documents.signature import sign

    return sign(without_signature(pdf), new_signer("Körpü"), name="Körpü", reason="Certificate")


HOURS = Decimal("1.5")
