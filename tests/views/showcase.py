"""Every view that people see, each made from the same small, believable company."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hallway_bot.domain.errors import HoldsSecret
from hallway_bot.domain.expertise import Knower, Knowers
from hallway_bot.domain.feedback import Feedback
from hallway_bot.domain.intent import Kind
from hallway_bot.domain.lesson import Author, Lesson, Visibility
from hallway_bot.domain.person import Person
from hallway_bot.domain.ranking import Ranked
from hallway_bot.domain.records import OpenQuestion, Stored
from hallway_bot.domain.sensitive import Sensitive
from hallway_bot.domain.talks import TalkState
from hallway_bot.domain.trials import Trial
from hallway_bot.services.ask import Answer, Experience
from hallway_bot.services.askable import Wait
from hallway_bot.services.caution import Concern
from hallway_bot.services.digest import Digest
from hallway_bot.services.share import Draft
from hallway_bot.services.themes import Theme
from hallway_bot.slack.views import (
    answer,
    digest,
    held,
    home,
    home_questions,
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

from . import showcase_rhythm, showcase_settled, showcase_trust

AT = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # in Amsterdam it is April already
VIEWER = Person("U0DAVID", "David Okafor")
DNS = Lesson(
    "dns",
    Author("U0CHLOE"),
    "Lower the TTL two days before the move. Then the move itself is boring.",
    AT,
    happened="We moved the portal on a Saturday; half of the growers saw the old one until Monday.",
    useful_when="You move a server.",
    title="Lower the DNS TTL before the move",
    topics=("dns", "servers"),
)
HIDDEN = Lesson("hidden", Author("U0ANNA"), "I said nothing.", AT, visibility=Visibility.ANONYMOUS)
ROOM = Lesson(
    "room", Author("U0BRAM"), "Bel eerst.", AT, visibility=Visibility.CHANNEL, channel_id="C0SITE"
)
MINE = Lesson("mine", Author("U0DAVID"), "Ask.", AT, visibility=Visibility.PRIVATE, language="nl")
RETIRED = replace(DNS, retired_at=AT)
REPLACED = replace(DNS, replaced_by="room")
TRIED = Feedback(4, 1, 1)
DAY = date(2026, 4, 15)
WAIT = Wait(AT + timedelta(days=1), AT + timedelta(days=9))
MANY = [replace(x, id=f"{x.id}{n}") for n in range(6) for x in (DNS, HIDDEN, ROOM)]
NAMES = {"U0CHLOE": "Chloe Martin", "U0BRAM": "Bram Jansen", "U0DAVID": "David Okafor"}
TRIAL = Trial("room", "U0DAVID", DAY, AT)
DRAFT = Draft("d", DNS.happened, DNS.learned, "", ("dns",), Visibility.CHANNEL, "C0SITE", "en")
BLANK = Draft("b", "", "", "", (), Visibility.EVERYONE, None, None)


def found(*lessons: Lesson, question: str = "How do I move a server?") -> Answer:
    return Answer(question, tuple(Experience(x, Ranked(x.id, 1, 1, 1), x.learned) for x in lessons))


def knows(lesson: Lesson, times: int = 1) -> Knower:
    key = str(lesson.author.key)
    return Knower(key, lesson.author.user_id, None, 1.0, (lesson,) * times)


def mine(lessons: list[Lesson], questions: int = 0) -> home.Mine:
    kept = [
        OpenQuestion(str(n), "U0DAVID", "Who has moved a server?", "en", AT)
        for n in range(questions)
    ]
    n = len(lessons)
    held = Stored(n, min(n, 1), questions + 1, n, n, open_questions=questions)
    return home.Mine(lessons, kept, held)


QUESTION = OpenQuestion("q", "U0DAVID", "Who has moved a server?", "en", AT)
UNNAMED = OpenQuestion("u", "U0ANNA", "Wie <!channel> belt er eerst?", "nl", AT, anonymous=True)


def knowing() -> home.Mine:
    asked: list[home_questions.Asked] = [(QUESTION, "David Okafor"), (UNNAMED, None)]
    return replace(mine([DNS]), questions=[QUESTION, UNNAMED], may_know=asked)


WEEK = Digest(
    6,
    (Theme(("dns", "server"), (DNS, HIDDEN, DNS, DNS, DNS)), Theme(("mail",), (HIDDEN, ROOM))),
    (HIDDEN,),
    (QUESTION, UNNAMED),
    ((DNS, TRIED), (replace(HIDDEN, id="heard"), Feedback(1))),
    (DNS, HIDDEN),
    is_news=True,
)

Made = dict[str, Any] | tuple[str, list[dict[str, Any]]]
VIEWS: dict[str, Callable[[Texts], Made]] = {
    "answer_one": lambda t: answer.answer(t, found(DNS), NAMES, VIEWER),
    "answer_opposed": lambda t: answer.answer(
        t, Answer("q?", found(DNS, ROOM).experiences, opposed=True), NAMES, VIEWER
    ),
    "answer_three": lambda t: answer.answer(t, found(DNS, HIDDEN, ROOM), NAMES, VIEWER),
    "answer_in_a_channel": lambda t: answer.answer(t, found(DNS, HIDDEN), NAMES, None),
    "answer_by_words": lambda t: answer.answer(
        t, Answer("q?", found(DNS).experiences, by_words=True), NAMES, VIEWER
    ),
    "nothing_near_by_words": lambda t: answer.answer(
        t, Answer("q?", (), by_words=True), NAMES, VIEWER
    ),
    "nothing_read_yet": lambda t: answer.answer(t, Answer("q?", (), reading=True), NAMES, VIEWER),
    "who_not_read_yet": lambda t: answer.knowers(
        t, "dns", Knowers((), 0, reading=True), NAMES, VIEWER
    ),
    "nothing_near": lambda t: answer.answer(t, found(), NAMES, VIEWER),
    "who_one": lambda t: answer.knowers(t, "dns", Knowers((knows(DNS),), 0), NAMES, VIEWER),
    "who_some": lambda t: answer.knowers(
        t, "dns", Knowers((knows(DNS, 3), knows(ROOM)), 1), NAMES, VIEWER
    ),
    "who_and_unnamed": lambda t: answer.knowers(t, "dns", Knowers((knows(DNS),), 2), NAMES, VIEWER),
    "who_one_unnamed": lambda t: answer.knowers(t, "dns", Knowers((), 1), NAMES, VIEWER),
    "who_only_unnamed": lambda t: answer.knowers(t, "dns", Knowers((), 2), NAMES, VIEWER),
    "who_nobody": lambda t: answer.knowers(t, "dns", Knowers((), 0), NAMES, VIEWER),
    "help": answer.how_to,
    "thanked": lambda t: answer.courtesy(t, Kind.THANKS),
    "fine": lambda t: answer.courtesy(t, Kind.OK),
    "unsure": lambda t: answer.which(t, "1.2", None, lesson=False),
    "unsure_or_answer": lambda t: answer.which(t, "1.2", None, lesson=False, answer=True),
    "sounds_like_a_lesson": lambda t: answer.which(t, "1.2", "1.1", lesson=True),
    "lesson_told_in_a_channel": lambda t: answer.carried(t, "I learned to ask."),
    "long_lesson_told_in_a_channel": lambda t: answer.carried(t, "I learned. " * 200),
    "apology": lambda t: answer.only_text(t("apology", ref="1a2b3c4d")),
    "guest": lambda t: answer.only_text(t("guest")),
    "share": lambda t: share.form(t, BLANK, Context("b")),
    "share_filled": lambda t: share.form(t, DRAFT, Context("d", "C0SITE")),
    "share_nearly_same": lambda t: share.form(t, DRAFT, Context("d"), [Concern("same", None, DNS)]),
    "share_linked_and_personal": lambda t: share.form(
        t,
        DRAFT,
        Context("d", warned=("linked", "email:learned")),
        [
            Concern("linked", None, HIDDEN),
            Concern("bsn", "happened"),
            Concern("email", "learned"),
            Concern("phone", "learned"),
        ],
    ),
    "edit": lambda t: share.form(t, DRAFT, Context("dns", None, "edit")),
    "done_looking": lambda t: share.done(t, DNS, edited=False, near=None),
    "done_near": lambda t: share.done(
        t, HIDDEN, edited=False, near=[(DNS, lesson.byline(t, DNS, "Chloe Martin"))]
    ),
    "done_none_near": lambda t: share.done(t, ROOM, edited=False, near=[]),
    "done_not_read_yet": lambda t: share.done(t, ROOM, edited=False, near=[], reading=True),
    "done_edited": lambda t: share.done(t, MINE, edited=True, near=[]),
    "notice": lambda t: share.notice(t, t("lesson.gone")),
    "lesson": lambda t: lesson.whole(t, DNS, "Chloe Martin"),
    "lesson_anonymous": lambda t: lesson.whole(t, HIDDEN, None),
    "lesson_of_a_channel": lambda t: lesson.whole(t, ROOM, "Bram Jansen"),
    "home_empty": lambda t: home.home(t, mine([])),
    "home_one": lambda t: home.home(t, mine([MINE], questions=1)),
    "home_many": lambda t: home.home(t, mine(MANY, questions=2), 1),
    "home_with_questions": lambda t: home.home(t, knowing()),
    "keep_question": lambda t: questions.consent(t, QUESTION.text),
    "match": lambda t: questions.match(t, QUESTION, DNS, "Chloe Martin", DNS.happened, VIEWER),
    "match_unnamed": lambda t: questions.match(t, UNNAMED, HIDDEN, None, HIDDEN.learned, VIEWER),
    "still_a_question": lambda t: questions.still(t, QUESTION),
    "share_an_answer": lambda t: share.form(
        t, BLANK, Context("b", question_id="q", about=t("question.about", question="How long?"))
    ),
    "home_guest": home.closed,
    "change_visibility": lambda t: home.visibility_form(t, ROOM),
    "change_visibility_linked": lambda t: home.visibility_form(
        t, HIDDEN, [Concern("linked", None, DNS)]
    ),
    "change_visibility_personal": lambda t: home.visibility_form(
        t, ROOM, [Concern("personal", held=(Sensitive.EMAIL, Sensitive.PHONE))]
    ),
    "keep_question_personal": lambda t: questions.consent(
        t, QUESTION.text, unnamed=True, held=[Sensitive.EMAIL]
    ),
    "personal_passed_on": lambda t: held.anyway(t, [Sensitive.PHONE], "relay_anyway", "[]"),
    "secret_refused": lambda t: answer.only_text(
        held.reason(t, HoldsSecret({"words": frozenset({Sensitive.PASSWORD, Sensitive.EMAIL})}))
    ),
    "delete": lambda t: home.delete_form(t, DNS),
    "delete_successor": lambda t: home.delete_form(t, ROOM, [REPLACED]),
    "answer_tried": lambda t: answer.answer(
        t, Answer("q?", (Experience(DNS, Ranked("dns", 1, 1, 1), "Ask.", TRIED),)), NAMES, VIEWER
    ),
    "answer_own": lambda t: answer.answer(t, found(MINE), NAMES, VIEWER),
    "lesson_tried": lambda t: lesson.whole(
        t, DNS, "Chloe Martin", lesson.Around(Feedback(0, 1, 0), True, None, ROOM)
    ),
    "lesson_retired": lambda t: lesson.whole(t, RETIRED, "Chloe Martin"),
    "lesson_replaced": lambda t: lesson.whole(
        t, REPLACED, "Chloe Martin", lesson.Around(after=ROOM)
    ),
    "home_lives": lambda t: home.home(
        t, replace(mine([RETIRED, replace(REPLACED, id="r")]), trials=[(TRIAL, ROOM)])
    ),
    "try": lambda t: trying.plan_form(t, DNS, DAY),
    "trial_follow_up": lambda t: trying.follow_up(t, DNS),
    "trial_told_form": lambda t: trying.told_form(t, DNS, ""),
    "trial_told_form_again": lambda t: trying.told_form(t, DNS, "It took three days."),
    "trial_told": lambda t: trying.told(t, "dns", "It took three days."),
    "trial_told_nothing": lambda t: trying.told(t, "dns", " "),
    "thanks_helpful": lambda t: trying.helped(t, DNS),
    "thanks_helpful_anonymous": lambda t: trying.helped(t, HIDDEN),
    "thanks_held": lambda t: trying.tried(t, DNS, Feedback(0, 1, 0)),
    "thanks_did_not_hold": lambda t: trying.tried(t, DNS, Feedback(0, 0, 1)),
    "thanks_tried": lambda t: trying.tried(t, HIDDEN, TRIED),
    "replace": lambda t: tending.replace_form(t, DNS, [ROOM, MINE]),
    "replace_nothing": lambda t: tending.replace_form(t, DNS, []),
    "digest": lambda t: digest.digest(t, WEEK, NAMES),
    "digest_small": lambda t: digest.digest(
        t, Digest(1, (), (DNS,), (), (), None, is_news=True), NAMES
    ),
    "digest_outsiders": lambda t: digest.outsiders(t, "C0GENERAL"),
    "review": lambda t: tending.review(t, DNS),
    "invite": lambda t: people.invite(
        t, "David Okafor", "Always lower the TTL.\nAlways.", "https://veldkamp.slack.com/p1"
    ),
    "invite_without_link": lambda t: people.invite(t, "David Okafor", "Lower the TTL.", None),
    "introduction": lambda t: meeting.introduction(t, "t", "David Okafor", DNS, "How long?"),
    "introduction_about_a_topic": lambda t: meeting.introduction(t, "t", "David", DNS, "DNS"),
    "meeting_about_a_topic": lambda t: meeting.meeting([t], "U0DAVID", "U0CHLOE", DNS, "DNS"),
    "introduction_anonymous": lambda t: meeting.introduction(t, "t", "David Okafor", HIDDEN, ""),
    "no_talk_now": lambda t: meeting.with_next(
        t, meeting.no_talk(t, TalkState.DECLINED, DNS), HIDDEN, None, "How long?"
    ),
    "no_talk_about_this": lambda t: meeting.with_next(
        t, meeting.no_talk(t, TalkState.NOT_ABOUT, DNS), ROOM, "Bram Jansen", "How long?"
    ),
    "no_talk_about_this_says_its_author": lambda t: meeting.with_next(
        t, meeting.no_talk(t, TalkState.NOT_ABOUT, DNS, "Chloe Martin"), None, None, "How long?"
    ),
    "no_answer_of_a_named_author": lambda t: meeting.with_next(
        t, meeting.no_talk(t, TalkState.SILENT, DNS, "Chloe Martin"), None, None, "How long?"
    ),
    "no_room_to_ask_a_named_author": lambda t: meeting.with_next(
        t, meeting.no_talk(t, TalkState.UNASKED, DNS, "Chloe Martin"), None, None, "How long?"
    ),
    "no_talk_now_says_its_author": lambda t: meeting.with_next(
        t, meeting.no_talk(t, TalkState.DECLINED, DNS, "Chloe Martin"), None, None, "How long?"
    ),
    "no_answer": lambda t: meeting.with_next(
        t, meeting.no_talk(t, TalkState.SILENT, DNS), None, None, "How long?"
    ),
    "talk_lapsed": lambda t: meeting.with_next(
        t, meeting.no_talk(t, TalkState.LAPSED, None), None, None, ""
    ),
    "author_asked_enough": lambda t: meeting.with_next(
        t, t("talk.ask.full"), ROOM, "Bram Jansen", "How long?"
    ),
    "author_full_week": lambda t: meeting.with_next(
        t, meeting.full_week(t, "Chloe Martin", WAIT), HIDDEN, None, "How long?", "waits"
    ),
    "author_full_week_and_nobody_else": lambda t: meeting.with_next(
        t, meeting.full_week(t, "Bram Jansen", WAIT), None, None, "How long?", "waits"
    ),
    "never_asked": lambda t: meeting.with_next(
        t, meeting.no_talk(t, TalkState.UNASKED, DNS), ROOM, "Bram Jansen", "How long?"
    ),
    "meeting": lambda t: meeting.meeting([t], "U0DAVID", "U0CHLOE", DNS, "How long?"),
    "did_you_talk": lambda t: meeting.did_you_talk(t, "t", "Chloe Martin", "How long?"),
    "relay_asker": lambda t: meeting.relay_asker(t, "t", HIDDEN),
    "relay_author": lambda t: meeting.relay_author(t, "t", "David Okafor", DNS, "How long?"),
    "relay_author_unnamed": lambda t: meeting.relay_author(t, "t", "David Okafor", HIDDEN, ""),
    "carried_from_the_author": lambda t: meeting.carried(t, "About *a day* & <!here>.", None),
    "carried_from_the_asker": lambda t: meeting.carried(t, "Thanks!", "David Okafor"),
}
VIEWS |= showcase_rhythm.VIEWS | showcase_trust.VIEWS
VIEWS |= showcase_settled.views(VIEWS)
