"""Certificates for a group: begun by a coordinator, made by a worker, stopped, taken up after a crash, never twice."""

from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses import api
from courses.documents import hands as hands_of
from courses.documents.signature import inspect
from courses.domain.certificates import issue_run
from courses.domain.certificates.issue_run import begin_run, carry_on, due, left_behind, state_of, stop_run
from courses.models import Certificate, CoursePage, EnrolmentState
from courses.models.papers import IssueRun, IssueRunState
from courses.tasks import sweep
from courses.tasks_papers import issue_for, sweep_papers
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people.models import Role
from tests import factories
from tests.courses.issuing.scene import coordinator, group, signed_in
from tests.courses.papers import completed_in, paper_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def rena():
    return coordinator()


@pytest.fixture
def course():
    return factories.course_with({}, {})[0]


def queued(queue: str) -> int:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(queue_name=queue).count()


# Issuing --------------------------------------------------------------------------------------------------
def test_everybody_of_a_group_who_has_completed_gets_one_paper_and_one_badge(rena, course):
    cohort, rows = group(course, 3)
    stranger = completed_in(course, factories.person("Murad Quliyev"))
    run = carry_on(begin_run(cohort, by=rena.account, reason="Buraxılış").pk)
    assert (run.state, run.total, run.done, run.trouble) == (IssueRunState.DONE, 3, 3, [])
    made = list(Certificate.objects.order_by("number"))
    assert {one.enrolment_id for one in made} == {row.pk for row in rows}
    assert stranger.pk not in {one.enrolment_id for one in made}
    assert [one.number[-6:] for one in made] == ["000001", "000002", "000003"]
    for one in made:
        assert inspect(paper_bytes(one)).whole and one.credential and one.level == "B-B"
        assert (one.issued_by, one.issue_reason, one.cohort) == (rena.account, "Buraxılış", cohort)
    assert len({(one.status_list_id, one.status_index) for one in made}) == 3
    assert Notice.objects.filter(kind="certificate_issued").count() == 3
    assert Entry.objects.filter(kind=Kind.ISSUE_ENDED).count() == 1


def test_who_has_not_completed_or_waits_for_a_guardian_is_named(rena, course):
    cohort, rows = group(course, 1)
    _other, open_ones = group(course, 1, state=EnrolmentState.ACTIVE)
    minor = completed_in(course, factories.person("Aysel Rzayeva", birth_year=timezone.localdate().year - 12))
    for row in (*open_ones, minor):
        row.cohort = cohort
        row.save()
    run = carry_on(begin_run(cohort, by=rena.account).pk)
    assert run.done == 1
    assert {row.pk: why for row, why in state_of(run).troubles} == {
        open_ones[0].pk: "not_complete", minor.pk: "waiting",
    }  # fmt: skip
    assert list(Certificate.objects.values_list("enrolment", flat=True)) == [rows[0].pk]


def test_for_a_course_all_who_completed_it_and_again_changes_nothing(rena, course):
    group(course, 2)
    completed_in(course, factories.person("Murad Quliyev"))
    first = carry_on(begin_run(course, by=rena.account).pk)
    papers = set(Certificate.objects.values_list("paper_sha256", flat=True))
    again = carry_on(begin_run(course, by=rena.account).pk)
    assert (first.done, again.total, again.done) == (3, 0, 0)
    assert set(Certificate.objects.values_list("paper_sha256", flat=True)) == papers
    assert Notice.objects.filter(kind="certificate_issued").count() == 3


def test_who_was_given_one_meanwhile_is_counted_and_told(rena, course, in_english):
    """The sweep, or somebody by hand, may be sooner: then nothing failed, and the page says so."""
    cohort, rows = group(course, 2)
    run = begin_run(cohort, by=rena.account)
    url = reverse("courses_admin:issue_run", args=[run.pk])
    assert (state_of(run).needless, "any more" in signed_in(rena).get(url).content.decode()) == (0, False)
    api.certify(rows[0])
    ended = carry_on(run.pk)
    assert (ended.done, state_of(ended).needless) == (1, 1)
    assert "1 person needed none any more" in signed_in(rena).get(url).content.decode()


def test_beginning_twice_gives_the_run_that_is_under_way(rena, course):
    cohort, _rows = group(course, 1)
    assert issue_for(cohort, by=rena.account) == issue_for(cohort, by=rena.account)
    assert issue_for(course, by=rena.account) != issue_for(cohort, by=rena.account)


