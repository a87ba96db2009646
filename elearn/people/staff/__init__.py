"""The screens of people in the Wagtail admin."""
