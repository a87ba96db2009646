"""Captions of a film: its teacher, their helper and coordinators work on them; to everybody else they are not there."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import media_pipeline.api as films
from courses.domain.films import captions, contribute
from courses.errors import MayNotCaption
from courses.models import Contribution, ContributionState
from elearn.history.models import Entry
from elearn.notices.models import Notice
from elearn.people import api as people
from elearn.people.models import CompanionAct, Companionship, Did, Person, Role
from elearn.safety.models import Hidden
from media_pipeline.models import CaptionRevision, CaptionState, CaptionTrack, Film
from tests import factories
from tests.factories import first_pages, helps, person, staff
from tests.visitors import mailbox, signed_in, visitor  # noqa: F401 - fixtures

# ruff: noqa: F811
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages():
    people.prepare()
    first_pages()


@pytest.fixture
def leyla():
    return person(
        "Leyla Əliyeva", birth_year=1950, form_of_address="xanim", email="leyla@captions.example", roles=[Role.ELDER]
    )


@pytest.fixture
def kamran(leyla):
    """Leyla's helper, who may record for her."""
    made = person("Kamran Əliyev", birth_year=1992, email="kamran@captions.example", roles=[Role.COMPANION])
    helps(leyla, made, may_record=True)
    return made


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", Role.COORDINATOR)


@pytest.fixture
def film(leyla):
    return given(leyla)


def given(elder, *, title="Daban", state=ContributionState.SENT, by=None, **facts) -> Film:
    """A film that an elder gave, which can be watched."""
    ready = factories.ready_film(60, language="az", captioned=False, **facts)
    Contribution.objects.create(
        person=elder, film=ready, title=title, state=state, language="az", is_helped=by is not None, recorded_by=by
    )
    return ready


def fresh(who) -> Person:
    return Person.objects.get(pk=who.pk)


def cue(id: str, start: int, text: str, *, end: int | None = None) -> dict:
    return {"id": id, "start_ms": start, "end_ms": end or start + 2000, "text": text}


SALAM, YUN = cue("a", 0, "Salam, əzizlərim."), cue("b", 2000, "Yun ip götürün.")


def typed(film, by, *cues, language="az") -> CaptionTrack:
    """Captions somebody typed."""
    reached = captions.reach(fresh(by).account, film.pk)
    track = captions.open_track(reached, language)
    captions.save(reached, track, [{"was": None, "now": one} for one in cues or (SALAM, YUN)], base=track.revision)
    track.refresh_from_db()
    return track


def words(track) -> list[str]:
    return [one.text for one in films.caption_cues(track)]


def at(film, *more) -> str:
    return "/".join(["/captions", str(film.pk), *more, ""])


def send(client, film, *changes, base=1, language="az"):
    body = json.dumps({"base": base, "changes": list(changes)})
    return client.post(at(film, language, "save"), body, content_type="application/json")


# Who may -------------------------------------------------------------------------------------------
def addresses(film) -> list[tuple[str, str]]:
    return [
        ("get", at(film)), ("post", at(film)), ("get", at(film, "az")), ("post", at(film, "az")),
        ("post", at(film, "az", "save")), ("post", at(film, "az", "hand-in")), ("get", at(film, "az", "file")),
        ("post", at(film, "az", "file")), ("get", at(film, "az", "versions")), ("get", at(film, "az", "versions", "1")),
        ("post", at(film, "az", "versions", "1")), ("get", at(film, "az", "captions.vtt").rstrip("/")),
    ]  # fmt: skip


def answers(client, film) -> set[int]:
    return {getattr(client, method)(address).status_code for method, address in addresses(film)}


@pytest.mark.parametrize("who", ["leyla", "kamran", "rena"])
def test_teacher_helper_and_coordinator_reach_the_editor(request, who, film, leyla, signed_in):
    typed(film, leyla)
    client = signed_in(request.getfixturevalue(who))
    assert {client.get(at(film)).status_code, client.get(at(film, "az")).status_code} == {200}
    answer = send(client, film, {"was": YUN, "now": {**YUN, "text": "Yun ip."}})
    assert (answer.status_code, answer.json()["revision"], answer.json()["conflicts"]) == (200, 2, [])


