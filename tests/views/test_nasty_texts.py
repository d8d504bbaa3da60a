"""Nothing that people write may break a view, ping anybody or pose as a link."""

import json
import re
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hallway_bot.domain.expertise import Knower, Knowers
from hallway_bot.domain.feedback import Feedback
from hallway_bot.domain.lesson import Author, Lesson, Visibility
from hallway_bot.domain.records import OpenQuestion
from hallway_bot.domain.talks import TalkState
from hallway_bot.domain.trials import Trial
from hallway_bot.playground.validate import check_message, check_view
from hallway_bot.services.caution import Concern
from hallway_bot.services.digest import Digest
from hallway_bot.services.share import Draft
from hallway_bot.services.themes import Theme
from hallway_bot.slack.views import (
    answer,
    blocks,
    digest,
    home,
    lesson,
    meeting,
    people,
    questions,
    share,
    tending,
    trying,
)
from hallway_bot.slack.views.share import Context
from hallway_bot.texts import Texts

from .showcase import AT, BLANK, VIEWER, Made, found, mine
from .test_snapshots import as_json

NASTY = (
    "<!channel>", "<!here>", "<!everyone>", "<!subteam^S0ALL|@all>", "<@U0ANNA>", "<#C0GENERAL>",
    "<https://evil.example|bank>", "https://evil.example", "&", "&lt;!channel&gt;", "&amp;lt;",
    "*_~", "`",
    "```\ncode <b>\n```", "> quote", "👩‍👩‍👧‍👦", "é" * 50, "שלום עולם", "\u202eleft", "\u200b",
    "\x00", "\ufffd", "\n", " ", '"', "\\", "{who}", "%s", "x" * 400, "A" * 9_000,
)  # fmt: skip
TEXT = st.lists(st.sampled_from(NASTY) | st.text(max_size=60), min_size=1, max_size=40).map(
    lambda parts: (" ".join(parts) * 3)[:10_000]
)
WRITTEN = TEXT.filter(lambda text: bool(text.strip()))
VISIBILITY = st.sampled_from(Visibility)
LANGUAGE = st.sampled_from(("en", "nl"))
# What Slack acts upon: mentions of people, groups and channels, links with a label of their own.
ACTS = re.compile(r"<([^>]*)>")
OURS = re.compile(r"#C0GENERAL|https://hallway\.example/p1\|(what you wrote|wat je schreef)")
LONGEST = "A sentence of some length, with <!channel> & more. " * 196

LESSONS = st.builds(
    lambda learned, more, title, topic, seen: Lesson(
        "id",
        Author("U0ANNA"),
        learned,
        AT,
        happened=more,
        useful_when=more[::-1],
        title=" ".join(title.split())[:200],
        topics=(topic[:100],),
        visibility=seen,
        channel_id="C0GENERAL" if seen is Visibility.CHANNEL else None,
    ),
    WRITTEN, TEXT, TEXT, WRITTEN, VISIBILITY,
)  # fmt: skip


