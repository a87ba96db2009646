"""An answer by film as a file that is sent in parts: under the limits of the form, and only by who may answer."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from courses.domain.talk import filmed, filmed_file
from courses.errors import AskClosed, FilmedUnfit
from courses.models import FilmedAnswer
from elearn.people.models import CompanionAct, Did, Role
from media_pipeline.models import Upload
from tests import factories, uploads

from .samples import answered, asked, learner, signed_in
from .test_filmed import MP4

pytestmark = pytest.mark.django_db


def head(data: bytes = MP4):
    return ContentFile(data[:64], name="head")


def begun(client, ask, **said):
    return client.post(reverse("courses:my_question_file", args=[ask.pk]), {"head": head(), **said})


def test_it_is_sent_in_two_parts_with_its_words(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    signed_in(client, leyla)
    told = begun(client, ask, **{"film-said": "Bazardan"}).json()
    place = uploads.begun(told["address"], len(MP4))
    uploads.went_on(place, MP4[:200])
    page = client.get(reverse("courses:my_question", args=[ask.pk]))
    [left] = page.context["settings"]["unfinished"]
    assert (left["arrived"], left["size"], left["is_whole"], left["send"]) == (200, len(MP4), False, told["send"])
    assert page.context["film"]["said"].value() == "Bazardan" and "data-film-form" in page.text
    early = client.post(told["send"], {"film-said": "Bazardan"})
    assert (early.status_code, early.json()["code"]) == (422, "unfit")
    uploads.went_on(left["address"], MP4[200:], at=200)
    [left] = client.get(reverse("courses:my_question", args=[ask.pk])).context["settings"]["unfinished"]
    assert left["is_whole"]

    refused = client.post(told["send"], {"film-said": "Zəng edin 050 123 45 67"})
    assert (refused.status_code, refused.json()["field"]) == (422, "film-said")
    for _ in range(2):  # the second time, because the first answer was not heard
        done = client.post(told["send"], {"film-said": "Bazardan alıram"})
        assert done.json()["next"] == reverse("courses:my_question", args=[ask.pk])
    ask.refresh_from_db()
    row = FilmedAnswer.objects.get()
    assert (ask.film_id, ask.answer, row.text, row.state) == (
        row.film_id,
        "Bazardan alıram",
        "Bazardan alıram",
        "preparing",
    )
    assert row.film.works.get().kind == "take_in"


def test_a_file_that_cannot_be_used_is_refused_before_it_is_sent(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    signed_in(client, leyla)
    photo = client.post(reverse("courses:my_question_file", args=[ask.pk]), {"head": head(b"\xff\xd8\xff\xe0" + MP4)})
    assert (photo.status_code, photo.json()["field"]) == (422, "film-film")
    words = begun(client, ask, **{"film-said": "Zəng edin 050 123 45 67"})
    assert (words.status_code, FilmedAnswer.objects.count()) == (422, 0)
    address = begun(client, ask).json()["address"]
    assert uploads.spoken("POST", address, upload_length=str(filmed.LARGEST + 1))[0] == 413
    assert uploads.spoken("POST", address, upload_length=str(filmed.LARGEST))[0] == 201


def test_nobody_else_begins_or_sends_it(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    told = begun(signed_in(client, leyla), ask).json()
    uploads.sent(told["address"], MP4)
    other = factories.person("Rövşən", birth_year=1950, email="r@ask.example", roles=[Role.ELDER], language="en")
    for person in (ask.person, other, rena.person):
        signed_in(client, person)
        assert begun(client, ask).status_code == 404
        assert client.post(told["send"], {}).status_code == 404
    client.logout()
    assert begun(client, ask).status_code == client.post(told["send"], {}).status_code == 302
    ask.refresh_from_db()
    assert (ask.film_id, Upload.objects.count()) == (None, 1)


def test_a_question_that_is_answered_takes_no_file(client, lesson, leyla, rena):
    ask = asked(lesson, rena)
    told = begun(signed_in(client, leyla), ask).json()
    uploads.sent(told["address"], MP4)
    row = filmed_file.begun_file(ask)
    answered(ask, rena)
    assert begun(client, ask).status_code == 422
    assert client.post(told["send"], {}).status_code == 404  # what was begun went with the answer
    with pytest.raises(AskClosed):
        filmed_file.begin_file(ask)
    assert not FilmedAnswer.objects.filter(pk=row.pk).exists()


def test_another_file_takes_the_place_of_one_that_is_here_and_not_sent(lesson, leyla, rena):
    import media_pipeline.api as films

    ask = asked(lesson, rena)
    first = filmed_file.begin_file(ask, text="Bazardan")
    assert filmed_file.begin_file(ask) == first  # nothing has arrived: the same again
    uploads.sent(films.open_upload_address(first.film), MP4)
    second = filmed_file.begin_file(ask)
    assert (second == first, second.text) == (False, "Bazardan")
    with pytest.raises(FilmedUnfit):
        filmed_file.send_upload(second)
    uploads.sent(films.open_upload_address(second.film), MP4)
    filmed_file.send_upload(second, text="Bazardan")
    assert list(FilmedAnswer.objects.values_list("pk", flat=True)) == [second.pk]


def test_a_helper_sends_it_for_an_elder_and_it_is_written_down(client, lesson, leyla, rena):
    kamran = factories.person("Kamran Əliyev", birth_year=1998, email="kamran@ask.example", roles=[Role.COMPANION])
    factories.helps(leyla, kamran, may_answer=True)
    ask = asked(lesson, rena)
    address = reverse("courses:question_for_file", args=[leyla.key, ask.pk])
    told = signed_in(client, kamran).post(address, {"head": head()}).json()
    uploads.sent(told["address"], MP4)
    assert client.get(reverse("courses:question_for", args=[leyla.key, ask.pk])).context["settings"]["unfinished"]
    for stranger in (learner(lesson, "Murad Quliyev"), leyla):
        assert signed_in(client, stranger).post(told["send"], {}).status_code == 404
    done = signed_in(client, kamran).post(told["send"], {"film-said": "Bazardan"})
    assert done.json()["next"] == reverse("courses:questions_for", args=[leyla.key])
    ask.refresh_from_db()
    assert (ask.answer, ask.film.filmed.taken_by) == ("Bazardan", kamran.account)
    assert CompanionAct.objects.get(did=Did.ANSWERED).subject == f"ask:{ask.pk}"
