"""Numbers and rows for many certificates of one course at once: one transaction, numbers without a gap."""

from collections.abc import Iterator, Sequence

from django.db import IntegrityError, transaction

from courses.models import Certificate, CoursePage, Enrolment, EnrolmentState
from elearn.people.api import needs_guardian, without_consent
from elearn.people.models import Account

from ..badges import status_lists
from ..watching.evidence import evidence_of_all
from .certify import NUMBER_TRIES, new_row, next_number
from .claims import gather_all

NOT_COMPLETE, WAITS = "not_complete", "waiting"


def reserve_all(
    ids: Sequence[int], course: CoursePage, *, by: Account | None, reason: str, cohort: int | None = None
) -> tuple[list[Certificate], dict[int, str]]:
    """Make the rows of certificates of these enrolments, or give those there are without a paper.

    Gives the rows with their holders loaded, and for whom it may not be done: enrolment → why.
    """
    for _attempt in range(NUMBER_TRIES):
        try:
            return _reserve(ids, course, by=by, reason=reason, cohort=cohort)
        except IntegrityError:  # somebody took a number, or certified one of them, meanwhile
            continue
    raise RuntimeError("No free certificate numbers were found.")


@transaction.atomic
def _reserve(
    ids: Sequence[int], course: CoursePage, *, by: Account | None, reason: str, cohort: int | None
) -> tuple[list[Certificate], dict[int, str]]:
    # Locked, so that nobody takes back meanwhile what completed it.
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("person")
    locked = list(rows.order_by("pk"))
    refused = _refused(locked)
    there = set(Certificate.objects.current().filter(enrolment__in=ids).values_list("enrolment_id", flat=True))
    new = [row for row in locked if row.pk not in refused and row.pk not in there]
    _write(new, course, by=by, reason=reason, cohort=cohort)
    made = Certificate.objects.current().with_holder().select_related("status_list")
    left = made.filter(enrolment__in=[row.pk for row in locked if row.pk not in refused], paper="")
    return list(left.order_by("enrolment_id")), refused


def _refused(rows: Sequence[Enrolment]) -> dict[int, str]:
    guarded = set(without_consent().filter(pk__in=[row.person_id for row in rows]).values_list("pk", flat=True))
    refused: dict[int, str] = {}
    for row in rows:
        if row.state != EnrolmentState.COMPLETED:
            refused[row.pk] = NOT_COMPLETE
        elif row.person_id in guarded and needs_guardian(row.person):
            refused[row.pk] = WAITS
    return refused


def _write(
    new: Sequence[Enrolment], course: CoursePage, *, by: Account | None, reason: str, cohort: int | None
) -> None:
    if not new:
        return
    claims, evidence = gather_all(new, course), evidence_of_all(new, course.path)
    places = status_lists.take(len(new))
    year = claims[new[0].pk].issued_on.year
    numbers = {is_check: _numbers(is_check, year) for is_check in (False, True)}
    Certificate.objects.bulk_create(
        new_row(
            next(numbers[is_check]), claims[row.pk], language=row.person.language, is_check=is_check, place=place,
            enrolment=row, cohort_id=cohort or row.cohort_id, issued_by=by, issue_reason=reason,
            evidence=evidence[row.pk],
        )
        for row, place in zip(new, places, strict=True)
        for is_check in [row.person.is_check or course.is_check]
    )  # fmt: skip


def _numbers(is_check: bool, year: int) -> Iterator[str]:
    """Give the numbers that follow the last one of a year."""
    start, _dash, count = next_number(is_check=is_check, year=year).rpartition("-")
    number = int(count)
    while True:
        yield f"{start}-{number:06}"
        number += 1
