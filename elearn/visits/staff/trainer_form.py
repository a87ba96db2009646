"""The form in which a coordinator writes down a trainer: what they can, where they set out from, and their photo."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from elearn.people.models import Person, Role

from ..domain import photo
from ..models import Trainer, Unit


class SkillsField(forms.ModelMultipleChoiceField):
    """The skills by their titles."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        words = {text.language: text.title for text in obj.texts.all()}
        return words.get(get_language() or "") or next(iter(words.values()), obj.code)


class TrainerForm(WagtailAdminModelForm):
    """A trainer. The person is chosen once; the photo is kept apart from the row, drawn anew."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )  # fmt: skip
    units = SkillsField(Unit.objects.prefetch_related("texts"), label=gettext_lazy("Skills they teach"), required=False)
    new_photo = forms.FileField(
        label=gettext_lazy("Photo"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy("The face, well lit. Elders see it before a visit. Empty: the photo stays as it is."),
    )  # fmt: skip
    base = forms.CharField(
        label=gettext_lazy("Where the day begins"), required=False, max_length=40,
        help_text=gettext_lazy("Latitude and longitude, such as 40.3812, 49.8199. Empty: the middle of the district."),
    )  # fmt: skip

    class Meta:
        model = Trainer
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].required = True
        if self.instance.pk:
            del self.fields["person"]
        else:
            free = Person.objects.filter(
                account__groups__name=Role.TRAINER.value, trainer=None, merged_into=None, removed_at=None
            )
            self.fields["person"] = forms.ModelChoiceField(
                free.order_by("name"),
                label=_("Person"),
                help_text=_("Who has the role of a trainer and is not here yet."),
            )

    def clean_base(self) -> str:
        said: str = self.cleaned_data["base"].strip()
        if not said:
            return ""
        try:
            latitude, longitude = (float(part) for part in said.split(","))
        except ValueError as error:
            raise ValidationError(_("Write two numbers with a comma between, such as 40.3812, 49.8199.")) from error
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValidationError(_("There is no such place on earth."))
        return f"{latitude:.5f},{longitude:.5f}"

    def clean_new_photo(self) -> bytes | None:
        found = self.cleaned_data["new_photo"]
        return photo.drawn_anew(found) if found else None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = said.get("lunch_from"), said.get("lunch_until")
        if opens and closes and closes <= opens:
            self.add_error("lunch_until", _("This must be later than the time before."))
        return said

    def save(self, commit: bool = True) -> Trainer:
        trainer: Trainer = super().save(commit=commit)
        picture = self.cleaned_data.get("new_photo")
        if commit and picture:
            photo.keep(trainer, picture)
        return trainer
