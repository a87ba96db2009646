"""How long a text message may be: two segments in UCS-2, which ə and Cyrillic need (GSM 03.40, 67 units each)."""

SMS_LONGEST = 134


def fitted(words: str) -> str:
    """Shorten a text to two segments; an address at its end is kept whole."""
    if sms_length(words) <= SMS_LONGEST:
        return words
    start, _space, last = words.rpartition(" ")
    is_address = last.startswith(("http://", "https://")) and sms_length(last) <= SMS_LONGEST - 2
    ending = f"… {last}" if is_address else "…"
    if not is_address:
        start = words
    while start and sms_length(start + ending) > SMS_LONGEST:
        start = start[:-1].rstrip()
    return start + ending


def sms_length(words: str) -> int:
    """Count 16-bit units, as the network does: a character outside the basic plane counts twice."""
    return len(words.encode("utf-16-le")) // 2
