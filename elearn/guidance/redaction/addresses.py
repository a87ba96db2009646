"""Addresses: a street with its number, a house, a flat, a village or district, a postcode, in the order people write.

Each part is found by the word that makes it one (küçəsi, ул., Street); parts that stand together are one address.
A city alone is none, nor is a district that only says whose office is meant ("Yasamal rayonu üzrə şöbə").
"""

import re
from collections.abc import Iterator

from .found import Kind, Span
from .plain_words import FUNCTION
from .reading import Reading, Word

SUFFIX = r"(?:n[iu]n|nd[ae]n?|[nsy]?[iuae]|yl[ae]|d[ae]n?|l[ai]|dir|d[iu]r)?"
# The name stands before these …
NAME_FIRST = re.compile(
    rf"(?:kucesi|prospekti|dongesi|xiyabani|meydani|massivi|sossesi|dalani|rayonu|kendi|qesebesi|mehellesi){SUFFIX}"
    r"|kuc|pr-?ti?|ray|r-nu|r-nunda|qes|mkr|mikrorayonu?|mikrorayonunda"
    r"|street|road|avenue|lane|close|drive|crescent|terrace|gardens|grove|village|square|place|court|way|st|rd|ave"
    r"|район[аеу]?|проспект[аеу]?|улиц[аеыу]|поселк[аеу]?|шоссе|переул[а-я]{2,4}|селе|село|деревн[яеию]"
)
# … and after these.
NAME_AFTER = re.compile(
    r"ул|улиц[аеыу]|улицей|пр|пр-т|просп|проспект[аеу]?|пер|переулок|переулк[аеу]|пос|поселок|поселк[аеу]|село|селе|села"
    r"|деревн[яеию]|мкр|микрорайон[аеу]?|р-не?|шоссе|площад[ьи]|kuc|kuce|pr|prospekt"
)
PLACED = re.compile(r"(?:rayon|район|ray\b|r-n|р-н|kend|qesebe|village|сел|дерев|посел|пос\b)")
NUMBER = r"(?:№\s?|n\.?\s?|no\.?\s)?\d{1,4}\s?(?:[a-zа-я](?![a-zа-я]))?(?:\s?[/\-]\s?\d{1,4}[a-zа-я]?(?![a-zа-я]))?"
HOUSE = re.compile(
    rf"(?<![\w])(?:ev|bina|menzil|m\.|men\.|menz\.?|kv\.?|b\.|korpus|blok|giris|mertebe|дом[аеу]?|д\.|кв\.?|квартир[аеыу]|корп\.?|корпус[аеу]?"
    rf"|подъезд[ае]?|этаж[ае]?|стр\.|flat|apartment|apt\.?|building|house|unit|block)\s?:?\s?(?:nomresi\s?|number\s|номер\s)?({NUMBER})"
    r"(?:-?(?:c[iu]|[dn][ae]n?))?(?!\s?(?:\w|[.,]\d|%|₼))"
)
COUNTED = re.compile(
    r"(?<![\w.,])\d{1,4}[a-z]?(?:/\d{1,4})?\s?(?:-?\s?(?:c[iu]|nc[iu])|saylı|sayli|№-li|nomreli)\s(?:ev|bina|menzil|blok|korpus|mehelle)"
    r"(?:d[ae]n?|[iu]|[iu]n|n[iu]n|in)?(?:d[iu]r)?(?!\w)"
)
AFTER_STREET = re.compile(
    rf"[,\s]{{0,3}}(?:дом\s|д\.\s?|ev\s|№\s?)?({NUMBER})(?![\w%]|[.,:]\d|\s?(?:manat|azn|руб|№|год|il\b|yas|лет|нед|gun|ay\b))"
)
BEFORE_STREET = re.compile(r"(?<![\w.,£$])\d{1,4}[a-z]?(?:[/\-]\d{1,4})?,?\s$")
POSTCODE = re.compile(
    r"(?<!\w)(?:AZ[\s\-]?\d{4}|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2})(?!\w)"
)
OFFICE = re.compile(
    r"\s(?:uzre|icra|mehkeme|polis|poliklinika|xestexana|dost|merkez|sobe|idare|prokuror|суд|поликлин|больниц|отдел|police)"
)
GLUE = re.compile(r"[\s,;.()\-–]{0,4}")
MICRO = re.compile(r"(?<!\w)\d{1,2}\s?-?\s?(?:c[iu]|й|го|м)?\s(?:mikrorayon|mkr|микрорайон|мкр)[a-zа-я]{0,6}(?!\w)")


