"""What coordinators do at school inside the Wagtail admin, by permission of their group."""
