"""Figures about home visits in the admin, for a period, each with how it is counted; also as a table to keep."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminDateInput

from ..domain.figures import FEWEST_PEOPLE, Figures, Share, Waited, figures
from .plans import PlansAdminView

USUAL = timedelta(days=90)
LONGEST = timedelta(days=3 * 366)
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


class PeriodForm(forms.Form):
    """From which day until which."""

    first_day = forms.DateField(label=gettext_lazy("First day"), widget=AdminDateInput)
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("This must not be before the first day."))
        elif first and last and last - first > LONGEST:
            self.add_error("last_day", _("Choose three years at most."))
        return said


@dataclass(frozen=True)
class Row:
    """One figure in words: what, how much, of how many, and how it was counted."""

    name: str
    value: str
    counted: str
    how: str


class FiguresView(PlansAdminView):
    """GET shows the figures of a period; the last 90 days where none is chosen."""

    template_name = "visits/admin/figures.html"
    page_title = gettext_lazy("Figures of home visits")
    header_icon = "order"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest) -> HttpResponse:
        form = PeriodForm(request.GET if "first_day" in request.GET else self._usual())
        if not form.is_valid():
            return self.page(form=form)
        found = figures(form.cleaned_data["first_day"], form.cleaned_data["last_day"])
        if "csv" in request.GET:
            return _table(found)
        return self.page(
            form=form, figures=found, rows=rows_of(found), waits=[_wait_row(row) for row in found.waited],
            address=reverse("visit_figures:index"),
        )  # fmt: skip

    def _usual(self) -> dict[str, date]:
        today = timezone.localdate()
        return {"first_day": today - USUAL, "last_day": today}


def rows_of(found: Figures) -> list[Row]:
    """Put the figures into words, in the order in which they are read."""
    return [
        *([_wait_row(found.waited[0])] if found.waited else [_nothing(_("Waiting time"), _how_waited())]),
        _share_row(
            _("Visits kept"), found.kept,
            _("Of all visits that somebody had said yes to and whose time has passed, the share that took place. Visits cancelled by us or the trainer are not counted."),  # noqa: E501
        ),
        _travel_row(found),
        _share_row(
            _("The same trainer"), found.continuity,
            _("Of the visits to people who had two or more in these days, the share made by the trainer who came to them most often."),  # noqa: E501
        ),
        _gain_row(found),
        _share_row(
            _("Certificates"), found.certificates,
            _("Of the courses of visits that ended in these days, the share for which a certificate was wished for and issued in these days."),  # noqa: E501
        ),
    ]  # fmt: skip


def _how_waited() -> str:
    return _("Days from asking to the first visit that took place, of the people whose first visit was in these days. Half of them waited no longer than the median.")  # noqa: E501  # fmt: skip


def _wait_row(waited: Waited) -> Row:
    facts = {"median": _number(waited.median_days), "longest": _number(waited.longest_days)}
    return Row(
        waited.district or _("Waiting time"),
        _("median %(median)s days, longest %(longest)s") % facts,
        ngettext("%(count)s person", "%(count)s people", waited.people) % {"count": waited.people},
        _how_waited(),
    )


def _travel_row(found: Figures) -> Row:
    name = _("Way to a visit")
    how = _("Minutes from the place before, as planned, on average over the visits that took place and whose way is known.")  # noqa: E501  # fmt: skip
    if found.travel_minutes is None:
        return _nothing(name, how)
    return Row(
        name, _("%(minutes)s minutes") % {"minutes": _number(found.travel_minutes)}, _of(found.travel_known), how
    )


def _gain_row(found: Figures) -> Row:
    name = _("Cards that moved")
    how = _("Of the sentences that people wanted to learn or did with help, and for which they chose a card again in these days, the share with a better card than before. They say it themselves; nobody is tested. Nothing is shown for fewer than %(people)s people.") % {"people": FEWEST_PEOPLE}  # noqa: E501  # fmt: skip
    if found.gain is None:
        return Row(name, _("not shown: too few people"), "", how)
    people = ngettext("%(count)s person", "%(count)s people", found.gain_people or 0) % {"count": found.gain_people}
    return Row(name, _percent(found.gain), f"{_of(found.gain)}; {people}", how)


def _share_row(name: str, share: Share, how: str) -> Row:
    return Row(name, _percent(share), _of(share), how) if share.of else _nothing(name, how)


def _nothing(name: str, how: str) -> Row:
    return Row(name, _("nothing to count"), "", how)


def _percent(share: Share) -> str:
    return _("%(number)s %%") % {"number": _number(share.percent or 0)}


def _of(share: Share) -> str:
    return _("%(count)s of %(of)s") % {"count": share.count, "of": share.of}


def _number(number: float) -> str:
    return number_format(number, decimal_pos=None if number == int(number) else 1, use_l10n=True).removesuffix(".0")


# A table to keep ------------------------------------------------------------------------------------
def _table(found: Figures) -> HttpResponse:
    """Give the figures as CSV that a spreadsheet opens and does not obey."""
    name = f"visits-{found.first_day}-{found.last_day}.csv"
    answer = HttpResponse(
        "\ufeff", content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )  # fmt: skip
    csv.writer(answer).writerows([safe(cell) for cell in line] for line in _lines(found))
    return answer


def _lines(found: Figures) -> Iterator[list[str]]:
    days = f"{date_format(found.first_day, 'DATE_FORMAT')} – {date_format(found.last_day, 'DATE_FORMAT')}"
    yield [_("Figures of home visits"), days]
    yield [_("What"), _("Figure"), _("Counted"), _("How it is counted")]
    for row in rows_of(found):
        yield [row.name, row.value, row.counted, row.how]
    for waited in found.waited[1:]:
        row = _wait_row(waited)
        yield [_("Waiting time: %(district)s") % {"district": row.name}, row.value, row.counted, row.how]


def safe(cell: str) -> str:
    """Take from a cell what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(RISKY) else cell
