"""The views of looking back and of what administrators arrange."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery
from hallway_bot.domain.reflecting import Intention, Note, Pause, Reflecting, Taking, Wishes
from hallway_bot.domain.rhythm import Due, Frequency, Rhythm, Turn
from hallway_bot.services.reflect import Asked, Source
from hallway_bot.slack.views import admin, home_reflect, note, reflect, settings
from hallway_bot.slack.views.note import Page, Step
from hallway_bot.texts import Texts

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FOLLOW_UPS = ("What did you learn from it?", "When would it help somebody else?")
LIBRARY = Asked(Source.LIBRARY, "p", "What took longer than it should have?", FOLLOW_UPS)
MEANT = Asked(Source.INTENTION, "i", "Lower the TTL first.", (), AT - 21 * DAY)
OPEN = Asked(Source.QUESTION, "q", "Who has moved a server?", (), AT, "U0CHLOE")
BEGUN = Asked(Source.NOTE, "n", "The pump froze.", (), AT - 9 * DAY)
NOTE = Note("n", "U0DAVID", LIBRARY.text, AT, FOLLOW_UPS, "d", happened="The pump froze.")
ON = Reflecting(
    "U0DAVID",
    AT - 90 * DAY,
    Rhythm(zone="Europe/Amsterdam"),
    next=Due(datetime(2026, 11, 26, 14, 30, tzinfo=UTC), "2026-W48"),
)
SENT = [
    Delivery("a", "U0DAVID", Kind.PROMPT, "a", AT, AT, sent_at=AT - 5 * DAY),
    Delivery("b", "U0DAVID", Kind.MATCH, "b", AT, AT, sent_at=AT - 6 * DAY),
    Delivery("c", "U0DAVID", Kind.THANKS, "c", AT, AT, sent_at=AT - 7 * DAY),
]
BUSY = [
    Delivery(str(n), "U0DAVID", kind, str(n), AT, AT, subject, sent_at=AT - n * timedelta(hours=20))
    for n, (kind, subject) in enumerate(
        [(Kind.PROMPT, {"about": "quiet"}), *[(kind, {}) for kind in Kind if kind.is_counted]] * 2
    )
]
MEANS = Intention("i", "U0DAVID", "Lower the TTL first.", date(2026, 12, 15), AT)


def mine(one: Reflecting | None, **more: Any) -> home_reflect.Rhythmic:
    shown = {"notes": [], "intentions": [], "sent": [], "wishes": Wishes(), **more}
    return home_reflect.Rhythmic(reflecting=one, today=AT.date(), **shown)


def on_home(t: Texts, one: home_reflect.Rhythmic) -> dict[str, Any]:
    return {
        "type": "home",
        "blocks": [
            *home_reflect.begun(t, one),
            *home_reflect.looking_back(t, one),
            *home_reflect.sent(t, one),
        ],
    }


def form(step: Step) -> Callable[[Texts], dict[str, Any]]:
    return lambda t: note.form(t, NOTE, Page("n", step), date(2026, 12, 15))


def prompt(t: Texts, asked: Asked, asker: str | None = None) -> Any:
    return reflect.prompt(t, "d", asked, reflect.question(t, asked, AT, asker))


PAUSED = replace(ON, paused_until=AT + 2 * DAY)
EARLY = replace(
    ON,
    rhythm=Rhythm(0, time(9), zone="Europe/Amsterdam"),
    next=Due(datetime(2026, 11, 30, 8, 30, tzinfo=UTC), "2026-W49"),
)
RARE = Rhythm(0, time(9, 15), Frequency.MONTHLY, "Europe/Amsterdam")
GROUPS = {"S1": "leads", "S2": "everyone in Ghent"}
VIEWS: dict[str, Callable[[Texts], Any]] = {
    "welcome": lambda t: reflect.invitation(t, Rhythm()),
    "welcome_of_a_lead": lambda t: reflect.invitation(t, Rhythm(turn=Turn.LEAD)),
    "prompt_library": lambda t: prompt(t, LIBRARY),
    "prompt_of_a_lead": lambda t: reflect.prompt(t, "d", LIBRARY, LIBRARY.text, Turn.LEAD),
    "prompt_intention": lambda t: prompt(t, MEANT),
    "prompt_question": lambda t: prompt(t, OPEN),
    "prompt_question_named": lambda t: prompt(t, OPEN, "Chloe Martin"),
    "prompt_note": lambda t: prompt(t, BEGUN),
    "prompt_pause": reflect.pause,
    "prompt_quiet": lambda t: reflect.quiet(t, "d"),
    "prompt_replied": lambda t: reflect.replied(t, "n"),
    "prompt_answered_below": lambda t: reflect.replied(t, "n", "1.2"),
    **{f"note_{step.name.lower()}": form(step) for step in Step},
    "home_reflect_off": lambda t: on_home(t, mine(None)),
    "home_reflect_off_lead": lambda t: on_home(t, mine(None, turn=Turn.LEAD)),
    "home_reflect_on": lambda t: on_home(
        t, mine(ON, notes=[NOTE], intentions=[MEANS], sent=SENT, wishes=Wishes(attention_limit=0))
    ),
    "home_reflect_busy": lambda t: on_home(t, mine(None, sent=BUSY)),
    "home_reflect_lead": lambda t: on_home(t, mine(ON, turn=Turn.LEAD)),
    "home_reflect_rest": lambda t: on_home(t, mine(ON, rest=AT + 60 * DAY)),
    "home_reflect_after_leads": lambda t: on_home(t, mine(EARLY, turn=Turn.AFTER_LEADS)),
    "home_reflect_paused": lambda t: on_home(t, mine(PAUSED)),
    "home_reflect_quiet": lambda t: on_home(t, mine(replace(ON, state=Taking.QUIET, next=None))),
    "rhythm": lambda t: home_reflect.rhythm_form(t, Rhythm(), Wishes(), "", leads=False),
    "rhythm_of_a_lead": lambda t: home_reflect.rhythm_form(
        t, RARE, Wishes("nl", 1, 1, "NL"), "newcomer", leads=True
    ),
    "settings": lambda t: settings.form(t, Wishes()),
    "settings_chosen": lambda t: settings.form(t, Wishes("nl", 0, 5)),
    "admin_home": lambda t: {
        "type": "home",
        "blocks": admin.section(t, [Pause("", AT, "U0ANNA"), Pause("C0SITE", AT, "U0ANNA")]),
    },
    "admin_arrange": lambda t: admin.arrange(t, admin.Arranged(groups=GROUPS)),
    "admin_arranged": lambda t: admin.arrange(
        t, admin.Arranged("S1", "C0GENERAL", "NL", "nl", GROUPS)
    ),
    "admin_invite": admin.invite,
    "admin_rest": admin.rest,
}
