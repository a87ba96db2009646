"""Move the installation's files from this machine's disk to S3 or back, as often as it takes until nothing is left."""

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, storages

from elearn import files
from media_pipeline.moving import Ledger, Move, Tally, survey

MOST_PASSES = 5
TOLD_EVERY = 2.0  # seconds


class NoRoom(Exception):
    """The disk that is moved to is too small; the message says by how much."""


@dataclass
class HouseMove:
    """A move of everything from one kind of storage to another."""

    to: str
    say: Callable[[str], object]
    dry_run: bool = False
    jobs: int = 4
    told_at: float = 0.0
    began: float = field(default_factory=time.monotonic)
    total: Tally = field(default_factory=Tally)
    done_bytes: int = 0

    @property
    def source(self) -> str:
        return next(kind for kind in files.KINDS if kind != self.to)

    @property
    def is_switched(self) -> bool:
        """Whether the settings name the new place already, so that this run only takes what came meanwhile."""
        return bool(self.to == settings.STORAGE)

    def run(self) -> list[str]:
        """Move, and give what went wrong; nothing when everything is there, each file compared. Raises NoRoom."""
        sources, targets = self._storages(self.source), self._storages(self.to)
        self._measure(sources.values())
        if self.to == "local":
            self._must_fit(targets)
        ledger = Ledger(Path(files.data_dir("moving")) / f"{self.source}-{self.to}.sqlite3")
        try:
            for _ in range(1 if self.dry_run else MOST_PASSES):
                found = [self._pass(place, sources[place], targets[place], ledger) for place in files.PREFIXES]
                faults = [fault for tally in found for fault in tally.faults]
                if faults or not any(tally.copied or tally.deleted for tally in found):
                    break
            return faults
        finally:
            ledger.close()

    def _storages(self, kind: str) -> dict[str, Storage]:
        return {place: storages.create_storage(files.backend(kind, prefix)) for place, prefix in files.PREFIXES.items()}

    def _measure(self, sources: Iterable[Storage]) -> None:
        for source in sources:
            found = survey(source)
            self.total.files += found.files
            self.total.bytes += found.bytes
        self.say(f"{self.total.files:,} files, {in_words(self.total.bytes)}, lie in “{self.source}”.")

    def _must_fit(self, targets: dict[str, Storage]) -> None:
        """What is there already counts as room: a move that goes on needs only the rest."""
        already = sum(survey(target).bytes for target in targets.values())
        folder = Path(files.data_dir("media"))
        folder.mkdir(parents=True, exist_ok=True)
        reserve = int(settings.MEDIA_PIPELINE["RESERVE_BYTES"])
        free = shutil.disk_usage(folder).free - reserve
        needs = self.total.bytes - already
        if needs > free:
            raise NoRoom(
                f"{in_words(needs)} are needed in {folder}, and {in_words(max(0, free))} are free "
                f"when {in_words(reserve)} stay for the work of every day (KORPU_RESERVE_BYTES)."
            )

    def _pass(self, place: str, source: Storage, target: Storage, ledger: Ledger) -> Tally:
        move = Move(
            place, source, target, ledger,
            prune=not self.is_switched, dry_run=self.dry_run, jobs=self.jobs, told=self._tell,
        )  # fmt: skip
        tally = move.run()
        self.done_bytes += tally.copied_bytes
        verb = "would be copied" if self.dry_run else "copied and compared"
        gone = f", {tally.deleted} deleted there as here" if tally.deleted else ""
        self.say(f"{place}: {tally.files:,} files; {tally.copied:,} ({in_words(tally.copied_bytes)}) {verb}{gone}.")
        return tally

    def _tell(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self.told_at < TOLD_EVERY:
            return
        self.told_at = now
        done = self.done_bytes + tally.copied_bytes
        speed = done / max(0.001, now - self.began)
        left = max(0, self.total.bytes - done) / max(1.0, speed)
        self.say(
            f"  {in_words(done)} of at most {in_words(self.total.bytes)}, {in_words(int(speed))} a second, "
            f"{left / 60:.0f} min at most to go"
        )

    def what_next(self) -> str:
        """What the operator does now."""
        if self.dry_run:
            return "Nothing was copied. Without --dry-run it is."
        if self.is_switched:
            return (
                "Everything is there. Remove KORPU_STORAGE_BEFORE and restart all processes.\n"
                f"“{self.source}” is not read any more then, and what lies there can be deleted."
            )
        return (
            "Everything is there too, each file compared. Now\n"
            f"  1. set KORPU_STORAGE={self.to} and KORPU_STORAGE_BEFORE={self.source},\n"
            "  2. restart all processes: the site reads from both from then on,\n"
            "  3. run this command once more: it takes what came in meanwhile."
        )


def in_words(size: int) -> str:
    """Bytes as people say them."""
    amount = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