@pytest.mark.parametrize(
    "role", [Role.ELDER, Role.LEARNER, Role.COMPANION, Role.COUNSELLOR, Role.OPERATOR, Role.TRAINER, Role.PARTNER]
)
def test_for_everybody_else_they_are_not_there(role, film, leyla, signed_in):
    track = typed(film, leyla)
    murad = staff("Murad Quliyev", role)
    assert captions.reach(fresh(murad).account, film.pk) is None
    assert answers(signed_in(murad), film) == {404}
    assert words(track) == ["Salam, əzizlərim.", "Yun ip götürün."]


def test_a_visitor_is_asked_to_sign_in(film, leyla, visitor):
    typed(film, leyla)
    assert answers(visitor, film) == {302}


def test_a_trainer_who_recorded_the_film_does_not_write_its_captions(leyla, signed_in):
    murad = staff("Murad Quliyev", Role.TRAINER)
    film = given(leyla, by=murad)
    typed(film, leyla)
    assert answers(signed_in(murad), film) == {404}


@pytest.mark.parametrize("may", [{"may_see": True}, {"may_record": True, "is_suspended": True}])
def test_a_helper_for_something_else_or_one_held_up_does_not(may, film, leyla, signed_in):
    murad = person("Murad Quliyev", birth_year=1990, email="murad@captions.example", roles=[Role.COMPANION])
    typed(film, leyla)
    helps(leyla, murad, **may)
    assert answers(signed_in(murad), film) == {404}


def test_a_coordinator_who_is_a_helper_reaches_only_what_a_helper_does(film, leyla, rena, signed_in):
    typed(film, leyla)
    people.grant_role(rena, Role.COMPANION)
    helps(leyla, rena, may_see=True)
    assert answers(signed_in(rena), film) == {404}


def test_what_the_elder_has_not_sent_is_hers_alone(leyla, kamran, rena):
    draft = given(leyla, state=ContributionState.DRAFT)
    assert [captions.reach(fresh(who).account, draft.pk) for who in (kamran, rena)] == [None, None]
    assert captions.reach(fresh(leyla).account, draft.pk).place == captions.Place.TEACHER


def test_a_helper_works_on_a_draft_they_recorded_themself(leyla, kamran):
    draft = given(leyla, state=ContributionState.DRAFT, by=kamran)
    assert captions.reach(fresh(kamran).account, draft.pk).place == captions.Place.HELPER


def test_what_the_elder_said_no_to_her_helper_leaves_alone(leyla, kamran, film):
    typed(film, kamran)
    contribution = Contribution.objects.get(film=film)
    contribute.describe(contribution, title="Daban", language="az", topic=None, uses=["site"], by=leyla.account)
    people.withdraw_consent(contribute.own_consent(contribution), by=leyla.account)
    assert captions.reach(fresh(kamran).account, film.pk) is None
    assert captions.for_helper(fresh(kamran).account, leyla) == []


@pytest.mark.parametrize("state", [ContributionState.WITHDRAWN, ContributionState.REPLACED, ContributionState.CUTTING])
def test_what_was_taken_back_or_replaced_has_no_editor(state, leyla, kamran, rena):
    film = given(leyla, state=state)
    assert [captions.reach(fresh(who).account, film.pk) for who in (leyla, kamran, rena)] == [None] * 3


def test_what_a_concern_hides_or_is_blocked_has_no_editor(film, leyla, kamran, rena):
    typed(film, leyla)
    row = Hidden.objects.create(subject=f"film:{film.pk}")
    assert [captions.reach(fresh(who).account, film.pk) for who in (leyla, kamran, rena)] == [None] * 3
    row.delete()
    Film.objects.filter(pk=film.pk).update(blocked_at=timezone.now())
    assert [captions.reach(fresh(who).account, film.pk) for who in (leyla, kamran, rena)] == [None] * 3


def test_a_film_of_the_house_is_for_coordinators(leyla, kamran, rena):
    film = factories.ready_film(language="az", captioned=False)
    places = [captions.reach(fresh(who).account, film.pk) for who in (leyla, kamran, rena)]
    assert [one and one.place for one in places] == [None, None, captions.Place.STAFF]


