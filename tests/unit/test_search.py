"""Finding: only what the audience may see, in a stable order, with or without an index."""

from dataclasses import replace
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway_bot.domain.analysis import question_terms
from hallway_bot.domain.errors import Unavailable
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.person import Person
from hallway_bot.domain.ranking import Nearest, fuse
from hallway_bot.domain.visibility import Audience, may_see
from hallway_bot.services.ask import Ask
from hallway_bot.services.encoding import Encoder
from hallway_bot.services.indexing import Indexer, place_of
from hallway_bot.services.search import Search
from hallway_bot.services.who_knows import WhoKnows

from ..conftest import NOW, make_lesson
from ..fakes import English, MemoryIndex, MemoryStore, WordEmbedder

WORKSPACE = "first"
ANNA = Audience(Person("UANNA", "Anna"), channels=frozenset({"C1"}))
BRAM = Audience(Person("UBRAM", "Bram"))
GUEST = Audience(Person("UGUS", "Gus", is_guest=True))


def search_over(*lessons: object, indexed: bool = True) -> Search:
    store, index, encoder = MemoryStore(), MemoryIndex(), Encoder(WordEmbedder())
    store.save_lessons(WORKSPACE, lessons)  # type: ignore[arg-type]
    if indexed:
        Indexer(store, index, encoder).catch_up(WORKSPACE)
    return Search(store, encoder, index if indexed else None, English())


def ids(search: Search, text: str, audience: Audience, limit: int = 10) -> list[str]:
    return [lesson.id for lesson, _ in search.find(WORKSPACE, text, audience, limit)]


def test_the_lesson_about_it_comes_first() -> None:
    search = search_over(
        make_lesson("dns", learned="Lower the DNS TTL before you move."),
        make_lesson("cake", learned="Bake the cake slowly."),
    )
    assert ids(search, "dns ttl", BRAM)[0] == "dns"


def test_only_the_best_up_to_the_limit_are_returned() -> None:
    search = search_over(*(make_lesson(f"l{n}") for n in range(30)))
    assert len(ids(search, "dns ttl", BRAM, limit=7)) == 7


def test_asking_the_same_again_gives_the_same_order() -> None:
    lessons = [make_lesson(f"l{n}") for n in range(20)]
    once = ids(search_over(*lessons), "dns ttl", BRAM, 20)
    assert once == ids(search_over(*reversed(lessons)), "dns ttl", BRAM, 20)


def test_while_another_process_has_the_index_words_still_find() -> None:
    search = search_over(make_lesson("dns"), make_lesson("x", learned="Cake."), indexed=False)
    assert ids(search, "dns", BRAM) == ["dns"]


class Away(MemoryIndex):
    """A server that has gone."""

    def nearest(self, *_: object) -> NoReturn:
        raise Unavailable("away")

    vectors = nearest


def test_while_the_index_is_away_words_answer_and_the_answer_says_so() -> None:
    asked = "lower the TTL of the DNS record"
    search = search_over(
        make_lesson("dns"),
        make_lesson("x", learned="A cake wants flour, eggs, sugar, an oven and patience."),
    )
    answered = Ask(search)(WORKSPACE, asked, BRAM)
    assert not answered.by_words
    away = replace(search, index=Away())
    answered = Ask(away)(WORKSPACE, asked, BRAM)
    assert answered.by_words and [x.lesson.id for x in answered.experiences] == ["dns"]
    assert away.alike(WORKSPACE, "dns", "en", 5) == {}
    assert WhoKnows(away, away.store, lambda: NOW)(WORKSPACE, asked, BRAM).people


def knowers(search: Search, audience: Audience = BRAM) -> list[tuple[str, list[str]]]:
    found = WhoKnows(search, search.store, lambda: NOW)(WORKSPACE, "dns", audience)
    assert found.unnamed == 0
    return [(one.key, [lesson.id for lesson in one.lessons]) for one in found.people]


def test_who_replaced_their_lesson_about_it_still_knows() -> None:
    newer = make_lesson("newer", learned="Lower the ttl two days ahead.")
    old = make_lesson("old", learned="Lower the dns.", replaced_by="newer")
    older = make_lesson("older", learned="Mind the dns.", replaced_by="old")
    search = search_over(older, old, newer)
    assert knowers(search) == [("UANNA", ["newer"])], "once, and as it is now"
    assert ids(search, "dns", BRAM) == ["newer"], "what was replaced is not brought up"
    assert knowers(search, ANNA) == []


