"""How a certificate's design comes to be printed: somebody draws it up, a second person approves it as it stands.

A signature under a paper is a promise of somebody who is not there. So whoever had a hand in a design since it was
last approved cannot approve it; and what is printed meanwhile is the version that was approved.
"""

from dataclasses import replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.documents.certificate import Paper, draw, draw_picture
from courses.errors import DesignChanged, DesignOfOneCourse, OwnDesign
from courses.models import Certificate, CertificateDesign, CoursePage
from elearn.history.api import Kind, note
from elearn.people.models import Account

from .claims import COMPLETION, Claims
from .design_facts import facts_of, mark_of
from .validity import valid_until
from .wording import paper_of

SAMPLE_HOLDERS = {"az": "Günay Elçin qızı Məmmədova", "en": "Gunay Mammadova", "ru": "Гюнай Эльчин гызы Мамедова"}
SAMPLE_NUMBER, SAMPLE_CODE = "KP-0000-000000", "000000000000"


@transaction.atomic
def note_change(design: CertificateDesign, *, by: Account) -> None:
    """Note who drew it up or changed it; call it in the transaction that keeps the change."""
    if design.made_by_id is None:
        CertificateDesign.objects.filter(pk=design.pk).update(made_by=by)
    design.changed_by.add(by)
    note(Kind.DESIGN_CHANGED, who=by.person.key, subject=f"design:{design.pk}")


def may_approve(design: CertificateDesign, account: Account) -> bool:
    """Whether somebody may approve it: who looks after designs, and had no hand in what is not approved yet."""
    if not account.has_perm("courses.change_certificatedesign"):
        return False
    return not is_approved(design) and not design.changed_by.filter(person=account.person_id).exists()


def is_approved(design: CertificateDesign) -> bool:
    """Whether it is printed as it stands now."""
    return design.approved_facts is not None and design.approved_facts == facts_of(design)


@transaction.atomic
def approve_design(design: CertificateDesign, *, by: Account, mark: str) -> CertificateDesign:
    """Let a design be printed as it stands. `mark` is of what was looked at.

    Raises OwnDesign, DesignChanged, and DesignOfOneCourse.
    """
    locked = CertificateDesign.objects.select_for_update().get(pk=design.pk)
    facts = facts_of(locked)
    if mark != mark_of(facts) or is_approved(locked):
        raise DesignChanged
    if not may_approve(locked, by):
        raise OwnDesign
    _refuse_other_courses(locked)
    CertificateDesign.objects.filter(pk=locked.pk).update(
        approved_facts=facts, approved_by=by, approved_at=timezone.now()
    )
    locked.changed_by.clear()
    note(Kind.DESIGN_APPROVED, who=by.person.key, subject=f"design:{locked.pk}", mark=mark)
    locked.refresh_from_db()
    return locked


def _refuse_other_courses(design: CertificateDesign) -> None:
    """A decision is about one course: no other prints with the design that names it."""
    if not design.is_recognised or design.recognised_course is None:
        return
    one = design.recognised_course.translation_key
    if CoursePage.objects.filter(design=design).exclude(translation_key=one).exists():
        raise DesignOfOneCourse


# Preview ------------------------------------------------------------------------------------------------
def preview(design: CertificateDesign, language: str) -> bytes:
    """Draw a design as a PDF: an invented name, "Sample" across it, and no signature of ours."""
    return draw(_sample(design, language))


def preview_picture(design: CertificateDesign, language: str) -> bytes:
    """Draw the same as a picture (PNG)."""
    return draw_picture(_sample(design, language))


def _sample(design: CertificateDesign, language: str) -> Paper:
    with translation.override(language):
        claims = Claims(
            holder=SAMPLE_HOLDERS.get(language, SAMPLE_HOLDERS["en"]), course=_("Learning to knit a scarf"),
            course_language=language, teacher="Leyla Əliyeva", lessons=6, hours=Decimal(2),
            issued_on=timezone.localdate(), issuer="Körpü", coordinator="", kind=COMPLETION,
            skills=(_("casting on"), _("knitting and purling"), _("finishing")), design=facts_of(design),
        )  # fmt: skip
        sample = Certificate(number=SAMPLE_NUMBER, code=SAMPLE_CODE, language=language)
        sample.valid_until = valid_until(claims)
        return replace(paper_of(sample, claims), across=_("Sample"))
