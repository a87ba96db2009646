"""A file that pages may show stays the file that was uploaded, and staff leave no photographs of themselves."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.users.models import UserProfile

from elearn.people.models import Account, Role
from elearn.web.errors import FileStays
from tests.factories import first_pages, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    first_pages()
    root = Account.objects.create_superuser(handle="root", email="root@files.example")
    browser = Client()
    browser.cookies["language"] = "en"
    browser.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def png(colour: str) -> bytes:
    out = BytesIO()
    Picture.new("RGB", (4, 4), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(params=["image", "document"])
def kept(request, client):
    """A picture and a document, each with the address of its form and what another file would be."""
    if request.param == "image":
        row = Image.objects.create(title="Şərf", file=ContentFile(png("red"), "scarf.png"))
        return row, reverse("wagtailimages:edit", args=[row.pk]), ("other.png", png("blue"), "image/png")
    row = Document.objects.create(title="Naxış", file=ContentFile(b"one", "pattern.txt"))
    return row, reverse("wagtaildocs:edit", args=[row.pk]), ("other.txt", b"two", "text/plain")


def bytes_of(row) -> bytes:
    fresh = type(row).objects.get(pk=row.pk)
    with fresh.file.open("rb") as file:
        return file.read()


def test_not_even_a_superuser_puts_another_file_in_its_place(client, kept):
    row, address, other = kept
    before = bytes_of(row)
    page = client.get(address).content.decode()
    assert "upload it as a new one" in page
    sent = {"title": "Another", "collection": row.collection_id, "tags": "", "file": SimpleUploadedFile(*other)}
    answer = client.post(address, sent)
    assert (answer.status_code, "upload it as a new one" in answer.content.decode()) == (200, True)
    assert (bytes_of(row), type(row).objects.get(pk=row.pk).title) == (before, row.title)


def test_the_title_is_changed_as_before(client, kept):
    row, address, _other = kept
    client.post(address, {"title": "Another", "collection": row.collection_id, "tags": ""})
    assert type(row).objects.get(pk=row.pk).title == "Another"


def test_no_code_does_it_either(client, kept):
    row, _address, (name, data, _kind) = kept
    before = bytes_of(row)
    row.file = ContentFile(data, name)
    with pytest.raises(FileStays):
        row.save()
    fresh = type(row).objects.get(pk=row.pk)
    with pytest.raises(FileStays):
        fresh.file.save(name, ContentFile(data))
    assert bytes_of(row) == before


def test_staff_leave_no_photograph(client):
    rena = person("Rəna Həsənova", email="rena@files.example", roles=[Role.COORDINATOR]).account
    browser = Client()
    browser.cookies["language"] = "en"
    browser.force_login(rena, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("wagtailadmin_account")
    page = browser.get(address).content.decode()
    assert ("avatar-avatar" in page, "locale-preferred_language" in page) == (False, True)
    photograph = SimpleUploadedFile("me.png", png("red"), "image/png")
    browser.post(address, {"avatar-avatar": photograph, "locale-preferred_language": "az", "theme-theme": "system"})
    assert not UserProfile.objects.exclude(avatar="").exists()
