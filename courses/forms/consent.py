"""Forms in which a teacher agrees to a film being shown, and names who else is in it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from courses.domain.films.consents import PURPOSE, USES, Seen, own_consent
from courses.models import Contribution
from elearn.people.api import clauses, draft, read_address, statement, use_in_words
from elearn.people.models import Consent, Use
from elearn.web.forms import KorpuForm

ROWS = 3  # people that can be named at once; more on the page of the film


def asked_of(contribution: Contribution) -> Consent:
    """Give the teacher's consent, or what it would be."""
    known = own_consent(contribution)
    return known or draft(contribution.person, is_own=True, purpose=PURPOSE, uses=USES, title=contribution.title)


class SeenForm(KorpuForm):
    """Who else can be seen or heard: a name, and how to reach them; without an address on paper."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Name of person %(number)s") % {"number": number}, max_length=200, required=False
            )
            self.fields[f"contact_{number}"] = forms.CharField(
                label=_("Their mobile number or e-mail address"),
                help_text=_("Leave it empty if you ask them on paper. For a child, write the parent’s."),
                max_length=254,
                required=False,
            )

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields, for the template."""
        for number in range(1, ROWS + 1):
            yield self[f"name_{number}"], self[f"contact_{number}"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        self.seen: list[Seen] = []
        for number in range(1, ROWS + 1):
            name = " ".join((said.get(f"name_{number}") or "").split())
            contact = (said.get(f"contact_{number}") or "").strip()
            if contact and not name:
                self.add_error(f"name_{number}", _now("Please write the name of this person."))
            elif name:
                self._take(number, name, contact)
        return said

    def _take(self, number: int, name: str, contact: str) -> None:
        if not contact:
            self.seen.append(Seen(name))
            return
        try:
            kind, value = read_address(contact)
        except ValidationError as error:
            self.add_error(f"contact_{number}", error)
        else:
            self.seen.append(Seen(name, kind, value))


class ConsentForm(SeenForm):
    """The consent in the describing form: one tick, uses that can be allowed, and who else is there."""

    ALONE, OTHERS = "alone", "others"

    permission = forms.BooleanField(error_messages={"required": _("We can show the video only with your permission.")})
    more = forms.MultipleChoiceField(
        label=_("What else may we do with it?"),
        help_text=_("Only what you tick. You can change it later under “What I agreed to”."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.ChoiceField(
        label=_("Can anybody else be seen or heard in the video?"),
        choices=[(ALONE, _("No, only I")), (OTHERS, _("Yes, somebody else too"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say whether anybody else can be seen or heard.")},
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consent = asked_of(contribution)
        self.fields["permission"].label = statement(self.consent)
        self.fields["more"].choices = [  # type: ignore[attr-defined]
            (use, use_in_words(use)) for use in self.consent.asked_uses if use != Use.SITE
        ]

    def clauses(self) -> list[Any]:
        """What else belongs to the consent, in words."""
        return clauses(self.consent)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        others = said.get("others")
        if others == self.OTHERS and not self.seen and not self.errors:
            self.add_error("name_1", _now("Please write who else can be seen or heard."))
        if others == self.ALONE and self.seen:
            self.add_error("others", _now("You have written a name below. Is somebody else in the video?"))
        return said

    def uses(self) -> list[str]:
        """What the teacher allows; call it on a valid form."""
        return [str(Use.SITE), *self.cleaned_data["more"]] if self.cleaned_data["permission"] else []
