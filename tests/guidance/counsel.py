"""What the tests of the counsellors' side share: two counsellors, and questions with them."""

from elearn.guidance.domain import case_answer
from elearn.guidance.models import Case
from elearn.people.models import Account
from tests import factories

SECRET = "Anam Bəhlulzadə küçəsində yıxıldı, omba sümüyü sınıb"


def sevinc() -> Account:
    return factories.counsellor("Sevinc Quliyeva").account


def tural() -> Account:
    return factories.counsellor("Tural Nəbiyev").account


def given(account: Account, text: str = SECRET, **more) -> Case:
    """A question that a counsellor has."""
    from elearn.guidance.domain.case_people import counsellors

    others = counsellors().exclude(pk=account.pk)
    kept = list(others.values_list("pk", flat=True))
    Account.objects.filter(pk__in=kept).update(is_active=False)
    case = factories.case(text, **more)
    Account.objects.filter(pk__in=kept).update(is_active=True)
    assert case.counsellor == account
    return Case.objects.get(pk=case.pk)


def asked(case: Case, by: Account, text: str = "Mərkəzə müraciət edin.", wanted: Account | None = None):
    """Have the answer of a question put before a second counsellor."""
    case_answer.keep_draft(case, text=text, by=by)
    return case_answer.ask_check(case, by=by, seen=case_answer.last_word(case), wanted=wanted)


def sent(case: Case, by: Account, text: str = "Mərkəzə müraciət edin."):
    """Have a question answered by its counsellor alone."""
    case_answer.keep_draft(case, text=text, by=by)
    return case_answer.send(case, by=by, seen=case_answer.last_word(case))
