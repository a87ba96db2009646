"""An officer is told, where they could be reached until now, that staff changed how they are reached or sign in.

Whoever receives concerns must notice when the next one would not reach them, also where it was done in good faith.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..domain.apart import oversees
from ..domain.ask import present
from ..models import Account, ContactPoint, Person
from ..news import tell_of_staffs_change


@dataclass(frozen=True)
class _Ways:
    """How somebody signs in and is reached: addresses as (value, whether preferred, whether a landline)."""

    account: Account | None
    is_open: bool
    sign_in: frozenset[str]
    roles: frozenset[str]
    reached: frozenset[tuple[str, bool, bool]]

    @property
    def addresses(self) -> frozenset[str]:
        return self.sign_in | {value for value, _is_preferred, _is_landline in self.reached}


@contextmanager
def officers_told(*people: Person, by: Account) -> Iterator[None]:
    """Tell those of these people who oversee staff, once it is kept, what the deed within has changed for them."""
    before = [(person, _ways_of(person)) for person in people if oversees(person)]
    yield
    for person, ways in before:
        after = _ways_of(present(Person.objects.get(pk=person.pk)))
        with override(person.language):
            what = " ".join(_changes(ways, after))
        if what and ways.account:
            tell = partial(tell_of_staffs_change, ways.account, what, by=by.person, before=ways.addresses)
            transaction.on_commit(tell)


def _ways_of(person: Person) -> _Ways:
    account = Account.objects.filter(person=person).first()
    points = ContactPoint.objects.filter(person=person).values_list("value", "is_preferred", "is_landline")
    if account is None:
        return _Ways(None, is_open=False, sign_in=frozenset(), roles=frozenset(), reached=frozenset(points))
    return _Ways(
        account,
        is_open=account.is_active,
        sign_in=frozenset(value for value in (account.email, account.phone) if value),
        roles=account.groups_by_name | ({"administrator"} if account.is_superuser else set()),
        reached=frozenset(points),
    )


def _changes(before: _Ways, after: _Ways) -> list[str]:
    """Say what is another now, a sentence each."""
    said = []
    if before.is_open != after.is_open:
        said.append(_("Your sign-in was opened.") if after.is_open else _("Your sign-in was closed."))
    if before.reached != after.reached or before.sign_in != after.sign_in:
        said.append(_("The addresses at which we reach you were changed."))
    if before.roles != after.roles:
        said.append(_("Your roles were changed."))
    return said
