"""A disk is asked for room before a request is written to it."""

import asyncio

import pytest

from media_pipeline import storage, uploads

MB = 2**20


def scope(length: bytes | None):
    headers = [] if length is None else [(b"content-length", length)]
    return {"type": "http", "method": "POST", "path": "/learn/lesson/1/practice/", "headers": headers}


@pytest.mark.parametrize(
    ("length", "free", "is_refused"),
    [
        (b"%d" % (400 * MB), 800 * MB, False), (b"%d" % (400 * MB), 799 * MB, True), (b"%d" % (5 * MB), 0, True),
        (b"%d" % MB, 0, False), (None, 0, False), (b"many", 0, False), (b"9" * 30, 0, False),
    ],
)  # fmt: skip
def test_a_request_that_would_take_the_reserve_is_not_taken(monkeypatch, length, free, is_refused):
    monkeypatch.setattr(storage, "free_bytes", lambda folder: free)
    assert uploads.handles(scope(length)) is is_refused


def test_it_is_said_in_words_and_not_a_byte_is_read():
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(uploads.refuse(scope(b"1"), send))
    assert (sent[0]["status"], len(b"".join(one.get("body", b"") for one in sent)) > 40) == (507, True)
