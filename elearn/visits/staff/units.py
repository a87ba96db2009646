"""The skills in the Wagtail admin: order, film, the sheet in each language, and the sentences of the cards."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from ..domain.curriculum import languages_of, sheet_of
from ..models import CanDoChoice, Unit


class SentenceWidget(forms.MultiWidget):
    """One line for each language of the site."""

    def __init__(self, attrs: Any = None) -> None:
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            code: forms.TextInput({"placeholder": name, "aria-label": name}) for code, name in settings.LANGUAGES
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        words = value if isinstance(value, dict) else {}
        return [words.get(code, "") for code, _name in settings.LANGUAGES]


class SentenceField(forms.MultiValueField):
    """“I can …” in each language; at least in one."""

    widget = SentenceWidget

    def __init__(self, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder"):
            kwargs.pop(unused, None)
        fields = [forms.CharField(max_length=200, required=False) for _language in settings.LANGUAGES]
        super().__init__(fields, **{**kwargs, "require_all_fields": False})

    def compress(self, values: list[str]) -> dict[str, str]:
        named = zip(settings.LANGUAGES, values, strict=False)
        return {code: words for (code, _name), words in named if words}


class CanDoForm(WagtailAdminModelForm):
    """One sentence, with the competence it belongs to."""

    words = SentenceField(label=gettext_lazy("I can …"))
    competence = forms.RegexField(
        r"^[1-5]\.[1-6]$", label=gettext_lazy("DigComp competence"),
        help_text=gettext_lazy("Its number in DigComp 3.0, such as 2.1."),
    )  # fmt: skip


class UnitForm(WagtailAdminModelForm):
    """A skill. A sentence that somebody chose a card of is withdrawn, not deleted: their card would go with it."""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        sentences = self.formsets["can_dos"]
        gone = [form.instance.pk for form in sentences.deleted_forms] if sentences.is_valid() else []
        if CanDoChoice.objects.filter(can_do__in=gone).exists():
            raise ValidationError(
                _("A card of one of these sentences has been chosen. Take away its tick “offered” instead.")
            )
        return said


def _offered(unit: Unit) -> str:
    return _("yes") if unit.is_offered else _("no")


class UnitIndexView(IndexView):
    """All skills, in their order."""

    def get_base_queryset(self) -> QuerySet[Unit]:
        return Unit.objects.prefetch_related("texts").order_by("position", "code")


_TEXT = [FieldPanel("language"), FieldPanel("title"), FieldPanel("promise"), FieldPanel("steps"), FieldPanel("careful")]
_CAN_DO = [
    FieldPanel("words"),
    FieldRowPanel([FieldPanel("competence"), FieldPanel("position"), FieldPanel("is_offered")]),
]


class CanDoPanel(InlinePanel):
    """The sentences, each with a form of its own."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"]["can_dos"]["form"] = CanDoForm
        return options


class UnitViewSet(ModelViewSet):
    """The "Skills" area of coordinators."""

    model = Unit
    name = "skills_admin"
    url_prefix = "skills"
    icon = "list-ul"
    menu_label = gettext_lazy("Skills taught at home")
    menu_order = 240
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = UnitIndexView
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("code"),
            FieldRowPanel([FieldPanel("position"), FieldPanel("minutes"), FieldPanel("is_offered")]),
            FieldPanel("lesson"),
            InlinePanel("texts", heading=gettext_lazy("Sheets"), label=gettext_lazy("sheet"), panels=_TEXT, min_num=1),
            CanDoPanel("can_dos", heading=gettext_lazy("Cards"), label=gettext_lazy("sentence"), panels=_CAN_DO),
        ],
        base_form_class=UnitForm,
    )

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=gettext_lazy("Skill"),
                accessor=lambda unit: sheet_of(unit).title,
                get_url=lambda unit: reverse("skills_admin:edit", args=[unit.pk]),
            ),
            Column(
                "languages",
                label=gettext_lazy("Sheets"),
                accessor=lambda unit: ", ".join(name for _code, name in languages_of(unit)),
            ),
            Column("minutes", label=gettext_lazy("Minutes")),
            Column("is_offered", label=gettext_lazy("offered"), accessor=_offered),
        ]
