"""Tables that staff take along: CSV and XLSX that a spreadsheet opens and never obeys."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.http import HttpResponse
from django.utils import timezone

Cell = str | int | float | date | datetime | None
Line = Sequence[Cell]

# What a spreadsheet may take for the beginning of a formula or of a command, also behind blanks.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
BLANKS = " \u00a0\ufeff\u200b\u3000"
QUOTE = "'"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe(cell: str) -> str:
    """Take from a cell what a spreadsheet would run: an apostrophe before it makes it plain text."""
    return f"{QUOTE}{cell}" if needs_quote(cell) else cell


def unquoted(cell: str) -> str:
    """Give a cell as it was before `safe`."""
    return cell[1:] if cell.startswith(QUOTE) and needs_quote(cell[1:]) else cell


def needs_quote(cell: str) -> bool:
    """Say whether a cell needs an apostrophe; one that has it already gets another, so that each is taken off again."""
    return cell.lstrip(BLANKS + QUOTE).startswith(RISKY)


def csv_file(name: str, lines: Iterable[Line]) -> HttpResponse:
    """Give lines as CSV, with the mark by which Excel knows that it is UTF-8."""
    answer = _answer(f"{name}.csv", "text/csv; charset=utf-8")
    answer.write("\ufeff")
    csv.writer(answer).writerows([_written(cell) for cell in line] for line in lines)
    return answer


def xlsx_file(name: str, lines: Iterable[Line], *, title: str, bold: int | None = None) -> HttpResponse:
    """Give lines as a workbook of one sheet; texts are texts there and never formulas. `bold` is the line of heads."""
    from .workbook import written  # its library takes a tenth of a second to load, and few ask for a workbook

    answer = _answer(f"{name}.xlsx", XLSX)
    answer.write(written(lines, title=title, bold=bold))
    return answer


def _answer(name: str, kind: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content_type=kind, headers=headers)


def _written(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return local(cell).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, int | float | date):
        return str(cell)
    return safe(cell or "")


def local(at: datetime) -> datetime:
    """Give a moment in this installation's time, without its zone, as spreadsheets want it."""
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0) if timezone.is_aware(at) else at
