"""What a teacher writes of a lesson: lines, as on paper."""

import re
from collections.abc import Sequence
from typing import Any, Self

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from courses.blocks import LONGEST_MATERIAL
from courses.blocks_made import LONGEST_INGREDIENT, Difficulty
from courses.clock import seconds_of
from courses.domain.building.making import CRAFT, RECIPE, Making
from courses.domain.building.proposals import LONGEST_STEP, MOST_LINES, Step, Words
from courses.models import TopicPage
from elearn.web.forms import KorpuForm
from elearn.web.signs import check_title

from .describe import topic_choices

_MAKING = ("result", "difficulty", "serves", "minutes", "task", "is_needed")
_TIMED = re.compile(r"(\d{1,2}(?::\d{2}){1,2})\s+(\S.*)", re.ASCII)


def in_one_line(text: str) -> str:
    return " ".join(text.split())


class LinesField(forms.CharField):
    """Lines of a text, one thing each; empty ones are left out. Gives a list.

    `shown` is what the lesson says already: it may be longer, and hold lines of its own. Whoever left it as it was is
    not asked to mend it. `longest`: what a line may hold in the editor of a coordinator, who could not agree to more.
    """

    shown: Sequence[str] = ()

    def __init__(self, *, rows: int, longest: int = LONGEST_STEP, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def validate(self, value: Sequence[str]) -> None:
        most = max(MOST_LINES, len(self.shown))
        if len(value) > most:
            raise forms.ValidationError(_("There are more than %(most)s lines.") % {"most": most})
        known = set(map(in_one_line, self.shown))
        for number, line in enumerate(value, 1):
            if len(line) > self.longest and in_one_line(line) not in known:
                words = _("Line %(number)s is very long. Make two of it.") % {"number": number}
                raise forms.ValidationError(words)

    def run_validators(self, value: Any) -> None:
        """Lines are looked at one by one, in `validate`."""


class LessonWordsForm(KorpuForm):
    """Title, words, steps and things to have at hand. `version` is the one that was shown."""

    title = forms.CharField(
        label=_("What is the lesson called?"), max_length=120,
        error_messages={"required": _("Give the lesson a name.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("What do you want to say?"), required=False, max_length=8000,
        help_text=_("As you would say it to a grandchild. An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    steps = LinesField(
        label=_("Steps"), rows=8,
        help_text=_("One step in each line. You may begin with the place in the video: 1:20 Knit one row."),
    )  # fmt: skip
    materials = LinesField(
        label=_("What one needs"), rows=5, longest=LONGEST_MATERIAL, help_text=_("One thing in each line.")
    )
    made = forms.ChoiceField(
        label=_("Is something made in this lesson?"), required=False, widget=forms.RadioSelect,
        choices=[("", _("No")), (CRAFT, _("Yes, something by hand")), (RECIPE, _("Yes, a dish"))],
    )  # fmt: skip
    result = forms.CharField(
        label=_("What will one have made?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    difficulty = forms.ChoiceField(
        label=_("How difficult is it?"), required=False, choices=Difficulty.choices, widget=forms.RadioSelect,
        initial=Difficulty.EASY.value,
    )  # fmt: skip
    ingredients = LinesField(
        label=_("What goes into it?"), rows=6, longest=LONGEST_INGREDIENT,
        help_text=_("One thing in each line, such as: 200 g flour."),
    )  # fmt: skip
    serves = forms.IntegerField(label=_("For how many people?"), required=False, min_value=1, max_value=1000)
    minutes = forms.IntegerField(
        label=_("How many minutes does it take?"), required=False, min_value=1, max_value=10_000
    )
    task = forms.CharField(
        label=_("What should learners make and show you?"), required=False, max_length=1000,
        help_text=_("They send a photo or a short video. Leave it empty if there is nothing to show."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    is_needed = forms.BooleanField(label=_("The lesson is done only when this has been accepted"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: Words | None = None, version: int | None = None, **kwargs: Any) -> None:
        self.has_text = words is None or words.text is not None
        self.shown = words or Words(title="")
        making = self.shown.making
        lines = {
            "steps": [step.line for step in self.shown.steps], "materials": list(self.shown.materials),
            "ingredients": list(making.ingredients),
        }  # fmt: skip
        if words:
            kwargs["initial"] = {
                "title": words.title, "text": words.text or "", "version": version,
                "made": making.kind,
                **{name: getattr(making, name) for name in _MAKING},
                **{name: "\n".join(map(in_one_line, shown)) for name, shown in lines.items()},
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, LinesField):
                field.shown = lines[name]
        long = {"title": self.shown.title, "text": self.shown.text or "", "result": making.result, "task": making.task}
        for name, written in long.items():
            _leave_room(self.fields[name], len(written))
        if not self.has_text:
            del self.fields["text"]

    def over(self, words: Words, version: int | None) -> Self:
        """Give the same form with what was typed, to be sent over a newer version that is shown beside it."""
        typed = {name: self[name].value() for name in self.fields} | {"version": version}
        form = type(self)(typed, words=words)
        form.full_clean()
        return form

    def clean_steps(self) -> list[Step]:
        """Read a time at the beginning of a line as the place in the video; a line that was there stays what it was."""
        known: dict[str, list[Step]] = {}
        for step in self.shown.steps:
            known.setdefault(in_one_line(step.line), []).append(step)
        return [
            same.pop(0) if (same := known.get(in_one_line(line))) else _step(line)
            for line in self.cleaned_data["steps"]
        ]

    def clean_materials(self) -> list[str]:
        """Leave a line that was there as it was."""
        known = {in_one_line(one): one for one in self.shown.materials}
        return [known.get(in_one_line(line), line) for line in self.cleaned_data["materials"]]

    def clean_ingredients(self) -> list[str]:
        """Leave a line that was there as it was."""
        known = {in_one_line(one): one for one in self.shown.making.ingredients}
        return [known.get(in_one_line(line), line) for line in self.cleaned_data["ingredients"]]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        self._check_making(said)
        if self.errors or any(said.get(name) for name in ("text", "steps", "materials")) or not self.has_text:
            return said
        if "version" in self.initial:
            return said  # of a lesson with a film, words may be taken out
        raise forms.ValidationError(_("Write something of the lesson: a few words, or its steps."))

    def _check_making(self, said: dict[str, Any]) -> None:
        """What is written of a craft or a dish belongs to one; a craft says its result, a dish what goes into it."""
        made = said.get("made")
        if made == CRAFT and not said.get("result"):
            self.add_error("result", _("Please say what one will have made."))
        if made == RECIPE and not said.get("ingredients") and "ingredients" not in self.errors:
            self.add_error("ingredients", _("Please write what goes into the dish."))
        if not made and (said.get("result") or said.get("ingredients")):
            self.add_error("made", _("You wrote about something that is made. Is it by hand, or a dish?"))

    @property
    def making(self) -> Making:
        """What is made; what belongs to another kind is left out. Call it on a valid form."""
        said = self.cleaned_data
        of_kind = {CRAFT: ("result", "difficulty", "minutes"), RECIPE: ("serves", "minutes", "ingredients")}
        facts = {name: said[name] for name in of_kind.get(said["made"], ())}
        if said["made"] == CRAFT:
            facts["difficulty"] = said["difficulty"] or Difficulty.EASY.value
        return Making(kind=said["made"], task=said["task"], is_needed=bool(said["task"]) and said["is_needed"], **facts)

    @property
    def words(self) -> Words:
        said = self.cleaned_data
        return Words(
            title=said["title"], text=said["text"] if self.has_text else None,
            steps=said["steps"], materials=said["materials"], making=self.making,
        )  # fmt: skip


class CourseForm(KorpuForm):
    """A course that a teacher would like to give."""

    title = forms.CharField(
        label=_("What is the course called?"), max_length=120,
        error_messages={"required": _("Give the course a name.")},
    )  # fmt: skip
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=TopicPage.objects.none(),
        help_text=_("The course is in the language of its topic."),
        error_messages={"required": _("Please choose a topic.")},
    )  # fmt: skip
    summary = forms.CharField(
        label=_("What will one learn, in one or two sentences?"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please say in a sentence what one will learn.")},
    )  # fmt: skip

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        check_title(title)
        return title

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        field.queryset = TopicPage.objects.live()  # type: ignore[attr-defined]
        field.choices = topic_choices(str(_("Choose a topic")))  # type: ignore[attr-defined]


def _leave_room(field: forms.Field, length: int) -> None:
    """Let a text that is longer than one may write stay, and be made shorter."""
    if isinstance(field, forms.CharField) and field.max_length and length > field.max_length:
        limit, field.max_length = field.max_length, length
        field.validators = [one for one in field.validators if getattr(one, "limit_value", None) != limit]
        field.validators.append(MaxLengthValidator(length))
        field.widget.attrs["maxlength"] = str(length)


def _step(line: str) -> Step:
    timed = _TIMED.fullmatch(line)
    if timed is None:
        return Step(line)
    try:
        return Step(timed[2], seconds_of(timed[1]))
    except ValueError:
        return Step(line)
