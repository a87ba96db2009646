"""A photo as a telephone takes it: it knows where it was taken, when and by what, in every way a JPEG can."""

from io import BytesIO

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

SECRETS = (
    b"Exif",
    b"GPS",
    b"SecretPhone",
    b"SecretPlace",
    b"http://ns.adobe.com",
    b"40.409",
    b"2026:11:01",
    b"SecretProfile",
)


def photo(*, size: tuple[int, int] = (400, 300), colour: str = "red", turned: bool = False) -> bytes:
    image = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "SecretPhone", "2026:11:01 10:00:00"
    if turned:
        exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0SecretPlace"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (IFDRational(40), IFDRational(24), IFDRational(33))
    place[3], place[4] = "E", (IFDRational(49), IFDRational(52), IFDRational(1))
    kept = BytesIO()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf exif:GPSLatitude="40.409" at="http://ns.adobe.com/"/></x:xmpmeta>'
    image.save(kept, "JPEG", exif=exif, xmp=xmp, comment=b"SecretPlace", icc_profile=b"SecretProfile" * 20)
    return kept.getvalue()
