"""Publishing needs a second person, whichever way somebody tries."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

import elearn.web.api as web
from courses import api
from courses.models import TopicPage
from elearn.people.models import Account, Role
from elearn.web.models import Approval, Edit
from tests.factories import first_pages, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages():
    first_pages()


@pytest.fixture
def rena():
    return person("Rəna Həsənova", email="rena@approval.example", roles=[Role.COORDINATOR]).account


@pytest.fixture
def tural():
    return person("Tural Nəbiyev", email="tural@approval.example", roles=[Role.COORDINATOR]).account


@pytest.fixture
def root():
    """A superuser: bound like everybody."""
    return Account.objects.create_superuser(handle="root", email="root@approval.example")


@pytest.fixture
def topic():
    """A topic that is public, made by the program."""
    return api.create_topic("Toxuculuq", language="az", introduction="Əvvəl")


def client_of(account) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def change(topic, account, words="Sonra") -> Revision:
    page = TopicPage.objects.get(pk=topic.pk)
    page.introduction = words
    return page.save_revision(user=account)


def public(topic) -> str:
    """What visitors read now."""
    page = TopicPage.objects.get(pk=topic.pk)
    return page.introduction if page.live else ""


def form(topic, **more) -> dict:
    """What the editor's form sends."""
    return {
        "title": topic.title, "slug": topic.slug, "introduction": "Sonra", "seo_title": "", "search_description": "",
        "go_live_at": "", "expire_at": "", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0, "comments-MAX_NUM_FORMS": "", **more,
    }  # fmt: skip


def edit_address(topic) -> str:
    return f"/admin/pages/{topic.pk}/edit/"


def act(client, topic, action: str, **data):
    state = TaskState.objects.latest("pk")
    return client.post(action_address(topic, action, state), data, follow=True)


def action_address(topic, action: str, state: TaskState) -> str:
    return reverse("wagtailadmin_pages:workflow_action", args=[topic.pk, action, state.pk])


# What is meant to happen ---------------------------------------------------------------------------
@pytest.mark.database
def test_one_writes_and_another_approves(topic, rena, tural):
    client_of(rena).post(edit_address(topic), form(topic, **{"action-submit": "1"}))
    assert public(topic) == "Əvvəl"
    assert "Toxuculuq" in client_of(tural).get("/admin/").content.decode()
    act(client_of(tural), topic, "approve")
    assert public(topic) == "Sonra"
    approval = Approval.objects.exclude(approver=None).get()
    assert (approval.approver, approval.editors) == (tural, [rena.pk]) and approval.used_at
    assert not Edit.objects.filter(page=topic, settled_at=None).exists()


@pytest.mark.database
def test_changes_are_asked_for_with_words_and_made(topic, rena, tural):
    client_of(rena).post(edit_address(topic), form(topic, **{"action-submit": "1"}))
    act(client_of(tural), topic, "reject", comment="Bir cümlə daha.")
    assert TaskState.objects.latest("pk").comment == "Bir cümlə daha." and public(topic) == "Əvvəl"
    client_of(rena).post(edit_address(topic), form(topic, introduction="Daha uzun", **{"action-submit": "1"}))
    act(client_of(tural), topic, "approve")
    assert public(topic) == "Daha uzun"


@pytest.mark.database
def test_taking_down_moving_and_sorting_need_nobody_else(topic, rena):
    rights = topic.permissions_for_user(rena)
    assert rights.can_unpublish() and rights.can_move() and rights.can_edit()
    assert topic.get_parent().permissions_for_user(rena).can_reorder_children()
    other = topic.get_parent()
    topic.move(other, pos="first-child")
    assert public(topic) == "Əvvəl"
    client_of(rena).post(f"/admin/pages/{topic.pk}/unpublish/")
    assert public(topic) == ""


def test_the_house_says_why_and_is_closed_in_requests(topic, rf):
    assert Approval.objects.get(page=topic).reason == "made by the program"
    with pytest.raises(ValueError), web.approved_by_the_house(" "):
        pass
    from elearn.web.approval import answering_a_person

    with answering_a_person():
        with pytest.raises(RuntimeError), web.approved_by_the_house("in a request"):
            pass
        with pytest.raises(RuntimeError):
            api.create_topic("Kulinariya", language="az")
    with web.approved_by_the_house("begun before"), answering_a_person(), pytest.raises(web.NotApproved):
        change(topic, None).publish()


