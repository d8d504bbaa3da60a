"""Words that do what a button does: skip, later, stop, keep asking. In both languages.

Taken as such are only messages in which nothing else is said: of these words, with what people
say around them to be polite or to say when. Whatever tells anything is an answer.
"""

import re
from enum import StrEnum


class WayOut(StrEnum):
    """What the words do."""

    STOP = "stop"
    PAUSE = "pause"
    LATER = "later"
    SKIP = "skip"
    STAY = "stay"
    LESS = "less"
    YES = "yes"


_MOST, _LONGEST = 12, 120  # words, characters; whoever writes more says something

_POLITE = (
    r"sorry|please|pls|thanks?( (you|u))?|ok(ay|é)?|i (want|would like)( you)? to|i['’]d like to|"
    r"(can|could|may) (i|we|you)|just|maybe|hallway|"
    r"alsjeblieft|alstublieft|aub|svp|graag|dank( ?(je|u))?( ?wel)?|bedankt|"
    r"ik wil|(mag|kan) ik|kunnen we|laten we|misschien|helaas|maar|even|liever|hoor"
)
# "I'll skip" leaves a prompt; "I will stop asking" may be what somebody means to do next time.
_I = r"let['’]?s|i['’]?ll|i( will|['’]d rather)?|ik( (zou|ga))?"
_WHEN = (
    r"(for |right )?now|today|(for )?this (week|time|one|question)|at the moment|"
    r"(i am|i['’]m) |(too|very|really|so) busy|busy|have|got|it|this|"
    r"nu|vandaag|deze( (week|keer|vraag))?|dit( keer)?|op dit moment|heb|het|er|voor|te druk|druk"
)
_NOW = r"(right now|now|today|this week|at the moment)"
_NU = r"(nu|vandaag|deze week|op dit moment)"
_SKIP = (
    r"skip( (it|this|that))?( (one|week|question))?|pass( on)?( (it|this|that))?( (one|week))?|"
    rf"not {_NOW}|no( thanks?( you)?)?|nope|no time( for (this|it))?|"
    r"(don['’]?t|do not) have( (the|any))? time|(i['’]d )?rather not|"
    rf"(too|very|really|so) busy {_NOW}|"
    r"overslaan|sla( (ik|deze|dit|hem|het|vraag|keer|week|maar|even|liever|nu))* over|"
    rf"niet {_NU}|{_NU}( (even|maar|liever))* niet|nee( (dank|bedankt))?|geen (tijd|zin)|"
    rf"liever niet|(te )?druk {_NU}|{_NU} (even )?te druk|ik pas|(?<! )pas(?! )"
)
_LATER = (
    r"later( (today|this week|vandaag|deze week))?|(in|over) (a|one|een|één|1) we[e]?k|"
    r"next week|volgende week|(an|some )?other time|(een )?andere keer|"
    r"(ask|remind) me( (this|it))?( again)?|ask again|"
    r"(vraag|herinner)( (het|me|mij|er|dit|maar))*( (nog eens|nog een keer|opnieuw|weer))?"
)
# What of these says when, without which "ask me" asks for nothing.
_SAYS_WHEN = re.compile(r"\b(later|week|time|keer)\b", re.IGNORECASE)
_PAUSE = r"pause|pauze|pauzeren|take a break"
_STOP = (
    r"stop( (asking|sending|writing|it|this|these|me|questions|messages|with|"
    r"ermee|hiermee|met|vragen))*|unsubscribe|opt out|no more questions|leave me alone|"
    r"(don['’]?t|do not) ask( me)?( (this|again|any ?more))+|"
    r"afmelden|meld (me|mij) af|niet meer vragen|geen vragen meer|"
    r"hou( (er|hier))?( maar)? (op|mee op)|"
    r"vraag( (me|mij|maar))* (niets|niks) meer|laat (me|mij) met rust"
)
_STAY = (
    r"keep( on)? (asking|going)|go on|carry on|continue|"
    r"blijf( (maar|me|mij|het))* vragen|ga( maar)?( zo)? door|doorgaan|gewoon door"
)
_LESS = (
    r"(ask|vraag)?( (me|mij|het))*( ?(a bit|a little|wat|iets))? ?(less|minder)( (often|vaak))?|"
    r"fewer questions"
)
_YES = r"yes|yep|yeah|sure|ja(zeker)?|prima|goed|doe maar"


def _nothing_but(words: str, around: str) -> re.Pattern[str]:
    return re.compile(rf"((?<!\w)({words}|{around})(?!\w)|[\s.,;!…-])+", re.IGNORECASE)


def _one_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({words})(?!\w)", re.IGNORECASE)


_BOTH = rf"{_POLITE}|{_I}|{_WHEN}"
_WAYS = {
    way: (_one_of(words), _nothing_but(words, around))
    for way, words, around in (
        (WayOut.STOP, _STOP, _POLITE),
        (WayOut.PAUSE, _PAUSE, _POLITE),
        (WayOut.LATER, _LATER, rf"{_BOTH}|{_SKIP}|again|nog (eens|een keer)|opnieuw|weer|aan"),
        (WayOut.SKIP, _SKIP, _BOTH),
        (WayOut.STAY, _STAY, _POLITE),
        (WayOut.LESS, _LESS, _POLITE),
        (WayOut.YES, _YES, _POLITE),
    )
}
_MAY_I = re.compile(r"(can|could|may|mag|kan|kunnen)\b", re.IGNORECASE)


def way_out(text: str) -> WayOut | None:
    """What these words do; None: they say something else."""
    said = " ".join(text.split())
    if _MAY_I.match(said):
        said = said.rstrip("?! ")
    if not said or len(said) > _LONGEST or len(said.split()) > _MOST:
        return None
    for way, (core, nothing_but) in _WAYS.items():
        if not core.search(said) or not nothing_but.fullmatch(said):
            continue
        if way is not WayOut.LATER or _SAYS_WHEN.search(said):
            return way
    return None
