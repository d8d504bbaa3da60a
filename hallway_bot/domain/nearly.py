"""Whether two texts say nearly the same, so that a person may not want to share the second."""

from .analysis import content_terms

# Chosen on `hallway eval --duplicates` (`.github/decisions/0007-ranking.md`): meaning alone takes
# related lessons for copies, words alone miss what was typed in a hurry.
_ALIKE = 0.70
_TOGETHER = 1.40
# So alike that other words hide nothing: what was told anew by the same person.
_BY_MEANING = 0.93


def overlap(one: str, other: str, language: str) -> float:
    """The share, 0 to 1, of all subject words of two texts in a language that both hold."""
    ours, theirs = content_terms(one, language), content_terms(other, language)
    both = ours | theirs
    return len(ours & theirs) / len(both) if both else 0.0


def nearly_the_same(cosine: float, shared: float) -> bool:
    """By cosine similarity of meaning and `overlap` of words together."""
    together = cosine >= _ALIKE and cosine + shared >= _TOGETHER
    return together or cosine >= _BY_MEANING
