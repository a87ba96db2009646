"""Made numbers, dates and addresses in the writings people use."""

import random
from collections.abc import Callable

from .made_people import Made

Chance = random.Random
FIN_SIGNS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
MONTH_NAMES = {
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}
MONTHS = {language: names.split() for language, names in MONTH_NAMES.items()}
SPELLED = {
    "az": ("on iki mart min doqquz yüz qırx yeddinci il", "iyirmi beş may min doqquz yüz əlli birinci il"),
    "ru": (
        "пятого мая тысяча девятьсот сорок шестого года",
        "двадцать третье июля тысяча девятьсот пятьдесят второго года",
    ),
    "en": ("the fourth of July nineteen forty-six", "twenty first of October nineteen fifty-two"),
}

ADDRESSES = {
    "az": (
        "{first} {last} küçəsi {house}, mənzil {flat}",
        "{last} küç. {house}, m. {flat}",
        "{first} {last} prospekti, ev {house}",
        "{last} prospekti {house}, bina 3, mənzil {flat}",
        "{last} kəndi, {first} küçəsi {house}",
        "{district} rayonu, {last} küçəsi, ev {house}, mənzil {flat}",
    ),
    "ru": (
        "ул. {last}, д. {house}, кв. {flat}",
        "улица {last}, дом {house}, квартира {flat}",
        "проспект {last}, {house}, кв. {flat}",
        "пос. {last}, ул. {first}, {house}",
        "пер. {last}, дом {house}",
    ),
    "en": (
        "{house} {last} Road",
        "flat {flat}, {house} {last} Street",
        "{house} {last} Avenue, apt {flat}",
        "{last} street {house}, flat {flat}",
        "{house} {last} Lane, LS{one} {one}QT",
    ),
}


def digits(chance: Chance, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def fin(language: str, chance: Chance) -> str:
    while True:
        signs = "".join(chance.choice(FIN_SIGNS) for _ in range(7))
        if any(map(str.isdigit, signs)) and sum(map(str.isalpha, signs)) > 1:
            return signs if chance.random() < 0.8 else signs.lower()


def identity(language: str, chance: Chance) -> str:
    return chance.choice(["AA", "AA ", "AZE", "AZE №", "AA №"]) + digits(chance, 7)


def document(language: str, chance: Chance) -> str:
    masks = {
        "az": ["#############", "P#######", "##########"],
        "ru": ["###-###-### ##", "#### ######"],
        "en": ["QT ## ## ## C", "### ### ####"],
    }
    return "".join(digits(chance, 1) if sign == "#" else sign for sign in chance.choice(masks[language]))


def phone(language: str, chance: Chance) -> str:
    code, three, two, last = (
        chance.choice(["50", "51", "55", "70", "77", "99", "10", "60", "12"]),
        digits(chance, 3),
        digits(chance, 2),
        digits(chance, 2),
    )
    forms = [
        f"0{code} {three} {two} {last}", f"0{code}-{three}-{two}-{last}", f"(0{code}) {three} {two} {last}",
        f"0{code}{three}{two}{last}", f"+994 {code} {three} {two} {last}", f"+994{code}{three}{two}{last}",
        f"00994 {code} {three}-{two}-{last}", f"994{code}{three}{two}{last}", f"+994 ({code}) {three}-{two}-{last}",
        f"0{code} {three}{two}{last}", f"{code} {three} {two} {last}", f"0{code}.{three}.{two}.{last}",
    ]  # fmt: skip
    if language == "ru":
        forms += [f"+7 (9{two}) {three}-{two}-{last}", f"8 9{two} {three} {two} {last}", f"89{last}{three}{two}{last}"]
    if language == "en":
        forms += [
            f"07{three} {digits(chance, 6)}",
            f"+44 7{three} {digits(chance, 6)}",
            f"020 7{three} {digits(chance, 4)}",
        ]
    return chance.choice(forms)


def card(language: str, chance: Chance) -> str:
    number = [int(sign) for sign in chance.choice("45") + digits(chance, 14)]
    doubled = sum(2 * one - 9 * (one > 4) for one in number[::2]) + sum(number[1::2])
    text = "".join(map(str, [*number, -doubled % 10]))
    mark = chance.choice([" ", "", "-"])
    return mark.join(text[place : place + 4] for place in range(0, 16, 4))


def iban(language: str, chance: Chance) -> str:
    text = f"AZ{digits(chance, 2)}" + "".join(chance.choice("ABINOPRTUZ") for _ in range(4)) + digits(chance, 20)
    return text if chance.random() < 0.5 else " ".join(text[place : place + 4] for place in range(0, 28, 4))


def plate(language: str, chance: Chance) -> str:
    letters = "".join(chance.choice("ABCDEHKLMTXZ") for _ in range(2))
    return chance.choice(["-", " ", ""]).join(
        [chance.choice(["10", "77", "90", "99", "50"]), letters, digits(chance, 3)]
    )


def birth(language: str, chance: Chance) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1928, 1990)
    name = MONTHS[language][month - 1]
    forms = [
        f"{day:02}.{month:02}.{year}",
        f"{day:02}/{month:02}/{year}",
        f"{day} {name} {year}",
        chance.choice(SPELLED[language]),
    ]
    forms += [f"{day}-{month}-{year}", f"{day:02}.{month:02}.{year}"]
    return chance.choice(forms)


def address(language: str, chance: Chance, who: Made) -> str:
    form = chance.choice(ADDRESSES[language])
    house, flat = str(chance.randint(1, 160)) + chance.choice(["", "", "A", "/2"]), chance.randint(1, 120)
    district = chance.choice(["Yasamal", "Xətai", "Nəsimi"])
    return form.format(first=who.first, last=who.last, house=house, flat=flat, one=flat % 9 + 1, district=district)


def email(language: str, chance: Chance) -> str:
    box = chance.choice(["nurse", "family", "qiz", "baba", "x.y"])
    return f"{box}{digits(chance, 3)}@{chance.choice(['mail.ru', 'gmail.com', 'box.az'])}"


def web(language: str, chance: Chance) -> str:
    stem = f"{chance.choice(['gul', 'day', 'sea'])}_{digits(chance, 3)}"
    return chance.choice([f"@{stem}", f"instagram.com/{stem}", f"t.me/{stem}", f"https://www.facebook.com/{stem}"])


MAKERS: dict[str, Callable[[str, Chance], str]] = {
    "fin": fin, "identity": identity, "document": document, "phone": phone, "bank_card": card, "iban": iban,
    "plate": plate, "birth_date": birth, "email": email, "web": web,
}  # fmt: skip
