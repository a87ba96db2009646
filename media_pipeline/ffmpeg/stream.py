"""Read what ffprobe says of one stream: turned how, with pixels of which shape, in which kind of HDR."""

__all__ = ["even", "number", "ratio", "rotation", "transfer"]

_HDR_TRANSFERS = {"smpte2084", "arib-std-b67"}
_DOLBY_BASES = {1: "smpte2084", 4: "arib-std-b67"}  # what lies under Dolby Vision, by its compatibility number


def transfer(stream: dict) -> str:
    """The transfer function of HDR, or "". Dolby Vision tells by a number which kind its base layer is."""
    told = str(stream.get("color_transfer", ""))
    if told in _HDR_TRANSFERS:
        return told
    kinds = [data.get("dv_bl_signal_compatibility_id") for data in stream.get("side_data_list", [])]
    return next((_DOLBY_BASES[kind] for kind in kinds if kind in _DOLBY_BASES), "")


def rotation(stream: dict) -> int:
    """Degrees that the picture is to be turned clockwise: 0, 90, 180 or 270."""
    for data in stream.get("side_data_list", []):
        if "rotation" in data:
            return round(-float(data["rotation"]) / 90) * 90 % 360
    return 0


def ratio(text: str | None) -> tuple[int, int]:
    """The shape of a pixel, width to height; square where it is told nonsense."""
    left, _, right = (text or "").partition(":")
    if left.isdigit() and right.isdigit() and int(left) and int(right):
        wide, tall = int(left), int(right)
        if 1 / 4 <= wide / tall <= 4:
            return wide, tall
    return 1, 1


def even(value: float) -> int:
    """The nearest even number of pixels."""
    return max(2, round(value / 2) * 2)


def number(text: object) -> float:
    """Seconds, or 0 where nothing is told."""
    try:
        return float(str(text))
    except ValueError:
        return 0.0
