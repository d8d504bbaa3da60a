"""Who knows about it: focus, breadth, age and help weigh as they are documented to."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hallway_bot.domain.expertise import AGED, Evidence, rank_people, weight
from hallway_bot.domain.feedback import Feedback
from hallway_bot.domain.lesson import Author, Lesson, Visibility

from ..conftest import NOW, make_lesson

scores = st.floats(0.01, 1.5)


def lesson(id: str, author: str, days: int = 0, **fields: object) -> Lesson:
    made = make_lesson(id, None, **fields)
    object.__setattr__(made, "author", Author(name=author))
    object.__setattr__(made, "created_at", NOW - timedelta(days=days))
    return made


def order(evidence: list[Evidence], written: dict[str, int]) -> list[str]:
    return [person.key for person in rank_people(evidence, written, NOW).people]


@given(st.floats(0.7, 1.2), st.floats(0.2, 0.33), st.integers(100, 400))
def test_one_excellent_lesson_beats_two_hundred_about_something_else(
    excellent: float, vague: float, many: int
) -> None:
    evidence = [Evidence(lesson("a", "ada"), excellent, True)]
    evidence += [Evidence(lesson(f"b{n}", "bob"), vague, False) for n in range(100)]
    assert order(evidence, {"ada": 1, "bob": many}) == ["ada", "bob"]


@given(st.lists(scores, min_size=1, max_size=20), scores, st.integers(1, 300))
def test_one_more_lesson_about_it_never_hurts(held: list[float], more: float, written: int) -> None:
    before = [Evidence(lesson(f"a{n}", "ada"), score, True) for n, score in enumerate(held)]
    after = [*before, Evidence(lesson("more", "ada"), more, True)]
    count = {"ada": written + len(after)}
    [one], [other] = (rank_people(e, count, NOW).people for e in (before, after))
    assert other.score >= one.score


@given(scores, st.integers(2, 200))
def test_who_writes_of_nothing_else_goes_before_who_writes_of_everything(
    score: float, written: int
) -> None:
    evidence = [
        Evidence(lesson("a", "the generalist"), score, True),
        Evidence(lesson("b", "the specialist"), score, True),
    ]
    assert order(evidence, {"the generalist": written, "the specialist": 1})[0] == "the specialist"


@given(scores, st.integers(1, 5_000), st.integers(0, 10_000))
def test_age_takes_something_but_never_more_than_its_share(
    score: float, younger: int, further: int
) -> None:
    new = weight(Evidence(lesson("a", "ada"), score, True), NOW)
    young = weight(Evidence(lesson("a", "ada", younger), score, True), NOW)
    old = weight(Evidence(lesson("a", "ada", younger + further), score, True), NOW)
    assert new > young >= old >= (1 - AGED) * new


@given(scores, st.integers(0, 50), st.integers(1, 50))
def test_readers_who_were_helped_count(score: float, helped: int, more: int) -> None:
    one = weight(Evidence(lesson("a", "ada"), score, True, Feedback(helped)), NOW)
    assert weight(Evidence(lesson("a", "ada"), score, True, Feedback(helped + more)), NOW) > one


@given(st.permutations(range(6)))
def test_the_order_of_the_evidence_changes_nothing_and_ties_go_by_name(
    places: list[int],
) -> None:
    evidence = [Evidence(lesson(f"x{n}", f"person {n % 3}"), 0.5, True) for n in range(6)]
    shuffled = [evidence[place] for place in places]
    assert rank_people(shuffled, {}, NOW) == rank_people(evidence, {}, NOW)
    assert order(shuffled, {}) == ["person 0", "person 1", "person 2"]


def test_who_chose_not_to_be_named_is_counted_once_and_never_named() -> None:
    hidden = Visibility.ANONYMOUS
    evidence = [
        Evidence(lesson("a", "ada", visibility=hidden), 1.0, True),
        Evidence(lesson("b", "ada", visibility=hidden), 1.0, True),
        Evidence(lesson("c", "bob", visibility=hidden), 0.2, False),
        Evidence(lesson("d", "cy"), 0.5, True),
    ]
    knowers = rank_people(evidence, {}, NOW)
    assert [person.key for person in knowers.people] == ["cy"]
    assert knowers.unnamed == 1
