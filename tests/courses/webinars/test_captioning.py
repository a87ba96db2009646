"""Live captions of a webinar: who may type, what everybody is told, and how people get round it, or do not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import media_pipeline.api as films
from courses.domain.webinars import captioning
from courses.models import Contribution, LiveCaptions, LiveEvent, Webinar
from elearn.history.models import Entry
from elearn.people.models import Role
from media_pipeline.models import Broadcast, CaptionTrack, LiveCue, Work, WorkKind
from tests import factories
from tests.media_pipeline.live import broadcast

pytestmark = pytest.mark.django_db


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@captions.example", birth_year=1955, roles=[Role.ELDER])


@pytest.fixture
def gunay():
    return factories.person("Günay Məmmədova", email="gunay@captions.example", language="en", birth_year=2003)


@pytest.fixture
def rena():
    return factories.person("Rəna Həsənova", email="rena@captions.example", language="en", birth_year=1985)


@pytest.fixture
def murad():
    return factories.person("Murad Quliyev", email="murad@captions.example", language="en", birth_year=1990)


@pytest.fixture
def webinar(leyla, rena, gunay):
    """On air for twenty seconds; Günay types, Rəna hosts."""
    made = broadcast(seconds=20, language="az")
    return factories.webinar(
        speaker=leyla, hosts=[rena], captioners=[gunay], state="on_air", broadcast=made, starts_in=timedelta(minutes=-1)
    )


@pytest.fixture
def typing(client, gunay):
    client.force_login(gunay.account)
    return client


JSON = {"Accept": "application/json"}


def at(webinar, name: str = "", **more) -> str:
    return reverse(f"courses:webinar_captions{name and '_'}{name}", args=[webinar.pk, *more.values()])


def told(webinar, *, to: str = "everyone") -> list[tuple[str, dict]]:
    return list(LiveEvent.objects.filter(webinar=webinar, audience=to).values_list("name", "data"))


def texts() -> list[str]:
    return list(LiveCue.objects.order_by("pk").values_list("text", flat=True))


# A line ------------------------------------------------------------------------------------------------
def test_a_line_is_shown_to_everybody_at_the_time_of_its_words_and_names_nobody(webinar, typing, gunay):
    answer = typing.post(at(webinar, "say"), {"text": "Salam!", "at_ms": "12000"}, headers=JSON)
    cue = LiveCue.objects.get()
    assert answer.json() == {"id": cue.pk, "delay_ms": cue.delay_ms, "text": "Salam!"}
    assert (cue.by, cue.language, cue.start_ms, cue.is_machine) == (gunay.account, "az", 12_000, False)
    assert 7_000 < cue.delay_ms < 60_000
    assert told(webinar) == [
        ("caption", {"id": cue.pk, "language": "az", "start_ms": 12_000, "end_ms": 13_500, "text": "Salam!", "is_machine": False})
    ]  # fmt: skip


def test_a_line_that_was_sent_again_after_a_cut_is_one_line_told_once(webinar, typing):
    sent = {"text": "Salam!", "at_ms": "12000", "language": "az"}
    first, again = (typing.post(at(webinar, "say"), sent, headers=JSON).json()["id"] for _ in range(2))
    assert first == again and len(told(webinar)) == 1


@pytest.mark.parametrize(
    ("sent", "language", "start"),
    [
        ({"language": "ru", "at_ms": "5000"}, "ru", 5_000),
        ({"language": "xx", "at_ms": "-1"}, "az", 15_000),
        ({"at_ms": "9" * 30}, "az", 15_000),
        ({"at_ms": "٣"}, "az", 15_000),
        ({"at_ms": "999999999"}, "az", 20_000),
    ],
)
def test_what_a_page_says_of_time_and_language_is_not_trusted(webinar, typing, sent, language, start):
    assert typing.post(at(webinar, "say"), {"text": "Salam", **sent}, headers=JSON).status_code == 200
    cue = LiveCue.objects.get()
    assert (cue.language, cue.start_ms) == (language, start)


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_a_line_without_words_or_with_too_many_is_refused_in_words(webinar, typing, text, in_english):
    answer = typing.post(at(webinar, "say"), {"text": text}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["words"] == "A line has at least one letter, and at most 200."
    assert texts() == [] and told(webinar) == []


def test_before_and_after_it_nothing_is_shown_and_the_page_says_so(webinar, typing, in_english):
    Broadcast.objects.update(state="rehearsal")
    answer = typing.post(at(webinar, "say"), {"text": "Salam"}, headers=JSON)
    assert (answer.status_code, answer.json()["words"]) == (409, "It is not on air, so this line was not shown.")
    Broadcast.objects.update(state="ended", ended_at=timezone.now() - timedelta(minutes=5))
    assert typing.post(at(webinar, "say"), {"text": "Salam"}, headers=JSON).status_code == 409
    Webinar.objects.update(broadcast=None)
    assert typing.post(at(webinar, "say"), {"text": "Salam"}, headers=JSON).status_code == 409
    assert texts() == []


def test_without_javascript_the_page_shows_and_takes_lines(webinar, typing, in_english):
    page = typing.post(at(webinar, "say"), {"text": "Salam & <b>"}, follow=True)
    assert page.redirect_chain == [(at(webinar), 302)]
    assert "Salam &amp; &lt;b&gt;" in page.content.decode()
    refused = typing.post(at(webinar, "say"), {"text": ""}, follow=True).content.decode()
    assert "A line has at least one letter" in refused
    page = typing.post(at(webinar, "take_back"), {}, follow=True).content.decode()
    assert "The line is taken back: “Salam &amp; &lt;b&gt;”" in page and "No line was shown yet." in page


# Who may not ---------------------------------------------------------------------------------------------
def test_somebody_who_only_watches_and_a_stranger_type_nothing(webinar, client, murad, gunay):
    from courses.models import Registration

    Registration.objects.create(webinar=webinar, person=murad, registered_at=timezone.now())
    pages = [at(webinar), at(webinar, "now")]
    posts = [at(webinar, name) for name in ("say", "take_back", "machine", "let_go")]
    for one in pages:
        assert client.get(one).status_code == 302  # to sign in
    client.force_login(murad.account)
    assert [client.get(one).status_code for one in pages] == [403, 403]
    sent = {"text": "Salam", "person": str(gunay.key), "writes": "yes"}
    assert [client.post(one, sent).status_code for one in posts] == [403] * 4
    Webinar.objects.update(state="draft", announced_at=None)
    assert [client.get(one).status_code for one in pages] == [404, 404]
    assert texts() == [] and list(webinar.captioners.all()) == [gunay]


def test_nobody_under_age_types_what_everybody_reads_at_once(webinar, client, in_english):
    child = factories.person("Aysu Həsənli", email="aysu@captions.example", birth_year=timezone.localdate().year - 14)
    client.force_login(child.account)
    client.cookies["language"] = "en"
    answer = client.post(captioning.invitation(webinar))
    assert "Only adults type captions" in answer.content.decode()
    assert not webinar.captioners.filter(pk=child.pk).exists()
    webinar.captioners.add(child)  # as before the birthday was told
    assert client.get(at(webinar)).status_code in (403, 404)
    assert client.post(at(webinar, "say"), {"text": "Salam"}).status_code in (403, 404)
    assert not LiveCue.objects.exists()


def test_who_was_let_go_a_moment_ago_shows_nothing_more(webinar, typing, gunay, rena):
    assert typing.post(at(webinar, "say"), {"text": "Bir"}, headers=JSON).status_code == 200
    captioning.let_go(webinar, gunay, by=rena.account)
    assert typing.post(at(webinar, "say"), {"text": "İki"}, headers=JSON).status_code == 403
    assert typing.post(at(webinar, "take_back"), headers=JSON).status_code == 403
    assert texts() == ["Bir"]


def test_one_takes_back_ones_own_last_line_and_nobody_elses(webinar, typing, gunay, rena):
    other = captioning.say(webinar, by=rena.account, text="Aparıcının sətri")
    first = captioning.say(webinar, by=gunay.account, text="Bir", at_ms=1_000)
    captioning.say(webinar, by=gunay.account, text="İki", at_ms=2_000)
    assert typing.post(at(webinar, "take_back"), headers=JSON).json()["text"] == "İki"
    assert typing.post(at(webinar, "take_back"), {"line": other.pk}, headers=JSON).json() == {"id": None, "text": ""}
    assert typing.post(at(webinar, "take_back"), {"line": first.pk}, headers=JSON).json()["text"] == "Bir"
    assert typing.post(at(webinar, "take_back"), headers=JSON).json() == {"id": None, "text": ""}
    assert typing.post(at(webinar, "take_back"), {"line": "1; drop"}).status_code == 404
    assert texts() == ["Aparıcının sətri"]
    assert [name for name, _data in told(webinar)] == ["caption"] * 3 + ["caption_gone"] * 2


def test_nobody_floods_everybody(webinar, typing, monkeypatch):
    monkeypatch.setattr(captioning, "MOST_A_MINUTE", 2)
    answers = [typing.post(at(webinar, "say"), {"text": text}, headers=JSON).status_code for text in ("1", "2", "3")]
    assert answers == [200, 200, 429]
    LiveCue.objects.update(made_at=timezone.now() - timedelta(minutes=2))
    assert typing.post(at(webinar, "say"), {"text": "3"}, headers=JSON).status_code == 200


def test_a_host_is_given_the_button_for_every_line_and_who_types_for_their_own(
    webinar, client, gunay, rena, in_english
):
    captioning.say(webinar, by=gunay.account, text="Bir")
    captioning.say(webinar, by=rena.account, text="İki")
    for person, count in ((gunay, 1), (rena, 2)):
        client.force_login(person.account)
        assert client.get(at(webinar)).content.decode().count('name="line"') == count


def test_a_host_takes_back_any_line_of_this_webinar_alone(webinar, rena, gunay, leyla):
    line = captioning.say(webinar, by=gunay.account, text="Olmaz")
    other = factories.webinar("Başqa", speaker=leyla, state="on_air", broadcast=broadcast(seconds=5))
    elsewhere = LiveCue.objects.create(broadcast=other.broadcast, language="az", start_ms=0, end_ms=900, text="Orada")
    assert captioning.take_back(webinar, by=rena.account, line=elsewhere.pk) is None
    assert captioning.take_back(webinar, by=rena.account, line=line.pk).text == "Olmaz"
    assert texts() == ["Orada"]


# Who types -----------------------------------------------------------------------------------------------
def test_an_invitation_is_read_and_taken_once_by_whoever_has_it(webinar, client, murad, in_english, mailoutbox):
    address = captioning.invitation(webinar)
    assert client.get(address).status_code == 302
    client.force_login(murad.account)
    assert "Would you type the live captions?" in client.get(address).content.decode()
    assert list(webinar.captioners.filter(pk=murad.pk)) == []  # reading alone is no yes
    for _ in range(2):
        assert client.post(address).url == at(webinar)
    assert murad in webinar.captioners.all()
    entries = Entry.objects.filter(kind="webinar_captioner")
    assert [entry.facts for entry in entries] == [{"is_in": True, "by_themself": True}]
    assert murad.notices.filter(kind="webinar_captioning").count() == 1


def test_an_invitation_ends_with_whoever_was_let_go_and_with_the_webinar(
    webinar, client, murad, gunay, rena, in_english
):
    old = captioning.invitation(webinar)
    client.force_login(rena.account)
    page = client.post(at(webinar, "let_go"), {"person": str(gunay.key)}, follow=True).content.decode()
    assert "Günay Məmmədova types no more." in page
    client.force_login(gunay.account)
    answer = client.post(old)
    assert answer.status_code == 410 and "This invitation no longer holds" in answer.content.decode()
    assert webinar.title not in answer.content.decode()
    webinar.refresh_from_db()
    assert captioning.invitation(webinar) != old
    Webinar.objects.update(state="ended")
    client.force_login(murad.account)
    assert client.post(captioning.invitation(webinar)).status_code == 410
    assert list(webinar.captioners.all()) == []


def test_who_types_may_say_no_for_themself_and_lets_nobody_else_go(webinar, typing, gunay, murad, in_english):
    webinar.captioners.add(murad)
    assert typing.post(at(webinar, "let_go"), {"person": str(murad.key)}).status_code == 403
    assert typing.post(at(webinar, "let_go"), {"person": "not-a-key"}).status_code == 404
    page = typing.post(at(webinar, "let_go"), {"person": str(gunay.key)}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("courses:webinar", args=[webinar.pk])
    assert list(webinar.captioners.all()) == [murad]


def test_only_hosts_see_who_types_and_the_invitation(webinar, client, gunay, rena):
    for person, sees in ((gunay, False), (rena, True)):
        client.force_login(person.account)
        page = client.get(at(webinar)).content.decode()
        assert (str(webinar.captions_key) in page) is sees


# The machine -------------------------------------------------------------------------------------------
def listens(made) -> bool:
    return Work.objects.filter(film=made.film, kind=WorkKind.LIVE_CAPTIONS, state="waiting").exists()


def on_air(made) -> None:
    from media_pipeline.signals import broadcast_changed

    broadcast_changed.send(sender=Broadcast, broadcast_id=made.pk, state="on_air")


def test_the_machine_begins_with_the_webinar_where_it_was_announced(leyla):
    cases = [(LiveCaptions.MACHINE, "en", True), (LiveCaptions.MACHINE, "az", False), (LiveCaptions.TYPED, "en", False)]
    for kind, language, does in cases:
        made = broadcast(seconds=5, language=language)
        factories.webinar(speaker=leyla, state="on_air", broadcast=made, live_captions=kind, language=language)
        on_air(made)
        assert listens(made) is does


def test_a_host_has_the_machine_write_and_their_stop_holds_over_an_interruption(client, leyla, rena, gunay, in_english):
    made = broadcast(seconds=5)
    webinar = factories.webinar(
        speaker=leyla, hosts=[rena], captioners=[gunay], state="on_air", broadcast=made, language="en",
        live_captions=LiveCaptions.MACHINE,
    )  # fmt: skip
    client.force_login(gunay.account)
    assert client.post(at(webinar, "machine"), {"writes": "yes"}).status_code == 403
    client.force_login(rena.account)
    page = client.post(at(webinar, "machine"), {"writes": "yes"}, follow=True).content.decode()
    assert listens(made) and "The machine is asked to write." in page
    page = client.post(at(webinar, "machine"), {"writes": "no"}, follow=True).content.decode()
    assert not listens(made) and "A host has stopped the machine." in page
    on_air(made)
    assert not listens(made)
    kinds = Entry.objects.filter(kind="webinar_machine").order_by("pk")
    assert [entry.facts["writes"] for entry in kinds] == [True, False]


def test_the_machine_is_not_asked_before_it_is_on_air_nor_for_a_language_it_lacks(client, webinar, rena, in_english):
    client.force_login(rena.account)
    page = client.post(at(webinar, "machine"), {"writes": "yes"}, follow=True).content.decode()
    assert "The machine does not know this language." in page
    Broadcast.objects.update(state="rehearsal")
    page = client.post(at(webinar, "machine"), {"writes": "yes"}, follow=True).content.decode()
    assert "It is not on air" in page
    assert not listens(webinar.broadcast)


def test_hosts_alone_are_told_how_the_machine_does(leyla, django_capture_on_commit_callbacks):
    made = broadcast(seconds=5)
    webinar = factories.webinar(speaker=leyla, state="on_air", broadcast=made, language="en")
    with django_capture_on_commit_callbacks(execute=True):
        films.begin_listening(made)
        films.stop_listening(made, "behind")
    facts = [{"state": "waiting", "because": ""}, {"state": "gave_up", "because": "behind"}]
    assert told(webinar, to="hosts") == [("health", {"captions": one}) for one in facts]
    assert told(webinar) == []


# Afterwards ----------------------------------------------------------------------------------------------
def test_what_was_typed_is_kept_with_the_recording_when_it_is_sent(webinar, gunay):
    from media_pipeline.signals import broadcast_changed

    captioning.say(webinar, by=gunay.account, text="Salam", at_ms=1_000)
    Broadcast.objects.update(state="ended", ended_at=timezone.now())
    broadcast_changed.send(sender=Broadcast, broadcast_id=webinar.broadcast.pk, state="sent")
    track = CaptionTrack.objects.get()
    assert (track.film, track.language, track.state, track.public) == (webinar.broadcast.film, "az", "correcting", None)


def recorded(webinar, leyla):
    """The webinar is over, and its recording a contribution of the speaker, captions begun."""
    film = factories.ready_film(captioned=False)
    Broadcast.objects.update(film=film)
    webinar.broadcast.refresh_from_db()
    Broadcast.objects.update(state="ended", ended_at=timezone.now())
    Webinar.objects.update(state="ended")
    films.keep_live_captions(webinar.broadcast)
    return Contribution.objects.create(person=leyla, film=film, title="Şərf", language="az", state="sent")


def test_who_typed_may_correct_the_captions_of_the_recording_and_nobody_else(
    webinar, client, gunay, murad, rena, leyla
):
    captioning.say(webinar, by=gunay.account, text="Salam")
    webinar.captioners.add(murad)  # said yes, and typed nothing
    contribution = recorded(webinar, leyla)
    address = reverse("courses:captions_edit", args=[contribution.film_id, "az"])
    status = {}
    for person in (gunay, murad, rena):
        client.force_login(person.account)
        status[person] = client.get(address).status_code
    assert status == {gunay: 200, murad: 404, rena: 404}
    client.force_login(gunay.account)
    assert reverse("courses:captions", args=[contribution.film_id]) in client.get(at(webinar)).content.decode()
    assert reverse("courses:webinar", args=[webinar.pk]) in client.get(address).content.decode()
    webinar.captioners.remove(gunay)
    assert client.get(address).status_code == 404


def test_a_recording_that_was_taken_back_is_corrected_by_nobody(webinar, client, gunay, leyla):
    captioning.say(webinar, by=gunay.account, text="Salam")
    contribution = recorded(webinar, leyla)
    Contribution.objects.update(state="withdrawn")
    client.force_login(gunay.account)
    assert client.get(reverse("courses:captions_edit", args=[contribution.film_id, "az"])).status_code == 404


def test_the_page_costs_the_same_with_one_line_and_with_many(webinar, typing, gunay):
    counts = []
    for number in (1, 3):
        while len(texts()) < number:
            captioning.say(webinar, by=gunay.account, text=f"Sətir {len(texts())}", at_ms=1_000 * len(texts()))
        with CaptureQueriesContext(connection) as queries:
            assert typing.get(at(webinar)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
