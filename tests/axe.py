"""Runs axe-core in a page. A floor, not proof; see the accessibility statement."""

from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
SOURCE = HOME / "static" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page) -> list[str]:
    """Give what axe objects to: the rule, what it says, and the first elements."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:3]]}" for one in found]
