"""Small letters in our languages: Python makes two signs of İ, and one writes I for ı where a keyboard has no other."""


def small(words: str) -> str:
    """Write words in small letters: "DOĞUM İLİ" → "doğum ili"."""
    return words.lower().replace("i\u0307", "i")


def alike(words: str) -> str:
    """Write words so that those that differ in capitals, dots over i, and blanks alone are the same."""
    return " ".join(small(words).replace("ı", "i").split())
