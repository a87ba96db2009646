"""What is asked of somebody with a question: one idea a form and page; for an operator on the phone, all on one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from elearn.people.api import read_address
from elearn.people.fields import PhoneField
from elearn.people.models import ContactPoint, District
from elearn.people.models.person import languages
from elearn.web.forms import KorpuForm

from .case_enums import CaseTopic, Helped, MayPublish, Urgency
from .domain.case_ask import Reach, Said

LONGEST = 6000  # characters of a message
HURT = [
    ("no", _("No")),
    ("yes", _("Yes, or I am afraid of it")),
    ("now", _("Yes, somebody is in danger now")),
]
SMS, EMAIL, PAPER = "sms", "email", "paper"


def words_field(**kwargs: Any) -> forms.CharField:
    """Make the field for what somebody writes."""
    kwargs.setdefault("error_messages", {"required": _("Write your question. A few words are enough.")})
    widget = forms.Textarea(attrs={"rows": 9, "autocomplete": "off", "spellcheck": "true"})
    return forms.CharField(max_length=LONGEST, widget=widget, **kwargs)


class HurtForm(KorpuForm):
    """First of all: whether somebody is hurt."""

    hurt = forms.ChoiceField(
        label=_("Is somebody hurt, threatened, locked in or left without care? Or does somebody not want to live?"),
        choices=HURT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. You can ask your question whatever you choose.")},
    )


class TopicForm(KorpuForm):
    """What it is about."""

    topic = forms.ChoiceField(
        label=_("Choose what comes nearest"),
        choices=CaseTopic.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. “I do not know” is fine.")},
    )


class WordsForm(KorpuForm):
    """The question."""

    text = words_field(
        label=_("Your question, in your own words"),
        help_text=_("Say who needs help, what has happened, and what you would like to know."),
    )


class SoonForm(KorpuForm):
    """How soon."""

    urgency = forms.ChoiceField(
        label=_("When do you need the answer?"),
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


class YouForm(KorpuForm):
    """What the counsellor should know of who asks; nearly all of it may be left empty."""

    name = forms.CharField(
        label=_("What may we call you? (you may leave this empty)"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    age = forms.ChoiceField(
        label=_("How old are you?"),
        choices=[("adult", _("18 or older")), ("minor", _("Under 18"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. You may ask at any age.")},
    )
    language = forms.ChoiceField(label=_("In which language shall we answer?"), widget=forms.RadioSelect)
    district = forms.ChoiceField(
        label=_("District of the person it is about (you may leave this empty)"),
        help_text=_("Then we can name services nearby."),
        required=False,
    )

    def __init__(self, *args: Any, age_known: bool = False, is_named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        self.fields["district"].choices = districts()  # type: ignore[attr-defined]
        if age_known:
            del self.fields["age"]
        if is_named:
            del self.fields["name"]


def districts() -> list[tuple[str, str]]:
    places = [(str(number), name) for number, name in District.objects.values_list("pk", "name")]
    return [("", _now("I would rather not say")), *places]


class ReachForm(KorpuForm):
    """How who has no account gets back to the answer."""

    way = forms.ChoiceField(
        label=_("How shall we give you the code?"),
        choices=[
            (SMS, _("Show it, and send it by text message (SMS)")),
            (EMAIL, _("Show it, and send it by e-mail")),
            (PAPER, _("Only show it: I write it down or print it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    contact = forms.CharField(
        label=_("Mobile number or e-mail address"),
        help_text=_("Leave this empty if the code is only to be shown. We also write there when there is an answer."),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        way, written = cleaned.get("way"), cleaned.get("contact", "").strip()
        if way == PAPER:
            cleaned["contact"] = ""  # nothing is kept that is not needed
        elif way and "contact" in cleaned:
            try:
                cleaned["contact"] = _contact_for(way, written)
            except ValidationError as error:
                self.add_error("contact", error)
        return cleaned


def _contact_for(way: str, written: str) -> str:
    """Give the address as we keep it. Raises ValidationError in words."""
    if not written:
        words = _now("Write your mobile number.") if way == SMS else _now("Write your e-mail address.")
        raise ValidationError(words)
    kind, value = read_address(written)
    if (kind == ContactPoint.Kind.EMAIL) != (way == EMAIL):
        words = _now("This is no mobile number.") if way == SMS else _now("This is no e-mail address.")
        raise ValidationError(words)
    return value


def reach_of(answers: dict[str, Any]) -> Reach | None:
    """Give where the code is sent; None when it is only shown."""
    if answers.get("way") not in (SMS, EMAIL):
        return None
    kind = ContactPoint.Kind.EMAIL if answers["way"] == EMAIL else ContactPoint.Kind.PHONE
    return kind, answers["contact"]


def said(answers: dict[str, Any]) -> Said:
    """Give what the domain takes, from the cleaned answers of all the forms together."""
    return Said(
        text=answers["text"], topic=answers["topic"], language=answers["language"], urgency=answers["urgency"],
        district=District.objects.filter(pk=answers.get("district") or 0).first(), name=answers.get("name", ""),
        hurt=answers["hurt"], is_minor=answers.get("age") == "minor", may_publish=answers.get("may_publish", ""),
    )  # fmt: skip


class CallerForm(HurtForm, TopicForm, WordsForm, SoonForm, YouForm, ReachForm):
    """Everything on one page, for an operator with somebody on the phone."""

    field_order = (
        "hurt", "topic", "text", "urgency", "district", "language", "age", "name", "may_publish", "way", "contact",
    )  # fmt: skip
    may_publish = forms.ChoiceField(
        label=_("Read this out: may others learn from your question?"),
        help_text=_("“We take out what says who you are. The answer you get is the same whatever you say.”"),
        choices=[*MayPublish.choices, ("", _("I did not ask"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, has_account: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, is_named=has_account, **kwargs)
        self.fields["hurt"].label = _("Read this out: is somebody hurt, threatened, locked in or left without care?")
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            (SMS, _("I read it out, and it is sent by SMS")),
            (EMAIL, _("I read it out, and it is sent by e-mail")),
            (PAPER, _("I read it out, and they write it down")),
        ]
        if has_account:
            del self.fields["way"], self.fields["contact"]


class CodeForm(KorpuForm):
    """The code of a question."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("16 digits, for example 1234 5678 9012 3456. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the 16 digits of your code.")},
    )


class MoreForm(HurtForm):
    """Something more to say; and, as with the question itself, whether somebody is hurt."""

    field_order = ("text", "hurt")
    text = words_field(
        label=_("What would you like to add or ask?"), error_messages={"required": _("Write a few words.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hurt"].required = False  # what was said with the question counts, when nothing is chosen here

    def clean_hurt(self) -> str:
        return self.cleaned_data["hurt"] or "no"


class CallForm(KorpuForm):
    """A call back."""

    phone = PhoneField(
        label=_("The number we shall call"),
        help_text=_("A mobile or a landline, for example 050 123 45 67 or 012 345 67 89"),
        error_messages={"required": _("Write the number that we shall call.")},
    )
    wish = forms.CharField(
        label=_("When can you speak undisturbed?"),
        help_text=_("For example: on weekdays after 15:00. We then set a time and you see it here."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )


class HelpedForm(KorpuForm):
    """Whether the answer helped."""

    helped = forms.ChoiceField(
        label=_("Did this help you?"),
        choices=Helped.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    words = forms.CharField(
        label=_("What was good, or what was missing? (you may leave this empty)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
