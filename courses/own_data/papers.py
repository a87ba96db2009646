"""What is held of who gave something and was thanked with a certificate, and of who stands behind certificates."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from elearn.people.api import forgets, holds, not_given, plain, stays
from elearn.people.models import Person

from ..models import Contributed

Row = dict[str, Any]
_AT_WORK = (
    "courses.Certificate.issued_by", "courses.ReplacedPaper.by",
    "courses.CertificateDesign.made_by", "courses.CertificateDesign.approved_by",
    "courses.CertificateDesign_changed_by.account", "courses.Contributed.by", "courses.IssueRun.by",
)  # fmt: skip


@holds("courses.contributed", words=_("What you were thanked for"), of=["courses.Contributed.person"])
def contributed(person: Person) -> Iterator[Row]:
    for row in Contributed.objects.filter(person=person):
        given = ", ".join(f"{name}: {count}" for name, count in row.facts.items())
        said = {None: "–", True: _("Yes"), False: _("No")}[row.wanted]
        yield {"title": row.subject.removeprefix("gave:"), "words": given, "answer": str(said)} | plain(row, "asked_at")


not_given("What somebody did at work is kept with that.", *_AT_WORK)


@forgets("courses.contributed", of=["courses.Contributed.person"])
def forget_contributed(person: Person) -> None:
    """What no certificate rests on goes; the rest stays with it, as number and facts without a name."""
    Contributed.objects.filter(person=person, certificates=None).delete()


stays("Stays with what was decided, while the account that did it is no longer named.", *_AT_WORK)
