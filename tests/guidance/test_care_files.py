"""A file that somebody sends is not trusted: bombs, formulas, macros, wrong encodings and endless rows are refused in words."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from elearn.guidance.care_errors import FileUnreadable
from elearn.guidance.care_files import MOST_BYTES, MOST_ROWS, read, safe, to_csv, to_xlsx

pytestmark = pytest.mark.usefixtures("in_english")

HEAD = "code;name;kind\n"


def xlsx(*rows, title="care", hidden=None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if hidden:
        first = book.create_sheet("secret", 0)
        first.append(hidden)
        first.sheet_state = "hidden"
        book.active = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(data: bytes, *, without=(), **more: bytes) -> bytes:
    """The same archive with other parts in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in without and part.filename not in more:
                new.writestr(part.filename, old.read(part))
        for name, content in more.items():
            new.writestr(name, content)
    return file.getvalue()


# What is read --------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_as_spreadsheets_write_it(encoding, delimiter):
    text = "code;name;kind\r\nev-1;Уход на дому;home\r\n".replace(";", delimiter)
    table = read(text.encode(encoding))
    assert table.columns == ["code", "name", "kind"]
    assert table.rows == [(2, {"code": "ev-1", "name": "Уход на дому", "kind": "home"})]
    assert table.faults == {} and encoding in (*table.read_as.split(", "), "utf-8-sig", "utf-16")


def test_azerbaijani_letters_quotes_line_ends_and_empty_lines_are_kept_or_passed_over():
    table = read('sep=;\nCode ; NAME;about\n;;\nev-1;"Şəfqət ""Evi"" ğıöüç";"bir\r\niki"\n\n'.encode())
    assert table.rows == [(5, {"code": "ev-1", "name": 'Şəfqət "Evi" ğıöüç', "about": "bir\niki"})] or table.rows[0][1] == {
        "code": "ev-1", "name": 'Şəfqət "Evi" ğıöüç', "about": "bir\niki"
    }  # fmt: skip


def test_xlsx_gives_days_numbers_and_yes_as_text():
    from datetime import date, datetime

    data = xlsx(["code", "from_age", "price_from", "is_free", "places_on", "inspected_on"],
                ["ev-1", 60.0, 8.5, True, date(2026, 11, 2), datetime(2026, 11, 3)])  # fmt: skip
    assert read(data).rows == [
        (2, {"code": "ev-1", "from_age": "60", "price_from": "8.5", "is_free": "yes", "places_on": "2026-11-02",
             "inspected_on": "2026-11-03"})
    ]  # fmt: skip


def test_a_hidden_sheet_is_not_what_was_meant():
    table = read(xlsx(["code"], ["ev-1"], hidden=["x", "y"]))
    assert (table.columns, table.rows) == (["code"], [(2, {"code": "ev-1"})])


# What is refused -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"x" * (MOST_BYTES + 1), "larger than 2 MB"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old or protected"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b"code;name\nev\0;x\n", "neither a CSV nor"),
        (b"\x98\x98;\xff\n", "neither a CSV nor"),
        (b"code;name\n", "no rows below"),
        (b"code;code\nev;x\n", "there twice"),
        (b"code;;name\nev;x;y\n", "has no name"),
        (b'code;name\nev;"x"y\n', "quotation mark"),
        (b'code;name\nev;"x\n', "quotation mark"),
        (HEAD.encode() + b"ev;x;y\n" * (MOST_ROWS + 1), "more than 2000 rows"),
        (b";".join(b"c%d" % n for n in range(61)) + b"\nx\n", "more than 60 columns"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, words):
    with pytest.raises(FileUnreadable) as refused:
        read(data)
    assert words in str(refused.value.words)


def test_a_zip_bomb_is_not_opened():
    plain = xlsx(["code"], ["ev-1"])
    vast = b"<worksheet>" + b" " * (40 * 2**20) + b"</worksheet>"
    shrunk = b"<sst>" + b"a" * (25 * 2**20) + b"</sst>"
    many = {f"xl/part{number}.xml": b"x" for number in range(250)}
    for bomb in (
        repacked(plain, **{"xl/worksheets/sheet1.xml": vast}),
        repacked(plain, **{"xl/sharedStrings.xml": shrunk}),
        repacked(plain, **many),
    ):
        assert len(bomb) < 200_000
        with pytest.raises(FileUnreadable) as refused:
            read(bomb)
        assert "unpacks to far more" in str(refused.value.words)


