"""Issue a certificate again, after it was cancelled or has expired: a new number, paper and badge for the same thing.

The earlier one stays, and says on its page that another took its place. A coordinator does this with a reason, never by
themself for themself; and never of one that still counts, so that of one thing there are never two that count.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.errors import IssuedAgain, IssueReasonWanting, OwnCertificate, RequirementsNotMet, StillCounts
from courses.models import Certificate, Enrolment, EnrolmentState
from elearn.history.api import Kind, note
from elearn.people.api import needs_guardian
from elearn.people.models import Account, Person

from ..badges import status_lists
from .certify import finish, numbered, reserve
from .claims import Claims, gather, name_for_papers
from .contributed import thanks_for
from .design_facts import printed_for
from .verdict import is_expired


def may_be_issued_again(certificate: Certificate) -> bool:
    """Say whether it counts no more, nothing took its place, and there is somebody to issue it to."""
    gone = certificate.cancelled_at is not None or is_expired(certificate)
    return gone and bool(certificate.paper) and not certificate.superseded_at and not certificate.holder_is_removed


def issue_again(certificate: Certificate, *, by: Account, reason: str, name: str = "") -> Certificate:
    """Issue it under a new number; `name` as in the holder's papers, where it was wrong. The holder is told.

    Raises OwnCertificate, IssueReasonWanting, StillCounts, IssuedAgain, RequirementsNotMet, and NothingGiven.
    """
    return finish(reserve_again(certificate, by=by, reason=reason, name=name))


def reserve_again(certificate: Certificate, *, by: Account, reason: str, name: str = "") -> Certificate:
    """Make the row of it; print it after. Two who do this at once: the second raises IssuedAgain."""
    if by.person_id == certificate.person.pk:
        raise OwnCertificate
    if not reason.strip():
        raise IssueReasonWanting

    def write() -> Certificate:
        return _write(certificate.pk, by=by, reason=reason.strip(), name=" ".join(name.split()))

    return reserve(write, lambda: None)


@transaction.atomic
def _write(certificate_id: int, *, by: Account, reason: str, name: str) -> Certificate:
    # Only its own row is locked: whom it is about may be any of three.
    old = Certificate.objects.select_for_update(of=("self",)).with_holder().get(pk=certificate_id)
    if old.superseded_at:
        raise IssuedAgain
    if not may_be_issued_again(old):
        raise StillCounts
    holder = Person.objects.select_for_update().get(pk=old.person.pk)
    if needs_guardian(holder) or holder.removed_at:
        raise RequirementsNotMet
    if name and name != name_for_papers(holder):
        holder.papers_name = name
        holder.save(update_fields=["papers_name"])
    Certificate.objects.filter(pk=old.pk).update(superseded_at=timezone.now())
    status_lists.changed(old.status_list_id)
    made = numbered(
        _claims(old, holder), language=holder.language, is_check=old.is_check, enrolment=old.enrolment,
        taught=old.taught, contributed=old.contributed, cohort_id=old.cohort_id, issued_by=by, issue_reason=reason,
        replaces=old,
    )  # fmt: skip
    _keep_its_end(made, old.valid_until)
    note(
        Kind.CERTIFIED_AGAIN, who=by.person.key, subject=old.subject, is_check=old.is_check, certificate=made.pk,
        of=old.pk, cancelled=bool(old.cancelled_at), renamed=made.claims["holder"] != old.claims["holder"],
    )  # fmt: skip
    return made


def _claims(old: Certificate, holder: Person) -> Claims:
    """Say again what was true, after one expired; what is true now, after one was cancelled: it may have been wrong."""
    before = Claims.from_json(old.claims)
    said = replace(before, holder=name_for_papers(holder), issued_on=timezone.localdate())
    if old.contributed and old.cancelled_at:
        return thanks_for(holder, before.gave_in)
    if old.enrolment_id is None:
        return said
    enrolment = Enrolment.objects.select_for_update().get(pk=old.enrolment_id)
    if enrolment.state != EnrolmentState.COMPLETED:
        raise RequirementsNotMet
    return gather(enrolment) if old.cancelled_at else replace(said, design=printed_for(enrolment.course))


def _keep_its_end(made: Certificate, end: datetime | None) -> None:
    """Let what takes the place of a cancelled one end on the same day: a mistake in it does not lengthen it."""
    if end and end > timezone.now() and made.valid_until and end < made.valid_until:
        made.valid_until = end
        made.save(update_fields=["valid_until"])
