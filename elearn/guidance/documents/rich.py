"""The light formatting of an editor's text, taken apart for paper. Pure: HTML in, frozen pieces out.

Only what our editor makes is known: paragraphs, lists, headings, bold, links, line breaks. Everything else is text.
"""

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True)
class Span:
    """A run of text in one dress. `address` is complete, or "" for text that leads nowhere."""

    text: str
    is_bold: bool = False
    address: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph ("text"), a small heading ("heading"), or one line of a list ("bullet", "number")."""

    kind: str
    spans: tuple[Span, ...]


_BLOCKS = {"p": "text", "h2": "heading", "h3": "heading", "h4": "heading", "blockquote": "text"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Paragraph] = []
        self.spans: list[Span] = []
        self.kind = "text"
        self.lists: list[str] = []
        self.bold = 0
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "li":
            self.end_paragraph()
            self.kind = (self.lists[-1] if self.lists else "bullet") if tag == "li" else _BLOCKS[tag]
        elif tag in ("ul", "ol"):
            self.end_paragraph()
            self.lists.append("number" if tag == "ol" else "bullet")
        elif tag in ("b", "strong"):
            self.bold += 1
        elif tag == "a":
            address = dict(attrs).get("href") or ""
            self.address = address if address.startswith(("http://", "https://", "mailto:", "tel:")) else ""
        elif tag == "br":
            self.spans.append(Span("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS or tag == "li":
            self.end_paragraph()
        elif tag in ("ul", "ol"):
            self.end_paragraph()
            self.lists = self.lists[:-1]
        elif tag in ("b", "strong"):
            self.bold = max(0, self.bold - 1)
        elif tag == "a":
            self.address = ""

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words or (data and self.spans):
            text = (" " if data[:1].isspace() and self.spans else "") + words + (" " if data[-1:].isspace() else "")
            self.spans.append(Span(text if words else " ", self.bold > 0, self.address))

    def end_paragraph(self) -> None:
        if any(span.text.strip() for span in self.spans):
            self.paragraphs.append(Paragraph(self.kind, tuple(self.spans)))
        self.spans, self.kind = [], "text"


def paragraphs_of(html: str) -> tuple[Paragraph, ...]:
    """Take an editor's HTML apart into paragraphs of plain runs."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return tuple(reader.paragraphs)
