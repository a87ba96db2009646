"""Words that announce a name: "mənim adım", "меня зовут", "my name is", titles, kinship, the end of a letter."""

import re
from collections.abc import Iterator

from .name_forms import CHILD_OF, ENDING, LATIN, PATRONYMIC, given, is_surname
from .plain_words import FUNCTION, PLAIN
from .reading import Reading, Word

# After these a name comes, with or without a capital letter.
NAMING = re.compile(
    r"(?<!\w)(?:(?:menim |menimki )?(?:soy)?ad[iu]m(?:iz)?(?:\s?[:\-–])?|\w{2,}min (?:soy)?adi\s?[:\-–]?"
    r"|(?:onun|ad ve soyad|ad,? soyad|soyad)\s?(?:adi|:)\s?[:\-–]?"
    r"|(?:ad|имя|фамилия|фио|ф\.и\.о\.|name|full name|surname)\s?:"
    r"|зовут(?: (?:меня|ее|его|мою|моего|маму|папу|бабушку|дедушку|мужа|жену|сына|дочь|дочку|брата|сестру))?"
    r"|(?:мою|моего|нашу|нашего) [а-я]{3,10} зовут|по имени|фамилия(?: моя| у (?:нее|него|меня))?|мое имя"
    r"|names? is|(?:is|was|are) called|named|surname is)\s{0,2}[-–—:]?\s{0,2}"
)
# After these a name may come; a capital letter, or a name that is well known, decides.
KIN = re.compile(
    r"(?<!\w)(?:anam|atam|nenem|babam|bacim|qardasim|oglum|qizim|nevem|xalam|bibim|dayim|emim|yoldasim|qonsum(?:uz)?"
    r"|qaynanam|qaynatam|gelinim|hekim(?:im)?|hekimimiz|xeste(?:m)?|vetendas|xanim|sosial isci(?:miz)?|tibb bacisi"
    r"|hormetli|eziz|ezizim"
    r"|мам[аеуы]|мамой|пап[аеуы]|бабушк[аеуи]|бабушкой|дедушк[аеуи]|муж[ауе]?|мужем|жен[аеуы]|женой|сын[ауе]?|дочь"
    r"|дочери|брат[ауе]?|братом|сестр[аеуы]|сестрой|тет[яеюи]|дяд[яеюи]|сосед(?:к[аеуи]|а|у)?|внук[ау]?|внучк[аеуи]"
    r"|врач[ау]?|доктор[ау]?|граждан(?:ин[ау]?|к[аеуи])|медсестр[аеуы]|сиделк[аеуи]|уважаем(?:ая|ый|ые)|дорог(?:ая|ой)"
    r"|свекров[ьи]|тещ[аеуи]"
    r"|mother|father|mum|mom|dad|nan|gran|grandmother|grandfather|grandma|grandad|husband|wife|son|daughter|brother"
    r"|sister|aunt(?:ie)?|uncle|neighbour|friend|partner|mother-in-law|father-in-law|doctor|nurse|carer|dear|i am|i'm"
    r"|this is|patient),?\s{1,2}"
)
# After these any word with a capital letter is a name.
SALUTE = re.compile(
    r"(?<!\w)(?:(?:mr|mrs|ms|mx|dr|г-н[ау]?|г-ж[аеуи]|гр)\.?\s{0,2}"
    r"|(?:miss|sir|cenab|господин[ау]?|госпож[аеуи])\s{1,2})"
)
TITLE = re.compile(
    r"(?:xanim|bey|muellim|muellime|xala|bibi|dayi|emi|nene|baba|hekim|usta|haci)"
    r"(?:n[iu]n|[iu]n|[iy]?[ae]|[iu]|n[iu]|[dnt]?[dn]?[ae]n?|yl[ae]|l[ae]|gil\w{0,4})?"
    r"|ханум|муаллим[аеу]?|бек[ау]?"
)
CLOSING = re.compile(
    r"(?<!\w)(?:(?:derin )?hormetle|minnetdarliqla|tesekkurler|tesekkur edirem|(?:qabaqcadan )?sag olun|imza"
    r"|с уважением|(?:заранее )?спасибо|с благодарностью|подпись"
    r"|(?:kind |best |warm )?regards|(?:yours )?sincerely|yours faithfully|(?:many )?thanks|thank you|best wishes"
    r"|signed)"
    r"[,.:!\s\-–—]{1,4}"
)
CLAUSE_END = re.compile(r"\s*(?:$|[.,;:!?\n)]|(?:and|i|ve|men|и|я|мне)\b)")
LOCAL = re.compile(r".{3,}d[ae]n?(?:ki)?")  # "in …", "from …"
LONGEST = 4  # words of a name


