"""Dates of birth, in digits and in words. Other dates stay: when a decision came is often what the question is about.

A full date is one of birth when words near it say so, or when its year is so early that nothing else is likely.
An age ("78 years old") stays: the answer depends on it and it names nobody.
"""

import re
from collections.abc import Iterator

from .found import Kind, Span
from .reading import Reading, Word

EARLY = 1975
MONTHS = (
    r"(?:yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr)[a-z]{0,4}"
    r"|(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,2}"
    r"|(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec)\.?"
)
YEAR_WORD = r"(?:-?(?:c[iu][a-z]{0,3}|го|м|й)(?!\w))?(?:\s{1,2}(?:il[a-z]{0,6}|года|году|год|г\.?\s?р?\.?)(?!\w))?"
FULL = re.compile(
    # Two digits are a year unless a year follows: "mənzil 12. 12.03.1945" is a flat and then a date.
    r"(?<![\w.,/])(?:\d{1,2}\s?[./\-–]\s?\d{1,2}\s?[./\-–]\s?(\d{4}|\d\d(?!\s?[./\-–]\s?(?:1[89]|20)\d\d|[./\-–]\d))"
    r"|(19\d\d|20\d\d)[./\-]\d{1,2}[./\-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|-?(?:ci|cu|го|е))?(?:\s(?:of\s)?|[.\-/])(?:{MONTHS})[,\s.\-/]{{1,2}}(\d{{4}}){YEAR_WORD}"
    rf"|(?:{MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(\d{{4}})"
    rf"|(19\d\d|20\d\d){YEAR_WORD},?\s(?:ayin\s)?(?:\d{{1,2}}(?:-?\w{{1,3}})?\s)(?:{MONTHS})"
    rf"|(19\d\d|20\d\d){YEAR_WORD},?\s(?:{MONTHS})\s(?:ayinin\s)?\d{{1,2}}(?:\s?-?\s?(?:si|su|i|u|ci|cu|da|de|nda|nde)\w{{0,4}})?)(?!\d)"
)
# A year so early makes a date of birth of three numbers whatever stands before them ("5/12.03.1945").
EARLY_FULL = re.compile(r"(?<!\d)\d{1,2}[./\-–]\s?\d{1,2}[./\-–]\s?(?:18[89]\d|19[0-6]\d|197[0-5])(?!\d)")
YEAR = re.compile(rf"(?<![\w.,/№])((?:18|19|20)\d\d){YEAR_WORD}(?![\d])")
BIRTH = re.compile(
    r"(?<![a-zа-я])(?:dogum|dogul|tevellud|anadan ol|dunyaya gel|рожд|родил|г\.\s?р\b|г/р|born|birth|dob|d\.o\.b)"
)
NUMBER_WORDS = re.compile(
    r"(?:bir|iki|uc|dord|bes|alti|yeddi|sekkiz|doqquz|on|iyirmi|otuz|qirx|elli|altmis|yetmis|seksen|doxsan|yuz|min)"
    r"(?:[a-z]?nc[iu])?(?:[a-z]{0,3})"
    r"|(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат|двенадцат|тринадцат|четырнадцат|пятнадцат"
    r"|шестнадцат|семнадцат|восемнадцат|девятнадцат|двадцат|тридцат|сороков|пятидесят|шестидесят|семидесят|восьмидесят"
    r"|девяност)(?:ый|ого|ое|ом|ая|ой|ье|ьего|ий|ь)"
    r"|тысяча|тысячи|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|девятьсот|две|двадцать|тридцать"
    r"|ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять|десять|сто|двести|триста|четыреста|пятьсот|шестьсот|семьсот"
    r"|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|double|sifir"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    r"|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|thirty|forty|fifty|sixty|seventy)-[a-z]{3,7}"
)
JOINING = re.compile(r"(?:of|the|and|il[a-z]{0,5}|года|ayinin|ayin)")
MONTH = re.compile(MONTHS)
PHONE_CUE = re.compile(r"(?:nomre|telefon|zeng|номер|телефон|звон|phone|number|call)[^\d]{0,25}$")


def birth_dates(reading: Reading) -> Iterator[Span]:
    for match in FULL.finditer(reading.folded):
        year = int(next(group for group in match.groups() if group))
        early = 1880 <= year <= EARLY
        if early or _near_birth(reading, match):
            yield Span(match.start(), match.end(), Kind.BIRTH_DATE, "early year" if early else "words near")
    for match in EARLY_FULL.finditer(reading.folded):
        yield Span(match.start(), match.end(), Kind.BIRTH_DATE, "early year")
    for match in YEAR.finditer(reading.folded):
        if _near_birth(reading, match, before=22, after=16):
            yield Span(match.start(), match.end(), Kind.BIRTH_DATE, "words near")
    yield from _in_words(reading)


def _near_birth(reading: Reading, match: re.Match[str], *, before: int = 40, after: int = 26) -> bool:
    left, right = reading.before(match.start(), before), reading.after(match.end(), after)
    left = re.split(r"[!?;]|\.\s", left)[-1]
    right = re.split(r"[!?;]|\.\s", right, maxsplit=1)[0]
    return bool(BIRTH.search(left) or BIRTH.search(right) or BIRTH.search(match[0]))


def _in_words(reading: Reading) -> Iterator[Span]:
    """A run of number words: with a month a date, after "my number is" a telephone."""
    run: list[Word] = []
    for word in [*reading.words, None]:
        together = not run or (word is not None and not reading.between(run[-1], word).strip(" ,-"))
        if word is not None and together and _counts(word, run):
            run.append(word)
            continue
        yield from _run(reading, run)
        run = [word] if word is not None and _counts(word, []) else []


def _counts(word: Word, run: list[Word]) -> bool:
    if NUMBER_WORDS.fullmatch(word.fold) or MONTH.fullmatch(word.fold):
        return True
    return bool(run) and bool(JOINING.fullmatch(word.fold))


def _run(reading: Reading, run: list[Word]) -> Iterator[Span]:
    while run and run[-1].fold in ("of", "the", "and"):
        run = run[:-1]
    if len(run) < 4:
        return
    span = (run[0].start, run[-1].end)
    if any(MONTH.fullmatch(word.fold) for word in run):
        near = reading.before(span[0], 45) + reading.after(span[1], 30)
        old = any(word.fold.startswith(("doqquz", "девятьсот", "nineteen")) for word in run)
        if old or BIRTH.search(near):
            yield Span(*span, Kind.BIRTH_DATE, "in words")
    elif len(run) >= 5 and PHONE_CUE.search(reading.before(span[0])):
        yield Span(*span, Kind.PHONE, "in words")
