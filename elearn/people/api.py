"""The door of people: who is who, how they are spoken to and reached, what they may do."""

from django.http import HttpRequest, HttpResponse

from .consent_words import clauses, ordered, statement, use_in_words
from .domain.address import addressed, best_contact
from .domain.age import age_known, is_minor
from .domain.apart import may_change_reach, may_keep_record, waits_for_answer
from .domain.ask import person_of, present
from .domain.call_backs import ask_for_call, calls_to_make, forget_calls
from .domain.coming_of_age import sweep_guardians
from .domain.companion_acts import (
    act,
    companionships_of,
    contact_for_messages,
    contacts_for_messages,
    helped_by,
    number_to_call,
)
from .domain.companions import sweep_companions
from .domain.consent import (
    all_agreed,
    ask_consent,
    ask_no_more,
    consents_for,
    consents_of,
    cut_out,
    draft,
    end_consents,
    give_consent,
    needs_somebody_else,
    refuse_consent,
    wanting,
    withdraw_consent,
)
from .domain.guardian_review import to_look_at as guardians_to_look_at
from .domain.guardianship import guardianship_of, needs_guardian, without_consent
from .domain.guardianship import is_own as reaches
from .domain.homes import (
    forget_home,
    has_home,
    having_home,
    home_mark,
    homes_since_before,
    looks_at,
    mark_of,
    read_home,
    write_home,
)
from .domain.match import known_as
from .domain.match import search as find
from .domain.merge import merge, on_merge
from .domain.names import public_name
from .domain.prepare import prepare
from .domain.register import create_person, grant_role, take_role
from .domain.staff import arrange_sign_in
from .domain.standing import decider_of, mark_standing
from .domain.write_down import write_down
from .forms import read_address
from .models import Consent, Role
from .own_data import forgets, holds, not_given, plain, stays
from .phones import normalise_phone, readable_phone
from .policies import account_of, has_role, is_helper_of, may_act, may_be_contacted_unmoderated, role_required
from .retention import keep, tidy
from .retention_rules import counted_on, delete_rows
from .signals import (
    consent_given,
    consent_refused,
    consent_withdrawn,
    guardian_consented,
    home_changed,
    standing_changed,
    standing_noted,
)
from .subjects import show_subject
from .tasks import sweep_own_data
from .typed import sign_in_and_return, typed_before

__all__ = [
    "Role",
    "account_of",
    "act",
    "addressed",
    "age_known",
    "all_agreed",
    "arrange_sign_in",
    "ask_consent",
    "ask_no_more",
    "ask_for_call",
    "best_contact",
    "calls_to_make",
    "clauses",
    "companionships_of",
    "consent_given",
    "consent_paper",
    "consent_refused",
    "consent_withdrawn",
    "consents_for",
    "consents_of",
    "contact_for_messages",
    "contacts_for_messages",
    "counted_on",
    "create_person",
    "cut_out",
    "decider_of",
    "delete_rows",
    "draft",
    "end_consents",
    "find",
    "forget_calls",
    "forget_home",
    "forgets",
    "give_consent",
    "grant_role",
    "guardian_consented",
    "guardians_to_look_at",
    "guardianship_of",
    "has_home",
    "has_role",
    "having_home",
    "helped_by",
    "holds",
    "home_changed",
    "home_mark",
    "homes_since_before",
    "is_helper_of",
    "is_minor",
    "keep",
    "known_as",
    "looks_at",
    "mark_of",
    "mark_standing",
    "may_act",
    "may_be_contacted_unmoderated",
    "may_change_reach",
    "may_keep_record",
    "merge",
    "needs_guardian",
    "needs_somebody_else",
    "normalise_phone",
    "not_given",
    "number_to_call",
    "on_merge",
    "ordered",
    "person_of",
    "plain",
    "prepare",
    "present",
    "public_name",
    "reaches",
    "read_address",
    "read_home",
    "readable_phone",
    "refuse_consent",
    "role_required",
    "show_subject",
    "sign_in_and_return",
    "standing_changed",
    "standing_noted",
    "statement",
    "stays",
    "sweep_companions",
    "sweep_guardians",
    "sweep_own_data",
    "take_role",
    "tidy",
    "typed_before",
    "use_in_words",
    "waits_for_answer",
    "wanting",
    "withdraw_consent",
    "without_consent",
    "write_down",
    "write_home",
]


def consent_paper(request: HttpRequest, consent: Consent) -> HttpResponse:
    """Give the paper of a consent to print and sign. The caller has asked who may have it."""
    from .views.consent import paper_page  # the views import this package's forms

    return paper_page(request, consent)
