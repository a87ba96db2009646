"""What people itself does when somebody's data are removed; the registry is elearn.people.own_data."""

from functools import partial
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import ModelLogEntry

from ..models import (
    Account,
    CallBack,
    Companionship,
    Consent,
    ConsentState,
    ConsentStep,
    DataCopy,
    EndedBy,
    Guardianship,
    Look,
    Person,
    PersonStanding,
    PrivateDetails,
)
from ..models.person import first_language
from ..own_data import forgets, stays
from . import companions, consent
from .devices import sign_out_device
from .export import delete_copy
from .guardian_review import guardian_leaves
from .guardian_rows import forget as forget_guardian

FIRST, LATE, LAST = -1, 2, 9


@forgets(
    "people.consents",
    of=["people.Consent.person", "people.Consent.answered_by", "people.ConsentStep.answered_by"],
    order=FIRST,
)
def consents(person: Person) -> None:
    """Every yes is taken back, so that what rests on it ends; that and when it was given stays, without the person."""
    for row in Consent.objects.filter(person=person, state__in=[ConsentState.GIVEN, ConsentState.ASKED]):
        consent.withdraw_consent(row, by=None, reason="removed")
    mine = Consent.objects.filter(person=person)
    steps = ConsentStep.objects.filter(consent__in=mine)
    papers = {*mine.values_list("evidence", flat=True), *steps.values_list("evidence", flat=True)} - {""}
    nothing = {"evidence": "", "words": "", "reason": "", "speaker": ""}
    steps.update(**nothing)
    mine.update(title="", **nothing)
    for key in papers:
        transaction.on_commit(partial(storages["papers"].delete, key))


@forgets(
    "people.guardianships",
    of=["people.Guardianship.minor", "people.Guardianship.guardian", "people.FormerContact.person"],
    order=LATE,
)
def guardianships(person: Person) -> None:
    """A guardian's consent ends with them, and is no no. Of a minor who goes, nobody's guardian is kept."""
    guardian_leaves(person)
    Guardianship.objects.filter(guardian=person).update(contact="")
    theirs = list(Person.objects.filter(wards__minor=person).distinct())
    Guardianship.objects.filter(minor=person).delete()
    person.former_contacts.all().delete()
    for guardian in theirs:
        forget_guardian(guardian)


@forgets(
    "people.helpers",
    of=["people.Companionship.elder", "people.Companionship.companion", "people.Companionship.invited"],
    order=LATE,
)
def helpers(person: Person) -> None:
    """Help ends on both sides. What was done in somebody else's name stays for them, without the helper's name."""
    for row in Companionship.objects.filter(Q(elder=person) | Q(companion=person)):
        companions.end(row, by=EndedBy.ELDER if row.elder_id == person.pk else EndedBy.COMPANION)
    Companionship.objects.filter(elder=person).delete()
    Companionship.objects.filter(Q(companion=person) | Q(invited=person)).update(name="", contact="", pause_reason="")


@forgets(
    "people.private",
    of=["people.PrivateDetails.person", "people.Look.person", "people.CallBack.person", "people.DataCopy.person"],
    order=LATE,
)
def private(person: Person) -> None:
    PrivateDetails.objects.filter(person=person).delete()
    Look.objects.filter(person=person).delete()
    numbers = list(person.contact_points.values_list("value", flat=True))
    CallBack.objects.filter(Q(person=person) | Q(phone__in=numbers)).delete()
    for copy in DataCopy.objects.filter(person=person):
        delete_copy(copy)
    DataCopy.objects.filter(person=person).delete()


@forgets(
    "people.person",
    of=[
        "people.ContactPoint.person", "people.Account.person", "people.Person.relative", "people.Device.account",
    ],
    order=LAST,
)  # fmt: skip
def person(person: Person) -> None:
    """The sign-in and every way to reach them go; the row stays without a name, under a new key."""
    account = Account.objects.filter(person=person).first()
    _unlabel(person, account)
    if account:
        for device in account.devices.all():
            sign_out_device(device)
        account.delete()
    person.contact_points.all().delete()
    person.former_contacts.all().delete()  # a minor's were noted just now
    Person.objects.filter(relative=person).update(relative=None, relation="")
    with translation.override(first_language()):
        name = gettext("removed person")
    Person.objects.filter(pk=person.pk).update(
        key=uuid4(), name=name, found_by="", papers_name="", shown_name="", form_of_address="", birth_year=None,
        adult_from=None, guarded=False, chooses_name=False, language=first_language(), asked_at=None, reading="",
        standing=PersonStanding.LIVING, standing_since=None, standing_source="", relative=None, relation="",
        removed_at=timezone.now(),
    )  # fmt: skip


def _unlabel(person: Person, account: Account | None) -> None:
    """Take the name out of the log of staff: it writes down what somebody was called when a record was changed."""
    rows: list[Person | Account] = [person, account] if account else [person]
    for row in rows:
        kind = ContentType.objects.get_for_model(row)
        ModelLogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).update(label="")


stays("The record of a merge leads from one row without a name to the other.", "people.Person.merged_into")
stays("That a removal was asked for and done is its own proof; the row names nobody.", "people.Removal.person")
stays(
    "Goes with the account, or stays with the thing it was done to while the account that did it is no longer named.",
    "people.Account_groups.account", "people.Account_user_permissions.account", "people.DeviceRequest.account",
    "account.EmailAddress.user", "mfa.Authenticator.user", "people.CallBack.called_by",
    "people.Companionship.invited_by", "people.Companionship.paused_by", "people.Consent.noted_by",
    "people.ConsentStep.noted_by", "people.Guardianship.recorded_by", "people.Guardianship.confirmed_by",
    "people.Guardianship.set_aside_by", "people.Look.by", "people.Removal.asked_by",
    "wagtail_localize.*", "wagtaildocs.*", "wagtailimages.*", "wagtailadmin.*", "wagtailcore.*",
    "wagtailusers.UserProfile.user",
)  # fmt: skip
stays("The number of an account that is gone; nobody can be named by it.", "web.Edit.editor", "web.Approval.approver")
