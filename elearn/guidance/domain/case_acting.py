"""Who does something in a case as who asked: asked again at every deed, in its transaction."""

from elearn.people import api as people
from elearn.people.errors import MayNotAct
from elearn.people.models import Account, Did, Person, Scope

from ..errors_cases import NotYours
from ..models import Case
from ..policies_cases import CaseWay, way_to


def locked(case: Case) -> Case:
    """Lock a case, and read it as it is now."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("person", "helper__companion", "reach")
    return rows.get(pk=case.pk)


def act_as(case: Case, *, by: Account | None, mark: str, did: Did) -> CaseWay:
    """Give in what part somebody acts, and write a helper's act down for the person. Raises NotYours."""
    way = way_to(case, by=by, mark=mark)
    if way is None:
        raise NotYours
    if way == CaseWay.HELPER and by is not None and case.person is not None:
        act_for(case.person, by=by, did=did, subject=f"case:{case.key}")
    return way


def act_for(person: Person, *, by: Account, did: Did, subject: str = "") -> None:
    """Write down what a helper does with a person's questions. Raises NotYours. Call it in a transaction."""
    try:
        people.act(by, person, scope=Scope.ASK, did=did, subject=subject)
    except MayNotAct:
        raise NotYours from None