def mrkdwn(value: Any) -> list[str]:
    """Every text that Slack looks for markup in."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "mrkdwn" else []
        return own + [text for one in value.values() for text in mrkdwn(one)]
    return [text for one in value for text in mrkdwn(one)] if isinstance(value, list) else []


def check(made: Made) -> None:
    """Slack takes it, and acts on nothing that a person wrote."""
    if isinstance(made, dict):
        check_view(made, (made["type"],))
    else:
        check_message(*made)
    shown = as_json(made)
    for text in [*mrkdwn(shown["blocks"]), str(shown.get("text") or "")]:
        acting = [one for one in ACTS.findall(text) if not OURS.fullmatch(one)]
        assert not acting and text.count("<") == len(ACTS.findall(text)), text


@settings(max_examples=60, deadline=None)
@given(LESSONS, WRITTEN, WRITTEN, LANGUAGE)
def test_an_answer_holds_any_lesson_and_any_question(
    lesson: Lesson, name: str, question: str, language: str
) -> None:
    t, names = Texts(language), {"U0ANNA": name}
    three = found(lesson, replace(lesson, id="b"), lesson, question=question)
    for viewer in (VIEWER, None):
        check(answer.answer(t, three, names, viewer))
    check(answer.answer(t, found(question=question), names, VIEWER))
    five = tuple(Knower(f"U{n}", f"U{n}", None, 1.0, (lesson,)) for n in range(5))
    check(answer.knowers(t, question, Knowers(five, 3), {"U1": name}, VIEWER))
    check(answer.knowers(t, question, Knowers((), 3), {}, VIEWER))
    check(answer.carried(t, question))


@settings(max_examples=60, deadline=None)
@given(LESSONS, WRITTEN, LANGUAGE)
def test_a_modal_and_home_hold_any_lesson(lesson_: Lesson, name: str, language: str) -> None:
    t = Texts(language)
    check(lesson.whole(t, lesson_, name))
    many = [replace(lesson_, id=f"{n}{'x' * 198}") for n in range(20)]
    trials = [(Trial("id", "U0DAVID", AT.date(), AT), lesson_)] * 6
    check(home.home(t, replace(mine(many, questions=6), trials=trials), 1))
    check(home.visibility_form(t, lesson_))
    check(home.delete_form(t, lesson_))
    near = [(lesson_, lesson.byline(t, lesson_, name))] * 3
    check(share.done(t, lesson_, edited=False, near=near))


@settings(max_examples=60, deadline=None)
@given(LESSONS, LANGUAGE)
def test_a_lesson_goes_through_its_life_whatever_it_says(made: Lesson, language: str) -> None:
    t, feedback = Texts(language), Feedback(3, 2, 1)
    for stage in (replace(made, retired_at=AT), replace(made, replaced_by="b")):
        around = lesson.Around(feedback, True, replace(made, id="b"), replace(made, id="p"))
        check(lesson.whole(t, stage, None, around))
    check(trying.plan_form(t, made, AT.date()))
    check(trying.follow_up(t, made))
    check(trying.told_form(t, made, made.learned[:3_000]))
    check(trying.told(t, made.id, made.learned))
    check(trying.helped(t, made))
    check(trying.tried(t, made, feedback))
    check(tending.replace_form(t, made, [replace(made, id=f"{n}") for n in range(120)]))
    check(tending.review(t, made))
    themes = tuple(Theme((made.title,) * 3, (made,) * 40) for _ in range(5))
    question = OpenQuestion("q", "U1", made.learned, "en", AT)
    others, heard = (made,) * 40, ((made, feedback),) * 5
    week = Digest(200, themes, others, (question,) * 5, heard, None, is_news=True)
    check(digest.digest(t, week, {"U1": made.title}))
    week = replace(week, opposed=(made, replace(made, id="other")))
    check(digest.digest(t, week, {"U0ANNA": made.title}))


@settings(max_examples=60, deadline=None)
@given(LESSONS, LANGUAGE)
def test_the_form_gives_back_every_character_of_a_draft(made: Lesson, language: str) -> None:
    draft = Draft(
        made.id, made.happened, made.learned, made.useful_when, made.topics,
        made.visibility, made.channel_id, None,
    )  # fmt: skip
    asked = [Concern("linked", None, made), Concern("bsn", "happened"), Concern("email", "learned")]
    view = share.form(Texts(language), draft, Context("id"), asked)
    check(view)
    for field in ("happened", "learned", "useful_when"):
        inputs = [b for b in view["blocks"] if b.get("block_id", "").startswith(f"{field}.")]
        typed = "".join(b["element"].get("initial_value", "") for b in inputs)
        assert typed == getattr(draft, field)


@settings(max_examples=60, deadline=None)
@given(LESSONS, WRITTEN, WRITTEN, LANGUAGE)
def test_messages_between_people_hold_any_text(
    made: Lesson, name: str, text: str, language: str
) -> None:
    t = Texts(language)
    check(people.invite(t, name, text, "https://hallway.example/p1"))
    check(meeting.introduction(t, "t", name, made, text))
    check(meeting.with_next(t, meeting.no_talk(t, TalkState.SILENT, made), made, name, text))
    check(meeting.did_you_talk(t, "t", name, text))
    check(meeting.relay_asker(t, "t", made))
    check(meeting.relay_author(t, "t", name, made, text))
    for asker in (name, None):
        check(meeting.carried(t, text, asker))
    two = meeting.meeting([t, Texts("nl")], "U0DAVID", "U0CHLOE", made, text)
    check((two[0].replace("<@U0DAVID>", "").replace("<@U0CHLOE>", ""), []))
    check_message(*two)


@settings(max_examples=80, deadline=None)
@given(TEXT, st.integers(1, 400))
def test_what_people_said_is_cut_to_its_limit_and_not_further(text: str, limit: int) -> None:
    shown = blocks.said(text, limit)
    assert len(shown) <= limit
    if len(blocks.escape(text)) <= limit:
        assert shown == blocks.escape(text)
    elif not re.search(r"[\s&<>]", text):
        assert len(shown) == limit


@settings(max_examples=80, deadline=None)
@given(TEXT)
def test_paragraphs_together_hold_every_word(text: str) -> None:
    shown = " ".join(block["text"]["text"] for block in blocks.paragraphs(text))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", blocks.escape(text))


@settings(max_examples=80, deadline=None)
@given(WRITTEN)
def test_the_button_to_talk_always_carries_json(question: str) -> None:
    made = found(Lesson("id", Author("U0ANNA"), "Ask.", AT), question=question)
    shown = answer.answer(Texts("en"), made, {}, VIEWER)[1]
    buttons = [b for block in shown for b in block.get("actions", [])]
    value = next(b["value"] for b in buttons if b["action_id"] == "talk")
    assert len(value) <= 2_000
    assert json.loads(value)["q"][:20] == question[:20]


def test_the_longest_lesson_can_be_read_to_its_end() -> None:
    made = Lesson("id", Author("U0ANNA"), LONGEST, AT, happened=LONGEST, useful_when=LONGEST)
    view = lesson.whole(Texts("en"), made, "Anna")
    check(view)
    shown = " ".join(mrkdwn(view["blocks"]))
    assert shown.count("A sentence of some length") == 3 * 196


@settings(max_examples=60, deadline=None)
@given(LESSONS, WRITTEN, WRITTEN, LANGUAGE)
def test_an_open_question_may_hold_anything(
    lesson: Lesson, name: str, asked: str, language: str
) -> None:
    t, question = Texts(language), OpenQuestion("q", "U0DAVID", asked[:2_000], "en", AT)
    check(questions.consent(t, asked))
    check(questions.match(t, question, lesson, name, lesson.body, VIEWER))
    check(questions.still(t, question))
    known = replace(mine([]), questions=[question] * 9, may_know=[(question, name)] * 3)
    check(home.home(t, known))
    about = t("question.about", question=blocks.said(asked, 500))
    check(share.form(t, BLANK, Context("id", question_id="q", about=about)))
