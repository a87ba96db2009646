"""A workbook of one sheet, written line by line."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from .tables import Cell, Line, local, safe


def written(lines: Iterable[Line], *, title: str, bold: int | None) -> bytes:
    """Write lines as XLSX; `bold` is the line of heads."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.column_dimensions["A"].width = 34
    for letter in "BCDEFGHIJ":
        sheet.column_dimensions[letter].width = 18
    for number, line in enumerate(lines):
        sheet.append([_cell(sheet, value, is_bold=number == bold) for value in line])
    whole = BytesIO()
    book.save(whole)
    return whole.getvalue()


def _cell(sheet: object, value: Cell, *, is_bold: bool) -> WriteOnlyCell:
    """Make a cell of a workbook. A text that looks like a formula stays a text, and is written safely all the same."""
    if isinstance(value, datetime):
        value = local(value)
    elif isinstance(value, str):
        value = safe(ILLEGAL_CHARACTERS_RE.sub("", value))
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def _sheet_name(title: str) -> str:
    """Give a name that a sheet may have: 31 signs without those that mean something in one."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31].strip() or "1"
