"""Cutting a lesson into passages a small model can read to their end."""

import re

from .lesson import Lesson

# all-MiniLM-L6-v2 stops reading after 256 word pieces; 900 characters of English prose stay
# below that. What does not, code mostly, is halved until the model reads it to its end.
MAX_CHARS = 900
_BREAK = re.compile(r"(?<=[.!?…])\s+|\n{2,}|\n(?=\s*[-*•\d#`])")


def sentences(text: str) -> list[str]:
    """The sentences (or lines of a list, or paragraphs) of `text`, none empty."""
    return [part.strip() for part in _BREAK.split(text) if part and part.strip()]


def _pieces(text: str, limit: int) -> list[str]:
    """`text` cut at white space into pieces of at most `limit` characters."""
    pieces = []
    while len(text) > limit:
        cut = text.rfind(" ", limit // 2, limit)
        cut = cut if cut > 0 else limit
        pieces.append(text[:cut])
        text = text[cut:].lstrip()
    return [*pieces, text] if text else pieces


def passages(lesson: Lesson) -> list[str]:
    """Consecutive passages that together hold the whole lesson; at least one.

    The title and topics stand in the first, where they set the subject.
    """
    head = " ".join(part for part in (lesson.title, ", ".join(lesson.topics)) if part)
    result, current = [], head
    for sentence in sentences(lesson.body):
        for piece in _pieces(sentence, MAX_CHARS):
            if current and len(current) + len(piece) + 1 > MAX_CHARS:
                result.append(current)
                current = piece
            else:
                current = f"{current}\n{piece}" if current else piece
    if current or not result:
        result.append(current)
    return result


def halves(text: str) -> list[str]:
    """`text` in two at the white space nearest its middle; in the middle without any."""
    middle = len(text) // 2
    spaces = [m.start() for m in re.finditer(r"\s+", text)]
    cut = min(spaces, key=lambda place: abs(place - middle), default=middle)
    return [part for part in (text[:cut].strip(), text[cut:].strip()) if part]
