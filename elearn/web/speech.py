"""Say a text aloud with eSpeak NG, which a package brings along. It speaks Azerbaijani, Russian and English.

The engine is one for a process and keeps what it says in one place, so one thread speaks at a time.
"""

import ctypes
import threading
import wave
from array import array
from collections.abc import Sequence
from functools import cache
from io import BytesIO

import espeakng_loader
from django.http import HttpResponse

SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples come through the callback only
UTF8 = 1
RATE = 1  # espeakRATE, words a minute
WORDS_A_MINUTE = 140
SAMPLE_BYTES = 2
PAUSE = 0.6  # seconds after a sentence
LONGEST = 4000  # signs that are said at once, about five minutes
BYTES_A_SIGN = 2_200  # of sound, about: to say beforehand what listening costs
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
_heard = bytearray()
_one_at_a_time = threading.Lock()


@_CALLBACK
def _hear(samples, count, events):  # type: ignore[no-untyped-def]
    if samples and count > 0:
        _heard.extend(ctypes.string_at(samples, count * SAMPLE_BYTES))
    return 0


@cache
def _engine() -> tuple[ctypes.CDLL, int]:
    """Start the engine once. Gives it and its rate in samples a second."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(SYNCHRONOUS, 500, espeakng_loader.get_data_path().encode(), 0)
    if rate <= 0:
        raise RuntimeError("The voice engine did not start.")
    library.espeak_SetSynthCallback(_hear)
    library.espeak_SetParameter(RATE, WORDS_A_MINUTE, 0)
    return library, rate


def speak(text: str, *, language: str) -> tuple[bytes, int]:
    """Give 16-bit mono samples of a text in "az", "ru" or "en", and their rate in samples a second."""
    with _one_at_a_time:
        library, rate = _engine()
        if library.espeak_SetVoiceByName(language.encode()) != 0:
            raise ValueError(f"The voice engine has no voice for {language}.")
        _heard.clear()
        data = text.encode()
        library.espeak_Synth(data, len(data) + 1, 0, 0, 0, UTF8, None, None)
        library.espeak_Synchronize()
        return bytes(_heard), rate


def said(sentences: Sequence[str], *, language: str) -> bytes:
    """Give the sentences as one WAV file, each followed by a pause; what is too long is left out, whole sentences.

    Half of the engine's samples a second are enough for a voice, and cost half of the data.
    """
    file, length = BytesIO(), 0
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(SAMPLE_BYTES)
        for number, sentence in enumerate(sentences):
            length += len(sentence)
            if number and length > LONGEST:
                break
            samples, rate = speak(sentence, language=language)
            if number == 0:
                sound.setframerate(rate // 2)
            sound.writeframes(_halved(samples) + bytes(int(rate * PAUSE) // 2 * SAMPLE_BYTES))
    return file.getvalue()


def _halved(samples: bytes) -> bytes:
    """Give every two samples as their mean."""
    heard = array("h", samples)
    return array("h", ((one + other) // 2 for one, other in zip(heard[::2], heard[1::2], strict=False))).tobytes()


def cost(sentences: Sequence[str]) -> int:
    """Say beforehand, roughly, how many bytes the sound of these sentences has."""
    return min(sum(len(sentence) for sentence in sentences), LONGEST) * BYTES_A_SIGN


def sound_answer(sentences: Sequence[str], *, language: str) -> HttpResponse:
    """Answer with the sentences said aloud; nobody in between keeps them."""
    answer = HttpResponse(said(sentences, language=language), content_type="audio/wav")
    answer["Cache-Control"] = "private, no-store"
    return answer
