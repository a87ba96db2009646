"""The program that listens: sound in, words with their times out, one JSON value a line.

It runs in a process of its own (`domain.listen` starts it), because the model and its library take memory that a
worker is to have back. It is started by its path and imports nothing of ours, so that it starts as a plain script:

    python -I listen.py MODEL LANGUAGE THREADS WAV CACHE

The sound is 16-bit mono at 16 kHz, made by ffmpeg before. It is heard in stretches of some minutes, cut where it is
quiet: what is in memory does not grow with the film. Of a broadcast ("-" for WAV) the sound comes through stdin while
it is made, each part after a header (`HEADER`: where it begins in ms, how many bytes), and is heard in stretches of
some seconds; in longer ones where the machine is behind, for those cost less a second.

Lines are {"seconds": s} for how far it is, of a broadcast with what that cost (`sound`, `wall` and `cpu` in seconds),
and {"words": [[start, end, word], …]}. It ends with an error that says `KNOWS_NO` when the model does not know the
language. A model given by name is fetched into CACHE when it is not there. When whoever started it is gone, the kernel
ends it.
"""

import ctypes
import json
import os
import select
import signal
import struct
import sys
import time
import wave
from collections.abc import Iterator
from typing import Any

KNOWS_NO = "this model knows no"
RATE = 16_000
STRETCH = 240  # seconds that are heard at once
LOOK_BACK = 30  # seconds at the end of a stretch in which the quietest moment is looked for
MOMENT = RATE // 5
HEADER = struct.Struct("<QI")
LIVE_STRETCH, LIVE_LONGEST = 6, 25  # seconds of a broadcast that are heard at once
LIVE_LOOK_BACK = 3
LIVE_SILENCE = 2.5  # seconds without more sound, after which the rest is heard
LIVE_LEAST = 0.3  # seconds; in less there are no words
LIVE_GAP = 100  # ms between two parts that are not one stretch
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def main(model_name: str, language: str, threads: str, path: str, cache: str) -> None:
    """Listen to a file, or to stdin, and write what was said."""
    _die_with_parent()
    from faster_whisper import WhisperModel  # it takes seconds, and who only reads the names above does without

    model = WhisperModel(
        model_name, device="cpu", compute_type="int8", cpu_threads=int(threads), num_workers=1, download_root=cache
    )
    if language not in model.supported_languages:
        raise SystemExit(f"{KNOWS_NO} {language}")
    is_live = path == "-"
    for begins, samples in _live_stretches(0) if is_live else _stretches(path):
        wall, cpu = time.perf_counter(), time.process_time()
        segments, _info = model.transcribe(
            samples, language=language, beam_size=5, word_timestamps=True, vad_filter=True,
            condition_on_previous_text=False,  # one mistake is not to become many
        )  # fmt: skip
        for segment in segments:
            words = [[round(begins + w.start, 3), round(begins + w.end, 3), w.word] for w in segment.words or ()]
            _say({"words": words})
            if not is_live:
                _say({"seconds": round(begins + segment.end, 1)})
        sound = len(samples) / RATE
        cost = {"wall": round(time.perf_counter() - wall, 3), "cpu": round(time.process_time() - cpu, 3)}
        _say({"seconds": round(begins + sound, 1), **({"sound": round(sound, 3), **cost} if is_live else {})})


def _die_with_parent() -> None:
    """A worker that is killed cannot stop what it has started; and nobody would read what is written here."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit("nobody is waiting")


def _stretches(path: str) -> Iterator[tuple[float, Any]]:
    """(where it begins in seconds, samples from -1 to 1) of each stretch."""
    import numpy

    with wave.open(path, "rb") as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
            raise SystemExit("the sound is not 16-bit mono at 16 kHz")
        at = 0
        while True:
            file.setpos(at)
            heard = numpy.frombuffer(file.readframes(STRETCH * RATE), dtype="<i2").astype("float32") / 32768
            if not len(heard):
                return
            if at + len(heard) < file.getnframes():
                heard = heard[: _quietest(numpy, heard)]
            yield at / RATE, heard
            at += len(heard)


def _live_stretches(source: int) -> Iterator[tuple[float, Any]]:
    """Like `_stretches`, of sound that is still being made: a part is heard when there is enough, or no more comes."""
    import numpy

    begins, samples = 0, numpy.zeros(0, "float32")
    ended = False
    while not ended:
        is_more = bool(select.select([source], [], [], LIVE_SILENCE)[0])
        part = _part(source) if is_more else None
        ended = is_more and part is None
        if part is not None:
            at, data = part
            if len(samples) and abs(at - begins - len(samples) * 1000 / RATE) > LIVE_GAP:
                yield begins / 1000, samples
                samples = samples[:0]
            begins = at - len(samples) * 1000 // RATE
            samples = numpy.concatenate([samples, numpy.frombuffer(data, "<i2").astype("float32") / 32768])
            if select.select([source], [], [], 0)[0] and len(samples) < LIVE_LONGEST * RATE:
                continue  # more is there already: the machine is behind, or it has only begun
        while len(samples) >= (LIVE_STRETCH if is_more and not ended else LIVE_LEAST) * RATE:
            heard = samples[: LIVE_LONGEST * RATE]
            if is_more and not ended:
                heard = heard[: _quietest(numpy, heard, LIVE_LOOK_BACK)]
            yield begins / 1000, heard
            begins += len(heard) * 1000 // RATE
            samples = samples[len(heard) :]


def _part(source: int) -> tuple[int, bytes] | None:
    """The next part: where it begins in ms, and its bytes; None at the end, also of one that was cut short."""
    header = _read(source, HEADER.size)
    if header is None:
        return None
    at, size = HEADER.unpack(header)
    data = _read(source, size)
    return None if data is None else (at, data)


def _read(source: int, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        more = os.read(source, size - len(data))
        if not more:
            return None
        data += more
    return bytes(data)


def _quietest(numpy: Any, samples: Any, look_back: int = 0) -> int:
    """Where near the end it is quietest, in samples."""
    tail = samples[-(look_back or LOOK_BACK) * RATE :]
    moments = tail[: len(tail) // MOMENT * MOMENT].reshape(-1, MOMENT)
    quietest = int(numpy.argmin((moments**2).mean(axis=1)))
    return len(samples) - len(tail) + quietest * MOMENT + MOMENT // 2


def _say(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
