"""What the safeguarding officer was given of a question, in the Wagtail admin: the words of who asked by then.

Nothing that was written afterwards is here, and no answer or note of a counsellor. Every look is noted with the case.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from elearn.people.api import Role, account_of, has_role

from ..case_enums import CaseDid, Side
from ..domain.case_log import log
from ..models import CaseMessage, CaseReferral
from ..views.case_file import file_answer


class ReferralView(WagtailAdminTemplateMixin, View):
    """One referral, for safeguarding officers alone."""

    template_name = "guidance/admin/referral.html"
    page_title = gettext_lazy("A question that was passed on")
    header_icon = "warning"

    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        referral = referral_for(request, key)
        with transaction.atomic():
            log(referral.case, CaseDid.LOOKED, by=account_of(request))
        case = referral.case
        contact = case.reach.contact_points.first() if case.reach else None
        context = self.get_context_data(
            referral=referral, case=case, written=given(referral), contact=contact, concern=referral.concern
        )
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("concerns:index"), "label": _("Concerns")},
            {"url": "", "label": str(self.page_title)},
        ]


def referral_for(request: HttpRequest, key: UUID) -> CaseReferral:
    """Give a referral to an officer. Raises PermissionDenied and Http404."""
    if not has_role(request.user, Role.SAFEGUARDING):
        raise PermissionDenied
    rows = CaseReferral.objects.select_related("case__person", "case__reach", "case__district", "concern")
    return get_object_or_404(rows, key=key)


def given(referral: CaseReferral) -> QuerySet[CaseMessage]:
    """Give what who asked had written when it was passed on, with the files."""
    rows = referral.case.messages.filter(side=Side.ASKER, sent_at__lte=referral.at)
    return rows.prefetch_related("attachments").order_by("sent_at", "pk")


def referral_file(request: HttpRequest, key: UUID, file: UUID) -> HttpResponse:
    """One file of what was passed on."""
    referral = referral_for(request, key)
    message = get_object_or_404(given(referral), attachments__key=file)
    with transaction.atomic():
        log(referral.case, CaseDid.FILE_OPENED, by=account_of(request))
    return file_answer(message.attachments.get(key=file))
