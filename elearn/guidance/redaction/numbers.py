"""Numbers of documents, personal codes, bank cards, accounts and vehicles.

A number that carries its own proof (Luhn, the length and remainder of an IBAN, the letters of a card or a plate) is
found anywhere; any other only after words that say what it is.
"""

import re
from collections.abc import Iterator

from .found import Kind, Span
from .phones import is_money
from .reading import Reading

CARD = re.compile(r"(?<![\w.,])[2-6](?:[\s\-–]?\d){12,18}(?!\d)")
CARD_GROUPS = re.compile(r"\d{4}([\s\-–])\d{4}\1\d{4}\1\d{4}")
IBAN = re.compile(r"[A-Z]{2}\d{2}(?:\s?[A-Z0-9]){11,30}", re.IGNORECASE)
WORD_BEGINS = re.compile(r"(?<!\w)(?=\w)")
IBAN_LENGTHS = {"AZ": 28, "GB": 22, "RU": 33, "TR": 26, "GE": 22, "DE": 22, "UA": 29, "KZ": 20, "FR": 27, "IT": 27}

IDENTITY = re.compile(r"(?<![A-Za-z])(?:AZE|AA|АА)[\s\-]?(?:№|N|No\.?)?[\s\-]?\d{6,9}(?!\d)", re.IGNORECASE)
PLATE = re.compile(
    r"(?<![\w\-])(?:\d{2}[\s\-–]?[A-Z]{2}[\s\-–]?\d{3}|[АВЕКМНОРСТУХ]\s?\d{3}\s?[АВЕКМНОРСТУХ]{2}\s?\d{2,3}"
    r"|[A-Z]{2}\d{2}\s?[A-Z]{3})(?!\w)"
)
PLATE_SMALL = re.compile(r"(?<![\w\-.,])\d{2}[\-–]?([a-z]{2})[\-–]?\d{3}(?!\w|[.,]\d)")
UNITS = frozenset({"mq", "mg", "ml", "kq", "kg", "cm", "il", "ci", "cu", "de", "da", "ve", "km"})
CASE_ENDING = r"(?:d[iı]r|d[uü]r|d[aə]n?|n?[iıuü]n|[nys]?[iıuüaə]|yl[aə])"  # grown together with what it ends
FIN = re.compile(rf"(?<![\w\-/№])[A-Z0-9]{{7}}(?={CASE_ENDING}?(?![\w/]|-\d))")
FIN_AFTER_CUE = re.compile(
    r"(?<!\w)(?:fin(?:i[mn]?(?:iz)?|inin)?|фин|пин|pin|ferdi identifikasiya)(?!\w)[\w\s:\-–.,№()'\"«]{0,40}?(?<![\w])"
    r"((?=[a-z]{0,6}\d)[a-z0-9]{7}|(?=[a-z]{0,2}\d)(?:[a-z0-9]{3}[\s\-][a-z0-9]{4}|[a-z0-9]{4}[\s\-][a-z0-9]{3})"
    r"|(?=(?:[a-z][\s\-.]){0,4}\d)(?:[a-z0-9][\s\-.]){6}[a-z0-9])"
    r"(?:(?<=[a-z0-9]{7})(?:d[iu]r|d[ae]n?|n?[iu]n|[nys]?[iuae]|yl[ae]))?(?!\w)"
)
# Other numbers that have a form of their own: British National Insurance, Russian SNILS.
FORMED = re.compile(r"(?<!\w)(?:[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]|\d{3}-\d{3}-\d{3}[\s\-]\d{2})(?!\w)")
DOCUMENT_CUE = (
    r"pasport\w*|sexsiyyet\w*|reference|policy|vesiqe\w*|pensiya\w*|teqaud\w*|sigorta\w*|ssn|voen|sehadetname\w*|kitabca\w*|hesab\w*"
    r"|qeydiyyat\w*|xestelik tarix\w*|is nomresi|muqavile\w*"
    r"|паспорт\w*|удостоверен\w*|пенси\w*|полис\w*|снилс|инн|страхов\w*|свидетельств\w*|справк\w*|счет\w*|договор\w*"
    r"|passport\w*|pension\w*|insurance\w*|nhs|identity|id card|licen[cs]e\w*|certificate\w*|account\w*"
)
DOCUMENT = re.compile(
    rf"(?<!\w)(?:{DOCUMENT_CUE})(?!\w)(?:[^\d\n.;!?]|(?<=no)\.|(?<=n)\.){{0,40}}?"
    r"(?<![\w.,])((?:[a-zа-я]{1,3}[\s\-]?)?(?:№\s?)?\d(?:[\s\-–/]?\d){4,19}[a-z]?)(?!\w|[.,]\d)"
)
LONG = re.compile(r"(?<![\w.,+])\d{13,20}(?!\w|[.,]\d)")
FORMS = ((IDENTITY, Kind.IDENTITY), (PLATE, Kind.PLATE), (FORMED, Kind.DOCUMENT), (LONG, Kind.DOCUMENT))


