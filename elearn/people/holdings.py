"""What people itself holds of a person; the registry is elearn.people.own_data."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from elearn.history import api as history

from .domain.devices import devices_of
from .domain.names import public_name
from .models import (
    Account,
    CallBack,
    Companionship,
    Consent,
    DataCopy,
    Guardianship,
    Look,
    Person,
    PrivateDetails,
    Removal,
    Role,
)
from .own_data import Row, holds, not_given, plain


@holds("people.person", words=_("About you"), of=["people.Person.relative", "people.Person.merged_into"])
def person(person: Person) -> Iterator[Row]:
    row = plain(
        person, "name", "papers_name", "shown_name", "form_of_address", "birth_year", "adult_from", "language",
        "reading", "standing", "standing_since", "standing_source", "relative", "relation",
    )  # fmt: skip
    yield row | {"known_since": person.created_at}
    for other in Person.objects.filter(relative=person):
        yield {"person": other.name, "relation": other.relation, "standing": str(other.get_standing_display())}


@holds("people.contact_points", words=_("How we reach you"), of=["people.ContactPoint.person"])
def contact_points(person: Person) -> Iterator[Row]:
    for point in person.contact_points.all():
        yield plain(point, "kind", "value", "is_shared", "is_landline", "is_preferred", "verified_at")


@holds(
    "people.account",
    words=_("Your sign-in"),
    of=[
        "people.Account.person", "account.EmailAddress.user", "mfa.Authenticator.user",
        "people.Account_groups.account", "people.Account_user_permissions.account",
    ],
)  # fmt: skip
def account(person: Person) -> Iterator[Row]:
    found = Account.objects.filter(person=person).first()
    if found is None:
        return
    yield {
        "email": found.email,
        "phone": found.phone,
        "may_sign_in": found.is_active,
        "has_password": found.has_usable_password(),
        "joined": found.date_joined,
        "last_login": found.last_login,
        "roles": [str(role.label) for role in Role if role.value in found.groups_by_name],
    }
    for proof in Authenticator.objects.filter(user=found).order_by("pk"):
        yield {"kind": str(proof), "created_at": proof.created_at, "last_used_at": proof.last_used_at}


@holds(
    "people.devices", words=_("Where you are signed in"), of=["people.Device.account", "people.DeviceRequest.account"]
)
def devices(person: Person) -> Iterator[Row]:
    found = Account.objects.filter(person=person).first()
    for device in devices_of(found) if found else []:
        yield plain(device, "kind", "browser", "signed_in_at", "last_seen_at")


@holds("people.private_details", words=_("Your address and needs"), of=["people.PrivateDetails.person"])
def private_details(person: Person) -> Iterator[Row]:
    for details in PrivateDetails.objects.filter(person=person):
        yield plain(details, "address", "district", "hearing", "sight", "movement", "note", "changed_at")


@holds("people.looks", words=_("Who looked at your address and needs"), of=["people.Look.person"])
def looks(person: Person) -> Iterator[Row]:
    for look in Look.objects.filter(person=person).select_related("by__person"):
        yield plain(look, "at", "what", "why") | {"by": look.by.person.name if look.by else ""}


@holds("people.calls", words=_("Calls you asked for"), of=["people.CallBack.person"])
def calls(person: Person) -> Iterator[Row]:
    for call in CallBack.objects.filter(person=person):
        yield plain(
            call, "name", "phone", "best_time", "language", "about", "state", "tries", "called_at", "created_at"
        )


@holds(
    "people.guardianships",
    words=_("Parents and guardians"),
    of=["people.Guardianship.minor", "people.Guardianship.guardian"],
)
def guardianships(person: Person) -> Iterator[Row]:
    """As a minor: who was asked. As a guardian: for whom, by the name others may see."""
    facts = (
        "relation", "state", "asked_at", "agreed_at", "withdrawn_at", "ended_at", "text_version", "way", "confirmed_on",
    )  # fmt: skip
    for row in Guardianship.objects.filter(minor=person).select_related("guardian"):
        yield {"guardian": row.guardian.name if row.guardian else ""} | plain(row, *facts)
    for row in Guardianship.objects.filter(guardian=person).select_related("minor"):
        yield {"person": public_name(row.minor)} | plain(row, *facts, "contact", "set_aside_at", "set_aside_why")


@holds(
    "people.consents",
    words=_("What you were asked, and what you answered"),
    of=["people.Consent.person", "people.Consent.answered_by", "people.ConsentStep.answered_by"],
)
def consents(person: Person) -> Iterator[Row]:
    facts = ("kind", "title", "purpose", "until", "state", "way", "asked_at", "given_at", "ended_at", "reason", "words")
    for consent in Consent.objects.filter(person=person).select_related("answered_by").prefetch_related("steps"):
        steps = [f"{localtime(step.at):%Y-%m-%d %H:%M} {step.get_state_display()}" for step in consent.steps.all()]
        yield plain(consent, *facts, "answered_by") | {"uses": consent.uses_in_words, "steps": steps}
    for consent in Consent.objects.filter(answered_by=person).exclude(person=person).select_related("person"):
        yield {"person": consent.person.name} | plain(consent, "title", "state", "given_at", "ended_at")


@holds(
    "people.helpers",
    words=_("Helpers of your choice"),
    of=["people.Companionship.elder", "people.Companionship.companion", "people.Companionship.invited"],
)
def helpers(person: Person) -> Iterator[Row]:
    """Who helps the person, with every act in their name; and whom the person helps."""
    facts = ("state", "ends_on", "invited_at", "accepted_at", "ended_at", "pause_reason")
    for row in Companionship.objects.filter(elder=person).select_related("companion").prefetch_related("acts"):
        acts = [
            f"{localtime(act.at):%Y-%m-%d %H:%M} {act.get_did_display()} {act.title}".strip() for act in row.acts.all()
        ]
        helper = row.companion.name if row.companion else row.name
        yield {"helper": helper, "scopes": row.scopes_in_words} | plain(row, *facts) | {"acts": acts}
    for row in Companionship.objects.filter(companion=person).select_related("elder"):
        yield {"person": row.elder.name, "scopes": row.scopes_in_words} | plain(row, *facts)


@holds(
    "people.own_data",
    words=_("What you asked us to do with your data"),
    of=["people.DataCopy.person", "people.Removal.person"],
)
def own_data(person: Person) -> Iterator[Row]:
    for copy in DataCopy.objects.filter(person=person):
        yield plain(copy, "state", "asked_at", "ready_at", "bytes", "until")
    for removal in Removal.objects.filter(person=person):
        yield plain(removal, "state", "cause", "asked_at", "run_at", "ended_at")


@holds("history.deeds", words=_("What happened, as our figures count it"), for_machines=True)
def deeds(person: Person) -> Iterator[Row]:
    """From the history, which knows people by a keyed hash alone."""
    for deed in history.deeds_of(person.key):
        yield {"at": deed.at, "what": deed.kind, "subject": deed.subject}


not_given("A keyed hash of an address that was the minor’s own; nobody can read it.", "people.FormerContact.person")
not_given(
    "What somebody did at work is a record of the office, kept with the thing it was done to.",
    "people.CallBack.called_by", "people.Companionship.invited_by", "people.Companionship.paused_by",
    "people.Consent.noted_by", "people.ConsentStep.noted_by", "people.Guardianship.recorded_by",
    "people.Guardianship.confirmed_by", "people.Guardianship.set_aside_by", "people.Look.by",
    "people.Removal.asked_by", "web.Edit.editor", "web.Approval.approver", "wagtail_localize.*", "wagtaildocs.*",
    "wagtailimages.*", "wagtailadmin.*", "wagtailcore.*", "wagtailusers.UserProfile.user",
)  # fmt: skip
