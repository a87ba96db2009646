"""Questions to a counsellor in the demo world: one that waits for its answer, one that has it."""

from elearn.guidance.domain.case_answer import keep_draft, last_word, send
from elearn.guidance.domain.case_ask import Said, ask
from elearn.people.models import Account

ANSWERED = Said(
    text="Anam 81 yaşındadır, mən işdə olanda tək qalır. Gündüz yanında olan adam tapmaq üçün nədən başlayım?",
    topic="home_care", language="az", urgency="week", may_publish="yes",
)  # fmt: skip
ANSWER = (
    "Salam. Əvvəlcə ananızla birlikdə yazın: hansı saatlarda, nə üçün köməyə ehtiyac var. Sonra “Qulluq xidmətləri” "
    "səhifəmizdə rayonunuzu seçin və iki-üç xidməti yan-yana müqayisə edin. Zəng edəndə qiyməti və kimin gələcəyini "
    "soruşun. İlk gün evdə olun. Nəsə çətin olsa, yenə yazın."
)
WAITING = Said(
    text="My wife can no longer get out of the bath by herself. What aids are there, and what do they cost?",
    topic="disability", language="en", urgency="calm",
)  # fmt: skip


def make(*, first: Account, second: Account, counsellor: Account) -> None:
    """Ask both through the door, and answer the first."""
    case = ask(ANSWERED, by=first)
    ask(WAITING, by=second)
    case.refresh_from_db()
    keep_draft(case, text=ANSWER, by=counsellor)
    send(case, by=counsellor, seen=last_word(case))