def test_entities_that_swell_or_read_files_are_refused():
    plain = xlsx(["code"], ["ev-1"])
    swelling = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst>&b;</sst>'
    reading = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'
    for part, content in (
        ("xl/sharedStrings.xml", swelling), ("xl/worksheets/sheet1.xml", reading), ("xl/workbook.xml", reading),
        ("xl/styles.xml", swelling), ("[Content_Types].xml", swelling),
    ):  # fmt: skip
        with pytest.raises(FileUnreadable):
            read(repacked(plain, **{part: content}))


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/a.bin", "xl/activeX/a.xml"]
)
def test_macros_and_links_to_other_files_are_refused(name):
    with pytest.raises(FileUnreadable) as refused:
        read(repacked(xlsx(["code"], ["ev-1"]), **{name: b"x"}))
    assert "macros or links" in str(refused.value.words)


def test_an_archive_that_is_no_spreadsheet_is_refused():
    for made in (
        repacked(xlsx(["code"]), without=["xl/workbook.xml"]),
        repacked(xlsx(["code"], ["x"]), without=["xl/worksheets/sheet1.xml"]),
    ):
        with pytest.raises(FileUnreadable):
            read(made)


def test_rows_far_below_and_a_size_that_lies_cost_nothing():
    book = Workbook()
    book.active.append(["code"])
    book.active.append(["ev-1"])
    book.active["A1048576"] = "last"
    book.active["XFD5"] = "far"
    file = io.BytesIO()
    book.save(file)
    table = read(file.getvalue())
    assert (2, {"code": "ev-1"}) in table.rows and len(table.rows) <= 2


# Cells ---------------------------------------------------------------------------------------------
def test_formulas_are_faults_of_their_cell_and_never_worked_out():
    table = read(xlsx(["code", "name"], ["ev-1", '=HYPERLINK("http://evil.example")'], ["ev-2", "=1+1"]))
    assert table.faults == {
        2: {"name": "A formula. Please write its value."},
        3: {"name": "A formula. Please write its value."},
    }
    assert [row["name"] for _number, row in table.rows] == ["", ""]
    assert read(b"code;name\nev-1;=cmd|'/c calc'!A1\n").faults == {2: {"name": "A formula. Please write its value."}}
    with pytest.raises(FileUnreadable):
        read(xlsx(["=A2", "name"], ["x", "y"]))


def test_other_cells_that_cannot_be_used():
    table = read("code;name\nev-1;a\x07b\nev-2;{}\nev-3;x;y;z\nev-4;\u202egpj.exe\n".format("я" * 4001).encode())
    assert {number: list(found) for number, found in table.faults.items()} == {
        2: ["name"],
        3: ["name"],
        4: ["name"],
        5: ["name"],
    }


# What goes out -------------------------------------------------------------------------------------
RISKS = ["=1+1", "+994 12 555", "-5", "@SUM(A1)", "\t=1", "|x", "%x", " =1", "\u00a0=1", "\ufeff=1", "'=1", "plain"]


def test_what_goes_out_is_never_run_by_a_spreadsheet():
    data = to_csv(["code"], iter([[risk] for risk in RISKS])).decode("utf-8-sig")
    for line in data.splitlines()[1:]:
        assert not line.strip('"').lstrip(" \u00a0\ufeff").startswith(("=", "+", "-", "@", "\t", "|", "%"))
    book = load_workbook(io.BytesIO(to_xlsx(["code"], iter([[risk] for risk in RISKS]))))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}
    assert safe("plain") == "plain"


def test_what_went_out_comes_in_as_it_was():
    kept = [["ev-1", "+994 12 555 01 01", "- yalnız səhər\n- və axşam"], ["ev-2", "@ofis", "25 % az"]]
    for data in (to_csv(["code", "phone", "about"], iter(kept)), to_xlsx(["code", "phone", "about"], iter(kept))):
        table = read(data)
        assert [list(row.values()) for _number, row in table.rows] == kept and table.faults == {}
