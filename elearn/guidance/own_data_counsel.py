"""What counsellors say they take is a fact of their work here; it goes with them."""

from elearn.people.api import forgets, not_given, stays
from elearn.people.models import Person

from .models import Readiness


@forgets("guidance.readiness", of=["guidance.Readiness.account"])
def forget(person: Person) -> None:
    Readiness.objects.filter(account__person=person).delete()


not_given(
    "How a counsellor’s work is shared out; they see and change it on their own page.", "guidance.Readiness.account"
)
_OFFICE = ("guidance.AnswerHand.account", "guidance.PublicAnswer.by")
not_given("Who wrote is a record of the question, and is kept and deleted with it.", *_OFFICE)
stays("Stays with the question, while the account that did it is no longer named.", *_OFFICE)
