"""Which signs our typefaces can print: asked where a name or a title is written, long before it stands on a paper."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from threading import Lock

import typst
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FONT_PACKAGES = ("fontpkg_literata", "fontpkg_source_sans_3")
MOST_NAMED = 40  # different signs; who has more of them need not read them all
_NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_PLAIN = b'#set document(title: "-")\n#set text(font: ("Literata", "Source Sans 3"))\n#sys.inputs.text'
_COMMON = re.compile(r"[A-Za-zÇçƏəĞğİıÖöŞşÜüА-Яа-яЁё0-9 .,'’()«»–-]*", re.ASCII)

# A compiler that is used by two threads at once raises RuntimeError ("already borrowed").
_one_at_a_time = Lock()


@cache
def _compiler() -> typst.Compiler:
    folders = [str(files(package) / "files") for package in FONT_PACKAGES]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    return typst.Compiler(root=str(files(__package__)), font_paths=fonts, ignore_system_fonts=True)


def unprintable(words: str) -> str:
    """Give the signs of some words that no typeface of a paper has, each once; "" where all can be printed."""
    if _COMMON.fullmatch(words):
        return ""
    found = ""
    while len(found) < MOST_NAMED:
        facts = {"text": "".join(sign for sign in words if sign not in found)}
        try:
            with _one_at_a_time:
                _compiler().compile(_PLAIN, sys_inputs=facts, format="pdf", pdf_standards=["a-2a"])
        except typst.TypstError as error:
            sign = missing_of(str(error))
            if not sign or sign in found or sign not in words:
                break
            found += sign
        else:
            break
    return found


def missing_of(error: str) -> str:
    """Read in what typst says which sign could not be displayed; "" where it is about something else."""
    match = _NOT_DISPLAYED.search(error)
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), match[1]) if match else ""


def check_name(name: str) -> None:
    """Refuse a name that cannot be printed on a certificate. Raises ValidationError, which names the signs."""
    if signs := unprintable(name):
        words = _("These signs cannot be printed: %(signs)s. Please write the name in Latin or Cyrillic letters.")
        raise ValidationError(words, code="unprintable", params={"signs": _named(signs)})


def check_title(title: str) -> None:
    """Refuse the title of a course that cannot be printed on its certificates. Raises ValidationError."""
    if signs := unprintable(title):
        words = _(
            "These signs cannot be printed on certificates: %(signs)s. Please write the title without them, in Latin "
            "or Cyrillic letters."
        )
        raise ValidationError(words, code="unprintable", params={"signs": _named(signs)})


def _named(signs: Iterable[str]) -> str:
    return " ".join(signs)
