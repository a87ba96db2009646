"""Questions of the demo world: asked through the door, one answered, one that waits for the counsellor."""

import pytest

from elearn.guidance.models import Case
from elearn.operations.demo import questions
from elearn.people.api import Role
from tests.factories import counsellor, guidance_pages, person

pytestmark = pytest.mark.django_db


def test_one_is_answered_and_one_waits():
    guidance_pages()
    leyla = person("Leyla", email="leyla@example.org", roles=[Role.ELDER])
    rashid = person("Rəşid", email="rashid@example.org", roles=[Role.ELDER])
    sevinc = counsellor()
    questions.make(first=leyla.account, second=rashid.account, counsellor=sevinc.account)
    cases = Case.objects.order_by("pk").values_list("person__name", "state", "counsellor__person__name")
    assert list(cases) == [("Leyla", "answered", sevinc.name), ("Rəşid", "assigned", sevinc.name)]
