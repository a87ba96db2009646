"""How far two words are apart, for what was mistyped.

Damerau's four slips (a letter more, fewer, another, or two exchanged) make up most typing errors: F. J. Damerau, "A
technique for computer detection and correction of spelling errors", CACM 7(3), 1964. How many are forgiven depends on
the length, as in Algolia's and Typesense's search: none up to three letters, one up to seven, two beyond; Lucene's two
from six letters on make other words of short ones. People rarely miss the first letter (E. J. Yannakoudakis and
D. Fawthrop, "The rules of spelling errors", Information Processing & Management 19(2), 1983), so two slips need it.
"""


def forgiven(word: str) -> int:
    """Give how many slips are forgiven in a word of this length; a number must be right."""
    if word.isdigit() or len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def slips(one: str, other: str) -> int:
    """Count the slips by which one word may have become the other; 9 when it is another word."""
    most = forgiven(one)
    found = distance(one, other, most)
    return 9 if found > most or (found > 1 and one[:1] != other[:1]) else found


def distance(one: str, other: str, most: int) -> int:
    """Count the slips between two words; more than `most` is said as `most + 1`."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return min(last[-1], most + 1)


def nearest(word: str) -> set[str]:
    """Give what a word may have been before two letters were exchanged or one was added.

    In a short word these leave hardly a piece of three letters as it was, so looking alike does not find them.
    """
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    return (swapped | {word[:at] + word[at + 1 :] for at in range(len(word))}) - {word}
