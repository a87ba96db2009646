"""The editor's form of a course: what its certificates could not print is said at its field."""

from wagtail.admin.forms import WagtailAdminPageForm

from elearn.web.signs import check_title


class CourseForm(WagtailAdminPageForm):
    """Wagtail's form; the title stands on every certificate of the course."""

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        check_title(title)
        return title
