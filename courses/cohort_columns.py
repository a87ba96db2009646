"""The columns of a file with students: what they are called in three languages, and what is wrong with a line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from elearn.people.api import normalise_phone
from elearn.people.phones import is_landline, takes_sms
from elearn.web.code_pages import is_garbled
from elearn.web.letters import alike
from elearn.web.signs import check_name

NAME, PHONE, EMAIL, LANGUAGE, YEAR, NUMBER = "name", "phone", "email", "language", "year", "number"
# As our own empty table writes them; other ways of writing are understood too.
HEADS = {
    NAME: ("Ad və soyad", "Имя и фамилия", "Name"),
    PHONE: ("Telefon", "Телефон", "Phone"),
    EMAIL: ("E-poçt", "Эл. почта", "E-mail"),
    LANGUAGE: ("Dil", "Язык", "Language"),
    YEAR: ("Doğum ili", "Год рождения", "Year of birth"),
    NUMBER: ("Tələbə nömrəsi", "Номер студента", "Student number"),
}
_ALSO = {
    NAME: ("ad", "ad soyad", "ad, soyad", "adı", "soyad, ad", "имя", "фио", "имя, фамилия", "full name", "student"),
    PHONE: (
        "mobil",
        "mobil telefon",
        "telefon nömrəsi",
        "nömrə",
        "тел",
        "тел.",
        "мобильный",
        "номер телефона",
        "mobile",
    ),
    EMAIL: (
        "email",
        "e mail",
        "mail",
        "e-mail address",
        "elektron poçt",
        "почта",
        "электронная почта",
        "e-poçt ünvanı",
    ),
    LANGUAGE: ("lang", "ünsiyyət dili"),
    YEAR: ("year", "birth year", "il", "təvəllüd", "год", "г.р."),
    NUMBER: ("number", "id", "student id", "tələbə №", "kod", "номер", "код", "студенческий билет"),
}
_KNOWN = {alike(words): name for source in (HEADS, _ALSO) for name, all_ in source.items() for words in all_}
_LANGUAGES = {
    "az": ("az", "aze", "azərbaycan", "azərbaycanca", "azərbaycan dili", "азербайджанский", "azerbaijani"),
    "ru": ("ru", "rus", "rusca", "rus dili", "русский", "по-русски", "russian"),
    "en": ("en", "eng", "ingilis", "ingiliscə", "ingilis dili", "английский", "english"),
}  # fmt: skip
_LANGUAGE_OF = {alike(words): code for code, all_ in _LANGUAGES.items() for words in all_}
OLDEST, YOUNGEST = 110, 7  # years
LONGEST = {NAME: 200, NUMBER: 40, EMAIL: 254}


@dataclass
class Student:
    """A line of the file, as it is understood. `faults` are what is wrong, each with its column in words."""

    number: int  # of the line in the file
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    year: int | None = None
    code: str = ""  # the student's number there
    faults: list[tuple[str, str]] = field(default_factory=list)
    is_known: bool = False  # in the group already, brought as this

    @property
    def contact(self) -> str:
        """Where the institution says that they are reached."""
        return self.email or self.phone


def meaning_of(column: str) -> str:
    """Give what a column holds, by its head in any of the languages; "" for one that means nothing here."""
    return _KNOWN.get(alike(column.replace("*", " ")), "")


def meanings(columns: Iterable[str]) -> dict[str, str]:
    """Give the columns that mean something, by their heads as written; the first of two of one meaning counts."""
    found: dict[str, str] = {}
    for column in columns:
        meaning = meaning_of(column)
        if meaning and meaning not in found.values():
            found[column] = meaning
    return found


def label(meaning: str) -> str:
    """Give the name of a column for a person, in the active language."""
    return {
        NAME: _("Name"), PHONE: _("Phone"), EMAIL: _("E-mail"), LANGUAGE: _("Language"),
        YEAR: _("Year of birth"), NUMBER: _("Student number"),
    }[meaning]  # fmt: skip


def wanting(columns: dict[str, str]) -> list[str]:
    """Give the columns without which nobody can be invited, in words."""
    there = set(columns.values())
    missing = [label(name) for name in (NAME, YEAR) if name not in there]
    if not {PHONE, EMAIL} & there:
        missing.append(_("Phone or e-mail"))
    return missing


def read_student(number: int, row: dict[str, str], columns: dict[str, str], *, language: str) -> Student:
    """Understand a line. `language` is meant where the line names none."""
    said = {meaning: " ".join(row.get(column, "").split()) for column, meaning in columns.items()}
    student = Student(number)
    _read_name(student, said.get(NAME, ""))
    _read_contacts(student, said.get(PHONE, ""), said.get(EMAIL, ""))
    _read_language(student, said.get(LANGUAGE, ""), language)
    _read_year(student, said.get(YEAR, ""))
    student.code = said.get(NUMBER, "")
    if len(student.code) > LONGEST[NUMBER]:
        student.faults.append((label(NUMBER), _("This is too long.")))
    return student


def _read_name(student: Student, said: str) -> None:
    student.name = said
    if not said:
        student.faults.append((label(NAME), _("The name is missing.")))
    elif len(said) > LONGEST[NAME]:
        student.faults.append((label(NAME), _("This is too long.")))
    elif is_garbled(said):
        student.faults.append(
            (label(NAME), _("Letters were lost here. Write it anew, or save the file as CSV UTF-8 or XLSX."))
        )
    elif not any(sign.isalpha() for sign in said) or any(sign.isdigit() or sign in "@/\\<>" for sign in said):
        student.faults.append((label(NAME), _("This does not look like a name.")))
    else:
        try:
            check_name(said)
        except ValidationError as error:
            student.faults.append((label(NAME), " ".join(error.messages)))


def _read_contacts(student: Student, phone: str, email: str) -> None:
    if not phone and not email:
        student.faults.append((_("Phone or e-mail"), _("Give a mobile number or an e-mail address.")))
    if phone:
        try:
            student.phone = normalise_phone(phone)
        except ValueError as error:
            student.faults.append((label(PHONE), str(error)))
    if student.phone and not email and not takes_sms(student.phone):
        student.faults.append((label(PHONE), _no_message(student.phone)))
    if email:
        student.email = email.lower()
        try:
            validate_email(student.email)
        except ValidationError:
            student.faults.append((label(EMAIL), _("This is no e-mail address.")))
        if len(email) > LONGEST[EMAIL]:
            student.faults.append((label(EMAIL), _("This is too long.")))


def _no_message(phone: str) -> str:
    """Say why an invitation cannot reach a number, and what to give instead."""
    if is_landline(phone):
        return _("This is a landline. Give a mobile number: the invitation is a message.")
    return _("We cannot send messages to this number. Give an e-mail address too.")


def _read_language(student: Student, said: str, otherwise: str) -> None:
    student.language = _LANGUAGE_OF.get(alike(said), "") if said else otherwise
    if not student.language:
        student.faults.append((label(LANGUAGE), _("Write az, ru or en.")))


def _read_year(student: Student, said: str) -> None:
    found = re.fullmatch(r"(?:\d{1,2}[./]\d{1,2}[./])?(\d{4})(?:-\d{2}-\d{2})?", said, re.ASCII)
    year = int(found.group(1)) if found else 0
    this_year = timezone.localdate().year
    if not said:
        student.faults.append((label(YEAR), _("It is missing. For the young, a parent or guardian has to agree.")))
    elif not this_year - OLDEST <= year <= this_year - YOUNGEST:
        student.faults.append((label(YEAR), _("Write the year of birth with four digits, such as 2004.")))
    else:
        student.year = year