def test_a_helper_who_was_ended_a_moment_ago_saves_nothing(film, leyla, kamran):
    track = typed(film, leyla)
    reached = captions.reach(fresh(kamran).account, film.pk)
    Companionship.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    change = {"was": YUN, "now": {**YUN, "text": "Pambıq."}}
    deeds = [
        lambda: captions.save(reached, track, [change], base=1),
        lambda: captions.open_track(reached, "ru"),
        lambda: captions.take_file(reached, track, b"WEBVTT", base=1),
        lambda: captions.restore(reached, track, 1, base=1),
        lambda: captions.hand_in(reached, track),
    ]
    for deed in deeds:
        with pytest.raises(MayNotCaption):
            deed()
    assert (words(track), CompanionAct.objects.count()) == (["Salam, əzizlərim.", "Yun ip götürün."], 0)


def test_what_a_helper_does_is_written_down_once_an_hour(film, kamran, signed_in):
    typed(film, kamran)
    client = signed_in(kamran)
    send(client, film, {"was": YUN, "now": {**YUN, "text": "Yun ip."}})
    act = CompanionAct.objects.get()
    assert (act.did, act.subject, act.title) == (Did.CAPTIONED, f"film:{film.pk}", "Daban")


def test_looking_is_no_work(film, leyla, kamran, signed_in):
    track = typed(film, leyla)
    answer = send(signed_in(kamran), film, base=0)
    assert [one["text"] for one in answer.json()["cues"]] == words(track)
    assert (CompanionAct.objects.count(), track.revisions.count()) == (0, 1)


# Saving --------------------------------------------------------------------------------------------
def test_nobody_writes_over_what_another_typed_meanwhile(film, leyla, kamran, signed_in):
    track = typed(film, leyla)
    typed_by_kamran = {"was": YUN, "now": {**YUN, "text": "Pambıq ip götürün."}}
    captions.save(captions.reach(fresh(kamran).account, film.pk), track, [typed_by_kamran], base=1)
    mine = [{"was": YUN, "now": {**YUN, "text": "İp götürün."}}, {"was": SALAM, "now": {**SALAM, "text": "Salam!"}}]
    answer = send(signed_in(leyla), film, *mine).json()
    assert [(one["mine"]["text"], one["theirs"]["text"]) for one in answer["conflicts"]] == [
        ("İp götürün.", "Pambıq ip götürün.")
    ]
    assert [one["text"] for one in answer["cues"]] == words(track) == ["Salam!", "Pambıq ip götürün."]


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "{}", '{"base": 1}', '{"base": "x", "changes": []}', '{"base": 1, "changes": {}}',
        '{"base": 1, "changes": [1]}', '{"base": null, "changes": []}', '{"base": 1, "changes": [{"was": null}]}',
        '{"base": 1, "changes": [{"was": null, "now": {"id": "x", "start_ms": 5, "end_ms": 5, "text": ""}}]}',
        '{"base": 1, "changes": [{"was": null, "now": {"id": "<b>", "start_ms": 0, "end_ms": 5, "text": ""}}]}',
    ],
)  # fmt: skip
def test_what_is_no_caption_is_refused(body, film, leyla, signed_in):
    track = typed(film, leyla)
    answer = signed_in(leyla).post(at(film, "az", "save"), body, content_type="application/json")
    assert (answer.status_code, words(track)) == (400, ["Salam, əzizlərim.", "Yun ip götürün."])


def test_captions_nobody_has_begun_are_not_there_and_no_language_of_ours_is_begun(film, leyla, signed_in):
    client = signed_in(leyla)
    assert send(client, film, base=0).status_code == 404
    assert client.get(at(film, "az")).status_code == 404
    assert client.post(at(film), {"language": "fr"}).status_code == 404
    assert client.post(at(film), {"language": "ru"}).headers["Location"] == at(film, "ru")
    assert list(CaptionTrack.objects.values_list("language", flat=True)) == ["ru"]


def test_words_in_captions_are_only_words(film, leyla, signed_in):
    typed(film, leyla, cue("a", 0, "</script><img src=x onerror=alert(1)>"))
    client = signed_in(leyla)
    for address in (at(film, "az"), at(film, "az", "versions", "1")):
        page = client.get(address).content.decode()
        assert "<img src=x" not in page


