"""A PDF is written anew from its pages alone: their text, lines and pictures, and nothing of the document around them.

Author, dates, history, comments, links, signatures and attached files are left behind by not being taken along. A
document that *does* something (runs a program, opens a file, fills itself in) is refused, so that nobody believes they
sent us what we then do not have. pyHanko bounds what is unpacked, so a small file cannot become an enormous one.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter

from .jpeg import without_notes
from .made import Made, Unfit, Why

MAGIC = b"%PDF-"
MOST_PAGES = 60
MOST_OBJECTS = 20_000
MOST_DEPTH = 60
MOST_UNPACKED = 150 * 2**20  # bytes, all that a page draws with
_LIMITS = DecodeLimits(document_budget=DocumentDecodeBudget(base_allowance=64 * 2**20, max_ratio=20))
_OF_A_PAGE = ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group")
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
# Of what a page uses, these are notes about it, or lie outside of it, and are no part of what is seen.
_NOTES = {"/Metadata", "/PieceInfo", "/LastModified"}
_NOTES_OF_STREAMS = _NOTES | {"/Length", "/F", "/FFilter", "/FDecodeParms", "/OPI", "/Ref", "/AF", "/StructParent",
                              "/StructParents"}  # fmt: skip
_NOT_SEEN = {"/Page", "/Pages", "/Catalog", "/Annot", "/Filespec", "/Action", "/EmbeddedFile", "/StructElem"}
_DOES = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute",
         "/GoToE", "/GoTo3DView", "/ResetForm", "/Hide", "/SetOCGState"}  # fmt: skip
_LIVELY = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


def write_anew(data: bytes) -> Made:
    """Give a PDF of the same pages. Raises Unfit."""
    try:
        reader = PdfFileReader(BytesIO(data), strict=False, decode_limits=_LIMITS)
        if reader.encrypted:
            raise Unfit(Why.LOCKED)
        _check_quiet(reader.root)
        pages = list(_pages(reader.root["/Pages"], {}, 0, set()))
        if not pages:
            raise Unfit(Why.BROKEN)
        return Made("pdf", _written(pages), len(pages))
    except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, OSError,
            NotImplementedError, RecursionError, MemoryError, zlib.error) as error:  # fmt: skip
        raise Unfit(Why.BROKEN) from error


# What it would do ----------------------------------------------------------------------------------------
def _check_quiet(root: generic.DictionaryObject) -> None:
    names = root.get("/Names") or {}
    form = root.get("/AcroForm") or {}
    if "/AA" in root or "/JavaScript" in names or "/EmbeddedFiles" in names or "/XFA" in form or "/Collection" in root:
        raise Unfit(Why.ACTIVE)
    if _is_deed(root.get("/OpenAction")):
        raise Unfit(Why.ACTIVE)
    if any(_is_filled_in(field, 0) for field in form.get("/Fields") or []):
        raise Unfit(Why.ACTIVE)


def _is_deed(action: Any) -> bool:
    action = action.get_object() if isinstance(action, generic.IndirectObject) else action
    return isinstance(action, generic.DictionaryObject) and (action.get("/S") in _DOES or "/JS" in action)


def _is_filled_in(field: Any, depth: int) -> bool:
    """Say whether a field is one that somebody fills in; a place for a signature is not."""
    field = field.get_object()
    if not isinstance(field, generic.DictionaryObject) or depth > MOST_DEPTH:
        raise Unfit(Why.BROKEN)
    if "/AA" in field or _is_deed(field.get("/A")):
        return True
    kids = field.get("/Kids")
    if "/FT" in field:
        return bool(field["/FT"] != "/Sig")
    return any(_is_filled_in(kid, depth + 1) for kid in kids or [])


def _check_page(page: generic.DictionaryObject) -> None:
    if "/AA" in page:
        raise Unfit(Why.ACTIVE)
    for one in page.get("/Annots") or []:
        note = one.get_object()
        if not isinstance(note, generic.DictionaryObject):
            continue
        if note.get("/Subtype") in _LIVELY or "/AA" in note or _is_deed(note.get("/A")):
            raise Unfit(Why.ACTIVE)


# What is seen --------------------------------------------------------------------------------------------
def _pages(node: Any, above: dict[str, Any], depth: int, seen: set[Any]) -> Iterator[dict[str, Any]]:
    """Give each page as its own keys, with what it takes from the nodes above it. Raises Unfit."""
    reference = getattr(node, "container_ref", None)
    if depth > MOST_DEPTH or reference in seen or not isinstance(node, generic.DictionaryObject):
        raise Unfit(Why.BROKEN)
    if reference is not None:
        seen.add(reference)
    here = above | {name: node.raw_get(name) for name in _INHERITED if name in node}
    if "/Kids" in node:
        for kid in node["/Kids"]:
            yield from _pages(kid.get_object(), here, depth + 1, seen)
        return
    _check_page(node)
    if len(seen) > MOST_PAGES * 4:
        raise Unfit(Why.PAGES)
    yield here | {name: node.raw_get(name) for name in _OF_A_PAGE if name in node}


def _written(pages: list[dict[str, Any]]) -> bytes:
    if len(pages) > MOST_PAGES:
        raise Unfit(Why.PAGES)
    writer = PdfFileWriter(stream_xrefs=False)
    copier = _Copier(writer)
    for page in pages:
        fresh = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Page")})
        for name, value in page.items():
            fresh[pdf_name(name)] = copier.copy(value)
        writer.insert_page(_placed(fresh))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _placed(page: generic.DictionaryObject) -> generic.DictionaryObject:
    """Give a page what every page must have."""
    if "/Resources" not in page:
        page[pdf_name("/Resources")] = generic.DictionaryObject()
    if "/MediaBox" not in page:
        page[pdf_name("/MediaBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842)))
    return page


class _Copier:
    """Copies what pages use into another document, each thing once, without the notes about it."""

    def __init__(self, writer: PdfFileWriter) -> None:
        self.writer = writer
        self.known: dict[Any, generic.IndirectObject] = {}
        self.waiting: list[tuple[Any, Any]] = []
        self.room = MOST_UNPACKED

    def copy(self, value: Any) -> Any:
        copied = self._of(value, 0)
        while self.waiting:
            source, place = self.waiting.pop()
            self.writer.add_object(self._of(source.get_object(), 0), idnum=place.reference.idnum)
        return copied

    def _of(self, value: Any, depth: int) -> Any:
        if depth > MOST_DEPTH:
            raise Unfit(Why.BROKEN)
        if isinstance(value, generic.IndirectObject):
            return self._reference(value.reference)
        if isinstance(value, generic.DictionaryObject):
            return self._dictionary(value, depth)
        if isinstance(value, generic.ArrayObject):
            return generic.ArrayObject(self._of(value.raw_get(at), depth + 1) for at in range(len(value)))
        return value

    def _dictionary(self, value: generic.DictionaryObject, depth: int) -> Any:
        if value.get("/Type") in _NOT_SEEN or _is_deed(value):
            return generic.NullObject()
        is_stream = isinstance(value, generic.StreamObject)
        left = _NOTES_OF_STREAMS if is_stream else _NOTES
        parts = {pdf_name(name): self._of(value.raw_get(name), depth + 1) for name in value if str(name) not in left}
        if not isinstance(value, generic.StreamObject):
            return generic.DictionaryObject(parts)
        return generic.StreamObject(parts, encoded_data=self._data(value))

    def _data(self, stream: generic.StreamObject) -> bytes:
        """Give what a stream holds; a picture of a camera without its notes. Raises Unfit when it unpacks too far."""
        data: bytes = stream.encoded_data
        filters = stream.get("/Filter", [])
        filters = list(filters) if isinstance(filters, generic.ArrayObject) else [filters]
        if filters == ["/DCTDecode"]:
            return without_notes(data)
        packed = [one for one in filters if one in ("/FlateDecode", "/Fl", "/LZWDecode", "/LZW")]
        if len(packed) > 1:
            raise Unfit(Why.HUGE)
        if filters and filters[0] in ("/FlateDecode", "/Fl"):
            self.room -= len(zlib.decompressobj().decompress(data, self.room + 1))
        if self.room < 0:
            raise Unfit(Why.HUGE)
        return data

    def _reference(self, reference: Any) -> generic.IndirectObject:
        if reference not in self.known:
            if len(self.known) >= MOST_OBJECTS:
                raise Unfit(Why.HUGE)
            self.known[reference] = self.writer.allocate_placeholder()
            self.waiting.append((reference, self.known[reference]))
        return self.known[reference]
