"""Speak a text with eSpeak NG, which a package brings along. It speaks Azerbaijani, Russian and English."""

import ctypes
import wave
from functools import cache
from pathlib import Path

import espeakng_loader

SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples come through the callback only
UTF8 = 1
RATE = 1  # espeakRATE, words a minute
WORDS_A_MINUTE = 140
SAMPLE_BYTES = 2
_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)
_heard = bytearray()


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
    library, rate = _engine()
    if library.espeak_SetVoiceByName(language.encode()) != 0:
        raise ValueError(f"The voice engine has no voice for {language}.")
    _heard.clear()
    data = text.encode()
    library.espeak_Synth(data, len(data) + 1, 0, 0, 0, UTF8, None, None)
    library.espeak_Synchronize()
    return bytes(_heard), rate


def narrate(sentences: list[str], *, language: str, path: Path, pause: float = 0.6) -> list[float]:
    """Write the sentences as one WAV file, each followed by a pause. Gives the length of each in seconds."""
    lengths = []
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        for number, sentence in enumerate(sentences):
            samples, rate = speak(sentence, language=language)
            if number == 0:
                file.setframerate(rate)
            quiet = bytes(int(rate * pause) * SAMPLE_BYTES)
            file.writeframes(samples + quiet)
            lengths.append(len(samples + quiet) / SAMPLE_BYTES / rate)
    return lengths