def test_a_translation_begins_with_the_times_of_the_original(film, leyla, signed_in):
    typed(film, leyla)
    client = signed_in(leyla)
    client.post(at(film), {"language": "en"})
    settings = client.get(at(film, "en")).context["settings"]
    assert [(one["id"], one["start_ms"], one["text"]) for one in settings["lines"]] == [("a", 0, ""), ("b", 2000, "")]
    assert [one["text"] for one in settings["original"]] == ["Salam, əzizlərim.", "Yun ip götürün."]


# Without JavaScript ----------------------------------------------------------------------------------
def plain(client, film, base=1, **texts):
    """Send the plain form: text, what it was, and the times."""
    posted = {"base": base, "page": 1}
    for id, (was, text) in texts.items():
        line = {"a": SALAM, "b": YUN}[id]
        posted |= {f"text-{id}": text, f"was-{id}": was, f"time-{id}": f"{line['start_ms']}-{line['end_ms']}"}
    return client.post(at(film, "az"), posted)


def test_the_plain_form_saves_words(film, leyla, signed_in):
    track = typed(film, leyla)
    answer = plain(signed_in(leyla), film, a=(SALAM["text"], SALAM["text"]), b=(YUN["text"], "Yun ip."))
    assert (answer.status_code, words(track)) == (302, ["Salam, əzizlərim.", "Yun ip."])


def test_the_plain_form_shows_both_texts_where_two_were_at_it(film, leyla, kamran, signed_in):
    track = typed(film, leyla)
    change = {"was": YUN, "now": {**YUN, "text": "Pambıq ip."}}
    captions.save(captions.reach(fresh(kamran).account, film.pk), track, [change], base=1)
    client = signed_in(leyla)
    answer = plain(client, film, b=(YUN["text"], "Yun ip."))
    page = answer.content.decode()
    assert (answer.status_code, words(track)) == (409, ["Salam, əzizlərim.", "Pambıq ip."])
    assert "Somebody else wrote: “Pambıq ip.”" in page and ">Yun ip.</textarea>" in page
    assert plain(client, film, base=2, b=("Pambıq ip.", "Yun ip.")).status_code == 302
    assert words(track) == ["Salam, əzizlərim.", "Yun ip."]


def test_words_typed_into_a_line_that_was_deleted_meanwhile_are_shown(film, leyla, kamran, signed_in):
    track = typed(film, leyla)
    captions.save(captions.reach(fresh(kamran).account, film.pk), track, [{"was": YUN, "now": None}], base=1)
    answer = plain(signed_in(leyla), film, b=(YUN["text"], "Yun ip."))
    assert answer.status_code == 409
    assert "was deleted. You had written: “Yun ip.”" in answer.content.decode()


@pytest.mark.parametrize("time", ["", "x-y", "5-5", "-1-9", "9-1", "9" * 5000 + "-1"])
def test_the_plain_form_takes_no_nonsense(time, film, leyla, signed_in):
    track = typed(film, leyla)
    posted = {"text-b": "Yun.", "was-b": YUN["text"], "time-b": time, "base": "x", "page": "y"}
    assert signed_in(leyla).post(at(film, "az"), posted).status_code in (200, 302)
    assert words(track) == ["Salam, əzizlərim.", "Yun ip götürün."]


# Versions and files ----------------------------------------------------------------------------------
def test_an_earlier_version_comes_back_and_nothing_is_lost(film, leyla, kamran, signed_in):
    track = typed(film, leyla)
    captions.save(
        captions.reach(fresh(kamran).account, film.pk), track, [{"was": SALAM, "now": None}], base=1
    )  # fmt: skip
    client = signed_in(leyla)
    page = client.get(at(film, "az", "versions")).content.decode()
    assert "Kamran" in page and "You" in page
    assert client.post(at(film, "az", "versions", "1"), {"base": 1}).status_code == 302
    assert words(track) == ["Yun ip götürün."]  # somebody had saved since that page was made
    client.post(at(film, "az", "versions", "1"), {"base": 2})
    assert words(track) == ["Salam, əzizlərim.", "Yun ip götürün."]
    assert list(track.revisions.values_list("number", "made_by")) == [(3, "restored"), (2, "person"), (1, "person")]
    assert client.get(at(film, "az", "versions", "9")).status_code == 404


