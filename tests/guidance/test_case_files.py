"""Files strangers send: only what can be seen of them is kept, and what does something is refused."""

import zlib
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from elearn.guidance import clamav
from elearn.guidance.domain import case_files
from elearn.guidance.errors_cases import FileRefused
from elearn.guidance.files.made import Unfit, Why
from elearn.guidance.files.take import make_anew
from elearn.guidance.models import DraftFile
from elearn.people import encryption

PLACE = (40.0, 22.0, 33.0)


def photo(form="JPEG", *, size=(400, 300), colour="red", **more) -> bytes:
    """A picture; a JPEG knows where it was taken and by what."""
    image, kept = Image.new("RGB", size, colour), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "NokiaSecret"
    exif.get_ifd(0x8825)[2] = PLACE
    image.save(kept, form, **({"exif": exif} | more))
    return kept.getvalue()


def pdf(
    *, catalog: str = "", page: str = "", resources: str = "", more: bytes = b"", content: bytes = b"0 0 m 9 9 l S"
) -> bytes:
    """A PDF of one page, written by hand, with whatever else is put into it."""
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 200] >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << {resources} >> {page} >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Author (SecretAuthor) >>",
        *([more] if more else []),
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, at)
    return bytes(out)


def why(data: bytes) -> Why:
    with pytest.raises(Unfit) as refused:
        make_anew(data)
    return refused.value.why


# Pictures -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_without_where_and_when(form):
    made = make_anew(photo(form))
    assert (made.kind, made.pages) == ("jpeg", 1)
    assert b"NokiaSecret" not in made.data
    assert dict(Image.open(BytesIO(made.data)).getexif()) == {}


def test_what_hides_behind_a_picture_is_left_behind():
    made = make_anew(photo() + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in made.data


def test_a_picture_turned_by_its_notes_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = make_anew(photo(exif=exif))
    assert Image.open(BytesIO(made.data)).size == (300, 400)


def test_a_renamed_program_a_page_and_an_archive_are_refused():
    assert [why(data) for data in (b"MZ\x90\x00" + b"\0" * 200, b"<html><script>", b"PK\x03\x04\x14\0", b"GIF89a\x01")] == [
        Why.UNKNOWN
    ] * 4  # fmt: skip
    assert why(b"") == Why.EMPTY


def test_a_small_picture_that_opens_to_an_enormous_one_is_refused():
    header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    bomb = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x0d" + header + zlib.crc32(header).to_bytes(4, "big")
    assert why(bomb + b"\0\0\0\0IDAT" + zlib.crc32(b"IDAT").to_bytes(4, "big")) == Why.HUGE


def test_a_broken_picture_is_refused_in_words():
    assert why(photo()[:300]) == Why.BROKEN


# Documents ----------------------------------------------------------------------------------------------
def test_a_pdf_is_kept_without_author_and_notes():
    made = make_anew(pdf(catalog="/Metadata 5 0 R /PieceInfo << /X (Hidden) >>"))
    assert (made.kind, made.pages) == ("pdf", 1)
    assert b"SecretAuthor" not in made.data
    assert b"Hidden" not in made.data
    assert b"0 0 m 9 9 l S" in made.data


def test_links_on_a_page_are_left_behind():
    link = "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://evil.example) >> >>]"
    assert b"evil.example" not in make_anew(pdf(page=link)).data


@pytest.mark.parametrize(
    "parts",
    [
        {"catalog": "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"},
        {"catalog": "/OpenAction 6 0 R", "more": b"<< /S /Launch /F (cmd.exe) >>"},
        {"catalog": "/Names << /JavaScript << /Names [] >> >>"},
        {"catalog": "/Names << /EmbeddedFiles << /Names [] >> >>"},
        {"catalog": "/AA << /WC << /S /JavaScript /JS (x) >> >>"},
        {"catalog": "/AcroForm << /XFA (x) /Fields [] >>"},
        {"catalog": "/AcroForm << /Fields [6 0 R] >>", "more": b"<< /FT /Tx /T (name) /V (Leyla) >>"},
        {"page": "/AA << /O << /S /JavaScript /JS (x) >> >>"},
        {"page": "/Annots [<< /Subtype /FileAttachment >>]"},
        {"page": "/Annots [<< /Subtype /Link /A << /S /Launch /F (cmd.exe) >> >>]"},
        {"page": "/Annots [<< /Subtype /Screen >>]"},
    ],
    ids=["script", "launch", "scripts", "files", "closing", "xfa", "form", "page", "attached", "link", "screen"],
)
def test_a_document_that_does_something_is_refused(parts):
    assert why(pdf(**parts)) == Why.ACTIVE


def test_a_place_for_a_signature_is_no_form():
    signed = pdf(catalog="/AcroForm << /Fields [6 0 R] >>", more=b"<< /FT /Sig /T (signature) >>")
    assert make_anew(signed).pages == 1


def test_a_locked_document_is_refused():
    from pyhanko.pdf_utils.writer import PdfFileWriter

    writer, out = PdfFileWriter(), BytesIO()
    writer.insert_page(_empty_page())
    writer.encrypt("secret")
    writer.write(out)
    assert why(out.getvalue()) == Why.LOCKED


def _empty_page():
    from pyhanko.pdf_utils import generic

    return generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Page"),
        generic.pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 9, 9))),
        generic.pdf_name("/Resources"): generic.DictionaryObject(),
    })  # fmt: skip