# Who may not ---------------------------------------------------------------------------------------
def test_nobody_holds_the_permission_to_publish(topic, rena, root):
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission

    from elearn.web.checks import nobody_publishes_alone

    assert not nobody_publishes_alone(None, databases=["default"])
    for account in (rena, root):
        rights = topic.permissions_for_user(account)
        assert not rights.can_publish() and not rights.can_publish_subpage()
    publish = Permission.objects.get(codename="publish_page")
    group = Group.objects.get(name="coordinator")
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=publish)
    assert [error.id for error in nobody_publishes_alone(None, databases=["default"])] == ["web.E002"]
    assert not topic.permissions_for_user(Account.objects.get(pk=rena.pk)).can_publish()
    api.prepare()
    assert not nobody_publishes_alone(None, databases=["default"])


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
def test_others_neither_approve_nor_ask(topic, rena, role):
    stranger = person("Murad Quliyev", email="murad@approval.example", roles=[role]).account
    revision = change(topic, rena)
    with pytest.raises(web.NotApproved):
        web.approve(revision, by=stranger)
    address = f"/admin/approval/{topic.pk}/ask/"
    assert client_of(stranger).post(address).status_code in (302, 403) and Client().post(address).status_code == 302
    assert not TaskState.objects.exists()


def test_an_account_that_was_closed_approves_nothing(topic, rena, tural):
    Account.objects.filter(pk=tural.pk).update(is_active=False)
    with pytest.raises(web.NotApproved):
        web.approve(change(topic, rena), by=Account.objects.get(pk=tural.pk))


# Getting round it: oneself -------------------------------------------------------------------------
@pytest.mark.database
def test_the_publish_button_of_a_superuser_only_keeps_a_draft(topic, root):
    client_of(root).post(edit_address(topic), form(topic, **{"action-publish": "1"}))
    assert public(topic) == "Əvvəl" and TopicPage.objects.get(pk=topic.pk).has_unpublished_changes
    assert b"action-publish" not in client_of(root).get(edit_address(topic)).content


@pytest.mark.database
def test_a_new_page_with_the_publish_button_stays_a_draft(topic, root):
    parent = topic.get_parent()
    data = form(topic, title="Kulinariya", slug="kulinariya", **{"action-publish": "1"})
    client_of(root).post(f"/admin/pages/add/courses/topicpage/{parent.pk}/", data)
    assert not TopicPage.objects.get(title="Kulinariya").live


@pytest.mark.parametrize("who", ["rena", "root"])
def test_nobody_approves_their_own_change(topic, who, request):
    account = request.getfixturevalue(who)
    client = client_of(account)
    client.post(edit_address(topic), form(topic, **{"action-submit": "1"}))
    for answer in (
        act(client, topic, "approve"),
        client.post(
            edit_address(topic),
            form(topic, **{"action-workflow-action": "1", "workflow-action-name": "approve"}),
            follow=True,
        ),
    ):
        assert answer.status_code == 200
    assert public(topic) == "Əvvəl"
    assert "You changed this page yourself" in client.get(edit_address(topic)).content.decode()
    assert not Approval.objects.exclude(approver=None).exists()


@pytest.mark.database
def test_many_pages_at_once_are_not_published(topic, root):
    change(topic, root)
    answer = client_of(root).post(f"/admin/bulk/wagtailcore/page/publish/?id={topic.pk}", follow=True)
    assert answer.status_code == 200 and public(topic) == "Əvvəl"
    assert "approved by somebody else" in answer.content.decode()


def test_a_draft_below_is_not_published_with_many(topic, root):
    below = api.create_course(topic, "Şərf", teacher=person("Leyla Əliyeva"), by=root)
    data = {"include_descendants": "on"}
    client_of(root).post(f"/admin/bulk/wagtailcore/page/publish/?id={topic.pk}", data, follow=True)
    below.refresh_from_db()
    assert not below.live


