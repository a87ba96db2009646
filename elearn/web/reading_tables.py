"""Read a table that somebody sends: CSV as Excel and others write it, or XLSX. Nothing is kept.

The file is not trusted. It is small or refused; an XLSX is looked at as an archive before a parser sees it (a few
kilobytes can unpack to gigabytes); formulas, macros and links to other files are refused and never worked out; what
cannot be read says so in words, with the row.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from .code_pages import likely
from .letters import small
from .tables import unquoted

MOST_BYTES = 2 * 2**20
MOST_ROWS = 2000
MOST_COLUMNS = 60
MOST_LETTERS = 4000  # in one cell
MOST_PARTS = 200  # files inside an XLSX
MOST_UNPACKED = 30 * 2**20
MOST_SHRUNK = 150  # a part that was so many times larger is a trap, unless it is small
SMALL = 2**20
FORBIDDEN_PARTS = ("vbaproject", "externallinks/", "embeddings/", "activex/")
DELIMITERS = ";,\t"


class FileUnreadable(Exception):
    """A file cannot be read; the words say why, for whoever sent it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass
class Table:
    """What was read: the names of the columns, and rows as (number in the file, {column: text}).

    `faults` are cells that cannot be used: row number → column → words.
    """

    columns: list[str]
    read_as: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: dict[int, dict[str, str]] = field(default_factory=dict)


