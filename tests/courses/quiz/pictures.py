"""A picture in the library."""

from io import BytesIO

from django.core.files.base import ContentFile


def library_picture(title: str = "Şişlər", size: tuple[int, int] = (1200, 800)):
    from PIL import Image as Drawn
    from wagtail.images import get_image_model

    whole = BytesIO()
    Drawn.new("RGB", size, "#9b1b30").save(whole, "PNG")
    return get_image_model().objects.create(title=title, file=ContentFile(whole.getvalue(), "needles.png"))
