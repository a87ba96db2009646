"""People in the Wagtail admin: find by name or number, write down, give roles, merge two records."""

from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from ..domain.address import best_contact
from ..domain.apart import may_keep_record
from ..domain.match import search
from ..models import Account, Person
from ..phones import readable_phone
from ..policies import account_of, is_helper_of
from .forms import PersonForm
from .guardian import GuardianAdminView
from .merging import MergeView
from .private import PrivateView
from .removing import RemovalView
from .roles import roles_in_words
from .standing import StandingView
from .telling import officers_told
from .waiting import left_to_a_colleague


def reached_at(person: Person) -> str:
    """How the person is reached, for the list; a landline too."""
    contact = best_contact(person) or next(iter(person.contact_points.all()), None)
    if contact is None:
        return ""
    return readable_phone(contact.value) if contact.kind == contact.Kind.PHONE else contact.value


def signs_in(person: Person) -> str:
    """Whether the person has a sign-in that is open."""
    account = getattr(person, "account", None)
    return str(_("yes")) if account and account.is_active else ""


class PersonIndexView(IndexView):
    """Everybody we know; merged records are found through the one that was kept."""

    # What is searched is decided in search_queryset; that something can be searched is said here.
    search_fields = ["name"]

    def get_base_queryset(self) -> QuerySet[Person]:
        return (
            Person.objects.filter(merged_into__isnull=True, removed_at=None, is_check=False)
            .select_related("account")
            .prefetch_related("contact_points", "account__groups")
        )

    def search_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        return search(queryset, self.search_query) if self.is_searching else queryset


class PersonEditView(EditView):
    """One person, with the way to merging and to what we told them."""

    def get_object(self, queryset: QuerySet[Person] | None = None) -> Person:
        """Give the person; who is their chosen helper changes nothing of how we reach them, working here or not."""
        found: Person = super().get_object(queryset)
        if is_helper_of(account_of(self.request).person_id, found.pk):
            raise PermissionDenied
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = Person.objects.filter(pk=kwargs.get("pk", 0)).first()
        held = left_to_a_colleague(request, person) if person else None
        return held or super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> Person:
        with officers_told(self.object, by=account_of(self.request)):
            saved: Person = super().save_instance()
        return saved

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        ways = ways_from(self.object, by=account_of(self.request))
        made = [
            HeaderButton(label=way.label, url=way.url, icon_name=way.icon, priority=way.place)
            for way in ways
            if way.is_open
        ]
        return [*super().header_more_buttons, *made]


class Way(NamedTuple):
    """Where a person's page leads to, and whether it does for who reads it."""

    is_open: bool
    place: int
    icon: str
    label: str | Promise
    url: str


def ways_from(person: Person, *, by: Account) -> list[Way]:
    """Give all of them. What changes a record is for who may keep it; nobody merges their own."""
    keeps = may_keep_record(by, person)

    def page(name: str) -> str:
        return reverse(f"people:{name}", args=[person.pk])

    def lets(permission: str) -> bool:
        return keeps and by.has_perm(permission)

    messages = f"{reverse('notices_admin:index')}?person={person.pk}"
    helper = reverse("people_helpers:invite", args=[person.pk])
    is_other = by.person_id != person.pk
    return [
        Way(by.has_perm("people.view_privatedetails"), 70, "lock", _("Address and needs"), page("private")),
        Way(by.has_perm("notices.view_notice"), 80, "mail", _("Messages to this person"), messages),
        Way(person.guarded, 85, "group", _("Parent or guardian"), page("guardian")),
        Way(lets("people.add_companionship"), 85, "user", _("Invite a helper for this person"), helper),
        Way(is_other and lets("people.merge_person"), 90, "resubmit", _("Merge with another record"), page("merge")),
        Way(lets("people.mark_standing"), 95, "user", _("Has died, or can no longer decide"), page("standing")),
        Way(lets("people.add_removal"), 100, "bin", _("Delete this person’s data"), page("removal")),
    ]  # fmt: skip


class PersonViewSet(ModelViewSet):
    """The "People" area of coordinators and operators."""

    model = Person
    name = "people"
    icon = "group"
    menu_label = _("People")
    menu_order = 200
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = PersonIndexView
    edit_view_class = PersonEditView
    list_filter = ["language"]
    list_per_page = 50
    list_display = [
        "name",
        Column("reached", label=_("Reached at"), accessor=reached_at),
        Column("roles", label=_("Roles"), accessor=roles_in_words),
        Column("signs_in", label=_("Signs in"), accessor=signs_in),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("form_of_address"),
            MultiFieldPanel(
                [FieldPanel("papers_name"), FieldPanel("birth_year"), FieldPanel("adult_from"), FieldPanel("language")],
                heading=_("Details"),
            ),
            InlinePanel(
                "contact_points",
                heading=_("Ways to reach them"),
                label=_("way to reach them"),
                panels=[
                    FieldPanel("kind"),
                    FieldPanel("value"),
                    FieldPanel("is_preferred"),
                    FieldPanel("is_shared"),
                    FieldPanel("is_landline"),
                ],
            ),
            FieldPanel("speak_alone"),
            FieldPanel("may_sign_in"),
            FieldPanel("roles", permission="people.give_roles"),
        ],
        base_form_class=PersonForm,
    )

    @property
    def merge_view(self) -> Any:
        return self.construct_view(MergeView)

    @property
    def guardian_view(self) -> Any:
        return self.construct_view(GuardianAdminView)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("standing/<int:pk>/", self.construct_view(StandingView), name="standing"),
            path("merge/<int:pk>/", self.merge_view, name="merge"),
            path("private/<int:pk>/", self.construct_view(PrivateView), name="private"),
            path("removal/<int:pk>/", self.construct_view(RemovalView), name="removal"),
            path("guardian/<int:pk>/", self.guardian_view, name="guardian"),
        ]
