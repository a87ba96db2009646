"""The skills that are taught at home: the first ones made, and each read in a visitor's language."""

from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import get_language

from ..curriculum_words import SKILLS, Skill
from ..models import CanDo, Unit, UnitText

WRITTEN_IN = "en"


@dataclass(frozen=True)
class Sheet:
    """A skill as it stands on its sheet. `language` is the one it is written in: there may be none in the reader's."""

    unit: Unit
    language: str
    title: str
    promise: str = ""
    steps: tuple[str, ...] = ()
    careful: str = ""

    @property
    def code(self) -> str:
        return str(self.unit.code)


# Making the first ones ------------------------------------------------------------------------------
@transaction.atomic
def prepare() -> None:
    """Make the skills that are missing, in every language they are translated into; what is there is not touched."""
    there = set(Unit.objects.values_list("code", flat=True))
    made = [
        Unit(code=skill.code, position=10 * place, minutes=skill.minutes)
        for place, skill in enumerate(SKILLS, 1)
        if skill.code not in there
    ]
    new = {unit.code for unit in Unit.objects.bulk_create(made)}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[skill.code for skill in SKILLS])}
    written = set(UnitText.objects.filter(unit__in=units.values()).values_list("unit__code", "language"))
    texts, sentences = [], []
    for code in _languages():
        with translation.override(code):
            texts += [_text(units[skill.code], skill, code) for skill in SKILLS if _is_due(skill, code, written)]
    for skill in SKILLS:
        if skill.code in new:
            sentences += _can_dos(units[skill.code], skill)
    UnitText.objects.bulk_create(texts)
    CanDo.objects.bulk_create(sentences)
    _add_words({text.language for text in texts}, new)


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _is_due(skill: Skill, code: str, written: set[tuple[str, str]]) -> bool:
    """Whether a sheet can be written in the active language: not before it is translated, and once only."""
    return (skill.code, code) not in written and all(_is_translated(words, code) for words in _all_words(skill))


def _all_words(skill: Skill) -> list[object]:
    return [*chain((skill.title, skill.promise, skill.careful), skill.steps, (words for _number, words in skill.can))]


def _is_translated(words: object, code: str) -> bool:
    if code == WRITTEN_IN:
        return True
    with translation.override(WRITTEN_IN):
        source = str(words)
    return str(words) != source


def _text(unit: Unit, skill: Skill, code: str) -> UnitText:
    return UnitText(
        unit=unit, language=code, title=str(skill.title), promise=str(skill.promise),
        steps="\n".join(map(str, skill.steps)), careful=str(skill.careful),
    )  # fmt: skip


def _can_dos(unit: Unit, skill: Skill) -> list[CanDo]:
    return [
        CanDo(unit=unit, position=place, competence=number, words=_in_all(words))
        for place, (number, words) in enumerate(skill.can, 1)
    ]


def _in_all(words: object) -> dict[str, str]:
    """Give a sentence in every language it is translated into."""
    found = {}
    for code in _languages():
        with translation.override(code):
            if _is_translated(words, code):
                found[code] = str(words)
    return found


def _add_words(languages: set[str], new: set[str]) -> None:
    """Add to sentences that are still ours the languages in which their sheet has just been written."""
    if not languages:
        return
    ours = {}
    for skill in SKILLS:
        if skill.code not in new:
            for _number, words in skill.can:
                found = _in_all(words)
                if WRITTEN_IN in found:
                    ours[skill.code, found[WRITTEN_IN]] = found
    changed = []
    for row in CanDo.objects.filter(unit__code__in={code for code, _words in ours}).select_related("unit"):
        more = ours.get((row.unit.code, row.words.get(WRITTEN_IN)), {})
        missing = {code: words for code, words in more.items() if code not in row.words}
        if missing:
            row.words |= missing
            changed.append(row)
    CanDo.objects.bulk_update(changed, ["words"])


# Reading them ---------------------------------------------------------------------------------------
def units_offered() -> QuerySet[Unit]:
    """Give the skills that are taught, with their words and the film."""
    return Unit.objects.filter(is_offered=True).select_related("lesson").prefetch_related("texts")


def sheet_of(unit: Unit, language: str = "") -> Sheet:
    """Give a skill in a language (the active one), else in the first language of the site it is written in."""
    texts = {text.language: text for text in unit.texts.all()}
    for code in (language or get_language() or "", *_languages(), *texts):
        if text := texts.get(code):
            steps = tuple(line.strip() for line in text.steps.splitlines() if line.strip())
            return Sheet(unit, code, text.title, text.promise, steps, text.careful)
    return Sheet(unit, "", unit.code)


def languages_of(unit: Unit) -> list[tuple[str, str]]:
    """Give the languages in which a skill's sheet is written, with their names, in the order of the site."""
    written = {text.language for text in unit.texts.all()}
    return [(code, name) for code, name in settings.LANGUAGES if code in written]


def sentence(can_do: CanDo, language: str = "") -> str:
    """Give “I can …” in a language (the active one), else in the first language of the site it is written in."""
    for code in (language or get_language() or "", *_languages(), *can_do.words):
        if words := can_do.words.get(code):
            return str(words)
    return ""
