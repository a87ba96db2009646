"""Bring a file with students into a group: look first, see every line that is wrong, then take the good ones.

What is taken is what was shown: where the file or the group has changed meanwhile, nothing is done and it is shown
anew. Faulty lines stay in the file to be mended. Students are invited, not enrolled. Whoever brings the file learns
nothing about anybody: a person known here and one who is not look the same to them, and nothing of a known person is
changed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.cohort_columns import Student, meanings, read_student, wanting
from courses.errors import FileChanged, GroupClosed
from courses.models import Cohort, CohortImport, CohortMember, ImportState
from elearn.history.api import Kind, note
from elearn.people.api import create_person, known_as
from elearn.people.models import Account, ContactPoint, Person
from elearn.people.writing import fold
from elearn.web.code_pages import is_garbled
from elearn.web.letters import small
from elearn.web.reading_tables import read

from .cohorts import open_groups, seats_left
from .invitations import contact_mark, invite

KEPT_FOR = timedelta(days=1)
MOST_AT_ONCE = 300


@dataclass
class Plan:
    """What a file would do now. `faults` are of the file as a whole: then nothing of it can be taken."""

    students: list[Student]
    mark: str
    columns: list[str]  # as the file has them
    unknown: list[str]  # columns that mean nothing here
    faults: list[str] = field(default_factory=list)

    @property
    def good(self) -> list[Student]:
        """Give the lines that can be taken."""
        return [one for one in self.students if not one.faults and not one.is_known]

    @property
    def faulty(self) -> list[Student]:
        return [one for one in self.students if one.faults]

    @property
    def known(self) -> list[Student]:
        """Give the lines that this institution has brought to this group before."""
        return [one for one in self.students if one.is_known and not one.faults]


@transaction.atomic
def look(cohort: Cohort, data: bytes, *, name: str, by: Account) -> CohortImport:
    """Read a file and keep what it says; nobody is invited. Raises FileUnreadable, GroupClosed.

    What was looked at a day ago is thrown away.
    """
    if not open_groups().filter(pk=cohort.pk).exists():
        raise GroupClosed
    table = read(data)
    CohortImport.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    rows = [[number, row, table.faults.get(number, {})] for number, row in table.rows]
    return CohortImport.objects.create(cohort=cohort, name=name[:200], rows=rows, by=by)


def kept_files() -> QuerySet[CohortImport]:
    """Give the files that were brought lately: what they hold is nobody's to read after a day."""
    return CohortImport.objects.filter(at__gte=timezone.now() - KEPT_FOR)


def planned(file: CohortImport) -> Plan:
    """Work out what a file would do now: every line, with all that is wrong with it; two queries."""
    heads = list(file.rows[0][1]) if file.rows else []
    columns = meanings(heads)
    missing = wanting(columns)
    lines = file.cohort.members.values_list("contact", "given_name")
    brought = {(contact_mark(file.cohort_id, contact), fold(name)) for contact, name in lines}
    free = seats_left(file.cohort)
    plan = Plan([], _mark(file, brought, free), heads, [head for head in heads if head not in columns])
    if missing and any(is_garbled(head) for head in heads):
        plan.faults.append(_("Letters of this file were lost when it was saved. Save it as CSV UTF-8 or XLSX."))
    if missing:
        plan.faults.append(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
        return plan
    seen: dict[tuple[str, str], int] = {}
    for number, row, cells in file.rows:
        student = read_student(number, row, columns, language=get_language() or "az")
        student.faults += [(head, words) for head, words in cells.items()]
        student.is_known = (contact_mark(file.cohort_id, student.contact), fold(student.name)) in brought
        free -= _place(student, seen, free)
        plan.students.append(student)
    return plan


def _place(student: Student, seen: dict[tuple[str, str], int], free: int) -> int:
    """See whether a student is there twice, and has a seat; give how many seats they take."""
    key = (student.contact, fold(student.name))
    if student.contact and key in seen:
        student.faults.append(("", _("This student is in line %(number)d already.") % {"number": seen[key]}))
    seen.setdefault(key, student.number)
    if student.faults or student.is_known:
        return 0
    if free <= 0:
        student.faults.append(("", _("No seat of the group is left. Ask our coordinator for more.")))
        return 0
    return 1


def _mark(file: CohortImport, brought: set[tuple[str, str]], free: int) -> str:
    """Give what changes when the file or the group does: what was shown under it is what is done."""
    state = [file.pk, file.rows, sorted(brought), free]
    return sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:32]


@transaction.atomic
def apply(file: CohortImport, *, mark: str, by: Account) -> CohortImport:
    """Invite the students of the good lines, up to MOST_AT_ONCE; what is left stays in the file.

    Raises GroupClosed, FileChanged.
    """
    cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=file.cohort_id)
    if not open_groups().filter(pk=cohort.pk).exists():
        raise GroupClosed
    file = CohortImport.objects.select_related("cohort__institution", "cohort__course").get(pk=file.pk)
    plan = planned(file)
    if plan.mark != mark or plan.faults:
        raise FileChanged
    good = plan.good[:MOST_AT_ONCE]
    for student in good:
        _invite(file.cohort, student)
    taken = {one.number for one in (*good, *plan.known)}
    rows = [row for row in file.rows if row[0] not in taken]
    invited = file.counts.get("invited", 0) + len(good)
    counts = {"invited": invited, "known": len(plan.known), "left": len(rows)}
    CohortImport.objects.filter(pk=file.pk).update(
        state=ImportState.APPLIED, applied_at=timezone.now(), rows=rows, counts=counts
    )
    note(Kind.COHORT_BROUGHT, who=by.person.key, subject=f"cohort:{cohort.pk}", file=file.pk, **counts)
    file.refresh_from_db()
    return file


def _invite(cohort: Cohort, student: Student) -> None:
    member = CohortMember.objects.create(
        cohort=cohort, person=_person_of(cohort, student), student_number=student.code, given_name=student.name,
        contact=student.contact,
    )  # fmt: skip
    invite(member, queue="office")


def _person_of(cohort: Cohort, student: Student) -> Person:
    """Find who is reached there under this name, or make them known, without a sign-in.

    Who is in the group already, brought under another address, is made known anew: else the institution would learn
    that both addresses are one person's. Staff join the two records when they turn up.
    """
    ways = [(ContactPoint.Kind.EMAIL, student.email), (ContactPoint.Kind.PHONE, student.phone)]
    for kind, value in ways:
        person = known_as(student.name, kind=kind, value=value) if value else None
        if person and person.removed_at is None and not cohort.members.filter(person=person).exists():
            return person
    return create_person(
        student.name, language=student.language, birth_year=student.year, email=student.email, phone=student.phone,
        with_account=False,
    )  # fmt: skip


def flawed(file: CohortImport, plan: Plan) -> Iterator[list[str]]:
    """Give the lines that cannot be taken as a table to mend: as they were written, and what is wrong."""
    wrong = _("What is wrong")
    heads = [head for head in plan.columns if head != small(wrong)]
    yield [*heads, wrong]
    written = {number: row for number, row, _faults in file.rows}
    for student in plan.faulty:
        row = written[student.number]
        yield [*(row.get(head, "") for head in heads), "; ".join(words_of(student))]


def words_of(student: Student) -> list[str]:
    """Say all that is wrong with a line, each with its column."""
    return [f"{column}: {words}" if column else words for column, words in student.faults]
