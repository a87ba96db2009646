"""The words of the demo guides. The people are invented; sources that are not invented are public ones everybody knows.

A source whose publisher says "nümunə" (example) is made up for the demonstration and says so itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoSource:
    kind: str
    title: str
    publisher: str
    place: str
    cited_words: str
    language: str
    address: str = ""


FALLS = DemoSource(
    kind="agency", title="Falls", publisher="World Health Organization", place="Key facts",
    cited_words="Falls are the second leading cause of unintentional injury deaths worldwide.", language="en",
    address="https://www.who.int/news-room/fact-sheets/detail/falls",
)  # fmt: skip
CONVENTION_19 = DemoSource(
    kind="law", title="Convention on the Rights of Persons with Disabilities", publisher="United Nations",
    place="Article 19 (a)", language="en",
    cited_words="Persons with disabilities have the opportunity to choose their place of residence and where and with "
    "whom they live on an equal basis with others and are not obliged to live in a particular living arrangement.",
    address="https://www.un.org/development/desa/disabilities/convention-on-the-rights-of-persons-with-disabilities.html",
)  # fmt: skip
BANK = DemoSource(
    kind="other", title="Kart sahibinin yaddaş vərəqi (nümunə)", publisher="Nümunə Bankı: nümayiş üçün uydurulub",
    place="3-cü bənd", language="az",
    cited_words="Bank əməkdaşı heç vaxt sizdən PIN kodu, SMS ilə gələn kodu və kartın arxasındakı üç rəqəmi soruşmur.",
)  # fmt: skip
HOME_STUDY = DemoSource(
    kind="study", title="Evdə qulluğun üstünlükləri haqqında icmal (nümunə)", language="az",
    publisher="Nümunə Araşdırma Mərkəzi: nümayiş üçün uydurulub", place="səh. 12",
    cited_words="Tanış ev, tanış qonşular və öz vərdişləri ahılın özünü inamlı hiss etməsinə kömək edir.",
)  # fmt: skip
STAY_STUDY = DemoSource(
    kind="study", title="Gecə-gündüz qulluq haqqında icmal (nümunə)", language="az",
    publisher="Nümunə Geriatriya Cəmiyyəti: nümayiş üçün uydurulub", place="səh. 30",
    cited_words="Gecə bir neçə dəfə köməyə ehtiyacı olan insana tək bir qohumun baxması çox vaxt mümkün olmur.",
)  # fmt: skip

CARE = {
    "az": ("Evdə və müəssisədə qulluq", "Yaxınınıza kim, harada və necə qulluq edə bilər."),
    "ru": ("Уход дома и в учреждении", "Кто, где и как может ухаживать за вашим близким."),
    "en": ("Care at home and in institutions", "Who can care for somebody close to you, where and how."),
}
FRAUD = ("Dələduzluqdan qorunma", "Telefonda və qapıda aldadılmamaq üçün sadə qaydalar.")


@dataclass(frozen=True)
class SafeHome:
    """The checklist about falls, in one language."""

    title: str
    summary: str
    why_heading: str
    claim: str
    rooms: tuple[tuple[str, tuple[str, ...]], ...]
    warning: str


SAFE_HOME = {
    "az": SafeHome(
        title="Evi yıxılmağa qarşı yoxlayın",
        summary="Otaqdan-otağa keçib baxılası işlər. Çoxunu bir günə və pulsuz etmək olar.",
        why_heading="Niyə vacibdir",
        claim="<p>Yıxılma təsadüfi zədələrdən ölümün dünyada ikinci əsas səbəbidir. Evdə yıxılmanın qarşısını çox vaxt "
        "sadə işlərlə almaq olar.</p>",
        rooms=(
            ("Otaqlar və dəhliz", (
                "Xalçaların kənarı qalxmır, sürüşən xalça götürülüb və ya altına sürüşməyən döşək salınıb.",
                "Elektrik naqilləri keçid yolunda deyil.",
                "Gecə ayağa qalxanda çarpayının yanında işıq əl çatan yerdədir.",
                "Tez-tez lazım olan əşyalar belə əyilmədən və stula çıxmadan götürülür.",
            )),
            ("Hamam və ayaqyolu", (
                "Vannanın və ya duşun döşəməsində sürüşməyən örtük var.",
                "Unitazın və duşun yanında divara bərk bərkidilmiş tutacaq var.",
                "Döşəmə quru saxlanılır.",
            )),
            ("Pilləkən və giriş", (
                "Pilləkənin bütün uzunu boyu məhəccər var və möhkəmdir.",
                "Birinci və sonuncu pillə aydın görünür, lampa yanır.",
                "Ayaqqabının dabanı alçaq, altı sürüşməyəndir; evdə açıq şap-şapla gəzilmir.",
            )),
        ),
        warning="Baş gicəllənməsi və ya təkrar yıxılma olubsa, evi yoxlamaqla kifayətlənməyin: həkimə deyin. Səbəb "
        "dərman da ola bilər.",
    ),
    "ru": SafeHome(
        title="Проверьте дом, чтобы не упасть",
        summary="Что посмотреть в каждой комнате. Почти всё можно сделать за день и бесплатно.",
        why_heading="Почему это важно",
        claim="<p>Падения – вторая по значимости причина смерти от случайных травм в мире. Дома падение часто можно "
        "предотвратить простыми делами.</p>",
        rooms=(
            ("Комнаты и коридор", (
                "Края ковров не загибаются; скользкий ковёр убран или под ним нескользящая подложка.",
                "Провода не лежат там, где ходят.",
                "Ночью свет можно включить, не вставая с кровати.",
                "То, что нужно часто, можно взять, не наклоняясь и не вставая на стул.",
            )),
            ("Ванная и туалет", (
                "В ванне или душе лежит нескользящий коврик.",
                "У унитаза и у душа есть поручень, прочно закреплённый в стене.",
                "Пол сухой.",
            )),
            ("Лестница и вход", (
                "Перила идут вдоль всей лестницы и не шатаются.",
                "Первая и последняя ступени хорошо видны, лампа горит.",
                "Обувь на низком каблуке, подошва не скользит; дома не ходят в шлёпанцах без задника.",
            )),
        ),
        warning="Если кружится голова или падение повторилось, одной проверки дома мало: скажите врачу. Причиной "
        "могут быть и лекарства.",
    ),
    "en": SafeHome(
        title="Check the home so that nobody falls",
        summary="What to look at, room by room. Most of it takes a day and costs nothing.",
        why_heading="Why it matters",
        claim="<p>Falls are the second leading cause of death from unintentional injuries worldwide. At home they can "
        "often be prevented by simple means.</p>",
        rooms=(
            ("Rooms and corridor", (
                "No edge of a carpet stands up; a carpet that slips is gone, or lies on a mat that does not slip.",
                "No wire lies where people walk.",
                "At night a light can be reached from the bed.",
                "What is needed often can be taken without bending down and without a chair to stand on.",
            )),
            ("Bathroom and toilet", (
                "There is a mat that does not slip in the bath or shower.",
                "Beside the toilet and the shower there is a rail that is firmly fixed to the wall.",
                "The floor is kept dry.",
            )),
            ("Stairs and entrance", (
                "A firm rail runs along all of the stairs.",
                "The first and the last step can be seen well, and the lamp works.",
                "Shoes have low heels and soles that do not slip; nobody walks in open slippers at home.",
            )),
        ),
        warning="If somebody is dizzy or has fallen again, checking the home is not enough: tell a doctor. Medicines "
        "can be the reason too.",
    ),
}  # fmt: skip

FRAUD_GUIDE = (
    "Telefonda sizdən kod istəyirlərsə",
    "Zəng edən özünü bankdan və ya polisdən tanıdır və tələsdirir. Nə etməli, addım-addım.",
)
FRAUD_CLAIM = (
    "<p>Bank əməkdaşı PIN kodu, SMS ilə gələn kodu və kartın arxasındakı üç rəqəmi <b>heç vaxt</b> soruşmur. Kim "
    "soruşursa, o, bankdan deyil.</p>"
)
FRAUD_STEPS = (
    ("Dəstəyi asın", "Kobudluq sayılmır. Heç bir izahat verməyə borclu deyilsiniz."),
    ("Kartın arxasındakı nömrəyə özünüz zəng edin", "Zəng edənin dediyi nömrəyə yox, kartda yazılan nömrəyə."),
    ("Kod demisinizsə, kartı dərhal bağlatdırın", "Bunu bankda gecə də edirlər. Məbləğ, vaxt və nömrəni yazın."),
    ("Yaxınınıza deyin", "Utanmalı heç nə yoxdur: bu adamlar aldatmağı peşə edib."),
    ("Polisə yazılı müraciət edin", "SMS-ləri və zənglərin siyahısını silməyin, onlar sübutdur."),
)
# Why a warning or an explained word of the demonstration names no source; staff alone read it.
OF_EXPERIENCE = "Gündəlik təcrübədir; nümayiş üçün sənəd göstərilmir."
FRAUD_WARNING = (
    "Sizdən telefona proqram yükləməyi və ya ekranı göstərməyi xahiş edirlərsə, razılaşmayın: bununla telefonunuzu "
    "uzaqdan idarə edirlər."
)

CHOICE = (
    "Evdə qulluq, yoxsa müəssisə?",
    "Hər iki yolun nə verdiyi və nə istədiyi yan-yana. Qərar ahılın özünündür.",
)
CHOICE_CLAIM = (
    "<p>Harada və kiminlə yaşayacağını insan özü seçir. Əlilliyi olan insanı heç kim müəyyən bir yerdə yaşamağa məcbur "
    "edə bilməz.</p>"
)
CHOICE_COLUMNS = ("Evdə qulluq", "Müəssisədə qulluq")
CHOICE_ROWS = {
    "Gecə köməyi": ("Adətən yoxdur; ayrıca razılaşmaq lazımdır.", "Var, növbətçi əməkdaş olur."),
    "Tanış mühit": ("Öz evi, öz qonşuları qalır.", "Yeni yer; öyrəşmək vaxt aparır."),
    "Ailənin işi": ("Gündəlik xeyli iş ailənin üzərində qalır.", "Gündəlik iş azalır, ziyarət vacib qalır."),
    "Sınamaq": ("Bir neçə saatdan başlamaq olar.", "Qısamüddətli qalma varmı, əvvəlcədən soruşun."),
}
CHOICE_QUESTION = "Demensiyası olan ahıl nə vaxt müəssisəyə köçməlidir?"
CHOICE_VIEWS = (
    ("Mümkün qədər gec", "Evdə qulluq mütəxəssislərinin bir qismi",
     "<p>Tanış mühit çaşqınlığı azaldır. Ona görə evdə köməyi artırmaq köçməkdən əvvəl sınanmalıdır.</p>"),
    ("Vaxtında, yorğunluqdan əvvəl", "Geriatrların bir qismi",
     "<p>Gecə köməyi lazım olanda tək qohum tükənir. Planlı köçmək təcili köçməkdən sakit keçir.</p>"),
)  # fmt: skip
CHOICE_LINES = (
    "Yaxınınızın özündən soruşun: o nə istəyir, nədən narahatdır?",
    "Gecə neçə dəfə kömək lazım olduğunu bir həftə yazın.",
    "İki-üç xidmətə baxın, eyni sualları verin və cavabları yazın.",
    "Müqaviləni evdə oxuyun, anlamadığınızı soruşun, həmin gün imzalamayın.",
)

TERMS = {
    "az": (
        ("qəyyumluq", "Məhkəmə qərarı ilə bir insanın başqasının işlərinə onun xeyrinə baxması.", ("qəyyum",)),
        ("demensiya", "Yaddaşın və düşünmənin elə zəifləməsi ki, gündəlik işlər çətinləşir. Qocalığın adi hissəsi "
         "deyil, xəstəlikdir.", ()),
        ("müəssisə", "Burada: ahılların yaşadığı və gecə-gündüz qulluq göstərilən yer.", ("sosial xidmət müəssisəsi",)),
        ("PIN kod", "Kartınızın dörd rəqəmli gizli nömrəsi. Onu yalnız siz bilirsiniz, heç kimə deyilmir.",
         ("PIN kodu", "PIN")),
    ),
    "ru": (("поручень", "Прочная ручка на стене, за которую держатся, чтобы встать или не поскользнуться.",
            ("поручня", "поручни")),),
    "en": (("rail", "A strong handle along a wall or stairs to hold on to.", ("rails",)),),
}  # fmt: skip
