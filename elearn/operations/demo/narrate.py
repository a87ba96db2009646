"""Speak the sentences of a demo film into one WAV file, with the length of each."""

import wave
from pathlib import Path

from elearn.web.speech import SAMPLE_BYTES, speak

PAUSE = 0.6  # seconds after a sentence


def narrate(sentences: list[str], *, language: str, path: Path, pause: float = PAUSE) -> list[float]:
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
