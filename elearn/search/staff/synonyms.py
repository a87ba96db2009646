"""Words that mean the same, in the Wagtail admin: counsellors keep them."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Synonym
from ..words.query import folded_text

MOST_PHRASES = 20
LONGEST = 60  # letters of a phrase
MOST_WORDS = 4


class SynonymForm(WagtailAdminModelForm):
    """One word or short phrase on each line; at least two that differ."""

    def clean_words(self) -> str:
        phrases: dict[str, str] = {}
        for line in self.cleaned_data["words"].splitlines():
            if folded := folded_text(line):
                phrases.setdefault(folded, line.strip())
        if len(phrases) < 2:
            raise ValidationError(_("Write at least two words, each on its own line."))
        if len(phrases) > MOST_PHRASES:
            raise ValidationError(_("Write at most %(number)d lines.") % {"number": MOST_PHRASES})
        for folded, line in phrases.items():
            if len(line) > LONGEST or len(folded.split()) > MOST_WORDS:
                raise ValidationError(_("“%(line)s” is too long: a word or a short phrase.") % {"line": line[:LONGEST]})
        return "\n".join(phrases.values())


class SynonymCreateView(CreateView):
    """A new line of words; it may begin with a search that found nothing."""

    def get_initial_form_instance(self) -> Synonym:
        return Synonym(words=self.request.GET.get("words", "")[:LONGEST])


class SynonymViewSet(ModelViewSet):
    """The "Words that mean the same" area of counsellors and coordinators."""

    model = Synonym
    name = "search_synonyms"
    url_prefix = "search-words"
    icon = "search"
    menu_label = gettext_lazy("Words that mean the same")
    menu_order = 262
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = SynonymCreateView
    list_per_page = 100
    edit_handler = ObjectList(
        [FieldPanel("words", widget=forms.Textarea(attrs={"rows": 8}))], base_form_class=SynonymForm
    )

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "words",
                label=gettext_lazy("Words"),
                accessor=str,
                get_url=lambda row: reverse("search_synonyms:edit", args=[row.pk]),
            )
        ]
