"""A certificate of what was learnt with a person: the room that taught says what it was, the school prints and signs.

Nothing here is a test or a mark: the paper says how long it was, with whom, and what was looked at together.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from courses.errors import RequirementsNotMet
from courses.models import Certificate, Taught
from elearn.people.api import needs_guardian
from elearn.people.models import Account, Person

from .certify import finish, numbered, reserve
from .claims import Claims, name_for_papers


def certify_taught(
    person: Person,
    *,
    subject: str,
    title: str,
    language: str,
    hours: Decimal,
    visits: int,
    skills: Sequence[str],
    teacher: str,
    completed_at: datetime,
    evidence: dict[str, Any],
    by: Account | None,
) -> Certificate:
    """Issue the certificate of something taught at home, or give the one there is of this `subject` ("visits:12").

    The words (`title`, `skills`, `teacher`) come in the holder's `language` and are printed as they are; `evidence` is
    kept and holds no names. Who may say yes to it is asked by who calls. Two callers at once get the same certificate.
    Raises RequirementsNotMet for who cannot decide, and ValueError without visits, hours or a title.
    """
    if visits < 1 or hours <= 0 or not title.strip():
        raise ValueError("A certificate says what was taught, and how long.")

    def write() -> Certificate:
        holder = Person.objects.select_for_update().get(pk=person.pk)
        if needs_guardian(holder) or holder.removed_at or not holder.speaks_for_themself:
            raise RequirementsNotMet
        taught = Taught.objects.create(
            person=holder, subject=subject, completed_at=completed_at, evidence=evidence, by=by
        )
        claims = Claims(
            holder=name_for_papers(holder), course=title.strip(), course_language=language, teacher=teacher,
            lessons=0, hours=hours.normalize(), issued_on=timezone.localdate(), issuer=settings.WAGTAIL_SITE_NAME,
            coordinator="", visits=visits, skills=tuple(skills),
        )  # fmt: skip
        return numbered(claims, language=language, is_check=holder.is_check, taught=taught)

    found = taught_certificate(subject) or reserve(write, lambda: taught_certificate(subject))
    if found.person.pk != person.pk:
        raise ValueError(f"{subject} was taught to somebody else.")
    return finish(found)


def taught_certificate(subject: str) -> Certificate | None:
    """Give the certificate of something that was taught, if there is one."""
    rows: list[Certificate] = list(Certificate.objects.current().with_holder().filter(taught__subject=subject)[:1])
    return rows[0] if rows else None
