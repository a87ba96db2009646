"""Questions of every kind, and their answers."""

from decimal import Decimal

from courses.quizzes.kinds import Kind, Measure, Part, Picture, Question


def ident(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def every_kind(picture: int | None = None) -> list[Question]:
    """One question of each kind, with ids that are known; all answers have words of their own."""
    return [
        Question(
            ident(1), Kind.ONE, "Neçə şiş lazımdır?", (Part(ident(11), "Üç", False, "Üç şişlə corab toxuyurlar."), Part(ident(12), "İki")),
            picture=Picture(picture, "İki taxta şiş.") if picture else None, well_done="Düzdür, iki.", look_again="Videonun əvvəlinə baxın.",
        ),
        Question(
            ident(2), Kind.SEVERAL, "Nə lazımdır?",
            (Part(ident(21), "Yun"), Part(ident(22), "Şiş"), Part(ident(23), "Çəkic", False, "Çəkic lazım deyil.")),
        ),
        Question(ident(3), Kind.ORDER, "Sıraya qoyun", tuple(Part(ident(30 + n), text) for n, text in enumerate(("İlmə atın", "Toxuyun", "Bağlayın"), 1))),
        Question(ident(4), Kind.TEXT, "İpin rəngi?", (Part(ident(41), "Qırmızı"), Part(ident(42), "Göy", False, "Göy ip o biri şərfdədir."))),
        Question(ident(5), Kind.NUMBER, "Şərfin uzunluğu?", measure=Measure(Decimal(150), Decimal(5), unit="sm"), look_again="Sonuna baxın."),
    ]  # fmt: skip


RIGHT = {
    ident(1): ident(12), ident(2): [ident(21), ident(22)], ident(3): [ident(31), ident(32), ident(33)],
    ident(4): "QIRMIZI", ident(5): "148 sm",
}  # fmt: skip


def as_form(answers: dict) -> dict:
    """What a browser sends for these answers: of an order the place of every step."""
    sent = {}
    for question, given in answers.items():
        if question == ident(3):
            sent |= {f"{question}-{step}": str(place) for place, step in enumerate(given, 1) if step}
        else:
            sent[question] = given
    return sent
