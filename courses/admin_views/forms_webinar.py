"""Forms of a webinar in the admin. Saving is the domain's: it tells who has to know."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.domain.webinars.change import BEFORE, WHEN
from courses.models import CoursePage, LiveCaptions, TopicPage, Webinar, WebinarSeries, WebinarState
from elearn.people.models import Account, Person, PersonStanding, Role

FIELDS = (
    "title", "summary", "about", "language", "speaker", "series", "topic", "course", "starts_at", "minutes", "seats",
    "live_captions", "attend_percent",
)  # fmt: skip
HELPING = (Role.COORDINATOR, Role.TRAINER, Role.COUNSELLOR, Role.OPERATOR)


def _can_speak() -> Any:
    """Select teachers who can be asked: of age, still with us, and able to decide."""
    people = Person.objects.filter(
        account__groups__name=Role.ELDER.value, account__is_active=True, guarded=False, merged_into=None,
        removed_at=None, standing=PersonStanding.LIVING,
    )  # fmt: skip
    return people.order_by("name", "pk")


def _can_host() -> Any:
    staff = Account.objects.filter(is_active=True, groups__name__in=[role.value for role in HELPING])
    return Person.objects.filter(pk__in=staff.values("person"), removed_at=None).order_by("name", "pk")


class MomentInput(forms.DateTimeInput):
    """Day and hour as browsers ask for them, in the time of this installation."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class WebinarForm(forms.ModelForm):
    """What a webinar's row says, with its hosts. What may still change depends on how far it is."""

    speaker_agreed = forms.BooleanField(
        label=_("The speaker has agreed to this day and hour on the phone"), required=False,
        help_text=_("Only for a new day or hour of a webinar that is already announced. Everybody is told at once."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Webinar
        fields: tuple[str, ...] = (*FIELDS, "hosts")
        widgets = {  # noqa: RUF012 - Django reads it from the class
            "starts_at": MomentInput, "about": forms.Textarea(attrs={"rows": 6}),
            "hosts": forms.CheckboxSelectMultiple,
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = list(settings.LANGUAGES)
        fields["topic"].queryset = TopicPage.objects.live().order_by("title")
        fields["course"].queryset = CoursePage.objects.filter(is_check=False).order_by("title")
        fields["series"].queryset = WebinarSeries.objects.order_by("title")
        fields["hosts"].queryset = _can_host()
        fields["live_captions"].choices = LiveCaptions.choices
        fields["course"].help_text = _(
            "The recording becomes a lesson of it, and who attends has watched that lesson. Without a recording the "
            "minutes of those who attend count for the course all the same."
        )
        fields["seats"].help_text = _("Empty: there is room for everybody.")
        fields["starts_at"].help_text = _("In the time of %(zone)s.") % {"zone": settings.TIME_ZONE}
        fields["version"].initial = self.instance.sequence
        self._speaker(fields)
        if self.instance.state not in (WebinarState.ANNOUNCED, WebinarState.ON_AIR):
            del fields["speaker_agreed"]
        if self.instance.state == WebinarState.ON_AIR:
            for name in (*WHEN, "speaker_agreed"):
                del fields[name]

    def _speaker(self, fields: dict[str, Any]) -> None:
        """Once the speaker was asked it is their webinar: another speaker takes another webinar."""
        if self.instance.pk and self.instance.state not in BEFORE:
            del fields["speaker"]
        else:
            fields["speaker"].queryset = _can_speak()
            fields["speaker"].help_text = _("A teacher who signs in. Who is not here has no role of a teacher yet.")

    def facts(self) -> dict[str, Any]:
        """Give what the domain takes; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


class CancelForm(forms.Form):
    """Why a webinar does not take place."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody who registered reads it. Please write it in the language of the webinar."),
        error_messages={"required": _("Give the reason. Everybody who registered reads it.")},
    )  # fmt: skip


class PhoneAnswerForm(forms.Form):
    """What the speaker said on the phone, beside yes or no."""

    words = forms.CharField(
        label=_("When it would suit them better"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
