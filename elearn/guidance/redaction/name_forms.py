"""How names are built and declined, in folded letters: endings of surnames, patronymics, cases."""

import re

from .given_names import AMBIGUOUS, AZERBAIJANI, ENGLISH, RUSSIAN

# Azerbaijani endings after a name: possession, case, "with", "is", each at most once.
ENDINGS = (
    r"'?(?:gil)?(?:l[ae]r)?(?:[iu]m(?:[iu]z)?|s[iu](?=n)|[iu]n[iu]z)?"
    r"(?:y?[ae]|n[ae]|[iu]|n[iu]|y[iu]|n?[iu]n|[dn]?d[ae]n?|[nt][ae]n?|y?l[ae]|'?s)?(?:d[iu]r|[iu]m|s[iu]z)?"
)
ENDING = re.compile(ENDINGS)
LATIN_SURNAME = re.compile(
    rf"[a-z'-]{{2,}}(?:(?:[aeiyu]|[bcdfghjklmnpqrstvxyz])ov|[iy]ev|[a-z]ev(?=a)|zade|beyli|bekov|[a-z]ski|skiy|skaya|zadeh|yeva?|"
    rf"oglu|enko|quluzade|zadeler)a?{ENDINGS}"
)
CYRILLIC_SURNAME = re.compile(
    r"[а-яё-]{2,}(?:ов|[аеиьйую]ев|[бвгджзклмнпрстфхцчшщ]ев)(?:а|у|ым|е|ой|ы|ых|ыми)?"
    r"|[а-яё-]{3,}(?:ск|цк)(?:ий|ого|ому|им|ом)|[а-яё-]{2,}(?:енко|заде|швили|оглы|бейли)|[а-яё-]{3,}(?:ян|янц)(?:а|у|ом|е)?"
)
PATRONYMIC = re.compile(
    r"[а-яё]{2,}(?:ович|евич)(?:а|у|ем|е)?|(?:иль|кузьм|фом|лук|никит)ич(?:а|у|ем|е|ом)?"
    r"|[а-яё]{2,}(?:овн|евн|иничн)(?:а|ы|е|у|ой|ою)|[a-z]{2,}(?:ovich|evich|ovna|evna)(?:'s)?"
)
# The word after a father's name, or grown together with it.
CHILD_OF = re.compile(
    r"(?:oglu|ogli|qizi|kizi|gizi)(?:n[iu]n|n[iudae]|nd[ae]n?|yl[ae]|y[ae]|d[iu]r|yam|yem)?|(?:оглы|оглу|кызы|гызы)"
)
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.\s?){1,2}")

RU_VOWEL = {"а": "а ы е у ой ою и", "я": "я и е ю ей ею ью"}
RU_OTHER = {"й": "й я ю ем е и", "ь": "ь я ю ем е и ью"}


def _russian_forms() -> frozenset[str]:
    forms: set[str] = set()
    for name in RUSSIAN:
        endings = RU_VOWEL.get(name[-1]) or RU_OTHER.get(name[-1])
        stem = name[:-1] if endings else name
        forms |= {stem + ending for ending in (endings or " а у ом е ы").split(" ")}
    return frozenset(forms | RUSSIAN | {"льва", "льву", "павла", "павлу", "павлом", "петра", "петру", "петром"})


RUSSIAN_FORMS = _russian_forms()
LATIN = AZERBAIJANI | ENGLISH
LONGEST = max(map(len, LATIN))


def given(folded: str) -> str | None:
    """The common given name of which this word is a form, if there is one."""
    if folded in RUSSIAN_FORMS or folded in LATIN:
        return folded
    for length in range(min(len(folded), LONGEST), 2, -1):
        stem = folded[:length]
        if stem in LATIN and ENDING.fullmatch(folded, length):
            return stem
    return None


def is_sure(folded: str) -> bool:
    """Whether a word is a given name however it is written: long enough and not also an ordinary word."""
    name = given(folded)
    return name is not None and len(name) > 4 and name not in AMBIGUOUS and folded not in AMBIGUOUS


def is_surname(folded: str) -> bool:
    return bool(LATIN_SURNAME.fullmatch(folded) or CYRILLIC_SURNAME.fullmatch(folded))
