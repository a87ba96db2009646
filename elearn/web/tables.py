"""Tables that staff take along: CSV and XLSX that a spreadsheet opens and never obeys."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

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
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.column_dimensions["A"].width = 34
    for letter in "BCDEFGHIJ":
        sheet.column_dimensions[letter].width = 18
    for number, line in enumerate(lines):
        sheet.append([_cell(sheet, value, is_bold=number == bold) for value in line])
    whole = BytesIO()
    book.save(whole)
    answer = _answer(f"{name}.xlsx", XLSX)
    answer.write(whole.getvalue())
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
        return _local(cell).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, int | float | date):
        return str(cell)
    return safe(cell or "")


def _cell(sheet: object, value: Cell, *, is_bold: bool) -> WriteOnlyCell:
    """Make a cell of a workbook. A text that looks like a formula stays a text, and is written safely all the same."""
    if isinstance(value, datetime):
        value = _local(value)
    elif isinstance(value, str):
        value = safe(ILLEGAL_CHARACTERS_RE.sub("", value))
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def _local(at: datetime) -> datetime:
    """Give a moment in this installation's time, without its zone, as spreadsheets want it."""
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0) if timezone.is_aware(at) else at


def _sheet_name(title: str) -> str:
    """Give a name that a sheet may have: 31 signs without those that mean something in one."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31].strip() or "1"
