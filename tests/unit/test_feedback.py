"""What colleagues made of a lesson settles close calls and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallway_bot.domain.errors import InvalidInput
from hallway_bot.domain.expertise import Evidence, weight
from hallway_bot.domain.feedback import IN_ANSWERS, IN_KNOWING, Feedback
from hallway_bot.domain.lesson import Lesson, Visibility
from hallway_bot.domain.person import Person
from hallway_bot.domain.ranking import Ranked
from hallway_bot.domain.trials import After, Trial, TrialState, due_on
from hallway_bot.domain.visibility import Audience, can_replace, may_bring_up, may_lead, may_see
from hallway_bot.services.ask import by_esteem

from ..conftest import NOW, make_lesson

counts = st.integers(0, 100_000)
feedbacks = st.builds(Feedback, counts, counts, counts)
TODAY = date(2026, 11, 24)


@given(feedbacks)
def test_esteem_is_bounded_and_nothing_said_is_nothing(feedback: Feedback) -> None:
    assert -2 / 3 <= feedback.esteem <= 1
    assert Feedback().esteem == 0


@given(feedbacks, st.integers(1, 1_000))
def test_more_of_what_is_good_never_lowers_it_and_failures_never_raise_it(
    one: Feedback, more: int
) -> None:
    assert Feedback(one.helped + more, one.held, one.did_not_hold).esteem >= one.esteem
    assert Feedback(one.helped, one.held + more, one.did_not_hold).esteem >= one.esteem
    assert Feedback(one.helped, one.held, one.did_not_hold + more).esteem <= one.esteem


def found(scores: list[float]) -> list[tuple[Lesson, Ranked]]:
    ordered = sorted(scores, reverse=True)
    return [(make_lesson(str(n)), Ranked(str(n), s, s, 0.0)) for n, s in enumerate(ordered)]


@given(
    st.lists(st.floats(0, 2), min_size=2, max_size=10),
    st.dictionaries(st.sampled_from("0123456789"), feedbacks),
)
def test_feedback_never_lifts_a_lesson_over_one_that_is_clearly_nearer(
    scores: list[float], feedback: dict[str, Feedback]
) -> None:
    near = found(scores)
    order = [rank for _, rank in by_esteem(near, feedback)]
    assert sorted(order, key=lambda r: r.lesson_id) == [rank for _, rank in near]
    for place, first in enumerate(order):
        for later in order[place + 1 :]:
            assert later.score - first.score <= 2 * IN_ANSWERS


@given(st.lists(st.floats(0, 2), max_size=10))
def test_without_feedback_the_order_stays(scores: list[float]) -> None:
    near = found(scores)
    assert by_esteem(near, {}) == near


def test_of_two_that_are_as_near_the_one_that_held_goes_first() -> None:
    near = found([0.6, 0.59])
    assert [x.id for x, _ in by_esteem(near, {"1": Feedback(0, 3, 0)})] == ["1", "0"]
    assert [x.id for x, _ in by_esteem(near, {"0": Feedback(0, 0, 3)})] == ["1", "0"]
    assert [x.id for x, _ in by_esteem(near, {"1": Feedback(0, 0, 3)})] == ["0", "1"]


@given(st.floats(0.01, 1.5), feedbacks)
def test_what_a_lesson_says_of_its_author_moves_within_its_bounds(
    score: float, feedback: Feedback
) -> None:
    plain = weight(Evidence(make_lesson(), score, True), NOW)
    moved = weight(Evidence(make_lesson(), score, True, feedback), NOW)
    assert plain * (1 - IN_KNOWING * 2 / 3) * 0.999 <= moved <= plain * (1 + IN_KNOWING) * 1.001


def test_the_day_to_ask_is_in_time_and_within_a_year() -> None:
    assert due_on(After.TWO_WEEKS, None, TODAY) == date(2026, 12, 8)
    assert due_on(After.MONTH, None, TODAY) == date(2026, 12, 24)
    assert due_on(After.DATE, date(2026, 11, 25), TODAY) == date(2026, 11, 25)
    for chosen, why in (
        (None, "missing"),
        (TODAY, "past"),
        (TODAY + timedelta(days=400), "far"),
    ):
        with pytest.raises(InvalidInput, match=f"trial.error.date_{why}"):
            due_on(After.DATE, chosen, TODAY)


def test_not_tried_yet_is_asked_once_more_and_then_let_go() -> None:
    trial = Trial("a", "U1", TODAY, NOW)
    again = trial.postponed(TODAY)
    assert (again.state, again.due_on) == (TrialState.POSTPONED, date(2026, 12, 8))
    assert again.key("w") != trial.key("w")
    assert again.postponed(TODAY).state is TrialState.LET_GO


seen = st.sampled_from(Visibility)


@given(seen, seen, st.sampled_from(["UANNA", "U2"]))
def test_a_replaced_lesson_never_leads_to_what_would_name_its_author_or_may_not_be_seen(
    old: Visibility, new: Visibility, reader: str
) -> None:
    before = make_lesson("a", visibility=old, channel_id="C1", replaced_by="b")
    after = make_lesson("b", visibility=new, channel_id="C1")
    audience = Audience(Person(reader, "x"))
    assert not may_bring_up(before, audience)
    assert may_see(before, audience) or reader != "UANNA"
    if may_lead(before, after, audience):
        assert may_see(after, audience)
        assert before.is_named == after.is_named


@given(seen, seen, st.sampled_from(["C1", "C2"]), st.booleans())
def test_what_replaces_a_lesson_is_seen_by_all_its_readers(
    old: Visibility, new: Visibility, channel: str, hidden: bool
) -> None:
    before = make_lesson("a", visibility=old, channel_id="C1")
    after = make_lesson("b", visibility=new, channel_id=channel)
    if hidden:
        after = replace(after, hidden_because="reported")
    people = [Person(one, "x") for one in ("UANNA", "U2")]
    rooms = [frozenset[str](), frozenset({"C1"}), frozenset({"C2"})]
    audiences = [Audience(one, channels=here) for one in people for here in rooms]
    readers = [one for one in audiences if may_see(before, one)]
    led = all(may_lead(before, after, one) for one in readers)
    same_kind = before.is_named == after.is_named
    assert can_replace(after, before) == (led and same_kind and not hidden)
