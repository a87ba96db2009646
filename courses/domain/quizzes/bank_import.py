"""Bring a file of questions into a bank: look first, see every line, then all of it as one draft, or its good lines.

What is applied is what was shown: the file is kept as it was read, and where the bank has changed meanwhile, nothing is
done and it is shown anew. It becomes one version in the name of who brought it, and goes before a second person.
Faulty lines are never taken: they stay in the file to be mended.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.blocks_quiz import MOST_QUESTIONS
from courses.errors import BankChanged, StillFaults
from courses.models import BankImport, BankPage, TopicPage
from courses.quiz_words import fault_words
from courses.quizzes.kinds import Question
from courses.quizzes.lines import COLUMNS, NEEDED, line_of, read_line
from elearn.history.api import Kind, note
from elearn.people.models import Account
from elearn.web.api import ask_for_approval
from elearn.web.reading_tables import read

from ..building.tree import topic_path
from .question_blocks import block_of
from .questions import questions_in

LEFT_FOR = timedelta(days=1)
NEW, CHANGED, SAME, FAULTY = "new", "changed", "same", "faulty"


@dataclass
class LinePlan:
    """What a line of the file would do. `faults` are words by column; `differences` are column, before and after."""

    number: int
    question: Question
    state: str = NEW
    faults: dict[str, list[str]] = field(default_factory=dict)
    differences: list[tuple[str, str, str]] = field(default_factory=list)

    def fault(self, column: str, words: str) -> None:
        self.faults.setdefault(column, []).append(words)


@dataclass(frozen=True)
class Plan:
    """What a file would do; `faults` are of the file as a whole, `unknown` columns that mean nothing here."""

    lines: list[LinePlan]
    mark: str
    faults: list[str]
    unknown: list[str]

    def count(self, state: str) -> int:
        return sum(line.state == state for line in self.lines)

    @property
    def is_faulty(self) -> bool:
        return bool(self.faults) or self.count(FAULTY) > 0

    @property
    def has_good(self) -> bool:
        """Say whether its good lines can be taken while the faulty ones are left."""
        return bool(self.changes) and not self.faults and self.count(FAULTY) > 0

    @property
    def changes(self) -> list[LinePlan]:
        return [line for line in self.lines if line.state in (NEW, CHANGED)]


def topic_of(bank: BankPage) -> TopicPage:
    """Give the topic that a bank belongs to."""
    return TopicPage.objects.get(path=topic_path(bank.path))


def newest(bank: BankPage) -> BankPage:
    """Give a bank as it was last saved, public or not."""
    version: BankPage = bank.get_latest_revision_as_object()
    return version


def lines_out(bank: BankPage) -> Iterable[list[str]]:
    """Give the bank as it was last saved as a table that can be mended and brought back."""
    topic = topic_of(bank).title
    yield COLUMNS
    for question in questions_in(newest(bank).questions, language=bank.language):
        line = line_of(question) | {"topic": topic, "language": bank.language}
        yield [line[column] for column in COLUMNS]


@transaction.atomic
def look(bank: BankPage, data: bytes, *, name: str, by: Account) -> BankImport:
    """Read a file and keep what it says; nothing is changed. Raises FileUnreadable.

    What was looked at and left a day ago is thrown away.
    """
    table = read(data)
    BankImport.objects.filter(at__lt=timezone.now() - LEFT_FOR).delete()
    rows = [[number, row, table.faults.get(number, {})] for number, row in table.rows]
    return BankImport.objects.create(bank=bank, name=name[:200], read_as=table.read_as[:40], rows=rows, by=by)


def planned(file: BankImport) -> Plan:
    """Work out what a file that was looked at would do now: every line, with all that is wrong with it."""
    bank = file.bank
    known = {question.id: question for question in questions_in(newest(bank).questions, language=bank.language)}
    columns = list(file.rows[0][1]) if file.rows else []
    missing = [name for name in NEEDED if name not in columns]
    faults = [_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}] if missing else []
    elsewhere = _ids_elsewhere(bank)
    topic = topic_of(bank).title
    seen: set[str] = set()
    lines = []
    for number, row, cells in file.rows:
        line = _line(number, row, bank=bank, known=known, taken=elsewhere, seen=seen, topic=topic)
        for column, words in cells.items():
            line.faults[column] = [words]  # what follows from it need not be said
        lines.append(line)
    _check_pictures(lines)
    for line in lines:
        line.state = FAULTY if line.faults else line.state
    total = len(known) + sum(line.state == NEW for line in lines)
    if total > MOST_QUESTIONS:
        faults.append(_("A bank holds at most %(most)d questions. Make a second one.") % {"most": MOST_QUESTIONS})
    # What is wrong is a column of the file to mend: it may stay there.
    unknown = [name for name in columns if name not in COLUMNS and name != _wrong().lower()]
    return Plan(lines, _mark(file), faults, unknown)


def _line(
    number: int, row: dict[str, str], *, bank: BankPage, known: dict[str, Question], taken: set[str], seen: set[str],
    topic: str,
) -> LinePlan:  # fmt: skip
    said = row.get("id", "").strip().lower()
    before = known.get(said)
    found = read_line(row, language=bank.language, known=before, new_id=_new_id)
    question = found.question
    line = LinePlan(number, question)
    for column, wrong in found.faults.items():
        for one in wrong:
            line.fault(column, fault_words(one))
    if said and not before:
        if not _is_id(said) or said in taken:
            line.fault("id", _("This number belongs to another bank, or to none. Leave it empty for a new question."))
        else:
            line.question = question.with_id(said)
    if said and said in seen:
        line.fault("id", _("This question is in the file twice."))
    seen.add(said)
    if row.get("language", "").strip() not in ("", bank.language):
        line.fault("language", _("The bank is in another language."))
    if row.get("topic", "").strip() not in ("", topic):
        line.fault("topic", _("The bank belongs to another topic."))
    if before:
        line.differences = _differences(before, question)
        line.state = CHANGED if line.differences else SAME
    return line


def _differences(before: Question, after: Question) -> list[tuple[str, str, str]]:
    old, new = line_of(before), line_of(after)
    return [(column, old[column], new[column]) for column in COLUMNS if old[column] != new[column]]


def _check_pictures(lines: list[LinePlan]) -> None:
    asked = {line.question.picture.image for line in lines if line.question.picture}
    known = set(get_image_model().objects.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    for line in lines:
        if line.question.picture and line.question.picture.image not in known:
            line.fault("picture", _("There is no picture with this number in our library."))


def _ids_elsewhere(bank: BankPage) -> set[str]:
    """Give the ids of all questions in other banks; translations of this one share theirs with it."""
    others = BankPage.objects.exclude(translation_key=bank.translation_key).only("questions")
    return {str(child["id"]) for other in others for child in other.questions.raw_data if child.get("id")}


def _new_id() -> str:
    return str(uuid4())


def _is_id(said: str) -> bool:
    try:
        return str(UUID(said)) == said
    except ValueError:
        return False


def _mark(file: BankImport) -> str:
    """Give what changes when the file or the bank does: what was shown under it is what is done."""
    latest = Page.objects.values_list("latest_revision", flat=True).get(pk=file.bank_id)
    return sha256(json.dumps([latest, file.rows], sort_keys=True).encode()).hexdigest()[:32]


@transaction.atomic
def apply(file: BankImport, *, mark: str, by: Account, without_faulty: bool = False) -> Plan:
    """Do all that was shown under `mark` as one draft, and ask for approval. Raises StillFaults or BankChanged.

    With `without_faulty` the good lines are taken and the faulty ones stay in the file; else one fault stops all.
    """
    Page.objects.select_for_update().get(pk=file.bank_id)
    plan = planned(file)
    if plan.is_faulty and not (without_faulty and plan.has_good):
        raise StillFaults
    if plan.mark != mark or not _taken(file, plan):
        raise BankChanged
    facts: dict[str, Any] = {"new": plan.count(NEW), "changed": plan.count(CHANGED)}
    if left := plan.count(FAULTY):
        facts["left"] = left
    if plan.changes:
        _write(file.bank, plan, by)
    note(Kind.BANK_BROUGHT, who=by.person.key, subject=f"bank:{file.bank_id}", **facts)
    return plan


def _taken(file: BankImport, plan: Plan) -> bool:
    """Take the lines that are done out of the file, and the file away with the last; False when it is gone."""
    mine = BankImport.objects.filter(pk=file.pk)
    left = {line.number for line in plan.lines if line.state == FAULTY}
    if not left:
        return bool(mine.delete()[0])
    return bool(mine.update(rows=[row for row in file.rows if row[0] in left]))


def _write(bank: BankPage, plan: Plan, by: Account) -> None:
    version = newest(bank)
    raw = {child["id"]: child for child in version.questions.get_prep_value()}
    raw |= {line.question.id: block_of(line.question) for line in plan.changes}
    version.questions = json.dumps(list(raw.values()), cls=DjangoJSONEncoder)
    version.save_revision(user=by)
    ask_for_approval(BankPage.objects.get(pk=bank.pk), by=by)


def flawed(file: BankImport, plan: Plan) -> Iterator[list[str]]:
    """Give the lines that cannot be taken as a table to mend: as they were written, and what is wrong with each."""
    wrong = _wrong()
    heads = [head for head in (file.rows[0][1] if file.rows else []) if head != wrong.lower()]
    yield [*heads, wrong]
    written = {number: row for number, row, _cells in file.rows}
    for line in plan.lines:
        if line.state == FAULTY:
            said = [f"{column}: {words}" for column, many in line.faults.items() for words in many]
            yield [*(written[line.number].get(head, "") for head in heads), "; ".join(said)]


def _wrong() -> str:
    return _("What is wrong")
