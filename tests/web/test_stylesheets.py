"""Our stylesheets become one file: a class that two of them describe would be both things on every page."""

import re
from collections import defaultdict
from pathlib import Path

from django.conf import settings

SHEETS = Path(settings.BASE_DIR) / "static" / "src" / "css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"(?:^|[};])\s*\.(k-[\w-]+)\s*{")
EVERYWHERE = {"print.css"}  # says of each part how it is printed


def test_a_class_is_described_in_one_stylesheet():
    found = defaultdict(set)
    for sheet in SHEETS.glob("*.css"):
        if sheet.name not in EVERYWHERE:
            for name in RULE.findall(COMMENT.sub("", sheet.read_text(encoding="utf-8"))):
                found[name].add(sheet.name)
    assert len(found) > 200
    assert {name: sheets for name, sheets in found.items() if len(sheets) > 1} == {}
