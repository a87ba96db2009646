"""Which code page an unmarked table is in: what people here send is Turkish, Cyrillic, or has lost its letters."""

import pytest

from elearn.web.code_pages import is_garbled
from elearn.web.reading_tables import read

TURKISH = "Ad;Soyad;Şəhər\nŞahin;Ağayev;Gəncə\nÖmər;İsmayılov;Şuşa\n"
RUSSIAN = "Имя;Фамилия;Город\nОльга;Иванова;Баку\nPavel;Смирнов;Гянджа\n"


@pytest.mark.parametrize(
    ("text", "encoding"), [(TURKISH, "cp1254"), (RUSSIAN, "cp1251"), (TURKISH, "utf-8"), (RUSSIAN, "utf-8-sig")]
)
def test_a_table_is_read_as_it_was_written(text, encoding):
    table = read(text.encode(encoding, errors="replace"))
    expected = text.encode(encoding, errors="replace").decode(encoding).splitlines()
    assert [";".join(row.values()) for _number, row in table.rows] == expected[1:]


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("Şahin Ağayev", False), ("Ольга Иванова", False), ("O’Neill Ann-Marie", False), ("", False),
        ("?liyeva", True), ("Юahin Aрayev", True), ("Ола Smith", True), ("Sab\ufffdr", True),
    ],
)  # fmt: skip
def test_letters_that_were_lost_are_seen(name, lost):
    assert is_garbled(name) is lost
