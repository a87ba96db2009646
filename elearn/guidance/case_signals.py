"""Words that make us tell the safeguarding officer: violence, neglect, self-harm. Pure: text in, signals out.

They are a net with wide meshes and no judgement: an officer reads, and who asks is told so before sending. Stems are in
the three languages of the site whatever language was chosen, because people mix them; each stands for its endings.
"""

import re
from enum import StrEnum


class Signal(StrEnum):
    VIOLENCE = "violence"
    NEGLECT = "neglect"
    SELF_HARM = "self_harm"


_FOLD = str.maketrans("əğışçöüёİI", "egiscouеii")
# “iynə vurmaq” is to give an injection and “insult” a stroke: neither is here.
_STEMS: dict[Signal, tuple[str, ...]] = {
    Signal.SELF_HARM: (
        "özümü öldür", "özünü öldür", "intihar", "yaşamaq istəmir", "ölmək istəyir", "canıma qıy", "canına qıy",
        "kill myself", "kill himself", "kill herself", "suicid", "end my life", "do not want to live",
        "don't want to live", "don’t want to live", "want to die", "harm myself", "hurt myself",
        "покончить с собой", "покончу с собой", "суицид", "самоубий", "не хочу жить", "не хочет жить", "хочу умереть",
    ),
    Signal.VIOLENCE: (
        "döyür", "döyüb", "döyülür", "döyülüb", "şiddət", "zorakılı", "zorla", "hədələ", "əl qaldır", "məni vur",
        "anamı vur", "atamı vur", "nənəmi vur", "babamı vur", "onu vurur", "söyür", "boğur", "bıçaqla",
        "hits me", "hits her", "hits him", "hit my", "hits my", "beats me", "beats her", "beats him", "beats my",
        "beating", "abuse", "abusing", "violen", "threaten", "strangl", "rape", "afraid of him", "afraid of her",
        "бьет", "бьют", "избив", "избил", "насили", "угрожа", "издева", "душит", "поднимает руку",
    ),
    Signal.NEGLECT: (
        "ac saxla", "ac qal", "susuz saxla", "otağa kilidlə", "otağa bağla", "kilidləyib", "baxımsız", "atıb gedib",
        "dərmanını vermir", "yemək vermir",
        "neglect", "left alone for days", "locks her", "locks him", "locks me", "locked in", "gives no food",
        "no food", "starv", "tied to",
        "морит голодом", "морят голодом", "не кормят", "не кормит", "запира", "без присмотра", "брошен",
        "привязыва", "привязан",
    ),
}  # fmt: skip


def fold(text: str) -> str:
    """Write a text so that case, Azerbaijani letters and line ends do not matter."""
    return " ".join(text.replace("İ", "i").replace("I", "ı").lower().translate(_FOLD).split())


_FOUND_BY = {
    signal: re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(stem)) for stem in stems) + ")")
    for signal, stems in _STEMS.items()
}


def signals_in(text: str) -> list[Signal]:
    """Give what a text speaks of, the gravest first."""
    folded = fold(text)
    return [signal for signal, pattern in _FOUND_BY.items() if pattern.search(folded)]
