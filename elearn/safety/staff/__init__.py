"""The screens of safety in the Wagtail admin."""
