"""Every address of the site. Pages live under the language of their content; everything else has one address."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic.base import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from elearn.operations.sitemap import pages as sitemap
from elearn.operations.views import health

urlpatterns = [
    path("health/", health, name="health"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("", include("elearn.web.urls")),
    path("sign-in/", include("elearn.people.urls")),
    path("call-me/", include("elearn.people.urls_calls")),
    path("guardian/", include("elearn.people.urls_guardian")),
    path("", include("elearn.people.urls_helper")),
    path("my-data/", include("elearn.people.urls_data")),
    path("consents/", include("elearn.people.urls_consent")),
    path("desk/", include("elearn.desk.urls")),
    path("", include("courses.urls")),
    path("", include("elearn.visits.urls")),
    path("", include("elearn.guidance.urls")),
    path("search/", include("elearn.search.urls")),
    path("", include("elearn.safety.urls")),
    # Wagtail's own form asks for a password, which nobody has.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.MAILBOX:
    urlpatterns += [path("mailbox/", include("elearn.notices.urls"))]
urlpatterns += i18n_patterns(path("", include(wagtail_urls)))

handler403 = "elearn.web.views.refused"
handler404 = "elearn.web.views.not_found"
handler500 = "elearn.web.views.failed"