def test_papers_and_messages_go_by_a_queue_of_their_own(rena, course, django_capture_on_commit_callbacks):
    cohort, _rows = group(course, 2)
    before = queued("quick")
    with django_capture_on_commit_callbacks(execute=True):
        run = issue_for(cohort, by=rena.account)
    assert queued("office") == 1
    with django_capture_on_commit_callbacks(execute=True):
        carry_on(run.pk)
    assert (queued("quick"), queued("office")) == (before, 3)


# Stop, crash, two workers -----------------------------------------------------------------------------------
def test_stopped_it_makes_nothing_more(rena, course, monkeypatch):
    monkeypatch.setattr(issue_run, "CHUNK", 1)
    monkeypatch.setattr(issue_run, "AHEAD", 0)
    cohort, _rows = group(course, 4)
    run = begin_run(cohort, by=rena.account)
    written = issue_run._write_down

    def stop_after_one(now, chunk):
        stop_run(run, by=rena.account)
        return written(now, chunk)

    monkeypatch.setattr(issue_run, "_write_down", stop_after_one)
    assert (carry_on(run.pk).state, Certificate.objects.issued().count()) == (IssueRunState.STOPPED, 1)
    assert carry_on(run.pk).done == 1
    assert not stop_run(run, by=rena.account)
    monkeypatch.setattr(issue_run, "_write_down", written)
    assert carry_on(begin_run(cohort, by=rena.account).pk).done == 3


def test_a_crash_is_taken_up_where_it_stood(rena, course, monkeypatch):
    monkeypatch.setattr(issue_run, "CHUNK", 1)
    cohort, _rows = group(course, 3)
    run = begin_run(cohort, by=rena.account)
    written, count = issue_run._write_down, []

    def crash_at_second(now, chunk):
        count.append(1)
        if len(count) == 2:
            raise KeyboardInterrupt
        return written(now, chunk)

    monkeypatch.setattr(issue_run, "_write_down", crash_at_second)
    with pytest.raises(KeyboardInterrupt):
        carry_on(run.pk)
    monkeypatch.setattr(issue_run, "_write_down", written)
    assert left_behind() == [] and carry_on(run.pk).state == IssueRunState.RUNNING  # it may still be at it
    later = timezone.now() - timedelta(minutes=6)
    IssueRun.objects.filter(pk=run.pk).update(beat_at=later)
    assert left_behind() == [run.pk] and sweep_papers() == 1
    run = carry_on(run.pk)
    assert (run.state, run.done) == (IssueRunState.DONE, 3)
    assert Certificate.objects.issued().count() == 3
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]


def test_one_paper_that_cannot_be_made_holds_up_nobody(rena, course, monkeypatch):
    cohort, rows = group(course, 3)
    made = hands_of.make

    def broken(job):
        if job.paper.holder == "Iştirakçı 1":
            raise RuntimeError("It cannot be drawn.")
        return made(job)

    monkeypatch.setattr(hands_of, "make", broken)
    run = carry_on(begin_run(cohort, by=rena.account).pk)
    assert (run.done, run.trouble) == (2, [{"enrolment": rows[1].pk, "why": "failed"}])
    monkeypatch.setattr(hands_of, "make", made)
    assert api.certify(rows[1]).paper


def test_the_sweep_leaves_alone_what_a_run_is_at(rena, course):
    cohort, _rows = group(course, 2)
    begin_run(cohort, by=rena.account)
    before = queued("quick")
    sweep()
    assert queued("quick") == before


def test_one_issued_meanwhile_by_itself_is_not_issued_again(rena, course):
    cohort, rows = group(course, 2)
    run = begin_run(cohort, by=rena.account)
    itself = api.certify(rows[0])
    assert carry_on(run.pk).done == 1
    itself.refresh_from_db()
    assert itself.issued_by is None and Certificate.objects.count() == 2
    assert not due(run).exists()


# Several processes --------------------------------------------------------------------------------------------
def test_few_are_made_here_and_many_by_processes_of_their_own(monkeypatch):
    made = []

    class Pool(ProcessPoolExecutor):
        def __init__(self, *facts, **more):
            made.append(more["mp_context"].get_start_method())
            super().__init__(*facts, **more)

    monkeypatch.setattr(hands_of, "ProcessPoolExecutor", Pool)
    with hands_of.hands(hands_of.WORTH_IT - 1) as hand:
        assert hand is hands_of._here
    assert made == []
    monkeypatch.setattr(hands_of, "cores", lambda: 2)
    with hands_of.hands(hands_of.WORTH_IT):
        pass
    assert made == ["spawn"]


