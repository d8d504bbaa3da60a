"""Which words name something, told by the company they keep, without a dictionary.

"We could not reach the nameserver": what follows an article, a possessive or a preposition and
ends there names a thing; what follows "to", "not" or "we" is something that is done. Words with
a capital inside a sentence are names. Each occurrence is a vote for or against.
"""

import re
from collections.abc import Iterator

from .stemming import fold

# "het", "that", "this", "die" and "dit" also stand before verbs, so they say nothing.
_BEFORE_NAMES = frozenset(
    """
    a an the my our your his her their its these those each every no any of in on at for from
    with without by into about per between under during via
    de een mijn onze ons uw hun haar elke elk iedere geen van op voor met zonder bij door over
    uit naar tussen tijdens
    """.split()
)
_BEFORE_VERBS = frozenset(
    """
    to not i we you they he she it who that which can could will would should must may might do
    does did don doesn didn always never
    te niet ik je jij wij hij zij ze men die dat wie kan kon kun kunnen moet moeten zal zou mag
    wil nooit altijd
    """.split()
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?:;,()\n“”\"‘]")
_ENDS = ".!?:\n"


def votes(text: str, dull: frozenset[str]) -> Iterator[tuple[str, int]]:
    """(word in small letters, 1 or -1) for each word of which `text` says something.

    `dull`: folded words that end a group of words, like "before" or "were".
    """
    tokens = ["\n", *_TOKEN.findall(text), "\n"]
    for before, word, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        small = fold(word.lower())
        if not word[0].isalpha() or small in dull:
            continue
        ends = not after[0].isalpha() or fold(after.lower()) in dull
        if word[0].isupper() and before not in _ENDS and before[0].isalpha():
            yield word.lower(), 1
        elif before.lower() in _BEFORE_NAMES:
            if ends:
                yield word.lower(), 1
        elif before.lower() in _BEFORE_VERBS:
            yield word.lower(), -1
