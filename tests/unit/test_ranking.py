"""What the order of an answer promises, for whatever meaning and words say."""

from hypothesis import assume, given
from hypothesis import strategies as st

from hallway_bot.domain.ranking import (
    NEAR_ENOUGH,
    Candidates,
    Nearest,
    Ranked,
    WordMatch,
    fuse,
    inverse_frequency,
)

ids = st.sampled_from([f"l{n}" for n in range(12)])
cosines = st.floats(-1, 1, allow_nan=False)
shares = st.floats(0, 1, allow_nan=False)
dense = st.dictionaries(ids, st.builds(Nearest, cosines), max_size=12)
matches = st.dictionaries(ids, shares, max_size=12).map(
    lambda found: [WordMatch(key, share) for key, share in found.items()]
)
WORDS = [f"w{n}" for n in range(6)]
FILLER = "x"


@given(dense, matches)
def test_everything_found_is_ranked_once_best_first_and_ties_by_id(
    near: dict[str, Nearest], found: list[WordMatch]
) -> None:
    ranked = fuse(near, found)
    assert {r.lesson_id for r in ranked} == near.keys() | {m.lesson_id for m in found}
    assert len(ranked) == len({r.lesson_id for r in ranked})
    assert ranked == sorted(ranked, key=lambda r: (-r.score, r.lesson_id))


@given(dense, matches)
def test_the_order_in_which_things_were_found_changes_nothing(
    near: dict[str, Nearest], found: list[WordMatch]
) -> None:
    shuffled = dict(reversed(near.items())), list(reversed(found))
    assert fuse(*shuffled) == fuse(near, found)


@given(cosines, shares, shares, dense, matches)
def test_at_equal_meaning_more_of_the_questions_words_never_rank_lower(
    cosine: float,
    less: float,
    more: float,
    near: dict[str, Nearest],
    found: list[WordMatch],
) -> None:
    less, more = sorted((less, more))
    assume(less < more)
    both = {**near, "a-less": Nearest(cosine), "b-more": Nearest(cosine)}
    ranked = fuse(both, [*found, WordMatch("a-less", less), WordMatch("b-more", more)])
    scores = {r.lesson_id: r.score for r in ranked}
    assert scores["b-more"] >= scores["a-less"]


@given(cosines, cosines, shares, dense)
def test_at_equal_words_the_nearer_never_ranks_lower(
    one: float, other: float, share: float, near: dict[str, Nearest]
) -> None:
    far, close = sorted((one, other))
    both = {**near, "a-far": Nearest(far), "b-close": Nearest(close)}
    ranked = fuse(both, [WordMatch("a-far", share), WordMatch("b-close", share)])
    scores = {r.lesson_id: r.score for r in ranked}
    assert scores["b-close"] >= scores["a-far"]


@given(dense, matches)
def test_words_only_ever_add_and_by_no_more_than_their_bound(
    near: dict[str, Nearest], found: list[WordMatch]
) -> None:
    for r in fuse(near, found):
        assert 0 <= r.score - (r.cosine or 0.0) <= 0.7 + 1e-9


@given(shares, shares, st.floats(0.5, 1), st.floats(0.5, 1))
def test_the_more_meaning_has_settled_it_the_less_words_add(
    share: float, other: float, one_top: float, other_top: float
) -> None:
    low, high = sorted((one_top, other_top))

    def added(top: float) -> float:
        ranked = fuse({"top": Nearest(top), "a": Nearest(0.1)}, [WordMatch("a", share)])
        return next(r.score for r in ranked if r.lesson_id == "a")

    assert added(high) <= added(low) + 1e-12


@given(dense, matches, cosines, shares)
def test_whether_a_lesson_is_near_enough_is_its_own_affair(
    near: dict[str, Nearest], found: list[WordMatch], cosine: float, share: float
) -> None:
    with_others = fuse({**near, "me": Nearest(cosine)}, [*found, WordMatch("me", share)])
    alone = fuse({"me": Nearest(cosine)}, [WordMatch("me", share)])
    [mine] = [r for r in with_others if r.lesson_id == "me"]
    assert mine.nearness == alone[0].nearness
    assert mine.near_enough == alone[0].near_enough
    assert mine.near_enough or mine.nearness < NEAR_ENOUGH


@given(cosines, shares)
def test_holding_all_of_a_questions_words_is_enough_unless_it_is_about_something_else(
    cosine: float, share: float
) -> None:
    far = Ranked("a", 0.5, cosine, share, line=2.0)
    assert far.near_enough == (share >= 0.6 and cosine >= 0.25)


def test_without_any_meaning_words_decide_alone_what_is_near() -> None:
    assert Ranked("a", 0.5, None, 0.5).near_enough
    assert not Ranked("a", 0.1, None, 0.1).near_enough


def candidates(held: dict[str, set[str]], length: int) -> Candidates:
    """Lessons of equal length that hold these words, the rest is filler."""
    rows = [
        (key, " ".join([*sorted(words), *[FILLER] * (length - len(words))]))
        for key, words in held.items()
    ]
    counts = [sum(word in words for words in held.values()) for word in WORDS]
    idf = [inverse_frequency(len(held), n) for n in counts]
    return Candidates([(word,) for word in WORDS], idf, float(length), rows)


@given(
    st.dictionaries(ids, st.sets(st.sampled_from(WORDS)), max_size=10),
    st.sets(st.sampled_from(WORDS), min_size=1),
    st.sets(st.sampled_from(WORDS)),
)
def test_a_lesson_with_more_of_the_words_never_has_the_smaller_share(
    held: dict[str, set[str]], some: set[str], further: set[str]
) -> None:
    held = {**held, "a-some": some, "b-more": some | further}
    found = {m.lesson_id: m.share for m in candidates(held, 10).best(100)}
    assert all(0 < share <= 1 for share in found.values())
    assert found["b-more"] >= found["a-some"]


@given(st.integers(1, 100_000), st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_rarer_word_never_weighs_less(lessons: int, one: int, other: int) -> None:
    rare, common = sorted((min(one, lessons), min(other, lessons)))
    assert inverse_frequency(lessons, rare) >= inverse_frequency(lessons, common) > 0