@pytest.mark.parametrize(
    ("old", "newer"),
    [
        ({}, {"visibility": Visibility.PRIVATE}),
        ({}, {"visibility": Visibility.ANONYMOUS}),
        ({}, {"visibility": Visibility.CHANNEL, "channel_id": "C9"}),
        ({}, {"retired_at": NOW}),
        ({}, {"hidden_because": "reported"}),
        ({"retired_at": NOW}, {}),
        ({"hidden_because": "reported"}, {}),
        ({"visibility": Visibility.PRIVATE}, {}),
        ({"visibility": Visibility.ANONYMOUS}, {"visibility": Visibility.ANONYMOUS}),
    ],
    ids=str,
)
def test_a_replaced_lesson_leads_to_nobody_who_may_not_be_shown(
    old: dict[str, object], newer: dict[str, object]
) -> None:
    replaced = make_lesson("old", learned="Lower the dns.", replaced_by="newer", **old)
    search = search_over(replaced, make_lesson("newer", learned="Lower the ttl.", **newer))
    assert knowers(search) == []


def test_a_deleted_lesson_is_not_found_before_the_index_knows() -> None:
    search = search_over(make_lesson("dns"))
    search.store.delete_lesson(WORKSPACE, "dns")
    assert ids(search, "dns", BRAM) == []


def test_a_lesson_made_private_is_hidden_at_once() -> None:
    search = search_over(make_lesson("dns"))
    hidden = replace(make_lesson("dns"), visibility=Visibility.PRIVATE)
    search.store.save_lessons(WORKSPACE, [hidden])
    assert ids(search, "dns", BRAM) == []
    assert ids(search, "dns", ANNA) == ["dns"]


@settings(max_examples=40, deadline=None)
@given(
    kinds=st.lists(
        st.tuples(
            st.sampled_from(Visibility),
            st.sampled_from(["UANNA", "UBRAM", None]),
            st.sampled_from(["C1", "C2"]),
        ),
        max_size=12,
    ),
    audience=st.sampled_from([ANNA, BRAM, GUEST, Audience(None), replace(BRAM, room="C2")]),
)
def test_nothing_is_ever_found_or_credited_that_the_audience_may_not_see(
    kinds: list[tuple[Visibility, str | None, str]], audience: Audience
) -> None:
    lessons = [
        make_lesson(f"l{n}", author, visibility=kind, channel_id=channel)
        for n, (kind, author, channel) in enumerate(kinds)
    ]
    search = search_over(*lessons)
    found = {lesson.id for lesson, _ in search.find(WORKSPACE, "dns ttl", audience, 50)}
    assert found == {lesson.id for lesson in lessons if may_see(lesson, audience)}
    shown = Ask(search)(WORKSPACE, "dns ttl", audience).experiences
    assert {experience.lesson.id for experience in shown} <= found
    knowers = WhoKnows(search, search.store, lambda: NOW)(WORKSPACE, "dns ttl", audience)
    assert all(x.id in found and x.is_named for p in knowers.people for x in p.lessons)


TOPICS = "dns ttl move cake slowly oven budget tender contract planning retro standup".split()


@settings(max_examples=60, deadline=None)
@given(
    shown=st.lists(st.sets(st.sampled_from(TOPICS), min_size=1, max_size=4), max_size=12),
    hidden=st.lists(st.sets(st.sampled_from(TOPICS), min_size=1, max_size=2), max_size=90),
    asked=st.sets(st.sampled_from(TOPICS), min_size=1, max_size=3),
    limit=st.integers(1, 10),
)
def test_hidden_lessons_however_many_and_near_take_nothing_from_what_may_be_seen(
    shown: list[set[str]], hidden: list[set[str]], asked: set[str], limit: int
) -> None:
    seen = [make_lesson(f"s{n}", learned=" ".join(sorted(w))) for n, w in enumerate(shown)]
    private = [
        make_lesson(f"h{n}", learned=" ".join(sorted(w)), visibility=Visibility.PRIVATE)
        for n, w in enumerate(hidden)
    ]
    question = " ".join(sorted(asked))
    search = search_over(*seen, *private)
    terms = question_terms(question)
    found = search.store.word_candidates(WORKSPACE, terms, BRAM).best(1_000)
    assert search.index is not None
    vector = search.encoders.current(WORKSPACE).encode_question(question, "en")
    every = search.index.nearest(WORKSPACE, search.encoders.current(WORKSPACE).name, vector, 1_000)
    near = {place_of(key)[0]: Nearest(cosine) for key, cosine in every}
    everything = fuse({i: n for i, n in near.items() if i.startswith("s")}, found)
    wanted = [(r.lesson_id, round(r.score, 9)) for r in everything][:limit]
    got = search.find(WORKSPACE, question, BRAM, limit)
    assert [(lesson.id, round(rank.score, 9)) for lesson, rank in got] == wanted
