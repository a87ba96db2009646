"""Forms of the school's own pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.models import Contribution, TopicPage

from .consent import ConsentForm


class DescribeForm(ConsentForm):
    """What a film is about, the consent to publish it, and who else is in it."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("A few words, for example: How to knit a heel."),
        max_length=200,
        error_messages={"required": _("Please give the video a title.")},
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=TopicPage.objects.none(),
        required=False,
        empty_label=_("I do not know, please choose for me"),
    )
    language = forms.ChoiceField(
        label=_("Which language do you speak in the video?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the language you speak in the video.")},
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        initial = {
            "title": contribution.title,
            "language": contribution.language or contribution.person.language,
            "topic": contribution.topic_id,
        }
        super().__init__(*args, contribution=contribution, initial=initial, **kwargs)
        if self.consent.is_valid:
            self.initial.update(permission=True, more=self.consent.uses)
        field = self.fields["topic"]
        field.queryset = TopicPage.objects.live()  # type: ignore[attr-defined]
        field.choices = topic_choices(field.empty_label)  # type: ignore[attr-defined]

    def description(self) -> dict[str, Any]:
        """What `contribute.describe` takes; call it on a valid form."""
        said = self.cleaned_data
        return {
            "title": said["title"],
            "language": said["language"],
            "topic": said["topic"],
            "uses": self.uses(),
            "seen": self.seen,
        }


def topic_choices(empty: str) -> list[Any]:
    """Live topics: those in the visitor's language first, others under the name of theirs."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for topic in TopicPage.objects.live().select_related("locale").order_by("title"):
        groups.setdefault(topic.locale.language_code, []).append((topic.pk, topic.title))
    own = groups.pop(get_language() or "", [])
    names = dict(settings.LANGUAGES)
    others = [(names.get(code, code), topics) for code, topics in sorted(groups.items())]
    return [("", empty), *own, *others]
