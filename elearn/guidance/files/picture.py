"""A picture is drawn anew, as the media pipeline does it with every picture that a stranger sends."""

from media_pipeline.pictures import UnfitPicture, drawn_anew

from .made import Made, Unfit, Why


def draw_anew(data: bytes) -> Made:
    """Give the JPEG that is kept of a picture, upright, without anything but what can be seen. Raises Unfit."""
    try:
        return Made("jpeg", drawn_anew(data))
    except UnfitPicture as error:
        raise Unfit(Why(error.fault.value)) from error
