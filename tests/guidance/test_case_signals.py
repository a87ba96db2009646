"""What is passed on to the safeguarding officer for its words, and what sounds alike and means no harm."""

import pytest

from elearn.guidance.case_signals import Signal, signals_in

HITS = {
    Signal.VIOLENCE: [
        # az
        "Oğlum məni döydü.", "Oglum meni doydu", "Ərim məni hər gün vurur.", "Qızım pulumu alır və məni vurdu",
        "Bacım anamı döymüşdü", "məni döyəcək deyə qorxuram", "Gəlin qaynanasını döyür", "Nəvəm mənə şillə vurdu",
        "Oğlum üzümə vurdu", "Əri onu təpiklə vurub", "Məni öldürəcəyini deyir", "Oğlum məni hədələyir",
        "Pensiyamı əlimdən alırlar", "Qızım pulumu götürür", "Nəvəm pensiyamı oğurlayır", "Oğlum məni evdən qovur",
        "Qonşu atamı vurub", "Məni təhqir edir, söyür",
        # en
        "My son hit me yesterday.", "My son beat me last night", "He slapped my mother", "He hurts me",
        "My grandson kicked me", "She was beaten by her husband", "My husband pushed me down the stairs",
        "He says he will kill me", "My son took my pension", "They steal her money", "I am afraid of my son",
        "He threatens me", "My carer shouts at me", "The neighbour attacked my old mother",
        # ru
        "Сын меня ударил.", "Сын бьёт мать", "Он меня бил", "Внук поднял на меня руку", "Муж избивает",
        "Ударил меня по лицу", "Сын толкнул маму", "Он грозится меня убить", "Невестка угрожает",
        "Сын отбирает у меня пенсию", "Внук украл мои деньги", "Сын забирает мою пенсию", "Выгоняет меня из дома",
        "Он поднимает руку на меня", "Сестра кричит на маму",
    ],
    Signal.SELF_HARM: [
        "Özümü asmaq istəyirəm", "Ozumu asmaq isteyirem", "Ölmək istəyirəm", "yaşamaq istəmirəm", "Özümü öldürəcəm",
        "Həyatdan bezmişəm", "Kaş öləydim", "Anam özünə qəsd etdi",
        "I want to hang myself", "I don’t want to live", "She wants to die", "I would be better off dead",
        "My father took pills, it was suicide", "I am tired of living",
        "Хочу повеситься", "Отец пытался повеситься", "Повешусь", "Не хочу больше жить", "Хочет умереть",
        "Она наложила на себя руки", "Лучше бы я умерла", "Мне жить не хочется",
    ],
    Signal.NEGLECT: [
        "Mənə yemək vermirlər", "məni evdə kilidləyirlər", "Məni otağa kilidləyib gedir", "Anamı çarpayıya bağlayırlar",
        "Nənəmi ac saxlayırlar", "Gəlin məni evdən buraxmır", "Oğlum üzümə qapını kilidləyir",
        "They lock me in my room", "My daughter locks me in", "She is locked in all day", "He does not let me out",
        "They do not feed her", "My brother is neglected",
        "Меня закрывают в комнате на ключ", "Меня запирают", "Дочь запирает маму на весь день", "Меня не выпускают",
        "Сын запер мать в квартире", "Её держат взаперти", "Мать лежит одна голодная, никто не приходит",
        "Бабушка голодная и одна", "Их не кормят",
    ],
}  # fmt: skip
INNOCENT = [
    # az
    "Döyülmüş yumurta yeyə bilər?", "Doyulmus yumurta olar?", "Ürəyim döyünür", "Qapını döydülər, həkim gəlmişdi",
    "Anam az yeyir, doymur", "Yeyirəm, doydum", "Tibb bacısı anamı görür, iynə vurur", "Mənə insulin vurur",
    "Atamı maşın vurub, hara müraciət edim?", "Atamı iflic vurub", "Anam pensiyamı alıram dedi", "Pulumu aldım",
    "Qapını kilidləyib açarı itirdim", "Kartım kilidləndi", "Səhər ac qarına dərman", "Özümü pis hiss edirəm",
    "Özümü başqasından asılı hiss edirəm", "Anam evdə ölmək istəyir, hospis varmı?", "Ağrı məni öldürür",
    "Öskürək məni boğur", "Qızım mənə baxır", "Şəkər vurğunu", "Əmim vəkildir, onu necə tapım?",
    "Pensiya kartımı necə alım?", "Oğlumun əlindən tutub gəzirik",
    # en
    "When do we hit the road?", "My mother fell and hit her head", "I hit my head on the door", "My back hurts me",
    "My knee is hurting", "He beats me at chess", "Can she eat beaten eggs?", "My heart is beating fast",
    "Is it a life-threatening illness?", "She had a heart attack", "My bank locked me out of my account",
    "I locked the door in the morning", "How do I take my pension early?", "I took my pension at 60",
    "My mother wants to die at home: who helps?", "Help with alcohol abuse of a neighbour", "Rapeseed oil", "It hurts me to walk",
    "My father pushes my wheelchair", "The nurse gives her the food", "I struck lucky with my carer",
    # ru
    "Часы бьют", "Сердце бьётся часто", "Маму бьёт озноб", "Меня душит кашель", "Меня ударило током",
    "Мама упала и ударилась головой", "Не могу поднять руку после инсульта", "Мама не поднимает руку после инсульта",
    "Запирает ли дверь замок?", "Мама забыла ключ и дверь заперта", "Хочет умереть дома, кто поможет?",
    "Как забрать пенсию за маму?", "Я забрала пенсию", "Мне закрыли больничный", "Мне грозит штраф за долги",
    "Где поесть, если голодный?", "Она привязана к внукам", "Взбитые яйца можно?",
]  # fmt: skip


@pytest.mark.parametrize(("signal", "text"), [(signal, text) for signal, texts in HITS.items() for text in texts])
def test_plain_sentences_of_harm_are_seen(signal, text):
    assert signal in signals_in(text)


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_sounds_alike_is_left_alone(text):
    assert signals_in(text) == []


def test_an_innocent_phrase_hides_no_other():
    assert signals_in("Atamı maşın vurub. Oğlum isə məni döyür") == [Signal.VIOLENCE]
    assert signals_in("She hit her head because he hit her") == [Signal.VIOLENCE]
