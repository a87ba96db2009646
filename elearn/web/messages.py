"""Message catalogues without system gettext: find every translatable text, keep the catalogues, compile them.

Pure functions over files; `manage.py messages` is their command. Texts are English in the code and are
translated in elearn/locale/<language>/LC_MESSAGES/django.po. Nothing is ever translated here.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import polib
from django.utils.translation.template import templatize

# What each call takes: positions of (context, text, plural).
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
# CLDR's plural rules for whole numbers, in gettext's terms.
PLURALS = {
    "az": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
_PLACES = re.compile(r"%\([a-z_]+\)|\{[a-z_]*\}", re.IGNORECASE)

Key = tuple[str | None, str]  # context, text


@dataclass
class Text:
    """A translatable text: where it stands, and what its translators should know."""

    text: str
    context: str | None = None
    plural: str | None = None
    places: list[str] = field(default_factory=list)  # "templates/base.html", sorted
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.text


@dataclass(frozen=True)
class Missing:
    """A text that a language lacks, or whose translation names other places than it."""

    language: str
    text: str
    why: str  # "untranslated", "fuzzy" or "places differ"


# Find ----------------------------------------------------------------------------------------------
def find_texts(root: Path, folders: Iterable[str]) -> dict[Key, Text]:
    """Find the texts of all .py, .html and .txt files under some folders of `root`."""
    found: dict[Key, Text] = {}
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".py", ".html", ".txt") or "migrations" in path.parts:
                continue
            place = path.relative_to(root).as_posix()
            source = path.read_text(encoding="utf-8")
            for text in texts_of(source, is_template=path.suffix != ".py", name=place):
                _add(found, text, place)
    return found


def _add(found: dict[Key, Text], text: Text, place: str) -> None:
    known = found.setdefault(text.key, text)
    known.plural = known.plural or text.plural
    known.notes += [note for note in text.notes if note not in known.notes]
    if place not in known.places:
        known.places.append(place)


def texts_of(source: str, *, is_template: bool, name: str = "") -> Iterator[Text]:
    """Find the texts of one file. Raises SyntaxError for Python or a template that does not parse."""
    code = templatize(source, origin=name) if is_template else source
    if is_template:
        # Django leaves words of the template between the calls, crossed out; keep the calls alone.
        yield from _calls_in_template(code)
        return
    tree = ast.parse(code, filename=name)
    known_as = _aliases(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (text := _text_of(node, known_as)):
            yield text


def _aliases(tree: ast.AST) -> dict[str, str]:
    """Find the names that a file gives to Django's functions: `from django.utils.translation import gettext as say`."""
    return {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname and alias.asname not in CALLS
    }


def _text_of(call: ast.Call, known_as: Mapping[str, str] = MappingProxyType({})) -> Text | None:
    """Read a call such as ngettext("one", "many", n); None if it is no such call or its text is not plain."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    name = known_as.get(name, name)
    if name not in CALLS:
        return None
    context, text, plural = (_plain(call, place) for place in CALLS[name])
    return Text(text, context, plural) if text else None


def _plain(call: ast.Call, place: int | None) -> str | None:
    if place is None or place >= len(call.args):
        return None
    value = call.args[place]
    is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return value.value if is_text else None  # type: ignore[attr-defined]


def _calls_in_template(code: str) -> Iterator[Text]:
    """Read the calls that `templatize` wrote for a template's tags."""
    note = ""
    for line in _logical_lines(code):
        if line.startswith("#"):
            note = line.lstrip("# ").removeprefix("Translators:").strip()
            continue
        text = _text_of(ast.parse(line, mode="eval").body)  # type: ignore[arg-type]
        if text:
            text.notes = [note] if note else []
            note = ""
            yield text


_START = re.compile(r"(?<!\w)(?:n?p?gettext|_)\(|#\s*Translators:")


def _logical_lines(code: str) -> Iterator[str]:
    """Cut what `templatize` wrote into its calls and its notes to translators."""
    position = 0
    while match := _START.search(code, position):
        rest = code[match.start() :]
        if rest.startswith("#"):
            line = rest.split("\n", 1)[0]
            yield line
            position = match.start() + len(line)
            continue
        length = _call_length(rest)
        yield rest[:length]
        position = match.start() + length


def _call_length(code: str) -> int:
    """Give how many characters the call at the start of `code` takes."""
    depth = 0
    starts = [0]
    for line in code.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        depth += {"(": 1, ")": -1}.get(token.string, 0) if token.type == tokenize.OP else 0
        if token.string == ")" and depth == 0:
            return starts[token.end[0] - 1] + token.end[1]
    raise SyntaxError(f"a call has no end: {code[:60]}")


# Keep ----------------------------------------------------------------------------------------------
def update_catalogue(path: Path, texts: dict[Key, Text], language: str) -> polib.POFile:
    """Bring a catalogue to the texts there are: translations are kept, new texts empty, old ones dropped."""
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    made = polib.POFile(wrapwidth=100)
    made.metadata = {
        "Project-Id-Version": "korpu",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for key in sorted(texts, key=lambda key: (key[1], key[0] or "")):
        made.append(_entry(texts[key], known.get(key), language))
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(path), newline="\n")
    return made


def _entry(text: Text, old: polib.POEntry | None, language: str) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=text.text,
        msgctxt=text.context,
        occurrences=[(place, "") for place in text.places],
        comment="\n".join(text.notes),
        flags=["python-format"] if "%(" in text.text else [],
    )
    if text.plural is None:
        entry.msgstr = old.msgstr if old else ""
        return entry
    entry.msgid_plural = text.plural
    kept = old.msgstr_plural if old else {}
    entry.msgstr_plural = {number: kept.get(number, "") for number in range(plural_forms(language))}
    return entry


def plural_forms(language: str) -> int:
    """Give how many forms of a noun a language tells apart by number."""
    return int(PLURALS[language].split(";")[0].split("=")[1])


# Check and compile -----------------------------------------------------------------------------------
def missing(path: Path, texts: dict[Key, Text], language: str) -> list[Missing]:
    """List the texts that a catalogue lacks or has wrongly."""
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    found = []
    for key, text in texts.items():
        if why := _why_missing(text, known.get(key), language):
            found.append(Missing(language, text.text, why))
    return found


def _why_missing(text: Text, entry: polib.POEntry | None, language: str) -> str:
    if entry is None:
        return "untranslated"
    if entry.fuzzy:
        return "fuzzy"
    forms = [entry.msgstr]
    if text.plural is not None:
        forms = [entry.msgstr_plural.get(i, "") for i in range(plural_forms(language))]
    if not all(forms):
        return "untranslated"
    asked = set(_PLACES.findall(text.text + (text.plural or "")))
    return "" if all(set(_PLACES.findall(form)) <= asked for form in forms) else "places differ"


def compile_catalogue(path: Path) -> Path:
    """Write the .mo beside a .po; gives its path. What is not translated is left to English."""
    made = path.with_suffix(".mo")
    polib.pofile(str(path)).save_as_mofile(str(made))
    return made
