"""The tables of care services: read as `elearn.web.reading_tables` reads any, written so that Excel opens them."""

import csv
import io
from collections.abc import Iterator

from elearn.web import reading_tables
from elearn.web.reading_tables import MOST_BYTES, MOST_ROWS, Table

from .care_errors import FileUnreadable

__all__ = ["MOST_BYTES", "MOST_ROWS", "Table", "read", "safe", "to_csv", "to_xlsx"]

# What a spreadsheet would run, were it not written with an apostrophe before it.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def read(data: bytes) -> Table:
    """Read a file by what is in it, whatever it is called. Raises FileUnreadable with words for whoever sent it."""
    try:
        return reading_tables.read(data)
    except reading_tables.FileUnreadable as error:
        raise FileUnreadable(error.words) from error


# Writing -----------------------------------------------------------------------------------------
def to_csv(columns: list[str], rows: Iterator[list[str]]) -> bytes:
    """Write a table that Excel opens as a table in az and ru (marked UTF-8, semicolons) and does not obey."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """Write an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(RISKY) else cell


def to_xlsx(columns: list[str], rows: Iterator[list[str]]) -> bytes:
    """Write the same as XLSX. Every cell is marked as text, so that none is worked out."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("care")
    sheet.freeze_panes = "B2"
    for row in [columns, *rows]:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=_plain(text))
            cell.data_type = "s"
            cell.quotePrefix = True
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(text: str) -> str:
    """Leave out the signs that XLSX cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")
