"""The words of the demo world: invented people and what they teach. They speak in their own languages."""

from dataclasses import dataclass
from decimal import Decimal

from elearn.people.models import FormOfAddress, Role


@dataclass(frozen=True)
class DemoPerson:
    """Somebody invented. `login` is what they sign in with; the code is read in the mailbox."""

    name: str
    login: str
    role: Role
    language: str
    birth_year: int | None = None
    form_of_address: FormOfAddress = FormOfAddress.PLAIN
    papers_name: str = ""


@dataclass(frozen=True)
class DemoQuestion:
    words: str
    choices: tuple[str, ...]  # the first is right
    why: str


@dataclass(frozen=True)
class DemoBeside:
    """A signed film and a described sound that are examples, and the words that say so."""

    signed_title: str
    signed_words: str
    told_title: str
    told: str


@dataclass(frozen=True)
class DemoCourse:
    """A course of one lesson, and the film in it."""

    teacher: str  # login
    language: str
    topic: str
    title: str
    summary: str
    hours: Decimal
    lesson: str
    scene: str
    sentences: tuple[str, ...]
    introduction: str
    steps: tuple[str, ...]
    materials: tuple[str, ...]
    questions: tuple[DemoQuestion, ...]
    spoken: tuple[int, ...] = ()  # the sentence with which each step begins, counted from 0
    task: str = ""  # what learners may make and show
    captions_later: str = ""  # the reason why it is public with the machine's captions alone
    beside: DemoBeside | None = None


LEYLA = DemoPerson("Leyla", "leyla@demo.example", Role.ELDER, "az", 1955, FormOfAddress.XANIM, "Leyla Əliyeva")
RASHID = DemoPerson("Rəşid", "+994501234567", Role.ELDER, "en", 1958, FormOfAddress.MUELLIM, "Rəşid Kərimov")
RENA = DemoPerson("Rəna", "rena@demo.example", Role.COORDINATOR, "az", 1984, FormOfAddress.XANIM, "Rəna Həsənova")
TURAL = DemoPerson("Tural", "tural@demo.example", Role.COORDINATOR, "az", 1990, FormOfAddress.BEY, "Tural Nəbiyev")
GUNAY = DemoPerson(
    "Günay Məmmədova", "gunay@demo.example", Role.LEARNER, "az", 2007,
    papers_name="Günay Elçin qızı Məmmədova",
)  # fmt: skip
MURAD = DemoPerson("Murad Quliyev", "murad@demo.example", Role.LEARNER, "az", 2004)
ANNA = DemoPerson("Анна Соколова", "anna@demo.example", Role.LEARNER, "ru", 2005)
SEVDA = DemoPerson("Sevda", "sevda@demo.example", Role.SAFEGUARDING, "az", 1979, FormOfAddress.XANIM, "Sevda Abbasova")
NIGAR = DemoPerson("Nigar", "nigar@demo.example", Role.OPERATOR, "az", 1988, FormOfAddress.XANIM, "Nigar Səfərova")
ELCHIN = DemoPerson("Elçin Həşimov", "elchin@demo.example", Role.TRAINER, "az", 1996)
SAKINA = DemoPerson("Səkinə Vəliyeva", "sakina@demo.example", Role.ELDER, "az", 1949, FormOfAddress.XANIM)
SEVINC = DemoPerson(
    "Sevinc", "sevinc@demo.example", Role.COUNSELLOR, "az", 1987, FormOfAddress.XANIM, "Sevinc Quliyeva"
)  # fmt: skip
PEOPLE = (LEYLA, RASHID, RENA, TURAL, GUNAY, MURAD, ANNA, SEVDA, NIGAR, ELCHIN, SAKINA, SEVINC)
# Known by phone alone: no sign-in, and no message reaches a landline.
ZOHRA = DemoPerson("Zöhrə Məlikova", "+994124409988", Role.ELDER, "az", 1944, FormOfAddress.XANIM)

