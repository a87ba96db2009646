"""A file sent in parts as its page's script sends it, to the address that page was given."""

from uuid import UUID

from media_pipeline import tokens
from media_pipeline.models import Film
from media_pipeline.tus import Terms, UploadServer

TUS = {"tus-resumable": "1.0.0"}


def spoken(method: str, address: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str]]:
    """Say one thing to an address; gives the status and the headers of the answer."""
    token = address.removeprefix("/uploads/").split("/")[0]
    terms = Terms.read(tokens.read("uploads", token))
    server = UploadServer(
        Film.objects.get(pk=terms.film), terms, address=f"/uploads/{token}", when_whole=lambda upload: None
    )
    named = {
        "content-length": str(len(body)),
        **TUS,
        **{name.replace("_", "-"): said for name, said in headers.items()},
    }
    status, answered, _body = server.handle_request(method, address, named, body)
    return status, {name.lower(): value for name, value in answered.items()}


def begun(address: str, length: int) -> str:
    """Begin a file of so many bytes; gives where it goes on."""
    status, headers = spoken("POST", address, upload_length=str(length), upload_metadata="filename VklELm1wNA==")
    assert status == 201
    place = headers["location"]
    UUID(place.rpartition("/")[2])
    return place


def went_on(place: str, data: bytes, *, at: int = 0) -> int:
    """Send more of a file; gives the status."""
    status, _ = spoken("PATCH", place, data, upload_offset=str(at), content_type="application/offset+octet-stream")
    return status


def sent(address: str, data: bytes) -> None:
    """Send a whole file."""
    assert went_on(begun(address, len(data)), data) == 204
