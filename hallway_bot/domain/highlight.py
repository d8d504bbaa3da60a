"""The sentence of a lesson that a card shows first."""

from collections.abc import Sequence

from .analysis import text_terms
from .lesson import Lesson
from .passages import sentences


def best_sentence(lesson: Lesson, passage: str, terms: Sequence[tuple[str, ...]]) -> str:
    """The sentence of `passage` that holds most of the question's words.

    `passage` is the one nearest in meaning, so without any shared word its first sentence
    stands for it; what was learned goes before what happened when both hold as many. Empty
    when the passage has no sentence of the lesson's body.
    """
    options = [said for said in sentences(passage) if said in lesson.body]
    if not options:
        return ""

    def worth(place: int) -> tuple[int, bool, int]:
        said = options[place]
        held = set(text_terms(said, lesson.language))
        found = sum(any(term in held for term in alternatives) for alternatives in terms)
        return found, said in lesson.learned, -place

    return options[max(range(len(options)), key=worth)]
