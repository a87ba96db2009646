"""A guide goes public with a named expert and a second person's approval, and only people of guidance approve it."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from wagtail.models import TaskState, WorkflowPage

import courses.api
import elearn.web.api as web
from courses.models import TopicPage
from elearn.guidance.domain import pages, pieces
from elearn.guidance.domain.prepare import prepare
from elearn.guidance.errors import SourceStays
from elearn.guidance.models import Expert, GlossaryTermPage, GuidePage, SourceUse
from elearn.people.models import Account, Role
from elearn.web.domain.approve import approvers_of, is_approver, why_not
from elearn.web.models import Edit
from tests.factories import counsellor, expert, guidance_pages, guide, person, source, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def all_pages():
    guidance_pages()


@pytest.fixture
def sevinc():
    return counsellor().account


@pytest.fixture
def tural():
    return counsellor("Tural Nəbiyev").account


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", Role.COORDINATOR).account


@pytest.fixture
def topic():
    return pages.create_topic("Evdə qulluq", language="az")


def draft(topic, by, **more) -> GuidePage:
    facts = {"summary": "Kimə müraciət etmək.", "expert": expert(), "body": [pieces.text("<p>Salam</p>")], **more}
    return pages.create_guide(topic, "Evdə qulluq almaq", by=by, **facts)


def client_of(account) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def is_public(page) -> bool:
    return GuidePage.objects.get(pk=page.pk).live


def decide(account, page, action="approve", **data):
    state = TaskState.objects.latest("pk")
    return client_of(account).post(f"/admin/pages/workflow/action/{page.pk}/{action}/{state.pk}/", data, follow=True)


# What is meant to happen ---------------------------------------------------------------------------
@pytest.mark.parametrize("second", ["tural", "rena"])
def test_one_counsellor_writes_and_another_or_a_coordinator_approves(topic, sevinc, second, request):
    page = draft(topic, sevinc)
    web.ask_for_approval(page, by=sevinc)
    assert not is_public(page)
    decide(request.getfixturevalue(second), page)
    assert is_public(page)


def test_preparing_twice_makes_nothing_twice():
    before = (WorkflowPage.objects.count(), GuidePage.objects.count())
    prepare()
    assert (WorkflowPage.objects.count(), GuidePage.objects.count()) == before


# Who may not ---------------------------------------------------------------------------------------
def test_nobody_approves_what_they_wrote(topic, sevinc, tural):
    page = draft(topic, sevinc)
    with pytest.raises(web.NotApproved):
        web.approve(page.latest_revision, by=sevinc)
    web.ask_for_approval(page, by=sevinc)
    decide(sevinc, page)
    assert not is_public(page)


def test_a_counsellor_approves_no_course(sevinc, tural, rena):
    course_topic = courses.api.create_topic("Toxuculuq", language="az", by=rena)
    assert why_not(course_topic, tural) and not is_approver(course_topic, tural)
    with pytest.raises(web.NotApproved):
        web.approve(course_topic.latest_revision, by=tural)
    decide(tural, course_topic)
    assert not TopicPage.objects.get(pk=course_topic.pk).live
    assert tural not in approvers_of(course_topic)
    assert not web.waiting_for_approval(tural).exists()


def test_a_counsellor_neither_opens_nor_changes_a_course_page(sevinc):
    course_topic = courses.api.create_topic("Toxuculuq", language="az")
    assert not course_topic.permissions_for_user(sevinc).can_edit()
    answer = client_of(sevinc).get(f"/admin/pages/{course_topic.pk}/edit/")
    assert answer.status_code == 302 and answer.url == "/admin/"


def test_even_when_the_task_of_all_pages_is_switched_off_counsellors_stay_with_guidance(sevinc, rena):
    """Preparation must not take guidance's own task for the one of the whole tree."""
    from elearn.web.models import SecondPersonTask

    SecondPersonTask.objects.order_by("pk").first().deactivate()
    courses.api.prepare()
    prepare()
    course_topic = courses.api.create_topic("Toxuculuq", language="az", by=rena)
    assert not is_approver(course_topic, sevinc)
    assert is_approver(course_topic, staff("Nigar Əliyeva", Role.COORDINATOR).account)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SAFEGUARDING, Role.TRAINER, Role.ELDER, Role.LEARNER])
