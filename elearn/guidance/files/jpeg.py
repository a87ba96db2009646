"""A JPEG inside a document keeps its picture and loses its notes: position, device, thumbnails, comments."""

_SOI, _SOS = b"\xff\xd8", 0xDA
# APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe's colours) are needed to show it rightly; the others are notes.
_NOTES = {0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE}
_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a length


def without_notes(data: bytes) -> bytes:
    """Give a JPEG without APP1, APP3–13, APP15 and comments; what is no JPEG is given as it is."""
    if not data.startswith(_SOI):
        return data
    kept, at = [_SOI], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker in _ALONE:
            kept.append(data[at : at + 2])
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SOS:
            break
        if marker not in _NOTES:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])
