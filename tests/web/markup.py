"""Reads pages as a browser does, for tests: tags with their attributes, in order."""

from html.parser import HTMLParser


class Tags(HTMLParser):
    """All start tags of a page as (name, attributes)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.all.append((tag, {name: value or "" for name, value in attributes}))

    def named(self, name: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.all if tag == name]

    def by_id(self, key: str) -> tuple[str, dict[str, str]]:
        return next(one for one in self.all if one[1].get("id") == key)


def inline(page: str) -> list[str]:
    """Give what a policy without 'unsafe-inline' would refuse: styles, handlers and scripts in the page."""
    found = []
    for tag, attributes in Tags(page).all:
        found += [f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")]
        is_data = attributes.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in attributes and not is_data):
            found.append(tag)
        if attributes.get("href", "").startswith("javascript:"):
            found.append(f"{tag} href")
    return found