@pytest.mark.database
def test_a_time_to_go_live_is_not_set_alone(topic, root):
    soon = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    client_of(root).post(edit_address(topic), form(topic, go_live_at=soon, **{"action-publish": "1"}))
    revision = TopicPage.objects.get(pk=topic.pk).latest_revision
    assert revision.approved_go_live_at is None
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    with pytest.raises(web.NotApproved):
        revision.save()
    with pytest.raises(web.NotApproved):
        TopicPage.objects.get(pk=topic.pk).save_revision(user=root, approved_go_live_at=timezone.now())
    # Even written past the model it is stopped at its time, and holds up nobody.
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)
    assert public(topic) == "Əvvəl"
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


@pytest.mark.database
def test_a_time_to_go_live_that_was_approved_is_kept(topic, rena, tural):
    page = TopicPage.objects.get(pk=topic.pk)
    page.introduction, page.go_live_at = "Sonra", timezone.now() + timedelta(hours=1)
    page.save_revision(user=rena)
    web.ask_for_approval(page, by=rena)
    act(client_of(tural), topic, "approve")
    revision = TopicPage.objects.get(pk=topic.pk).latest_revision
    assert revision.approved_go_live_at and public(topic) == "Əvvəl"
    passed = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=passed)
    late = {**revision.content, "go_live_at": passed.isoformat()}
    assert late["introduction"] == "Sonra"
    from unittest.mock import patch

    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled", verbosity=0)
    assert public(topic) == "Sonra"


def test_a_version_changed_after_its_approval_does_not_go_live(topic, rena, tural):
    revision = change(topic, rena)
    web.approve(revision, by=tural)
    revision.content = {**revision.content, "introduction": "Başqa"}
    revision.save()
    with pytest.raises(web.NotApproved):
        revision.publish()
    assert public(topic) == "Əvvəl"


def test_a_change_after_the_approval_needs_another(topic, rena, tural):
    web.approve(change(topic, rena), by=tural)
    with pytest.raises(web.NotApproved):
        change(topic, rena, "Daha sonra").publish(user=rena, skip_permission_checks=True)
    assert public(topic) == "Əvvəl"


def test_who_changed_it_before_does_not_approve_the_next_persons_change(topic, rena, tural, root):
    change(topic, tural, "Birinci")
    second = change(topic, rena, "İkinci")
    with pytest.raises(web.NotApproved):
        web.approve(second, by=tural)
    web.approve(second, by=root)
    second.publish(user=root, skip_permission_checks=True)
    # What is public is settled: from here on Tural is a second person again.
    web.approve(change(topic, rena, "Üçüncü"), by=tural)


def test_going_back_to_an_older_version_needs_approval_as_well(topic, rena, tural):
    old = topic.latest_revision
    revision = change(topic, rena)
    web.approve(revision, by=tural)
    revision.publish(user=tural, skip_permission_checks=True)
    data = form(topic, introduction="Əvvəl", revision=old.pk, **{"action-publish": "1"})
    client_of(rena).post(edit_address(topic), data)
    for earlier in (old, revision):
        if earlier == old:
            with pytest.raises(web.NotApproved):
                earlier.publish()
    assert public(topic) == "Sonra"


@pytest.mark.database
def test_an_approval_is_used_once(topic, rena, tural):
    revision = change(topic, rena)
    web.approve(revision, by=tural)
    revision.publish(user=tural, skip_permission_checks=True)
    TopicPage.objects.get(pk=topic.pk).unpublish()
    with pytest.raises(web.NotApproved):
        Revision.objects.get(pk=revision.pk).publish()
    assert public(topic) == ""


@pytest.mark.database
def test_a_copy_is_a_draft(topic, root):
    data = {"new_title": "Surət", "new_slug": "suret", "new_parent_page": topic.get_parent().pk}
    address = f"/admin/pages/{topic.pk}/copy/"
    refused = client_of(root).post(address, {**data, "publish_copies": "on"})
    assert "You do not have permission to publish pages" in refused.content.decode()
    client_of(root).post(address, data)
    assert not TopicPage.objects.get(slug="suret").live
    with pytest.raises(web.NotApproved):
        topic.copy(update_attrs={"slug": "basqa-suret"}, keep_live=True)
    assert not TopicPage.objects.filter(slug="basqa-suret").exists()