SRT = "1\n00:00:00,000 --> 00:00:02,000\nSalam!\n\n2\n00:00:02,000 --> 00:00:04,000\nYun ip.\n"


def brought(client, film, data: bytes, base=0):
    return client.post(at(film, "az", "file"), {"file": SimpleUploadedFile("a.srt", data), "base": base})


def test_captions_come_and_go_as_files(film, leyla, signed_in):
    client = signed_in(leyla)
    client.post(at(film), {"language": "az"})
    assert brought(client, film, SRT.encode()).status_code == 302
    vtt = client.get(at(film, "az", "captions.vtt").rstrip("/"))
    srt = client.get(at(film, "az", "captions.srt").rstrip("/"))
    assert vtt.content.decode().startswith("WEBVTT") and "Yun ip." in vtt.content.decode()
    assert vtt.headers["Content-Disposition"] == 'attachment; filename="captions-az.vtt"'
    assert [one.text for one in films.read_captions(srt.content).cues] == ["Salam!", "Yun ip."]
    assert client.get(at(film, "az", "captions.html").rstrip("/")).status_code == 404


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04", b"Salam", b"WEBVTT\n\nNOTE nothing\n"])
def test_a_file_without_captions_changes_nothing(data, film, leyla, signed_in):
    track = typed(film, leyla)
    assert brought(signed_in(leyla), film, data, base=1).status_code == 422
    assert words(track) == ["Salam, əzizlərim.", "Yun ip götürün."]


def test_a_file_is_not_put_over_what_came_meanwhile(film, leyla, signed_in):
    track = typed(film, leyla)
    answer = brought(signed_in(leyla), film, SRT.encode(), base=0)
    assert (answer.status_code, words(track)) == (422, ["Salam, əzizlərim.", "Yun ip götürün."])


# Handing in and reviewing ----------------------------------------------------------------------------
def review(client, track, revision: int):
    return client.post(f"/admin/captions/{track.pk}/", {"revision": revision})


def test_captions_are_handed_in_and_reviewed_and_the_teacher_is_told(film, leyla, rena, signed_in):
    track = typed(film, leyla)
    assert signed_in(leyla).post(at(film, "az", "hand-in")).headers["Location"] == at(film)
    client = signed_in(rena)
    assert "waiting for a review" in client.get("/admin/captions/").content.decode()
    assert client.get(f"/admin/captions/{track.pk}/").status_code == 200
    assert review(client, track, track.revision).status_code == 302
    track.refresh_from_db()
    assert (track.state, track.handed_in_at, track.public.number) == (CaptionState.REVIEWED, None, 1)
    assert [(one.kind, one.person) for one in Notice.objects.filter(kind="captions_reviewed")] == [
        ("captions_reviewed", leyla)
    ]
    kinds = ["captions_handed_in", "captions_reviewed"]
    facts = {"language": "az", "revision": 1}
    rows = Entry.objects.filter(kind__in=kinds).order_by("pk")
    assert [(one.kind, one.subject, one.facts) for one in rows] == [
        (kind, f"film:{film.pk}", facts) for kind in kinds
    ]  # fmt: skip


def test_empty_lines_are_not_handed_in(film, leyla, signed_in):
    track = typed(film, leyla, SALAM, {**YUN, "text": ""})
    answer = signed_in(leyla).post(at(film, "az", "hand-in"), follow=True)
    assert "1 line has no words yet." in answer.content.decode()
    track.refresh_from_db()
    assert track.handed_in_at is None


def test_only_the_version_that_was_read_is_reviewed(film, leyla, rena, signed_in):
    track = typed(film, leyla)
    reached = captions.reach(fresh(leyla).account, film.pk)
    captions.save(reached, track, [{"was": YUN, "now": {**YUN, "text": "Yun."}}], base=1)
    client = signed_in(rena)
    for revision in (1, 99):
        review(client, track, revision)
    client.post(f"/admin/captions/{track.pk}/", {"revision": "x"})
    assert not CaptionRevision.objects.exclude(reviewed_at=None).exists()


