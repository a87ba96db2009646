"""Write down who did what with a case, every look too."""

from elearn.people.models import Account

from ..case_enums import CaseDid
from ..models import Case, CaseEntry


def log(case: Case, did: CaseDid, *, by: Account | None = None) -> CaseEntry:
    """Add one entry, in the transaction of the deed. Without `by`: who asked, or the site by itself."""
    return CaseEntry.objects.create(case=case, did=did, by=by)