def addresses(reading: Reading) -> Iterator[Span]:
    parts = sorted(_parts(reading))
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and (start <= joined[-1][1] or GLUE.fullmatch(reading.text, joined[-1][1], start)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in joined:
        yield Span(start, end, Kind.ADDRESS, "words of an address")


def _parts(reading: Reading) -> Iterator[tuple[int, int]]:
    for pattern in (HOUSE, COUNTED, MICRO):
        for match in pattern.finditer(reading.folded):
            yield match.start(), match.end()
    for match in POSTCODE.finditer(reading.text):
        yield match.start(), match.end()
    for word in reading.words:
        if NAME_FIRST.fullmatch(word.fold):
            first = _names_before(reading, word)
            if first is not None and not OFFICE.match(reading.after(word.end)):
                yield _with_number(reading, first.start, word)
        if NAME_AFTER.fullmatch(word.fold):
            last = _names_after(reading, word)
            if last is not None:
                yield _with_number(reading, word.start, last)


def _with_number(reading: Reading, start: int, last: Word) -> tuple[int, int]:
    """The part with the number of the house after it, or before it as in English."""
    place = last.end + (reading.text[last.end : last.end + 1] == ".")
    match = AFTER_STREET.match(reading.folded, place)
    end = match.end(1) if match and not PLACED.match(last.fold) else last.end
    ahead = BEFORE_STREET.search(reading.folded[max(start - 9, 0) : start])
    if ahead and last.raw.isascii():
        start -= len(ahead[0])
    return start, end


def _is_name(word: Word) -> bool:
    return (word.is_capital or len(word.raw) == 1) and word.fold not in FUNCTION


def _names_before(reading: Reading, keyword: Word) -> Word | None:
    """The first word of the name that ends before the keyword; one small word is a name too ("nizami küçəsi")."""
    first: Word | None = None
    right = keyword
    for step in range(1, 6):
        word = reading.at(keyword.number - step)
        if word is None or not _beside(reading, word, right):
            break
        if not _is_name(word) or (word.begins and first is not None and word.fold in FUNCTION):
            if first is None and word.fold not in FUNCTION and _may_be_small(keyword):
                first = word
            break
        first = right = word
    return first


def _beside(reading: Reading, left: Word, right: Word) -> bool:
    """Whether two words are of one name: a dot only after an initial or a short form ("Ə. Əliyev", "akad. Həsən")."""
    between = reading.between(left, right)
    if "\n" in between or len(between) > 3:
        return False
    return between.strip() in ("", "-") or (between.strip() == "." and len(left.raw) <= 5 and not right.begins)


def _may_be_small(keyword: Word) -> bool:
    return keyword.fold.startswith(("kuces", "prospekti", "donge", "xiyaban", "qesebe", "kendi"))


def _names_after(reading: Reading, keyword: Word) -> Word | None:
    """The last word of the name that begins after the keyword."""
    last: Word | None = None
    left = keyword
    for step in range(1, 5):
        word = reading.at(keyword.number + step)
        if word is None or re.search(r"[^\s.\-\"«»]", reading.between(left, word)):
            break
        if last is not None and "." in reading.between(left, word) and len(left.raw) > 1:
            break
        if not _is_name(word):
            if last is None and keyword.fold in ("ул", "улица", "улице", "пр", "просп", "kuc", "пер"):
                last = word if word.fold not in FUNCTION else None
            break
        last = left = word
    return last
