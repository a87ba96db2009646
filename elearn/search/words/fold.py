"""Three alphabets made one, so that what is typed on any keyboard meets what is written on the page.

Azerbaijani is typed with and without its letters (şərf, serf, sherf); people past seventy learnt to write it in
Cyrillic (шәрф); Russian is typed in Latin letters where the keyboard has no others (pensiya). All of them become the
same plain Latin letters, in the index and in the question alike, so that nothing has to be guessed. The letters for
Russian follow what people type (BGN/PCGN without its apostrophes), those for Azerbaijani the alphabet of 1958-1991.
What this costs: words that differ in these letters alone become one (üç and uc, march and marc).
"""

import re
import unicodedata

_LETTERS = str.maketrans({
    "ə": "e", "ı": "i", "ş": "s", "ç": "c", "ğ": "g", "ö": "o", "ü": "u", "ä": "e", "ß": "ss", "æ": "e", "ø": "o",
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "x", "ц": "ts", "ч": "c", "ш": "s", "щ": "sc", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    # Azerbaijani in Cyrillic letters
    "ә": "e", "ғ": "g", "ҝ": "g", "ј": "y", "ө": "o", "ү": "u", "һ": "h", "ҹ": "c",
})  # fmt: skip
# Two letters typed for one: sherf, chorek, aghac, khanim, zhurnal.
_TYPED = (("shch", "sc"), ("sch", "sc"), ("zh", "j"), ("kh", "x"), ("gh", "g"), ("ch", "c"), ("sh", "s"))
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-яёәғҝјөүһҹ]")

LONGEST = 40  # letters of a word that are looked at

# The same keys on the Russian and on the English and Azerbaijani keyboards.
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_ENGLISH_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_AZERBAIJANI_KEYS = "qüertyuiopöğasdfghjklıəzxcvbnmçş`"
_TO_RUSSIAN = str.maketrans(_ENGLISH_KEYS + "üöğıəçş", _RUSSIAN_KEYS + "цхъжэбю")
_TO_AZERBAIJANI = str.maketrans(_RUSSIAN_KEYS, _AZERBAIJANI_KEYS)


def lower(text: str) -> str:
    """Make letters small, the Turkic way for İ and the plain way for I: both are i in the end."""
    text = unicodedata.normalize("NFKC", text).replace("İ", "i")
    return _APOSTROPHES.sub("", text.lower().replace("\u0307", ""))


def words_in(text: str) -> list[str]:
    """Give the words of a text in small letters, as they are written; single letters are none."""
    return [word[:LONGEST] for word in _WORD.findall(lower(text)) if len(word) > 1 or word.isdigit()]


def fold(word: str) -> str:
    """Give a small word in the one alphabet."""
    plain = word.translate(_LETTERS)
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(sign for sign in apart if not unicodedata.combining(sign)) or plain
    for typed, meant in _TYPED:
        plain = plain.replace(typed, meant)
    return plain


def is_cyrillic(word: str) -> bool:
    """Whether a small word has a Cyrillic letter."""
    return bool(_CYRILLIC.search(word))


def other_layout(text: str) -> str:
    """Give what would stand there had the keyboard been switched: ghbdtn → привет, ыщртк → sohnk."""
    small = unicodedata.normalize("NFKC", text).replace("İ", "i").lower()
    return small.translate(_TO_AZERBAIJANI if is_cyrillic(small) else _TO_RUSSIAN)
