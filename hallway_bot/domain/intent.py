"""Telling apart, by simple rules in both languages, what a person wants with plain words."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a message asks of Hallway."""

    QUESTION = "question"
    WHO = "who"
    LESSON = "lesson"
    HELP = "help"
    THANKS = "thanks"
    OK = "ok"  # nothing is asked and nothing told
    FINE = "fine"  # the same, unless somebody was asked how it went
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Intent:
    """What was meant; `text` is the question, the topic (of WHO) or the lesson."""

    kind: Kind
    text: str


_HELP = re.compile(
    r"^(help|hulp|\?+|hi|hey|hello|hallo|hoi|hé|dag|start|menu|"
    r"(what|wat) (can|kan|kun) (you|je|jij)( do| doen)?)[\s!.?]*$",
    re.IGNORECASE,
)
_EMOJI = (
    r":[a-z0-9_+'-]+:|[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]|"
    r"<3|[:;]-?[)D]"
)
_THANKED = (
    r"thank ?(you|u)|thanks|thnx|thx|ty|cheers|much appreciated|"
    r"dank( ?(je|jullie|u))?( ?wel)?|bedankt|merci"
)
_AGREED = (
    r"ok(ay|é|e)?|k|alright|all right|got it|will do|understood|top|is goed|begrepen|doe ik|"
    r"komt goed"
)
# Below "how did it go?" these are an answer.
_PRAISED = (
    r"great|perfect|awesome|cool|nice|lovely|good|fine|clear|prima|super|fijn|mooi|goed|helder|"
    r"duidelijk|leuk"
)
_FILLING = (
    r"so|very|much|a lot|again|then|for (that|(the|your|this) \w+)|that|and|hallway|that's|"
    r"heel|erg|zeer|veel|nogmaals|alvast|hoor|dan|voor (alles|(de|het|je|jullie) \w+)|en|dat|is|je"
)


def _said(*words: str) -> str:
    return rf"\b({'|'.join(words)})(?!\w)"


_THANKS, _OK, _FINE = (
    re.compile(pattern, re.IGNORECASE)
    for pattern in (_said(_THANKED), rf"{_EMOJI}|{_said(_AGREED)}", _said(_PRAISED))
)
_NOTHING_MORE = re.compile(
    rf"({_EMOJI}|{_said(_THANKED, _AGREED, _PRAISED, _FILLING)}|[\s!.,])+", re.IGNORECASE
)
_WHO = [
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"^who (here |else )?(knows?|has (some |any )?(experience|worked)|worked|is (good|familiar)"
        r"|can help( me)?)( (anything|something|more|a lot|much))?"
        r"( (about|with|of|at|on|in))?\s+(?P<topic>.+)$",
        r"^(does |do )?(anyone|anybody|someone|somebody) (here )?(knows?|has|have)"
        r"( (anything|something|any|some))?( experience)? (about|with|of)\s+(?P<topic>.+)$",
        r"^wie (hier )?(weet|kent|heeft|kan|snapt|deed|werkte)"
        r"( (er )?(iets|wat|meer|veel|alles|mij|me|ooit))*( ervaring| verstand| kennis| helpen)*"
        r"( (van|over|af van|met|in|bij))?\s+(?P<topic>.+)$",
        r"^(weet|kent|heeft) (hier )?iemand( hier)?( (iets|wat|meer))*"
        r"( ervaring| verstand| kennis)? (van|over|met|in)\s+(?P<topic>.+)$",
    )
]
_LESSON = re.compile(
    r"^(til\b|lesson( learned)?\b|learned\b|learnt\b|today i|note to self|les(je)?\s*:|geleerd\b|"
    r"(yesterday|last week|this week|recently),? (i|we)\b|"
    r"(vandaag|gisteren|vorige week|deze week|laatst) (heb|hebben|ben|had|ging|leerde)\b|"
    r"(i|we)('ve| have)? (just )?"
    r"(learned|learnt|found out|discovered|realised|realized|forgot|broke)\b|"
    r"(ik|we|wij) (heb|hebben|leerde|leerden|vergat|vergaten|ontdekte|ontdekten)\b|"
    r"(next time|volgende keer)\b)",
    re.IGNORECASE,
)
# Said anywhere in a story: "The forklift stood still. I learned that …", "geleerd: eerst bellen".
_LEARNED = re.compile(
    r"\b((ik|we|wij) (heb|hebben)|(heb|hebben) (ik|we|wij))( \w+){0,4} geleerd\b|"
    r"\b(ik|we|wij) leerden?\b|\bleerde(n)? (ik|we|wij|me|mij|ons)\b|\b(geleerd|les(je)?)\s*:|"
    r"(^|[.!?,;:\n]\s*|\b(and|so|but|then|that) )(i|we)('ve|’ve| have)? (just |then |since )?"
    r"(learned|learnt)\b|\blessons? learn(ed|t)\b|\blesson\s*:|\btaught (me|us)\b",
    re.IGNORECASE,
)
_SHORT = 60  # characters; nobody thanks a bot at greater length
_CLAUSE_END = re.compile(r"[.,;:!\n]")
_QUESTION = re.compile(
    r"^(how|what|whats|why|when|where|which|who|whose|can|could|should|would|will|is|are|was|were|"
    r"does|do|did|has|have|any|anyone|anybody|hoe|wat|waarom|wanneer|waar|welke?|wie|kan|kun|kunnen|"
    r"moet|moeten|mag|zou|zouden|is|zijn|heeft|hebben|weet|kent|waarmee|waarvoor|ervaring|ervaringen|"
    r"experience|experiences|tips|looking for|ik zoek|op zoek naar)\b",
    re.IGNORECASE,
)


def topic_of(text: str) -> str | None:
    """The X of "who knows about X", or None when that is not what was asked."""
    asked = text.strip().rstrip("?!. \n")
    for pattern in _WHO:
        if found := pattern.match(asked):
            return found["topic"].strip() or None
    return None


def understand(text: str) -> Intent:
    """What `text`, plain words without Slack's markup, asks for."""
    said = text.strip()
    if not said or _HELP.match(said):
        return Intent(Kind.HELP, said)
    if courtesy := _courtesy(said):
        return Intent(courtesy, said)
    if topic := topic_of(said):
        return Intent(Kind.WHO, topic)
    if _tells(said):
        return Intent(Kind.LESSON, said)
    if said.endswith("?") or _QUESTION.match(said):
        return Intent(Kind.QUESTION, said)
    return Intent(Kind.UNSURE, said)


def is_question(text: str) -> bool:
    """Whether this reads as a question, and not as the subject of one ("postgres", "CAN bus")."""
    wordy = len(text.split()) > 2
    return "?" in text or (wordy and understand(text).kind in (Kind.QUESTION, Kind.WHO))


def _courtesy(said: str) -> Kind | None:
    """What is meant by a few kind words that ask and tell nothing; None: there is more to it."""
    if len(said) > _SHORT or not _NOTHING_MORE.fullmatch(said):
        return None
    kinds = ((_THANKS, Kind.THANKS), (_OK, Kind.OK), (_FINE, Kind.FINE))
    return next((kind for pattern, kind in kinds if pattern.search(said)), None)


def _tells(said: str) -> bool:
    """Whether this is about something that the person learned."""
    if said.endswith("?"):
        return False
    if _LESSON.match(said):
        return True
    found = _LEARNED.search(said)
    if found is None:
        return False
    # "What have we learned about suppliers" asks, "When it stopped, we learned …" tells.
    asks = _QUESTION.match(said) and not _CLAUSE_END.search(said[: found.end()])
    return not asks