def test_an_alias_shows_only_what_is_public(topic, rena):
    alias = topic.create_alias(update_slug="eyni")
    change(topic, rena)
    alias = TopicPage.objects.get(pk=alias.pk)
    alias.introduction = "Başqa"
    with pytest.raises(web.NotApproved):
        alias.save()
    assert public(alias) == "Əvvəl"


@pytest.mark.database
def test_code_does_not_publish_either(topic, rena):
    page = TopicPage.objects.get(pk=topic.pk)
    page.introduction = "Sonra"
    with pytest.raises(web.NotApproved):
        page.save_revision().publish()
    with pytest.raises(web.NotApproved):
        page.save()
    with pytest.raises(web.NotApproved):
        page.save(update_fields=["introduction"])
    with pytest.raises(web.NotApproved):
        topic.get_parent().add_child(instance=TopicPage(title="Yeni", locale=topic.locale))
    topic.unpublish()
    plain = Page.objects.get(pk=topic.pk)
    plain.live = True
    with pytest.raises(web.NotApproved):
        plain.save()
    assert public(topic) == ""


@pytest.mark.usefixtures("in_english")
def test_a_version_without_a_name_is_approved_by_nobody(topic, rena):
    with pytest.raises(web.NotApproved, match="Nobody’s name"):
        web.approve(change(topic, None), by=rena)


def test_writing_another_name_into_a_version_does_not_help(topic, rena, tural):
    revision = change(topic, rena)
    Revision.objects.filter(pk=revision.pk).update(user=tural)
    revision.refresh_from_db()
    for account in (rena, tural):
        with pytest.raises(web.NotApproved):
            web.approve(revision, by=account)
            revision.publish()
    assert public(topic) == "Əvvəl"


def test_a_removed_account_is_remembered(topic, rena):
    revision = change(topic, rena)
    number = rena.pk
    rena.delete()
    assert list(Edit.objects.filter(revision_id=revision.pk).values_list("editor_id", flat=True)) == [number]


@pytest.mark.database
def test_two_accounts_of_one_person_are_one_person(topic, rena, tural):
    from elearn.people.api import merge

    revision = change(topic, rena)
    merge(tural.person, rena.person, by=None)
    with pytest.raises(web.NotApproved):
        web.approve(revision, by=Account.objects.get(pk=tural.pk))


def test_a_change_while_somebody_is_looking_is_looked_at_again(topic, rena, tural, root):
    client_of(rena).post(edit_address(topic), form(topic, **{"action-submit": "1"}))
    seen = TaskState.objects.latest("pk")
    client_of(root).post(edit_address(topic), form(topic, introduction="Gizlicə", **{"action-save": "1"}))
    client_of(tural).post(action_address(topic, "approve", seen))
    assert public(topic) == "Əvvəl"
    act(client_of(tural), topic, "approve")
    assert public(topic) == "Gizlicə"


