"""The forms in which staff write down services and providers, and settle what is wrong."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminDateInput

from elearn.people.models import District

from ..care_files import MOST_BYTES
from ..enums_care import Access, Confirmed, ForWhom
from ..models.care import CareService


def _choices(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


def _link(label: Any) -> forms.URLField:
    return forms.URLField(label=label, required=False, max_length=200, assume_scheme="https")


class CareServiceForm(WagtailAdminModelForm):
    """A service. Who confirmed it, and whether it is listed, are deeds of their own. The code is given once."""

    languages = _choices(gettext_lazy("Languages spoken"), settings.LANGUAGES)
    for_whom = _choices(gettext_lazy("For whom"), ForWhom.choices)
    access = _choices(gettext_lazy("Accessibility"), Access.choices)
    serves = forms.ModelMultipleChoiceField(
        District.objects.all(), label=gettext_lazy("Also comes to"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    website = _link(gettext_lazy("Website"))
    inspection_link = _link(gettext_lazy("Where the result can be read"))

    class Meta:
        model = CareService
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _keep_code(self)


class CareProviderForm(WagtailAdminModelForm):
    """A provider. The code is given once."""

    website = _link(gettext_lazy("Website"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _keep_code(self)


def _keep_code(form: Any) -> None:
    if form.instance.pk:
        form.fields["code"].disabled = True


class ConfirmForm(forms.Form):
    """Who said, on which day, that everything is right."""

    way = forms.ChoiceField(
        label=gettext_lazy("Who said that everything is right?"), widget=forms.RadioSelect,
        choices=[choice for choice in Confirmed.choices if choice[0] not in ("", Confirmed.LINK)],
    )  # fmt: skip
    on = forms.DateField(label=gettext_lazy("On which day"), widget=AdminDateInput, initial=timezone.localdate)

    def clean_on(self) -> Any:
        said = self.cleaned_data["on"]
        if said > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return said


class SettleForm(forms.Form):
    """What was done about a mistake."""

    outcome = forms.CharField(
        label=gettext_lazy("What was done"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For colleagues. Please write no name and no number."),
    )  # fmt: skip


class FileForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV or XLSX, at most 2 MB and 2,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than %(number)d MB. Please split it.") % {"number": MOST_BYTES // 2**20})  # noqa: E501  # fmt: skip
        return file


def panels(*names: str) -> list[FieldPanel]:
    """Give the panels of some fields."""
    return [FieldPanel(name) for name in names]
