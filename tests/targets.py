"""Measures what one presses: large enough for a finger that trembles (44 px, links within a sentence left out)."""

LEAST = 44  # px

MEASURE = """(least) => {
  if (!document.documentElement.classList.contains('govuk-template')) return []; // the screens of Wagtail are its own
  const said = (element) => (element.innerText || element.getAttribute('aria-label') || element.name || '').trim();
  const isWords = (text) => /[\\p{L}\\p{N}]/u.test(text);
  const block = (element) => {
    let at = element.parentElement;
    while (at && getComputedStyle(at).display.startsWith('inline')) at = at.parentElement;
    return at;
  };
  const isInSentence = (link) => {
    if (!getComputedStyle(link).display.startsWith('inline')) return false;
    const around = document.createTreeWalker(block(link), NodeFilter.SHOW_TEXT);
    while (around.nextNode()) {
      const of = around.currentNode.parentElement;
      const isHidden = of.closest('.govuk-visually-hidden, [hidden], script, style');
      if (!isHidden && !of.closest('a, button, summary, label') && isWords(around.currentNode.data)) return true;
    }
    return false;
  };
  const small = [];
  for (const element of document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden])')) {
    if (!element.checkVisibility({ opacityProperty: false, visibilityProperty: true })) continue;
    const { width, height } = element.getBoundingClientRect();
    if (width <= 1 || height <= 1) continue; // there for screen readers, or shown on focus
    if (element.closest('video, audio, .govuk-skip-link')) continue;
    if (element.matches('a') && isInSentence(element)) continue;
    const labels = element.matches('[type=radio], [type=checkbox]') ? [...element.labels] : [];
    const high = Math.max(height, ...labels.map((label) => label.getBoundingClientRect().height)); // pressed as well
    if (high < least - 0.5) {
      small.push(`${element.tagName} ${Math.round(width)}×${Math.round(high)} ${said(element).slice(0, 40)}`);
    }
  }
  return small;
}"""


def too_small(page) -> list[str]:
    """Give what is lower than a finger needs: its kind, its size and what stands on it."""
    return page.evaluate(MEASURE, LEAST)
