"""Find telephone numbers, addresses and links in words. Pure.

What is passed on between strangers carries no way to reach each other outside. Digits are counted however they are
grouped, and the usual ways of writing around such a rule are seen through: "g m a i l", "(at)", "dot com".
"""

import re
import unicodedata

FEWEST_DIGITS = 7  # of a telephone number; a year, a recipe's amounts and 12 345 rows of knitting have fewer
_DIGIT = r"[0-9OoОо]"
_DATE = r"\d{1,2}[./\-]\d{1,2}[./\-](?:19|20)\d\d(?!\d)"
_NUMBER = re.compile(rf"(?<!\w)(?!{_DATE})\+?\(?[0-9](?:[\s().\-–/_*]{{0,3}}{_DIGIT}){{{FEWEST_DIGITS - 1},}}(?!\w)")
# With the sign, or with words in its place; words alone ("look at me") need the dot in words too.
_EMAIL = re.compile(
    r"[\w.+\-]+\s*(?:@|\(at\)|\[at\])\s*[\w\-]+(?:\s*(?:\.|\(dot\)|\[dot\])\s*[\w\-]+)*"
    r"|[\w.+\-]+\s(?:at|собака)\s[\w\-]+\s(?:dot|точка|nöqtə)\s\w+",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w\-]+\.(?:com|net|org|info|az|ru|tr|me|io|edu|gov|link|site|online|app)\b(?:/\S*)?",
    re.IGNORECASE,
)
# With the sign alone ("@gunay"), or the name of a service and what one is called there.
_HANDLE = re.compile(
    r"(?<!\w)@\w{3,}"
    r"|\b(?:instagram|insta|telegram|tiktok|whats\s?app|facebook|viber|вотсап|телеграм|инстаграм)\w*"
    r"\s*[:=\-–]?\s*@?[\w.]*[_\d.]\w+",
    re.IGNORECASE,
)


def contacts_in(words: str) -> list[str]:
    """Give the ways to reach somebody that words contain, as they are written, in order and each once."""
    # Full-width letters and digits, and digits of other scripts, read like plain ones.
    plain = "".join(_plain(letter) for letter in words)
    found: list[tuple[int, int]] = []
    for pattern in (_EMAIL, _LINK, _NUMBER, _HANDLE):
        for match in pattern.finditer(plain):
            if all(match.end() <= start or match.start() >= end for start, end in found):
                found.append(match.span())
    return list(dict.fromkeys(plain[start:end].strip() for start, end in sorted(found)))


def _plain(letter: str) -> str:
    if unicodedata.category(letter) == "Cf":  # joiners that cannot be seen
        return ""
    if letter.isdigit() and not letter.isascii():
        return str(unicodedata.digit(letter, 0))
    normal = unicodedata.normalize("NFKC", letter)
    return normal if len(normal) == 1 else letter
