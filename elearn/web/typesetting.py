"""Sets papers in type: facts and a template of typst in, a tagged PDF or a picture out.

Pure, so that papers of every room can be set with it, and by processes without Django too.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import Any

import segno
import typst

FONT_PACKAGES = ("fontpkg_literata", "fontpkg_source_sans_3")
READER = "ua-1"  # PDF/UA-1: for those who have it read aloud
_NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


@cache
def _press(package: str) -> tuple[typst.Compiler, Lock]:
    """One compiler a folder of templates, for the life of the process: about 20 ms a paper.

    Used by two threads at once it raises RuntimeError ("already borrowed"), hence the lock.
    """
    folders = [str(files(fonts) / "files") for fonts in FONT_PACKAGES]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    return typst.Compiler(root=str(files(package)), font_paths=fonts, ignore_system_fonts=True), Lock()


def warm_up(package: str) -> None:
    """Read the fonts now, and not when the first paper of a package is waited for."""
    _press(package)


def typeset(package: str, template: str, facts: Mapping[str, Any], **form: Any) -> bytes:
    """Set a template of a package with its facts, `form` being typst's own: `format="svg"`, `pdf_standards=["a-2a"]`.

    Without a form it is a PDF for readers. Raises typst.TypstError, and TypeError for a picture of several pages.
    """
    compiler, lock = _press(package)
    source = (files(package) / template).read_bytes()
    inputs = {"facts": json.dumps(facts, ensure_ascii=False)}
    with lock:
        made = compiler.compile(source, sys_inputs=inputs, **form or {"format": "pdf", "pdf_standards": [READER]})
    if not isinstance(made, bytes):
        raise TypeError("A picture is of one page.")
    return made


def missing_sign(error: typst.TypstError) -> str:
    """Read which sign no typeface has; "" where the error is about something else."""
    match = _NOT_DISPLAYED.search(str(error))
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), match[1]) if match else ""


def qr(address: str) -> str:
    """Draw a QR code as SVG, with the quiet zone of four modules that scanners ask for."""
    drawing = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=4, dark="#1B1B1B", light="#FFFFFF", xmldecl=False
    )
    return drawing.getvalue().decode()