def test_a_process_of_its_own_makes_the_same_paper():
    from courses.documents.make import Job
    from courses.documents.paper_key import new_signer
    from tests.courses.test_documents_certificate import PAPER

    signer = new_signer("Körpü")
    with hands_of.hands(1000) as hand:
        made = hand(Job(5, PAPER, signer, "Certificate")).result(timeout=120)
    assert made.key == 5 and inspect(made.pdf).signer == signer.fingerprint


def test_reserving_a_chunk_costs_the_same_for_one_and_three(rena, course, django_assert_num_queries):
    from courses.domain.certificates.reserve import reserve_all

    api.certify(completed_in(course, factories.person("First")))
    for count in (1, 3):
        cohort, rows = group(course, count)
        same = CoursePage.objects.select_related("locale", "teacher").get(pk=course.pk)
        with django_assert_num_queries(28):
            reserve_all([row.pk for row in rows], same, by=rena.account, reason="", cohort=cohort.pk)


# In the admin -------------------------------------------------------------------------------------------------
def test_a_coordinator_begins_sees_and_stops(rena, course):
    cohort, _rows = group(course, 2)
    client = signed_in(rena)
    page = client.get(f"{reverse('courses_admin:issue')}?cohort={cohort.pk}").content.decode()
    assert f'<option value="{cohort.pk}" selected>' in page
    answer = client.post(reverse("courses_admin:issue"), {"cohort": cohort.pk, "course": "", "reason": ""})
    run = IssueRun.objects.get()
    assert answer.url == reverse("courses_admin:issue_run", args=[run.pk])
    page = client.get(answer.url).content.decode()
    assert "0 of 2 issued" in page and "Stop" in page
    carry_on(run.pk)
    part = client.get(f"{answer.url}?part=1").content.decode()
    assert "2 of 2 issued" in part and "<html" not in part and "Stop" not in part
    client.post(answer.url)
    run.refresh_from_db()
    assert run.state == IssueRunState.DONE
    assert "2 / 2" in client.get(reverse("courses_admin:issue")).content.decode()


@pytest.mark.parametrize("chosen", ["neither", "both"])
def test_a_group_or_a_course_one_of_the_two(rena, course, chosen):
    cohort, _rows = group(course, 1)
    said = {"cohort": cohort.pk, "course": course.pk} if chosen == "both" else {}
    answer = signed_in(rena).post(reverse("courses_admin:issue"), {"reason": "", **said})
    assert answer.status_code == 422 and not IssueRun.objects.exists()


def test_issuing_is_for_coordinators_alone(course):
    cohort, rows = group(course, 1)
    run = begin_run(cohort, by=coordinator().account)
    addresses = [
        reverse("courses_admin:issue"),
        reverse("courses_admin:issue_run", args=[run.pk]),
        reverse("courses_admin:by_hand"),
        reverse("courses_admin:by_hand_one", args=[rows[0].pk]),
        reverse("courses_admin:contributions", args=[timezone.localdate().year]),
    ]
    for number, role in enumerate((Role.ELDER, Role.OPERATOR, Role.PARTNER, Role.COUNSELLOR)):
        client = signed_in(factories.person("Murad Quliyev", email=f"m{number}@issue.example", roles=[role]))
        for address in addresses:
            assert client.get(address).status_code in (302, 403)
            assert client.post(address, {"cohort": cohort.pk, "reason": "x"}).status_code in (302, 403, 405)
    assert all(Client().post(address).status_code in (302, 405) for address in addresses)
    run.refresh_from_db()
    assert run.state == IssueRunState.WAITING and not Certificate.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_runs_costs_the_same(rena, course, count, django_assert_num_queries):
    for _number in range(count):
        carry_on(begin_run(group(course, 1)[0], by=rena.account).pk)
    client = signed_in(rena)
    client.get(reverse("courses_admin:issue"))
    with django_assert_num_queries(15):
        client.get(reverse("courses_admin:issue"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_run_costs_the_same(rena, course, count, django_assert_num_queries):
    run = carry_on(begin_run(group(course, count, state=EnrolmentState.ACTIVE)[0], by=rena.account).pk)
    assert len(run.trouble) == count
    client = signed_in(rena)
    address = reverse("courses_admin:issue_run", args=[run.pk])
    client.get(address)
    with django_assert_num_queries(7):
        client.get(f"{address}?part=1")