def announced(reading: Reading) -> Iterator[tuple[Word, str]]:
    by_start = {word.start: word for word in reading.words}
    for match in NAMING.finditer(reading.folded):
        yield from _run(reading, by_start.get(match.end()), "words before", free=True)
    for match in KIN.finditer(reading.folded):
        yield from _run(reading, by_start.get(match.end()), "title or kinship", free=False)
    for match in SALUTE.finditer(reading.folded):
        word = by_start.get(match.end())
        if word is not None and word.is_capital and word.fold not in FUNCTION:
            yield word, "title"
            yield from _run(reading, reading.at(word.number + 1), "title", free=False, left=word)
    for match in CLOSING.finditer(reading.folded):
        word = by_start.get(match.end())
        yield from _run(reading, word, "end of a letter", free=word is not None and _is_whole_line(reading, word))
    for word in reading.words:
        if TITLE.fullmatch(word.fold):
            yield from _before_title(reading, word)


def _run(
    reading: Reading, word: Word | None, why: str, *, free: bool, left: Word | None = None
) -> Iterator[tuple[Word, str]]:
    """The words of the name that begins here. `free`: the first may be any word that is not a plain one."""
    small = free and word is not None and not word.is_capital
    for step in range(LONGEST):
        if word is None or (left is not None and not joins(reading, left, word)):
            return
        if not is_part(word, free=free and (step == 0 or (step == 1 and small and _ends(reading, word)))):
            return
        yield word, why
        left, word = word, reading.at(word.number + 1)


def _ends(reading: Reading, word: Word) -> bool:
    """Whether the clause ends after this word, so that a small second word is still the name."""
    return bool(CLAUSE_END.match(reading.after(word.end, 8)))


def joins(reading: Reading, left: Word, right: Word) -> bool:
    """Whether nothing but space, a hyphen, a bracket's side or an initial's dot stands between two words of a name."""
    between = reading.between(left, right)
    if "\n" in between or len(between) > 3:
        return False
    return between.strip() in ("", "-") or (between.strip() == "." and len(left.raw) <= 2 and left.is_capital)


def is_part(word: Word, *, free: bool) -> bool:
    plain = word.fold.removesuffix("'s")
    if plain in PLAIN and not (word.is_capital and plain in LATIN):
        return False
    if not free and is_plain_form(word.fold) and not given(word.fold):
        return False
    if free or word.is_capital:
        return len(word.raw) > 1 or word.is_capital
    return bool(CHILD_OF.fullmatch(word.fold) or PATRONYMIC.fullmatch(word.fold)) or is_known(word)


def is_plain_form(folded: str) -> bool:
    """Whether this is an Azerbaijani form of a plain word: "Rusiyada"."""
    return any(folded[:n] in PLAIN and ENDING.fullmatch(folded, n) for n in range(4, len(folded)))


def is_known(word: Word) -> bool:
    """A name though written small."""
    name = given(word.fold)
    return (name is not None and len(name) > 3) or (is_surname(word.fold) and len(word.fold) > 5)


def _before_title(reading: Reading, title: Word) -> Iterator[tuple[Word, str]]:
    word = reading.at(title.number - 1)
    if word is None or not joins(reading, word, title) or word.fold in FUNCTION:
        return
    name = given(word.fold)
    if name is not None or (
        word.is_capital and not (word.begins and (word.fold in PLAIN or LOCAL.fullmatch(word.fold)))
    ):
        yield word, "title"


def _is_whole_line(reading: Reading, word: Word) -> bool:
    line = reading.text[word.start :].split("\n", 1)[0].strip(" .!,")
    return 0 < len(line.split()) <= LONGEST and not any(sign.isdigit() for sign in line)
