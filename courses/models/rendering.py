"""Up to when a translated course, module, lesson or bank of questions says what its original says."""

from django.db import models
from wagtail.models import Page

from elearn.web.models import RenderingRow


class Rendering(RenderingRow):
    """One translated page of the school."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    # Without it the original is gone, and nothing lags behind it.
    original = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
