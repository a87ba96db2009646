"""The word a trainer says at the door, and the digits of codes. All are drawn anew for each visit."""

from secrets import choice, randbelow

# Everyday words of two or three syllables that sound like no other of the list.
_WORDS = {
    "az": (
        "bulud alma nərgiz kəpənək dəniz çinar qaranquş pəncərə zəfəran limon bənövşə körpü günəş üzüm narınc səma"
        " ulduz palıd çəmən badam kəklik yelkən boyunbağı xalça fındıq şəlalə göyərçin armud meşə dəmir qızılgül"
        " samovar qayıq ildırım payız ceyran nanə qarğıdalı şamdan heyva tutuquşu yaylıq çiyələk qovun dovşan"
        " sünbül lalə zanbaq tar kamança qartal kəhrəba"
    ),
    "ru": (
        "облако яблоко ромашка бабочка море чинара ласточка окошко шафран лимон фиалка мостик солнышко виноград"
        " апельсин небо звезда дубрава поляна миндаль куропатка парус ожерелье ковёр орешек водопад голубка груша"
        " лесок жемчуг роза самовар лодочка молния осень газель мята кукуруза свеча айва попугай платок клубника"
        " дыня зайчик колосок тюльпан лилия скрипка кипарис орёл янтарь"
    ),
    "en": (
        "cloud apple daisy butterfly ocean maple swallow window saffron lemon violet bridge sunshine raisin orange"
        " heaven starlight acorn meadow almond partridge sailboat necklace carpet hazelnut waterfall pigeon pear"
        " forest copper rosebud teapot rowboat thunder autumn gazelle mint sweetcorn candle quince parrot kerchief"
        " strawberry melon rabbit barley tulip lily fiddle cypress eagle amber"
    ),
}
WORDS = {language: tuple(words.split()) for language, words in _WORDS.items()}


def new_word(language: str, *, but: str = "") -> str:
    """Draw a word in a language, never the one that somebody knows already; one without a list gets English."""
    return choice([word for word in WORDS.get(language, WORDS["en"]) if word != but])


def new_digits(count: int, *, but: str = "") -> str:
    """Draw a code of so many digits, never the one that somebody knows already; it may begin with 0."""
    drawn = f"{randbelow(10**count):0{count}}"
    return new_digits(count, but=but) if drawn == but else drawn
