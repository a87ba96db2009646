"""Catalogues: every text is found, translations are kept, what is missing is told, what is there compiles."""

import gettext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from elearn.web import messages

CODE = """
from django.utils.translation import gettext as _, gettext_lazy as later, ngettext, pgettext, npgettext
later("By another name")
_("Plain")
_("Long " "text")
_(variable)
print(_(f"not {plain}"))
ngettext("%(n)d lesson", "%(n)d lessons", n)
pgettext("form of address", "xanım")
npgettext("minutes", "one", "many", n)
catalogue.gettext("By attribute")
"""
TEMPLATE = """
{% load i18n %}{# a remark with _("nothing") #}
{% translate "In a template" %} {% translate "May" context "month" %}
{% comment "Translators: a greeting" %}{% endcomment %}{% translate 'Single "quotes"' %}
{% blocktranslate trimmed with name=x.name %}
  Welcome, {{ name }}
{% endblocktranslate %}
{% blocktranslate trimmed count counter=n %}{{ counter }} film{% plural %}{{ counter }} films{% endblocktranslate %}
{{ _("In a variable")|upper }} {% button _("In an argument") second=True %} 100 %
"""


def found(source: str, *, is_template: bool) -> set:
    return {(text.context, text.text, text.plural) for text in messages.texts_of(source, is_template=is_template)}


def test_texts_of_python():
    assert found(CODE, is_template=False) == {
        (None, "Plain", None),
        (None, "Long text", None),
        (None, "%(n)d lesson", "%(n)d lessons"),
        ("form of address", "xanım", None),
        ("minutes", "one", "many"),
        (None, "By attribute", None),
        (None, "By another name", None),
    }


def test_texts_of_a_template():
    assert found(TEMPLATE, is_template=True) == {
        (None, "In a template", None),
        ("month", "May", None),
        (None, 'Single "quotes"', None),
        (None, "Welcome, %(name)s", None),
        (None, "%(counter)s film", "%(counter)s films"),
        (None, "In a variable", None),
        (None, "In an argument", None),
    }


@pytest.fixture
def tree(tmp_path) -> Path:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "a.py").write_text(CODE)
    (tmp_path / "app" / "page.html").write_text(TEMPLATE)
    (tmp_path / "app" / "migrations").mkdir()
    (tmp_path / "app" / "migrations" / "0001.py").write_text('_("never")')
    return tmp_path


def texts(tree: Path):
    return messages.find_texts(tree, ["app"])


def translate(path: Path, **words: str) -> None:
    """Fill a catalogue: all of it with stand-ins, some texts with the words given."""
    catalogue = messages.polib.pofile(str(path))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {number: f"{number} {entry.msgid}" for number in entry.msgstr_plural}
        else:
            entry.msgstr = words.get(entry.msgid, f"~{entry.msgid}")
    catalogue.save()


def test_a_catalogue_keeps_its_translations(tree):
    path = tree / "ru.po"
    messages.update_catalogue(path, texts(tree), "ru")
    translate(path, Plain="Просто")
    (tree / "app" / "a.py").write_text(CODE.replace('_("Plain")', '_("Plain"); _("New")').replace('"xanım"', '"bəy"'))
    messages.update_catalogue(path, texts(tree), "ru")
    kept = {entry.msgid: entry for entry in messages.polib.pofile(str(path))}
    assert kept["Plain"].msgstr == "Просто"
    assert kept["New"].msgstr == ""
    assert "xanım" not in kept
    assert set(kept["%(n)d lesson"].msgstr_plural) == {0, 1, 2}
    gaps = messages.missing(path, texts(tree), "ru")
    assert {(gap.text, gap.why) for gap in gaps} == {("bəy", "untranslated"), ("New", "untranslated")}


def test_updating_twice_changes_no_byte(tree):
    path = tree / "az.po"
    messages.update_catalogue(path, texts(tree), "az")
    translate(path)
    messages.update_catalogue(path, texts(tree), "az")
    once = path.read_bytes()
    messages.update_catalogue(path, texts(tree), "az")
    assert path.read_bytes() == once


def test_a_translation_that_names_another_place_is_told(tree):
    path = tree / "az.po"
    messages.update_catalogue(path, texts(tree), "az")
    translate(path, **{"Welcome, %(name)s": "Xoş gördük, %(ad)s"})
    assert [(gap.text, gap.why) for gap in messages.missing(path, texts(tree), "az")] == [
        ("Welcome, %(name)s", "places differ")
    ]


def test_a_language_without_a_catalogue_lacks_everything(tree):
    assert len(messages.missing(tree / "none.po", texts(tree), "az")) == len(texts(tree))


def test_compiled_plurals_follow_the_language(tree):
    path = tree / "ru.po"
    messages.update_catalogue(path, texts(tree), "ru")
    translate(path)
    with messages.compile_catalogue(path).open("rb") as compiled:
        russian = gettext.GNUTranslations(compiled)
    forms = [russian.ngettext("%(n)d lesson", "%(n)d lessons", n)[0] for n in (1, 2, 5, 11, 21, 22, 112)]
    assert forms == ["0", "1", "2", "2", "0", "1", "2"]
    assert russian.pgettext("form of address", "xanım") == "~xanım"


def test_the_command_checks_and_compiles(tree, settings, monkeypatch):
    from elearn.web.management.commands import messages as command

    monkeypatch.setattr(command, "FOLDERS", ("app",))
    settings.BASE_DIR = tree
    settings.LOCALE_PATHS = [tree / "locale"]
    with pytest.raises(CommandError):
        call_command("messages", check=True, stdout=StringIO())
    assert not (tree / "locale").exists()
    call_command("messages", stdout=StringIO())
    for language in ("az", "ru"):
        translate(tree / "locale" / language / "LC_MESSAGES" / "django.po")
    call_command("messages", check=True, stdout=StringIO())
    call_command("messages", compile=True)
    assert (tree / "locale" / "az" / "LC_MESSAGES" / "django.mo").exists()
