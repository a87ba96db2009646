"""What counsellors write and choose: answers, notes, whom to hand a question to, times for a call, a public text."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from elearn.people.models import Account
from elearn.people.models.person import languages
from elearn.web.forms import KorpuForm

from .case_enums import CaseTopic, MayPublish
from .domain.case_public import Text
from .domain.vouching import why_not_vouch
from .forms_cases import LONGEST, words_field
from .models import Case, Expert, GuidanceTopicPage


def _typed(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "spellcheck": "true"})


class PersonField(forms.ModelChoiceField):
    """An account by the name of its person, with how much they have in hand."""

    def label_from_instance(self, obj: Account) -> str:
        return _now("%(name)s (%(number)d in hand)") % {"name": obj.person.name, "number": getattr(obj, "load", 0)}


def _people(accounts: list[Account]) -> Any:
    """A choice among accounts that are read already; the field asks the database for what was chosen alone."""
    from .domain.case_people import counsellors

    return counsellors().filter(pk__in=[one.pk for one in accounts])


class AnswerForm(KorpuForm):
    """The answer, and who reads it first where somebody has to or shall."""

    text = forms.CharField(
        label=_("Your answer"), max_length=LONGEST * 2, widget=_typed(14),
        help_text=_("Short sentences. Say first what they can do now, and whom they can call."),
        error_messages={"required": _("Write the answer. A few words are enough to keep a draft.")},
    )  # fmt: skip
    checker = PersonField(
        label=_("Who shall read it before it goes?"), queryset=Account.objects.none(), required=False,
        empty_label=_("whoever has least to do"),
    )  # fmt: skip

    def __init__(self, *args: Any, checkers: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checker"].queryset = _people(checkers)  # type: ignore[attr-defined]


class CheckForm(KorpuForm):
    """What the second counsellor says when something is to be changed."""

    words = forms.CharField(label=_("What should be changed?"), max_length=2000, required=False, widget=_typed(4))


class NoteForm(KorpuForm):
    """A note for other counsellors."""

    text = words_field(
        label=_("Note"), help_text=_("Who asked does not see it here. They may ask for it by law: write it so."),
        error_messages={"required": _("Write a few words.")},
    )  # fmt: skip


class HandOverForm(KorpuForm):
    """To whom, and what they should know."""

    to = PersonField(
        label=_("To whom?"), queryset=Account.objects.none(), required=False,
        empty_label=_("whoever can take it now"),
    )  # fmt: skip
    words = forms.CharField(
        label=_("What should they know? (you may leave this empty)"), max_length=2000, required=False, widget=_typed(4)
    )

    def __init__(self, *args: Any, others: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = _people(others)  # type: ignore[attr-defined]


class PassOnForm(KorpuForm):
    """What the safeguarding officer should know beside the question itself."""

    words = forms.CharField(
        label=_("Why do you pass it on?"), max_length=2000, widget=_typed(4),
        error_messages={"required": _("Write in a few words what worries you.")},
    )  # fmt: skip
    in_danger = forms.BooleanField(label=_("Somebody is in danger now"), required=False)


class TimesForm(KorpuForm):
    """Up to three times for a call; one is set, of several who asked chooses."""

    first = forms.DateTimeField(label=_("First time"), error_messages={"required": _("Choose a day and a time.")})
    second = forms.DateTimeField(label=_("Second time (you may leave this empty)"), required=False)
    third = forms.DateTimeField(label=_("Third time (you may leave this empty)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second", "third"):
            widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 300}, format="%Y-%m-%dT%H:%M")
            field = self.fields[name]
            assert isinstance(field, forms.DateTimeField)  # noqa: S101 - tells mypy
            field.widget, field.input_formats = widget, ["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in ("first", "second", "third"):
            if said.get(name) and said[name] <= timezone.now():
                self.add_error(name, _now("This time has passed."))
        return said

    @property
    def times(self) -> list[Any]:
        return [self.cleaned_data[name] for name in ("first", "second", "third") if self.cleaned_data.get(name)]


class ReadyForm(KorpuForm):
    """What a counsellor takes."""

    topics = forms.MultipleChoiceField(
        label=_("Topics"), help_text=_("None ticked: all of them."), choices=CaseTopic.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"), help_text=_("None ticked: all of them."), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    most = forms.IntegerField(
        label=_("How many questions at once, at most?"), min_value=0, max_value=100,
        help_text=_("0 means: no new ones for now."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Write a number.")},
    )  # fmt: skip
    away_from = forms.DateField(
        label=_("Away from (you may leave this empty)"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    away_until = forms.DateField(
        label=_("Away until, this day included"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = languages()  # type: ignore[attr-defined]
        for name in ("away_from", "away_until"):
            field = self.fields[name]
            field.widget.format = "%Y-%m-%d"
            field.input_formats = ["%Y-%m-%d", "%d.%m.%Y"]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        starts, ends = said.get("away_from"), said.get("away_until")
        if ends and not starts:
            self.add_error("away_from", _now("Write the first day, too."))
        if starts and ends and ends < starts:
            self.add_error("away_until", _now("The last day comes after the first."))
        return said


class OthersForm(KorpuForm):
    """May others learn from it?"""

    may = forms.ChoiceField(
        label=_("May others learn from your question?"), choices=MayPublish.choices, widget=forms.RadioSelect,
        help_text=_("We take out what says who you are. A second person reads it. Then it is there for everybody."),
        error_messages={"required": _("Choose one. Both are fine.")},
    )  # fmt: skip


class PublicForm(KorpuForm):
    """The text that leaves the case: the counsellor's own, as it stands here."""

    topic = forms.ModelChoiceField(
        label=_("Topic of guidance"), queryset=GuidanceTopicPage.objects.none(), empty_label=None,
        error_messages={"required": _("Choose a topic.")},
    )  # fmt: skip
    title = forms.CharField(
        label=_("Title"), max_length=120, error_messages={"required": _("Write a title that anybody would look for.")}
    )
    summary = forms.CharField(
        label=_("What it says, in two sentences"), max_length=400, widget=_typed(3),
        error_messages={"required": _("Say in two sentences what it says: readers choose by it.")},
    )  # fmt: skip
    question = forms.CharField(
        label=_("The question, for everybody"), max_length=LONGEST, widget=_typed(8),
        error_messages={"required": _("Write the question in general words.")},
    )  # fmt: skip
    answer = forms.CharField(
        label=_("The answer, for everybody"), max_length=LONGEST * 2, widget=_typed(12),
        error_messages={"required": _("Write the answer.")},
    )  # fmt: skip
    expert = forms.ModelChoiceField(
        label=_("Expert who vouches for it"), queryset=Expert.objects.none(), required=False,
        empty_label=_("I name one later, in the draft"),
        help_text=_("With an expert it goes to a second person at once. Without one it is kept as a draft."),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = GuidanceTopicPage.objects.filter(locale__language_code=case.language).order_by("title")
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]
        self.fields["expert"].queryset = Expert.objects.filter(kind="person").order_by("name")  # type: ignore[attr-defined]

    def clean_expert(self) -> Expert | None:
        expert: Expert | None = self.cleaned_data["expert"]
        if expert and (words := why_not_vouch(expert)):
            raise ValidationError(str(words))
        return expert

    @property
    def text(self) -> Text:
        said = self.cleaned_data
        return Text(said["title"], said["summary"], said["question"], said["answer"])