def numbers(reading: Reading) -> Iterator[Span]:
    yield from _cards(reading)
    yield from _ibans(reading)
    yield from _codes(reading)
    for pattern, kind in FORMS:
        for match in pattern.finditer(reading.text):
            yield Span(match.start(), match.end(), kind, "form")
    for match in DOCUMENT.finditer(reading.folded):
        if not is_money(reading, match):
            yield Span(match.start(1), match.end(1), Kind.DOCUMENT, "words before")


def _codes(reading: Reading) -> Iterator[Span]:
    for match in FIN.finditer(reading.text):
        if _is_mixed(match[0]):
            yield Span(match.start(), match.end(), Kind.FIN, "form")
    for match in FIN_AFTER_CUE.finditer(reading.folded):
        yield Span(match.start(1), match.end(1), Kind.FIN, "words before")
    for match in PLATE_SMALL.finditer(reading.folded):
        if match[1] not in UNITS:
            yield Span(match.start(), match.end(), Kind.PLATE, "form")


def _is_mixed(signs: str) -> bool:
    """Letters among digits, not a word with a number behind it such as COVID19."""
    letters, digits = sum(map(str.isalpha, signs)), sum(map(str.isdigit, signs))
    return letters >= 1 and digits >= 1 and not (letters >= 4 and signs[:letters].isalpha())


def _cards(reading: Reading) -> Iterator[Span]:
    for match in CARD.finditer(reading.text):
        digits = [int(sign) for sign in match[0] if sign.isdigit()]
        grouped = CARD_GROUPS.match(match[0])
        if grouped:  # a slip in one digit does not make it nobody's card
            yield Span(match.start(), match.start() + len(grouped[0]), Kind.BANK_CARD, "groups of four")
        if passes_luhn(digits):
            yield Span(match.start(), match.end(), Kind.BANK_CARD, "check digit")


def passes_luhn(digits: list[int]) -> bool:
    """The check digit of ISO/IEC 7812-1."""
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _ibans(reading: Reading) -> Iterator[Span]:
    for begun in WORD_BEGINS.finditer(reading.text):
        place = begun.start()
        while span := _iban_at(reading, place):  # and the next, where they are grown together
            yield span
            place = span.end


def _iban_at(reading: Reading, place: int) -> Span | None:
    match = IBAN.match(reading.text, place)
    if match is None:
        return None
    length = IBAN_LENGTHS.get(match[0][:2].upper())
    ends = [place + 1 for place, sign in enumerate(match[0]) if sign.isalnum()]
    if length and len(ends) >= length:
        return Span(match.start(), match.start() + ends[length - 1], Kind.IBAN, "length")
    if len(ends) >= 15 and _remainder("".join(match[0].split())) == 1:
        return Span(match.start(), match.end(), Kind.IBAN, "check digits")
    return None


def _remainder(iban: str) -> int:
    """ISO 13616: 1 for a right one."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned if sign.isascii())) % 97