@pytest.mark.database
def test_changing_and_approving_in_one_go_is_changing(topic, rena, tural):
    client_of(rena).post(edit_address(topic), form(topic, **{"action-submit": "1"}))
    data = form(topic, introduction="Öz sözüm", **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    answer = client_of(tural).post(edit_address(topic), data, follow=True)
    assert answer.status_code == 200 and public(topic) == "Əvvəl"


@pytest.mark.usefixtures("in_english")
def test_a_refusal_says_why_and_who_may(topic, rena, tural, root):
    """In Wagtail's words it would be: sorry, you do not have permission to access this area."""
    client = client_of(rena)
    client.post(edit_address(topic), form(topic, **{"action-submit": "1"}))
    data = form(topic, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    late = client.post(edit_address(topic), data, follow=True)
    by_button = act(client, topic, "approve")
    changed = form(topic, introduction="Öz sözüm", **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    in_one_go = client_of(tural).post(edit_address(topic), changed, follow=True)
    for answer in (late, by_button, in_one_go):
        said = [str(message) for message in answer.context["messages"]]
        assert len(said) == 1 and said[0].startswith("You changed this page yourself; somebody else has to approve it.")
        assert answer.redirect_chain[-1][0] == edit_address(topic)
    assert f"It can be approved by: {tural.get_full_name()}." in str(next(iter(by_button.context["messages"])))
    assert "Nobody else approves pages yet." in str(next(iter(in_one_go.context["messages"])))
    assert public(topic) == "Əvvəl"


def test_who_may_not_see_the_page_reads_no_names(topic, rena, tural):
    client_of(rena).post(edit_address(topic), form(topic, **{"action-submit": "1"}))
    murad = person("Murad Quliyev", email="murad@approval.example", roles=[Role.OPERATOR]).account
    for client in (client_of(murad), Client()):
        answer = act(client, topic, "approve")
        assert tural.get_full_name() not in answer.content.decode() and answer.redirect_chain


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_counts_what_waits_for_ones_own_approval(topic, rena, tural, count):
    from elearn.desk.parts import coordinating

    client_of(rena).post(edit_address(topic), form(topic, **{"action-submit": "1"}))
    for number in range(count - 1):
        api.create_topic(f"Başqa {number}", language="az", by=rena)
    assert [duty.count for duty in coordinating(account=tural).duties][:1] == [count]
    assert "/admin/" in client_of(tural).get("/desk/").content.decode()
    assert not [duty for duty in coordinating(account=rena).duties if duty.address == "/admin/"]


# Translations --------------------------------------------------------------------------------------
@pytest.fixture
def translated(topic, root):
    """The topic, being translated into Russian."""
    from wagtail.models import Locale
    from wagtail_localize.models import Translation
    from wagtail_localize.operations import translate_object

    translate_object(topic, [Locale.objects.get(language_code="ru")], user=root)
    return Translation.objects.get(source__object_id=topic.translation_key)


def translate(translation, account, words: str) -> None:
    from wagtail_localize.models import StringTranslation

    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, locale=translation.target_locale, context=segment.context,
            defaults={"data": words, "last_translated_by": account, "translation_type": "manual"},
        )  # fmt: skip


def in_russian(topic):
    return TopicPage.objects.get(translation_key=topic.translation_key, locale__language_code="ru")


def test_a_translation_starts_as_a_draft_and_cannot_be_published(topic, translated, root):
    page = in_russian(topic)
    assert not page.live
    translate(translated, root, "Вязание")
    answer = client_of(root).post(edit_address(page), {"action": "publish"}, follow=True)
    assert answer.status_code == 200 and not in_russian(topic).live
    translated.save_target(user=root, publish=True)
    assert not in_russian(topic).live


@pytest.mark.database
def test_a_translation_is_approved_by_somebody_who_did_not_translate(topic, translated, root, rena, tural):
    translate(translated, rena, "Вязание")
    client_of(tural).post(f"/admin/approval/{in_russian(topic).pk}/ask/")
    page = in_russian(topic)
    for account in (rena, tural, root):  # who translated, who saved it, who began it
        act(client_of(account), page, "approve")
        assert not in_russian(topic).live
    other = person("Nigar Səfərova", email="nigar@approval.example", roles=[Role.COORDINATOR]).account
    act(client_of(other), page, "approve")
    assert in_russian(topic).live and in_russian(topic).title == "Вязание"


@pytest.mark.database
def test_a_public_translation_is_not_changed_by_saving_a_draft(topic, translated, root, rena, tural):
    translate(translated, rena, "Вязание")
    client_of(rena).post(f"/admin/approval/{in_russian(topic).pk}/ask/")
    act(client_of(tural), in_russian(topic), "approve")
    translate(translated, rena, "Плетение")
    for publish in (False, True):
        translated.save_target(user=rena, publish=publish)
        page = in_russian(topic)
        assert (page.title, page.draft_title) == ("Вязание", "Плетение")
    client_of(root).post(f"/admin/localize/update/{translated.source_id}/", {"publish_translations": "on"})
    assert in_russian(topic).title == "Вязание"
