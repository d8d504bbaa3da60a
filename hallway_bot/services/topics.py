"""Suggesting topics from what a person has typed so far."""

from collections import Counter
from dataclasses import dataclass

from ..domain.analysis import question_terms, words
from ..domain.language import STOPWORDS
from ..ports import Store

_EMPTY = STOPWORDS["en"] | STOPWORDS["nl"]
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Topics:
    """The use case."""

    store: Store

    def suggest(self, workspace: str, text: str, typed: str = "") -> list[str]:
        """Known topics that the text mentions, then its own telling words, then what is common.

        What is being typed comes first, so that any topic can be given.
        """
        known = self.store.topics(workspace, 200)
        mentioned = {stem for options in question_terms(text) for stem in options}
        fitting = [
            topic
            for topic in known
            if any(stem in mentioned for options in question_terms(topic) for stem in options)
        ]
        counted = Counter(w for w in words(text) if len(w) > 3 and w not in _EMPTY and w.isalpha())
        telling = [word for word, _ in sorted(counted.items(), key=lambda p: (-p[1], -len(p[0])))]
        offered = [*fitting, *telling[:6], *known]
        if typed.strip():
            wanted = typed.strip()
            offered = [
                wanted,
                *(topic for topic in offered if wanted.casefold() in topic.casefold()),
            ]
        return list(dict.fromkeys(topic[:75] for topic in offered))[:_SHOWN]