def test_other_roles_neither_write_nor_approve_guidance(topic, sevinc, role):
    other = person("Murad Quliyev", email="murad@guide.example", roles=[role]).account
    page = draft(topic, sevinc)
    assert not is_approver(page, other)
    assert not page.permissions_for_user(other).can_edit()


# The expert ----------------------------------------------------------------------------------------
def faults() -> list:
    unqualified = {"qualification": ""}
    unasked = {"declaration": "", "declared_on": None}
    return [{"expert": None}, {"facts": unqualified}, {"facts": unasked}]


@pytest.mark.parametrize("fault", faults(), ids=["nobody", "unqualified", "unasked"])
def test_without_an_expert_who_can_vouch_nobody_publishes(topic, sevinc, tural, fault):
    chosen = None
    if facts := fault.get("facts"):
        chosen = Expert.objects.create(**{"name": "Əli", "qualification": "hüquqşünas", **facts})
    page = draft(topic, sevinc, expert=chosen)
    with pytest.raises(web.NotApproved):
        web.ask_for_approval(page, by=sevinc)
    with pytest.raises(web.NotApproved):
        web.approve(page.latest_revision, by=tural)
    with pytest.raises(web.NotApproved), web.approved_by_the_house("the program is bound too"):
        page.save_revision().publish()
    assert not is_public(page)


def test_an_organisation_vouches_for_nothing(topic, sevinc):
    agency = expert("Nümunə İdarəsi", kind="organisation")
    with pytest.raises(ValidationError):
        draft(topic, sevinc, expert=agency)
    assert draft(topic, sevinc, author=agency).author == agency


def test_nobody_vouches_for_what_they_wrote_themselves(topic, sevinc):
    page = draft(topic, sevinc, author=expert())
    with pytest.raises(web.NotApproved, match="yaz|wrote"):
        web.ask_for_approval(page, by=sevinc)


def edit_form(page, **more) -> dict:
    return {
        "title": page.title, "slug": page.slug, "kind": "guide", "summary": "Kimə müraciət etmək.",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "heading", "body-0-id": "",
        "body-0-value": "Kim ala bilər", "expert": "", "author": "", "provider": "", "change_note": "",
        "seo_title": "", "search_description": "", "go_live_at": "", "expire_at": "",
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": "", **more,
    }  # fmt: skip


def test_the_editor_says_at_the_field_what_is_missing_and_keeps_a_draft_without_it(topic, sevinc):
    page = draft(topic, sevinc, expert=None)
    address = f"/admin/pages/{page.pk}/edit/"
    said = client_of(sevinc).post(address, edit_form(page, **{"action-submit": "1"}))
    assert said.status_code == 200 and "Without one it is not published" in str(said.context["form"].errors["expert"])
    assert not GuidePage.objects.get(pk=page.pk).workflow_in_progress
    kept = client_of(sevinc).post(address, edit_form(page))
    assert kept.status_code == 302
    sent = client_of(sevinc).post(address, edit_form(page, expert=expert().pk, **{"action-submit": "1"}))
    assert sent.status_code == 302 and GuidePage.objects.get(pk=page.pk).workflow_in_progress


def test_an_expert_who_may_vouch_no_more_stops_an_approval_that_waits(topic, sevinc, tural):
    page = draft(topic, sevinc)
    web.ask_for_approval(page, by=sevinc)
    Expert.objects.update(declaration="", declared_on=None)
    decide(tural, page)
    assert not is_public(page)


# Sources behind a second person's back -------------------------------------------------------------
def test_what_readers_see_of_a_source_stays_while_a_public_guide_names_it():
    one = source()
    page = guide(body=[pieces.claim("<p>Belədir.</p>", one)])
    one.cited_words = "Başqa söz"
    with pytest.raises(SourceStays):
        one.save()
    one.refresh_from_db()
    one.checked_on = one.checked_on.replace(day=1)
    one.save()
    GuidePage.objects.get(pk=page.pk).unpublish()
    one.cited_words = "Başqa söz"
    one.save()