def test_a_page_that_unpacks_to_hundreds_of_megabytes_is_refused():
    packed = zlib.compress(b" " * (160 * 2**20), 9)
    data = pdf(content=packed).replace(b"<< /Length", b"<< /Filter /FlateDecode /Length", 1)
    moved = data.rfind(b"startxref\n")
    at = data.rfind(b"xref\n0 ", 0, moved)
    assert why(data[:moved] + b"startxref\n%d\n%%%%EOF" % at) == Why.HUGE


def test_a_pdf_that_leads_back_to_itself_ends():
    looping = pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    assert why(looping) == Why.BROKEN
    assert why(b"%PDF-1.7\n" + b"[" * 50_000) == Why.BROKEN


def test_a_photo_inside_a_document_loses_its_place():
    raw = photo()
    picture = b"<< /Subtype /Image /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (len(raw), raw)
    data = pdf(resources="/XObject << /I 6 0 R >>", more=picture, content=b"/I Do")
    assert b"NokiaSecret" in data
    kept = make_anew(data).data
    assert b"NokiaSecret" not in kept
    start = kept.index(b"\xff\xd8")
    assert Image.open(BytesIO(kept[start:])).size == (400, 300)


# Kept ---------------------------------------------------------------------------------------------------
def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.django_db
def test_a_file_lies_encrypted_in_a_storage_of_its_own():
    draft = case_files.take(sent("../../etc/Məktub <1>.jpg", photo()))
    with storages["cases"].open(draft.path) as kept:
        raw = kept.read()
    assert not raw.startswith(b"\xff\xd8")
    assert case_files.decrypted(raw).startswith(b"\xff\xd8")
    assert (draft.name, draft.kind, draft.scan) == ("Məktub 1", "jpeg", "not_scanned")


@pytest.mark.django_db
def test_files_are_encrypted_anew_with_a_new_key(settings):
    from cryptography.fernet import Fernet

    draft = case_files.take(sent("a.jpg", photo()))
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    assert ("guidance.Attachment.path", 1) in list(encryption.write_anew())
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    with storages["cases"].open(draft.path) as kept:
        assert case_files.decrypted(kept.read()).startswith(b"\xff\xd8")


@pytest.mark.django_db
def test_a_refused_file_says_what_to_do_and_leaves_nothing(settings):
    with pytest.raises(FileRefused) as refused:
        case_files.take(sent("photo.jpg", b"MZ" + b"\0" * 99))
    assert "PDF" in str(refused.value.words)
    with pytest.raises(FileRefused):
        case_files.take(sent("big.jpg", b"\0" * (case_files.LARGEST + 1)))
    assert DraftFile.objects.count() == 0


@pytest.mark.django_db
def test_files_never_sent_are_forgotten_after_a_day():
    from datetime import timedelta

    from django.utils import timezone

    draft = case_files.take(sent("a.jpg", photo()))
    assert case_files.drop_old_drafts() == 0
    assert case_files.drop_old_drafts(timezone.now() + timedelta(hours=25)) == 1
    assert list(DraftFile.objects.all()) == []
    assert case_files.drafts_of([draft.key.hex, "nonsense"]) == []


# The scanner --------------------------------------------------------------------------------------------
@pytest.fixture
def scanner(settings, tmp_path):
    """A clamd that finds EICAR; gives what it was asked."""
    import socket
    import threading

    asked: list[bytes] = []
    place = str(tmp_path / "clamd")
    server = socket.socket(socket.AF_UNIX)
    server.bind(place)
    server.listen()

    def serve() -> None:
        while True:
            try:
                line, _address = server.accept()
            except OSError:
                return
            with line:
                data = b""
                while not data.endswith(b"\0\0\0\0"):
                    data += line.recv(2**16)
                asked.append(data)
                line.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in data else b"stream: OK\0")

    threading.Thread(target=serve, daemon=True).start()
    settings.CLAMAV = f"unix:{place}"
    yield asked
    server.close()


@pytest.mark.django_db
def test_a_scanned_file_says_so_and_a_virus_is_not_kept(scanner):
    assert case_files.take(sent("a.jpg", photo())).scan == "clean"
    assert [asked.startswith(b"zINSTREAM\0") for asked in scanner] == [True, True]
    with pytest.raises(FileRefused):
        case_files.take(sent("a.jpg", photo() + b"EICAR"))
    assert DraftFile.objects.count() == 1


@pytest.mark.django_db
def test_a_scanner_that_is_away_keeps_nobody_from_asking(settings, tmp_path):
    settings.CLAMAV = f"unix:{tmp_path}/nobody"
    assert clamav.scan(b"abc") == "not_scanned"
