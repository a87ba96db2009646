"""What coordinators may do at school, granted to their group; nobody works as a superuser. Safe to run again."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from courses.models import CataloguePage
from elearn.people.api import Role
from elearn.web.api import prepare_approval

PLAIN = [
    ("wagtailadmin", "access_admin"),
    ("courses", "view_contribution"),
    ("courses", "change_contribution"),
    ("courses", "record_for_elder"),
    ("courses", "take_answer"),
    ("courses", "view_enrolmentrequest"),
    ("courses", "change_enrolmentrequest"),
    ("courses", "view_institution"),
    ("courses", "add_institution"),
    ("courses", "change_institution"),
    ("courses", "view_cohort"),
    ("courses", "add_cohort"),
    ("courses", "change_cohort"),
    ("courses", "view_practice"),
    ("courses", "encourage_practice"),
    ("courses", "view_volunteer"),
    ("courses", "add_volunteer"),
    ("courses", "change_volunteer"),
    ("courses", "add_extraattempt"),
    ("courses", "adjust_progress"),
    ("courses", "view_certificatedesign"),
    ("courses", "add_certificatedesign"),
    ("courses", "change_certificatedesign"),
    ("courses", "issue_certificate"),
    ("courses", "view_certificate"),
    ("courses", "change_certificate"),
    ("courses", "view_webinar"),
    ("courses", "run_webinar"),
    ("courses", "read_attendance"),
    ("courses", "view_webinarseries"),
    ("courses", "add_webinarseries"),
    ("courses", "change_webinarseries"),
    ("wagtail_localize", "submit_translation"),
    ("media_pipeline", "view_film"),
    ("media_pipeline", "change_film"),
    ("media_pipeline", "view_captiontrack"),
    ("media_pipeline", "change_captiontrack"),
]
# Who else records for elders, and who asks them on the phone.
HELPING = {
    Role.TRAINER: [("courses", "record_for_elder")],
    Role.OPERATOR: [("courses", "record_for_elder"), ("courses", "take_answer"), ("courses", "view_webinar")],
}
# What lessons are made of beside films: pictures, and papers to print.
COLLECTION = [
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
]
# Nobody holds the permission to publish: a second person approves (elearn.web.approval).
PAGE = ["add_page", "change_page", "lock_page", "unlock_page"]


@transaction.atomic
def grant_permissions() -> None:
    """Let coordinators review films, write and approve in every catalogue, and look after certificates.

    Needs the group, the catalogues and a root collection, which the other steps of preparation make.
    """
    group, _made = Group.objects.get_or_create(name=Role.COORDINATOR.value)
    for app_label, codename in PLAIN:
        group.permissions.add(_permission(app_label, codename))
    for role, names in HELPING.items():
        helping, _made = Group.objects.get_or_create(name=role.value)
        helping.permissions.add(*[_permission(app_label, codename) for app_label, codename in names])
    root = Collection.get_first_root_node()
    for app_label, codename in COLLECTION:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=_permission(app_label, codename)
        )
    for catalogue in CataloguePage.objects.all():
        for codename in PAGE:
            GroupPagePermission.objects.get_or_create(
                group=group, page=catalogue.page_ptr, permission=_permission("wagtailcore", codename)
            )
    prepare_approval(group)


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)
