"""Home: how often colleagues may be introduced to me."""

from ...domain.talks import HIGHEST_LIMIT
from ...texts import Texts
from . import blocks as b


def introductions(t: Texts, limit: int) -> list[b.Block]:
    """A menu from none to five within thirty days."""
    options = [b.option(_times(t, n), str(n)) for n in range(HIGHEST_LIMIT + 1)]
    chosen = options[min(max(limit, 0), HIGHEST_LIMIT)]
    return [
        {"type": "divider"},
        b.section(f"*{t('meeting.limit')}*\n{t('meeting.limit_why')}"),
        b.actions(b.select("set_introductions", options, chosen)),
    ]


def _times(t: Texts, n: int) -> str:
    return t.count("meeting.limit_times", n) if n else t("meeting.limit_none")
