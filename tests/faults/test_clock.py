"""The machine's clock jumps an hour forward and back, while Slack's goes on as it should."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hallway_bot.bot import Bot
from hallway_bot.domain.attention import Kind
from hallway_bot.playground.server import Playground
from hallway_bot.slack import directory

from ..slack.acting import a_word, asks, index, share
from ..slack.conftest import MovableClock, opened
from ..slack.looking_back import DAY, joined, lessons, mine, work
from .conftest import Figures, posted

pytestmark = pytest.mark.faults
EVER = datetime(2000, 1, 1, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PEOPLE = ("U0CHLOE", "U0DAVID", "U0ELIF")
WEEKS = 4


class JumpingClock(MovableClock):
    """Right when `off` is nothing; `right` always is."""

    off = timedelta(0)

    def __call__(self) -> datetime:
        return self.right() + self.off

    def right(self) -> datetime:
        return super().__call__()


@pytest.fixture
def jumping(tmp_path: Path) -> Iterator[tuple[Playground, Bot, JumpingClock]]:
    """A stage whose Slack has the right time."""
    clock = JumpingClock()
    with opened(tmp_path, clock, invited=False, wall=clock.right) as (playground, bot):
        yield playground, bot, clock


def test_no_prompt_comes_twice_or_not_at_all_and_no_claim_stays(
    jumping: tuple[Playground, Bot, JumpingClock], figures: Figures
) -> None:
    playground, bot, clock = jumping
    stage, workspace = (playground, bot), bot.desk.workspace(None)
    people = [joined(stage, user) for user in PEOPLE]
    periods: set[tuple[str, str]] = set()
    for week in range(WEEKS):
        dues = [mine(stage, person).next for person in people]
        assert all(dues)
        periods |= {(p.id, due.period) for p, due in zip(people, dues, strict=True) if due}
        clock.to(min(due.at for due in dues if due) - 10 * MINUTE)
        # Posted, but we do not hear of it; before the due time, or when it is due.
        trouble = {"drop": True} if week % 2 else {"status": 500}
        playground.faults.fail("chat.postMessage", 2, late=True, **trouble)
        for jump in (HOUR, timedelta(0), -HOUR, HOUR, -HOUR, timedelta(0)):
            clock.off = jump
            figures.tried += 1
            work(stage)
            work(stage)
            figures.survived += max(Counter(posted(playground)).values(), default=1) == 1
        clock.off = timedelta(0)
        clock.move(70 * MINUTE)
        work(stage)
        for person in people:
            for one in bot.desk.store.counted_to(workspace, person.id, EVER):
                bot.desk.store.answer_delivery(workspace, one.id, clock())
    sent = [one for user in PEOPLE for one in bot.desk.store.counted_to(workspace, user, EVER)]
    prompts = [one for one in sent if one.kind is Kind.PROMPT]
    reached = Counter(posted(playground))  # each was done, whatever we were told
    figures.doubled = sum(reached.values()) - len(reached)
    figures.lost = len(periods - {(one.user_id, one.subject["period"]) for one in prompts})
    figures.lost += sum(one.id not in reached for one in prompts)
    figures.lost += len(bot.desk.store.stuck_deliveries(clock() + DAY, clock()))
    assert len(periods) == WEEKS * len(PEOPLE) == len(prompts) and figures.fine


@pytest.mark.parametrize("jump", [-HOUR, HOUR], ids=["back", "forward"])
def test_whoever_left_a_channel_loses_its_lessons_within_five_real_minutes(
    jumping: tuple[Playground, Bot, JumpingClock],
    figures: Figures,
    monkeypatch: pytest.MonkeyPatch,
    jump: timedelta,
) -> None:
    playground, bot, clock = jumping
    elif_, word = playground.person("U0ELIF"), a_word()
    told = f"Oil the {word} hinge first."
    share(playground, elif_, told, visibility="channel", channel="C0PROJECTS")
    index((playground, bot))
    assert lessons((playground, bot), elif_)
    question = f"How do I oil the {word} hinge?"
    assert word in asks(playground, "U0CHLOE", question)
    playground.workspace.leave("C0PROJECTS", "U0CHLOE")
    clock.off = jump
    real = time.monotonic
    monkeypatch.setattr(directory.time, "monotonic", lambda: real() + 301)
    figures.tried += 1
    answer = asks(playground, "U0CHLOE", question)
    figures.survived += word not in answer
    figures.lost += word not in asks(playground, "U0DAVID", question)
    assert figures.fine, json.dumps(answer)