def test_a_source_stays_while_somebody_looks_at_a_guide_with_it_and_moves_in_a_draft(topic, sevinc):
    one = source()
    page = draft(topic, sevinc, body=[pieces.claim("<p>Belədir.</p>", one)])
    one.title = "Ad dəyişdi"
    one.save()
    web.ask_for_approval(page, by=sevinc)
    one.title = "Yenə dəyişdi"
    with pytest.raises(PermissionDenied):
        one.save()


def test_a_source_changed_after_the_approval_takes_the_approval_with_it(topic, sevinc, tural):
    one = source()
    page = draft(topic, sevinc, body=[pieces.claim("<p>Belədir.</p>", one)])
    web.approve(page.latest_revision, by=tural)
    one.title = "Ad dəyişdi"
    one.save()
    with pytest.raises(web.NotApproved):
        page.latest_revision.publish(user=tural, skip_permission_checks=True)


def test_uses_follow_what_is_public_and_what_was_saved_last(topic):
    one, two = source(), source("İkinci sənəd")
    page = guide(topic=topic, body=[pieces.claim("<p>Belədir.</p>", one)])
    page.body = json.dumps([pieces.claim("<p>Belədir.</p>", two)])
    page.save_revision()
    assert set(SourceUse.objects.values_list("source", "is_public", "is_latest")) == {
        (one.pk, True, False), (two.pk, False, True),
    }  # fmt: skip


# Words explained -----------------------------------------------------------------------------------
def test_a_word_explained_needs_a_second_person_too(sevinc, tural):
    term = pages.create_term(
        "himayəçi", language="az", meaning="Qanuni qayğı göstərən şəxs.", sources=[source()], by=sevinc
    )
    assert not term.live and Edit.objects.filter(page=term, editor=sevinc).exists()
    with pytest.raises(web.NotApproved):
        web.approve(term.latest_revision, by=sevinc)
    web.approve(term.latest_revision, by=tural)
    term.latest_revision.publish(user=tural, skip_permission_checks=True)
    assert GlossaryTermPage.objects.get(pk=term.pk).live


@pytest.mark.parametrize("what", ["term", "warning"])
@pytest.mark.parametrize("said", ["nothing", "source", "reason"])
def test_a_warning_and_a_word_explained_name_a_source_or_say_why_none(topic, sevinc, tural, what, said, in_english):
    sources, reason = [source()] if said == "source" else [], "Hamı bilir." if said == "reason" else ""
    if what == "term":
        page = pages.create_term(
            "himayəçi", language="az", meaning="Qayğı göstərən.", sources=sources, why_no_source=reason, by=sevinc
        )
    else:
        page = draft(topic, sevinc)
        page.body = json.dumps([pieces.warning("Heç kimə kod deməyin.", *sources, why_none=reason)])
        page.save_revision(user=sevinc)
        page.refresh_from_db()

    def publish():
        web.approve(page.latest_revision, by=tural)
        page.latest_revision.publish(user=tural, skip_permission_checks=True)

    if said == "nothing":
        with pytest.raises(web.NotApproved, match="or write why none is named"):
            publish()
    else:
        publish()
        assert type(page).objects.get(pk=page.pk).live


@pytest.mark.parametrize("action", ["action-submit", ""])
def test_the_editor_says_it_at_once_and_keeps_a_draft_that_lacks_it(in_english, action):
    page = pages.create_term("himayəçi", language="az", meaning="Qayğı göstərən.")
    form_of = GlossaryTermPage.get_edit_handler().get_form_class()
    said = {
        "title": "himayəçi", "slug": page.slug, "meaning": "Qayğı.", "forms": "", "sources-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **({action: "1"} if action else {}),
    }  # fmt: skip
    assert ("why_no_source" in form_of(said, instance=page).errors) == bool(action)
    assert "why_no_source" not in form_of({**said, "why_no_source": "Hamı bilir."}, instance=page).errors


def test_a_superuser_is_bound_as_well(topic):
    root = Account.objects.create_superuser(handle="root", email="root@guide.example")
    page = draft(topic, root)
    with pytest.raises(web.NotApproved):
        web.approve(page.latest_revision, by=root)
