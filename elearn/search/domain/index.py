"""Keep the index: entries as their rooms give them, and the words that stand in them.

Doing it again is always safe. Whoever changes entries holds the one lock, so that the counts of words stay right.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from elearn.web.finding import Document

from ..engines import engine
from ..models import Entry, Term
from ..providers import PROVIDERS, provider_of
from ..words.query import Word, analyse

AT_ONCE = 200
LONGEST_TEXT = 40_000  # letters of a text that are looked at
_SAID = ("title", "url", "summary", "text", "keywords", "title_length", "head", "body")
# What there is one entry of: kind, key and language.
Name = tuple[str, int, str]
# A word as the vocabulary knows it: folded and stem.
Key = tuple[str, str]


def refresh(kind: str, keys: Collection[int]) -> int:
    """Bring the entries of some things to what their room says now; gives how many there are then."""
    provider = provider_of(kind)
    if provider is None or not keys:
        return 0
    with transaction.atomic():
        engine().hold()
        documents = list(provider.documents(keys))
        keep(documents)
        given = {_name(document) for document in documents}
        before = Entry.objects.filter(kind=kind, key__in=keys)
        drop(entry.pk for entry in before if _name(entry) not in given)
    return len(documents)


def rebuild() -> int:
    """Read everything from all rooms again, drop what they no longer give, and count the words anew.

    In small transactions: on SQLite nobody else writes meanwhile. Gives how many entries there are.
    """
    began = timezone.now()
    given: set[Name] = set()
    for provider in PROVIDERS:
        for documents in _in_batches(provider.documents(None)):
            given.update(_name(document) for document in documents)
            with transaction.atomic():
                engine().hold()
                keep(documents)
    with transaction.atomic():
        engine().hold()
        before = Entry.objects.filter(kept_at__lt=began).only("kind", "key", "language")
        drop(entry.pk for entry in before if _name(entry) not in given)
    with transaction.atomic():
        engine().hold()
        _count_words_anew()
    return Entry.objects.count()


def keep(documents: Sequence[Document]) -> None:
    """Write entries for documents, new or in the place of what was said before; what says the same is left alone."""
    now = timezone.now()
    before = {_name(one): one for one in Entry.objects.filter(key__in={document.key for document in documents})}
    old, new = Counter[Key](), Counter[Key]()
    shown: dict[Key, str] = {}
    changed = []
    for document in documents:
        entry, words = _entry(document, now)
        known = before.get(_name(document))
        if known and all(getattr(known, field) == getattr(entry, field) for field in _SAID):
            continue
        changed.append(entry)
        shown.update({(word.folded, word.stem): word.shown for word in words})
        new.update({(word.folded, word.stem) for word in words})
        old.update(_keys_of(known) if known else ())
    Entry.objects.bulk_create(
        changed,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["kind", "key", "language"],
        update_fields=[*_SAID, "kept_at"],
    )
    _recount(old, new, shown)


def drop(keys: Iterable[int]) -> None:
    """Take entries away, with the words that stood nowhere else."""
    gone = list(Entry.objects.filter(pk__in=list(keys)))
    old = Counter[Key]()
    for entry in gone:
        old.update(_keys_of(entry))
    Entry.objects.filter(pk__in=[entry.pk for entry in gone]).delete()
    _recount(old, Counter(), {})


def _name(one: Document | Entry) -> Name:
    return one.kind, one.key, one.language


def _in_batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch


def _entry(document: Document, now: datetime) -> tuple[Entry, list[Word]]:
    title, keywords = document.title[:300], document.keywords[:2000]
    text = document.text[:LONGEST_TEXT]
    in_title = analyse(title, document.language)
    head = [*in_title, *analyse(keywords, document.language)]
    body = analyse(f"{document.summary} {text}", document.language)
    entry = Entry(
        kind=document.kind, key=document.key, language=document.language, url=document.url[:500], title=title,
        summary=document.summary, text=text, keywords=keywords, title_length=len(in_title), kept_at=now,
        head=_stems(head), body=_stems(body),
    )  # fmt: skip
    return entry, [*head, *body]


def _stems(words: Iterable[Word]) -> str:
    return " ".join(word.stem for word in words)


def _words_of(entry: Entry) -> list[Word]:
    return analyse(f"{entry.title} {entry.keywords} {entry.summary} {entry.text}", entry.language)


def _keys_of(entry: Entry) -> set[Key]:
    return {(word.folded, word.stem) for word in _words_of(entry)}


def _recount(old: Counter[Key], new: Counter[Key], shown: dict[Key, str]) -> None:
    """Add and take away how many entries have each word; a word that none has is forgotten."""
    change = Counter(new)
    change.subtract(old)
    changed = {key: by for key, by in change.items() if by}
    if not changed:
        return
    known = {(term.word, term.stem): term for term in _terms(changed)}
    by_amount: dict[int, list[int]] = {}
    for key, by in changed.items():
        if key in known:
            by_amount.setdefault(by, []).append(known[key].pk)
    for by, terms in by_amount.items():
        Term.objects.filter(pk__in=terms).update(entries=F("entries") + by)
    Term.objects.bulk_create(
        [
            Term(word=word, stem=stem, shown=shown[word, stem], entries=by)
            for (word, stem), by in changed.items()
            if by > 0 and (word, stem) not in known
        ],
        batch_size=AT_ONCE,
    )
    Term.objects.filter(pk__in=[term.pk for term in known.values()], entries__lte=0).delete()


def _terms(keys: Iterable[Key]) -> Iterator[Term]:
    words = sorted({word for word, _stem in keys})
    for start in range(0, len(words), AT_ONCE):
        yield from Term.objects.filter(word__in=words[start : start + AT_ONCE])


def _count_words_anew() -> None:
    """Set right what a crash between two transactions may have left wrong."""
    counts, shown = Counter[Key](), dict[Key, str]()
    for entry in Entry.objects.only("title", "keywords", "summary", "text", "language").iterator(AT_ONCE):
        words = _words_of(entry)
        counts.update({(word.folded, word.stem) for word in words})
        shown.update({(word.folded, word.stem): word.shown for word in words})
    known = Counter({(term.word, term.stem): term.entries for term in Term.objects.iterator(2000)})
    _recount(known, counts, shown)
