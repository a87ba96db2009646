"""What a journey that failed shows of its pages: seldom can it be seen a second time."""

import contextlib

MOST = 40  # answers and faults of one page
STATE = """() => ({
  alerts: [...document.querySelectorAll('[role=alert], [role=status], .govuk-error-summary')]
    .filter((one) => one.offsetParent && one.innerText.trim()).map((one) => one.innerText.trim().slice(0, 300)),
  films: [...document.querySelectorAll('video, audio')].map((one) => ({
    at: one.currentTime, paused: one.paused, ready: one.readyState, network: one.networkState, seeking: one.seeking,
    fault: one.error?.message ?? null,
    here: [...Array(one.buffered.length).keys()].map((index) => [one.buffered.start(index), one.buffered.end(index)]),
  })),
  busy: document.activeElement?.outerHTML.slice(0, 120),
})"""


def listen(page) -> None:
    """Note what goes wrong on a page from now on: `page.faults` of its scripts, `page.refused` of its requests."""
    page.faults, page.refused = [], []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: message.type == "error" and page.faults.append(message.text))
    page.on("requestfailed", lambda request: page.refused.append(f"{request.method} {request.url}: {request.failure}"))
    page.on("response", lambda answer: answer.status >= 400 and page.refused.append(f"{answer.status} {answer.url}"))


def seen(page) -> str:
    """Say where a page is and how it stands."""
    lines = [page.url, *getattr(page, "faults", [])[-MOST:], *getattr(page, "refused", [])[-MOST:]]
    with contextlib.suppress(Exception):  # a page that is closed or lost says nothing more
        lines += [f"{name}: {value}" for name, value in page.evaluate(STATE).items() if value]
    return "\n".join(lines)