SCARF = DemoCourse(
    teacher=LEYLA.login,
    language="az",
    topic="Toxuculuq",
    title="Şərf toxumağı öyrənək",
    summary="İlk şərfinizi öz əlinizlə toxuyun. Yun ip, iki şiş və bir az səbir kifayətdir.",
    hours=Decimal("1.5"),
    lesson="İlmə atmaq və birinci sıra",
    scene="knitting",
    sentences=(
        "Salam, əzizlərim. Mən Leyla xanımam.",
        "Bu gün birlikdə şərf toxumağa başlayırıq.",
        "Əvvəlcə ipi şişin üstünə iki barmaq boşluqla dolayın.",
        "İndi iyirmi ilmə atın. Tələsməyin, sayın.",
        "Birinci sıranı düz toxuyun, ipi çox sıxmayın.",
        "İlmə düşsə, qorxmayın. Onu şişin ucu ilə qaldırın.",
        "Şərf bir metr olanda, ona iki saçaq bağlayarıq. Sağ olun!",
    ),
    introduction="Bu dərsdə ilmə atmağı və birinci sıranı toxumağı göstərirəm. Mən bunu nənəmdən öyrənmişəm.",
    steps=(
        "İpi şişin üstünə iki barmaq boşluqla dolayın.",
        "İyirmi ilmə atın. Sayın: hər beşdən bir sap bağlayın.",
        "Birinci sıranı düz ilmə ilə toxuyun, çox sıxmayın.",
    ),
    spoken=(2, 3, 4),
    beside=DemoBeside(
        signed_title="İlmə atmaq, jest dilində (nümunə)",
        signed_words="Nümunə: jest dili tərcüməçisi burada olacaq",
        told_title="İlmə atmaq, səsli təsvirlə (nümunə)",
        told="Səsli təsvirin nümunəsi. Çəkilmiş səhnə: başı örpəkli bir qadın oturub iki şişlə qırmızı şərf toxuyur.",
    ),
    materials=("Yun ip, 200 q", "Şiş, 5 mm", "Qayçı"),
    task="Şərfinizdən bir qarış toxuyun və mənə göstərin. Əyri olsa da, göstərin: birlikdə düzəldərik.",
    questions=(
        DemoQuestion("Əvvəldə neçə ilmə atırıq?", ("İyirmi", "Beş", "Yüz"), "Leyla xanım iyirmi ilmə atmağı deyir."),
        DemoQuestion(
            "İlmə düşsə, nə edirik?",
            ("Şişin ucu ilə qaldırırıq", "Hamısını sökürük", "İpi kəsirik"),
            "Qorxmayın: ilməni şişin ucu ilə qaldırmaq olar.",
        ),
    ),
)
PLOV = DemoCourse(
    teacher=RASHID.login,
    language="en",
    topic="Cooking",
    title="Plov with a golden crust",
    summary="How my family cooks plov: the rice stays loose and the crust, qazmaq, turns golden.",
    hours=Decimal("1"),
    lesson="Rice, saffron and patience",
    scene="cooking",
    sentences=(
        "Welcome to my kitchen. My name is Rashid.",
        "Today I show you plov, as my mother made it.",
        "First wash the rice five times, until the water is clear.",
        "Put saffron into a glass of warm water and let it rest.",
        "Spread butter in the pot, then egg and a little rice. This is the crust.",
        "Add the rest of the rice, and close the lid with a towel.",
        "Now wait for one hour. A good plov does not like to be hurried.",
    ),
    introduction="I cooked for forty years in a school. Plov is what children asked for on the last day.",
    steps=(
        "Wash the rice five times, until the water is clear.",
        "Rest the saffron in a glass of warm water.",
        "Make the crust of butter, egg and a little rice. Add the rest of the rice.",
        "Close the lid with a towel and wait for one hour.",
    ),
    spoken=(2, 3, 4, 5),
    materials=("Long rice, 500 g", "Butter, 150 g", "A pinch of saffron", "One egg"),
    questions=(
        DemoQuestion(
            "How often do we wash the rice?",
            ("Five times", "Once", "Not at all"),
            "Until the water is clear: five times.",
        ),
    ),
    captions_later="A machine wrote these captions; Rashid is reading through them with his grandson.",
)
COURSES = (SCARF, PLOV)
TOPICS = {
    "az": ("Toxuculuq", "Kulinariya"),
    "en": ("Cooking",),
    "ru": ("Рукоделие",),
}