def test_nobody_else_reviews_and_nobody_their_own(film, leyla, kamran, rena, signed_in):
    track = typed(film, leyla)
    for who in (leyla, kamran, staff("Nigar Səfərova", Role.OPERATOR), staff("Elçin Səfərov", Role.TRAINER)):
        assert review(signed_in(who), track, 1).status_code in (302, 403, 404)
        reached = captions.reach(fresh(who).account, film.pk)
        if reached:
            with pytest.raises(MayNotCaption):
                captions.review(reached, track, revision=1)
    Contribution.objects.update(recorded_by=rena)
    assert review(signed_in(rena), track, 1).status_code in (302, 403)
    people.grant_role(leyla, Role.COORDINATOR)
    assert review(signed_in(fresh(leyla)), track, 1).status_code in (302, 403)
    track.refresh_from_db()
    assert track.state == CaptionState.CORRECTING


def test_a_coordinator_hands_nothing_in(film, leyla, rena, signed_in):
    typed(film, leyla)
    assert signed_in(rena).post(at(film, "az", "hand-in")).status_code == 404


COUNTED = [12, 13]


# Lists -----------------------------------------------------------------------------------------------
def queries(client, address: str) -> int:
    client.get(address)  # what is asked once in a session
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_ask_as_little_for_three_as_for_one(leyla, kamran, rena, signed_in):
    typed(given(leyla), kamran)
    lists = [(kamran, f"/captions/for/{leyla.key}/"), (rena, "/admin/captions/")]
    counted = [queries(signed_in(who), address) for who, address in lists]
    for _more in range(2):
        typed(given(leyla), kamran)
    assert [queries(signed_in(who), address) for who, address in lists] == counted == COUNTED


def test_drafts_are_in_no_list_of_coordinators(leyla, rena, signed_in):
    track = typed(given(leyla, title="Gizli", state=ContributionState.DRAFT), leyla)
    client = signed_in(rena)
    assert "Gizli" not in client.get("/admin/captions/").content.decode()
    assert client.get(f"/admin/captions/{track.pk}/").status_code == 404


def test_a_list_of_captions_for_an_elder_is_her_helpers_alone(leyla, kamran, rena, signed_in):
    given(leyla)
    assert "Daban" in signed_in(kamran).get(f"/captions/for/{leyla.key}/").content.decode()
    for who in (leyla, rena, person("Murad", email="murad@captions.example")):
        assert signed_in(who).get(f"/captions/for/{leyla.key}/").status_code == 404


def test_captions_are_given_back_with_words(film, leyla, kamran, rena, signed_in, django_capture_on_commit_callbacks):
    track = typed(film, kamran)
    address = f"/admin/captions/{track.pk}/"
    client = signed_in(rena)
    answer = client.post(address, {"give_back": "1", "words": " "})
    assert answer.status_code == 200 and CaptionTrack.objects.get(pk=track.pk).handed_in_at is None
    captions.hand_in(captions.reach(kamran.account, film.pk), track)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {"give_back": "1", "words": "1:20: ad çatışmır."})
    assert answer.status_code == 302 and CaptionTrack.objects.get(pk=track.pk).handed_in_at is None
    told = Notice.objects.filter(kind="captions_given_back")
    assert {one.person for one in told} == {leyla, kamran}
    assert all(one.facts["words"] == "1:20: ad çatışmır." for one in told)
    assert client.post(address, {"give_back": "1", "words": "Yenə"}).status_code in (302, 403)
    assert told.count() == 2  # what does not wait is not given back


def test_only_coordinators_give_captions_back(film, leyla, kamran, rena):
    track = typed(film, kamran)
    captions.hand_in(captions.reach(kamran.account, film.pk), track)
    for who in (leyla, kamran):
        with pytest.raises(MayNotCaption):
            captions.give_back(captions.reach(who.account, film.pk), track, words="Yox")
    assert CaptionTrack.objects.get(pk=track.pk).handed_in_at is not None


def test_captions_of_a_hidden_course_are_in_no_list(leyla, rena, signed_in):
    given_film = given(leyla, title="Gizlədilmiş")
    typed(given_film, leyla)
    course, (lesson,) = factories.course_with({"film": given_film})
    client = signed_in(rena)
    assert "Gizlədilmiş" in client.get("/admin/captions/").content.decode()
    Hidden.objects.create(subject=f"course:{course.pk}")
    assert "Gizlədilmiş" not in client.get("/admin/captions/").content.decode()
