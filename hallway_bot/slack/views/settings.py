"""How Hallway speaks to a person, and how often: one form behind one button on Home."""

from ...domain.attention import DEFAULT_LIMIT, HIGHEST_LIMIT
from ...domain.reflecting import Wishes
from ...domain.talks import DEFAULT_LIMIT as TALKS
from ...domain.talks import HIGHEST_LIMIT as MOST_TALKS
from ...texts import Texts
from . import blocks as b


def form(t: Texts, wishes: Wishes) -> b.Block:
    """The modal, filled with what holds now."""
    languages = {"auto": b.option(t("home.language_slack"), "auto"), **spoken(t)}
    unasked = [b.option(_at_most(t, n), str(n)) for n in range(HIGHEST_LIMIT + 1)]
    talks = [b.option(_times(t, n), str(n)) for n in range(MOST_TALKS + 1)]
    asked = _or(wishes.introductions_limit, TALKS)
    return b.modal(
        t("settings.title"),
        [
            b.field(
                t("home.language"),
                b.select(
                    "language", list(languages.values()), languages[wishes.language or "auto"]
                ),
            ),
            b.field(
                t("home.attention"),
                b.select("attention", unasked, unasked[_or(wishes.attention_limit, DEFAULT_LIMIT)]),
            ),
            b.context(t("home.attention_intro")),
            b.field(
                t("meeting.limit"),
                b.select("introductions", talks, talks[min(asked, MOST_TALKS)]),
            ),
            b.context(t("meeting.limit_why")),
        ],
        t("cancel"),
        t("save"),
        callback_id="settings",
    )


def spoken(t: Texts) -> dict[str, b.Block]:
    """The languages that Hallway speaks, each by its own name."""
    return {x: b.option(t(f"language.{x}"), x) for x in ("en", "nl")}


def _or(wished: int | None, default: int) -> int:
    return default if wished is None else wished


def _at_most(t: Texts, limit: int) -> str:
    return t.count("home.attention_limit", limit) if limit else t("home.attention_none")


def _times(t: Texts, n: int) -> str:
    return t.count("meeting.limit_times", n) if n else t("meeting.limit_none")