def read(data: bytes) -> Table:
    """Read a file by what is in it, whatever it is called. Raises FileUnreadable with words for whoever sent it."""
    if not data.strip():
        raise FileUnreadable(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise FileUnreadable(_("The file is larger than %(number)d MB. Please split it.") % {"number": MOST_BYTES // 2**20})  # noqa: E501  # fmt: skip
    if data.startswith(b"PK"):
        return _gather(_xlsx_rows(data), read_as="XLSX")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileUnreadable(_("This is an old or protected Excel file. Please save it as XLSX or CSV without a password."))  # noqa: E501  # fmt: skip
    text, encoding = _decoded(data)
    return _gather(_csv_rows(text), read_as=f"CSV, {encoding}")


# CSV ---------------------------------------------------------------------------------------------
def _decoded(data: bytes) -> tuple[str, str]:
    """Give the text and the encoding it was read with: marked, else UTF-8, else the likelier code page."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        encodings = likely(data)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, encoding
    raise FileUnreadable(_("This is neither a CSV nor an XLSX file that we can read. Save it as “CSV UTF-8”."))


def _csv_rows(text: str) -> Iterator[tuple[int, list[str | None]]]:
    first, _end, rest = text.partition("\n")
    marked = first.strip().lower().removeprefix("sep=") if first.lower().startswith("sep=") else ""
    text = rest if marked else text
    header = text.partition("\n")[0]
    delimiter = marked if marked and marked in DELIMITERS else max(DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num + bool(marked), list(cells)
    except csv.Error as error:
        raise FileUnreadable(_("Line %(number)d cannot be read: a quotation mark is missing or too much.") % {"number": reader.line_num}) from error  # noqa: E501  # fmt: skip


# XLSX --------------------------------------------------------------------------------------------
def _xlsx_rows(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    """Give the rows of the first sheet; a cell that holds a formula or a fault is given as Refused."""
    _look_into(data)
    from openpyxl import load_workbook  # takes a third of a second, and only who imports needs it

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
        # One row and column more than is allowed, so that it is seen when there are more.
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
        for number, cells in enumerate(rows, 1):
            yield number, [_cell(cell) for cell in cells]
    except FileUnreadable:
        raise
    except Exception as error:  # the parser raises many kinds on a file made by hand; none of them is ours to mend
        raise FileUnreadable(_("This XLSX file cannot be read. Please open and save it again, or save it as CSV.")) from error  # noqa: E501  # fmt: skip


def _look_into(data: bytes) -> None:
    """Refuse an archive that is a trap. Python unpacks no more of a part than its header says, so that these hold."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileUnreadable(_("This file is damaged, or no XLSX.")) from error
    names = {part.filename.lower() for part in parts}
    shrunk = any(part.file_size > SMALL and part.file_size > MOST_SHRUNK * max(part.compress_size, 1) for part in parts)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED or shrunk:
        raise FileUnreadable(_("This file unpacks to far more than a table needs. It is not opened."))
    if any(part.flag_bits & 1 for part in parts):
        raise FileUnreadable(_("This file has a password. Please save it without one."))
    if len(names) != len(parts) or "xl/workbook.xml" not in names:
        raise FileUnreadable(_("This file is damaged, or no XLSX."))
    if any(word in name for name in names for word in FORBIDDEN_PARTS):
        raise FileUnreadable(_("This file holds macros or links to other files. Please save it as plain XLSX."))
    try:
        declares = any(_declares(archive.read(part)) for part in parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError) as error:
        raise FileUnreadable(_("This file is damaged, or no XLSX.")) from error
    if declares:
        raise FileUnreadable(_("This file is damaged, or no XLSX."))


def _declares(part: bytes) -> bool:
    """Say whether a part declares a document type: no spreadsheet does, and entities that swell begin so."""
    letters = part.replace(b"\0", b"")  # written in UTF-16 it reads the same
    return b"<!DOCTYPE" in letters or b"<!ENTITY" in letters


@dataclass(frozen=True)
class Refused:
    """A cell that cannot be used, and why."""

    words: str


def _cell(cell: Any) -> Any:
    """Give a cell as text, or Refused. Dates are written as 2026-11-22, whole numbers without a dot."""
    value, kind = cell.value, getattr(cell, "data_type", "")
    if kind == "f":
        return Refused(_("A formula. Please write its value."))
    if kind == "e":
        return Refused(_("A fault of the spreadsheet, such as #REF!"))
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# Both --------------------------------------------------------------------------------------------
def _gather(rows: Iterator[tuple[int, list[Any]]], *, read_as: str) -> Table:
    """Take the first row with anything in it as the names of the columns, and the others below it."""
    table: Table | None = None
    for number, cells in rows:
        if not any(cells):
            if number > MOST_ROWS + 1:
                break
            continue
        if table is None:
            table = Table(_columns(cells), read_as)
            continue
        if len(table.rows) >= MOST_ROWS:
            raise FileUnreadable(_("There are more than %(number)d rows. Please split the file.") % {"number": MOST_ROWS})  # noqa: E501  # fmt: skip
        _add(table, number, cells)
    if table is None or not table.rows:
        raise FileUnreadable(_("There are no rows below the names of the columns."))
    return table


def _columns(cells: list[Any]) -> list[str]:
    if any(isinstance(cell, Refused) for cell in cells):
        raise FileUnreadable(_("The first row holds a formula. It has to hold the names of the columns."))
    names = [small(str(cell or "").strip()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise FileUnreadable(_("There are more than %(number)d columns.") % {"number": MOST_COLUMNS})
    if "" in names:
        raise FileUnreadable(_("A column has no name."))
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise FileUnreadable(_("The column “%(name)s” is there twice.") % {"name": twice[:60]})
    return names


def _add(table: Table, number: int, cells: list[Any]) -> None:
    """Add a row: every named column has a text; what is beyond the last name is a fault."""
    row, faults = {}, {}
    for name, cell in zip(table.columns, [*cells, *[None] * len(table.columns)], strict=False):
        words, text = _read(cell)
        row[name] = text if not words else ""
        if words:
            faults[name] = words
    if any(cells[len(table.columns) :]):
        faults[table.columns[-1]] = _("There is more in this row than there are columns.")
    table.rows.append((number, row))
    if faults:
        table.faults[number] = faults


def _read(cell: Any) -> tuple[str, str]:
    """Give what is wrong with a cell, and its text. What our own files marked as plain text is no formula."""
    if isinstance(cell, Refused):
        return cell.words, ""
    written = _clean("" if cell is None else str(cell))
    return _fault(written), unquoted(written)


def _clean(text: str) -> str:
    """Take away what surrounds a text."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(" \u00a0\ufeff\n\t")


def _fault(text: str) -> str:
    if text.startswith("="):
        return _("A formula. Please write its value.")
    if len(text) > MOST_LETTERS:
        return _("More than %(number)d letters.") % {"number": MOST_LETTERS}
    if any(sign < " " and sign not in "\n\t" or sign in "\x7f\ufffd\u202e" for sign in text):
        return _("A sign that cannot be read.")
    return ""
