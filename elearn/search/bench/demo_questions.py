"""What is asked of the demonstration's own content: each thing in it by its title, with two questions of readers.

The questions were written from what the things say, before they were measured.
"""

from dataclasses import dataclass

from ..models import Kind


@dataclass(frozen=True)
class Asked:
    """A thing of the demonstration, and how readers ask for it."""

    kind: str
    language: str
    title: str
    questions: tuple[str, str]


ASKED = tuple(
    Asked(str(kind), language, title, questions)
    for kind, language, title, questions in (
        (Kind.CARE, "az", "Evdə gündəlik köməklik", ("evdə yemək və təmizlik", "nar ağacı köməkçi")),
        (Kind.CARE, "az", "Evdə qulluq, gecə və gündüz", ("gecə növbəsi qulluq", "gecə evdə qalan köməkçi")),
        (Kind.CARE, "az", "Saatlıq köməkçi", ("həkimə aparmaq", "alış-veriş ev işləri")),
        (Kind.CARE, "az", "Sosial işçinin evə gəlməsi", ("sosial işçi", "həftədə iki dəfə gələn işçi")),
        (Kind.CARE, "az", "Gündüz mərkəzi", ("ahıllar üçün idman və əl işləri", "Nərimanov gündüz mərkəzi")),
        (Kind.CARE, "az", "Qulluq edənin istirahəti", ("yaxınım iki həftə sizdə qalsın", "dincəlmək istirahət")),
        (Kind.CARE, "az", "Xarıbülbül Evi", ("daimi yaşayış", "iki nəfərlik otaq bağ")),
        (Kind.CARE, "az", "Evdən çıxmadan bərpa", ("fizioterapevt", "reabilitasiya evdə")),
        (Kind.CARE, "az", "Arabaların və çarpayıların kirayəsi", ("əlil arabası", "tibbi çarpayı kirayə")),
        (Kind.COURSE, "az", "Şərf toxumağı öyrənək", ("şərf toxumaq", "yun ip iki şiş")),
        (Kind.COURSE, "en", "Plov with a golden crust", ("how to cook plov", "rice with crust")),
        (Kind.GUIDE, "az", "Evi yıxılmağa qarşı yoxlayın", ("yıxılmamaq üçün ev", "otaqda yıxılma")),
        (Kind.GUIDE, "az", "Evdə qulluq, yoxsa müəssisə?", ("evdə yoxsa müəssisədə", "qərar ahılın özünündür")),
        (Kind.GUIDE, "az", "Telefonda sizdən kod istəyirlərsə", ("bankdan zəng kod", "dələduz zəng edir")),
        (Kind.GUIDE, "az", "qəyyumluq", ("qəyyum nədir", "məhkəmə qərarı qəyyum")),
        (Kind.GUIDE, "az", "demensiya", ("demensiya nədir", "yaddaşın zəifləməsi")),
        (Kind.GUIDE, "az", "müəssisə", ("sosial xidmət müəssisəsi", "ahılların yaşadığı yer müəssisə")),
        (Kind.GUIDE, "az", "PIN kod", ("pin kodu nədir", "kartın gizli nömrəsi")),
        (Kind.GUIDE, "en", "Check the home so that nobody falls", ("prevent falls at home", "home check falls")),
        (Kind.GUIDE, "en", "rail", ("what is a rail", "handle along a wall")),
        (Kind.GUIDE, "ru", "Проверьте дом, чтобы не упасть", ("чтобы не упасть дома", "проверить комнаты падение")),
        (Kind.GUIDE, "ru", "поручень", ("что такое поручень", "ручка на стене")),
        (Kind.LESSON, "az", "İlmə atmaq və birinci sıra", ("ilmə atmaq", "birinci sıranı toxumaq")),
        (Kind.LESSON, "en", "Rice, saffron and patience", ("saffron rice", "rice patience lesson")),
    )
)
