"""What is published already about what somebody writes: perhaps it answers them at once."""

import logging

from elearn.web.finding import Hit, find

KINDS = ("guide",)
MOST = 3
LEAST_SIGNS = 12  # a word or two say too little
logger = logging.getLogger(__name__)


def similar(text: str, *, language: str) -> list[Hit]:
    """Give published answers near to some words, at most three. Nothing is kept or logged of the words.

    Whoever keeps the index may fail; nobody is kept from asking by that.
    """
    if len(text.strip()) < LEAST_SIGNS:
        return []
    try:
        return list(find(text[:500], language=language, kinds=KINDS, limit=MOST))
    except Exception as error:
        logger.warning("Similar answers could not be found: %s", type(error).__name__)
        return []
