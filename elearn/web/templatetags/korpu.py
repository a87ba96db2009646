"""Tags and filters that every template has: fields, the woven band, times and sizes in words, built files."""

from typing import Any

import segno
from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Form, RadioSelect
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext

from elearn.web.forms import STYLES

register = template.Library()


# Built files ---------------------------------------------------------------------------------------
@register.simple_tag
def asset(name: str) -> str:
    """Give the address of a file that the front-end build made; hashed once files are collected."""
    try:
        return static(name)
    except ValueError:  # files are not collected: a page without its dress is better than no page
        return f"{settings.STATIC_URL}{name}"


@register.simple_tag
def square_code(address: str, *, fills: bool = False) -> SafeString:
    """Draw the QR code of an address as SVG: on paper it leads back to the page. With `fills`, as wide as its place."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=4, border=2, svgclass=None if fills else "k-code", lineclass=None, omitsize=fills
    )
    return mark_safe(drawn)  # noqa: S308 - segno writes shapes only, never the text


# Forms ---------------------------------------------------------------------------------------------
@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, large_label: bool = False, width: str = "") -> dict[str, Any]:
    """Draw one field with its label, hint and error. `width` is a GOV.UK width such as "10" or "full"."""
    return field_context(bound, large_label=large_label, width=width)


def field_context(bound: BoundField, *, large_label: bool = False, width: str = "") -> dict[str, Any]:
    """Give what components/field.html needs to draw a field."""
    widget = bound.field.widget
    kind = "input"
    if isinstance(widget, CheckboxSelectMultiple):
        kind = "checkboxes"
    elif isinstance(widget, RadioSelect):
        kind = "radios"
    elif isinstance(widget, CheckboxInput):
        kind = "checkbox"
    style = next((name for base, name in STYLES if isinstance(widget, base)), "")
    classes = [widget.attrs.get("class", ""), style]
    if bound.errors:
        classes.append(f"{style}--error")
    if width:
        classes.append(f"govuk-input--width-{width}")
    return {
        "field": bound,
        "kind": kind,
        "large_label": large_label,
        "drawn": bound.as_widget(attrs={"class": " ".join(filter(None, classes))}) if kind == "input" else "",
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Form) -> dict[str, Any]:
    """List what is wrong with one or more forms, each line leading to its field."""
    lines: list[tuple[str, str]] = []
    for form in forms:
        lines += [("", str(message)) for message in form.non_field_errors()]
        lines += [(_target(bound), str(message)) for bound in form for message in bound.errors]
    return {"lines": lines}


def _target(bound: BoundField) -> str:
    """The element that a field's error leads to: a group of choices is entered at its first."""
    if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return str(bound.id_for_label)


@register.inclusion_tag("components/button.html")
def button(text: str, *, second: bool = False, href: str = "", name: str = "", value: str = "") -> dict[str, Any]:
    """Draw an action; `second` for the one that is not the main thing to do; with `href` it is a link."""
    return {"text": text, "second": second, "href": href, "name": name, "value": value}


# The woven band ------------------------------------------------------------------------------------
@register.inclusion_tag("components/band.html")
def band() -> dict[str, Any]:
    """Draw the woven ornament. It says nothing, so it is hidden from screen readers."""
    return {}


@register.inclusion_tag("components/woven_progress.html")
def woven_progress(done: int, total: int, part: float = 0) -> dict[str, Any]:
    """Draw progress as a band that fills lesson by lesson.

    `done` lessons of `total` are finished; `part`, from 0 to 1, is how much of the next has been watched.
    """
    percent = round(part * 100) if done < total else 0
    lengths = [100] * done + [percent] + [0] * total
    return {"lengths": lengths[:total], "done": done, "total": total, "percent": percent}


# Words for numbers ---------------------------------------------------------------------------------
@register.filter
def duration(seconds: float | None) -> str:
    """Say a length in words: 40 s → "40 s", 384 s → "6 min", 4800 s → "1 h 20 min"."""
    whole = max(0, round(seconds or 0))
    if whole < 60:
        return gettext("%(number)d s") % {"number": whole}
    minutes = round(whole / 60)
    hours, rest = divmod(minutes, 60)
    words = []
    if hours:
        words.append(gettext("%(number)d h") % {"number": hours})
    if rest or not hours:
        words.append(gettext("%(number)d min") % {"number": rest})
    return " ".join(words)


@register.filter
def megabytes(size: float | None) -> str:
    """Say a size in megabytes: 9_400_000 bytes → "9 MB", 240_000 → "0.2 MB"."""
    millions = (size or 0) / 1_000_000
    places = 0 if millions >= 1 or not millions else 1
    return gettext("%(number)s MB") % {"number": number_format(max(millions, 0.1 if size else 0), places)}


@register.filter
def initials(name: str) -> str:
    """Give the first letters of the first two words of a name, in Azerbaijani capitals: "leyla isa" → "Lİ"."""
    firsts = [word[0] for word in str(name).split()[:2]]
    return "".join("İ" if letter == "i" else letter.upper() for letter in firsts)


@register.filter
def grouped(number: int) -> str:
    """Write a whole number as its language groups it: 19000 → "19 000" or "19,000"."""
    return number_format(number, 0, use_l10n=True, force_grouping=True)


@register.filter
def spoken_language(code: str) -> str:
    """Name a language as inside a sentence: "ru" → "Russian", "rus" in Azerbaijani.

    Its name is not `language_name`: Django's own filter of that name, in English, would take its place.
    """
    name = gettext(get_language_info(code)["name"])
    if get_language() == "en":
        return name
    return name.replace("İ", "i").replace("I", "ı").lower()


# Pictures ------------------------------------------------------------------------------------------
SCENES = ("hands", "pot", "bridge", "knitting")


@register.simple_tag
def scene(number: int) -> str:
    """Give the address of one of our drawn scenes, always the same for a number: for what has no picture."""
    return asset(f"img/scene-{SCENES[number % len(SCENES)]}.svg")


# Icons ---------------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of components/icons; always beside its word, so hidden from screen readers."""
    drawing = get_template(f"components/icons/{name}.html")
    return format_html('<span class="k-icon" aria-hidden="true">{}</span>', drawing.render())
