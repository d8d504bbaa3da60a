"""The views of what people have a right to, and of what moderators do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hallway_bot.domain.lesson import Author, Lesson, Visibility
from hallway_bot.domain.records import Stored
from hallway_bot.domain.sensitive import Sensitive
from hallway_bot.services.leaving import Policy
from hallway_bot.slack.views import forget, home, report, trust
from hallway_bot.texts import Texts

AT = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
LESSON = Lesson("l", Author("U0ANNA"), "I said <!channel>.", AT, visibility=Visibility.ANONYMOUS)
ROOM = Lesson("r", Author("U0BRAM"), "Bel eerst.", AT, happened="De pomp.", title="Bellen")
KEPT = replace(LESSON, hidden_because="It names a customer.")

VIEWS: dict[str, Callable[[Texts], Any]] = {
    "forget_me": forget.form,
    "report": lambda t: report.form(t, LESSON, "report"),
    "report_personal": lambda t: report.form(
        t, LESSON, "report", "Mail jan@klant.nl about it.", [Sensitive.EMAIL]
    ),
    "report_hide": lambda t: report.form(t, LESSON, "hide"),
    "report_answer": lambda t: report.form(t, LESSON, "answer"),
    "reported": lambda t: report.to_moderator(t, LESSON, None, "It names a <@U0CHLOE>."),
    "reported_named": lambda t: report.to_moderator(t, ROOM, "Bram Jansen", "Spam."),
    "hidden": lambda t: report.hidden(t, LESSON, "It names a customer."),
    "hidden_answered": lambda t: report.answered(t, LESSON, "I took the name out."),
    "shown_again": lambda t: report.shown(t, LESSON.headline),
    "home_hidden": lambda t: home.home(t, home.Mine([KEPT], [], Stored(1, 0, 0, 0, 0))),
    "trust": lambda t: trust.form(t, trust.Trusted()),
    "trust_arranged": lambda t: trust.form(t, trust.Trusted(True, Policy.DELETE, 90, ("U0CHLOE",))),
}
