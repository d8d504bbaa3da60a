"""Which prompt a person gets: fitting, unseen, settled by who and when alone."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallway_bot.domain.prompts import Prompt, Role, Season, choose

ROLES, SEASONS = st.sampled_from(Role), st.sampled_from(Season)
IDS = st.text("abcdef", min_size=1, max_size=3)
PROMPTS = st.dictionaries(IDS, st.tuples(ROLES, SEASONS), max_size=25).map(
    lambda made: [_prompt(name, *kind) for name, kind in made.items()]
)
SEEN = st.sets(IDS, max_size=12)
KEYS = st.text(max_size=20)


def _prompt(
    name: str, role: Role = Role.EVERYONE, season: Season = Season.ANY, language: str = "en"
) -> Prompt:
    return Prompt(name, f"{name}?", ("Learned?", "Next?"), role, season, language)


@given(PROMPTS, ROLES, SEASONS, SEEN, KEYS)
def test_what_is_chosen_fits_and_was_not_seen(
    prompts: list[Prompt], role: Role, season: Season, seen: set[str], key: str
) -> None:
    chosen = choose(prompts, role, season, seen, key)
    fitting = [
        p
        for p in prompts
        if p.role in (Role.EVERYONE, role) and p.season in (Season.ANY, season) and p.id not in seen
    ]
    assert (chosen is None) == (not fitting)
    assert chosen is None or chosen in fitting


@given(PROMPTS, ROLES, SEASONS, SEEN, KEYS)
def test_a_prompt_of_the_season_comes_before_all_others(
    prompts: list[Prompt], role: Role, season: Season, seen: set[str], key: str
) -> None:
    chosen = choose(prompts, role, season, seen, key)
    if chosen is not None and chosen.season is not season:
        unseen = [p for p in prompts if p.id not in seen and p.season is season]
        roles = (role,) if chosen.role is Role.LEAD else (Role.EVERYONE, role)
        assert not [p for p in unseen if p.role in roles]


@given(PROMPTS, SEASONS, SEEN, KEYS)
def test_a_lead_gets_a_leads_prompt_in_any_season_while_there_is_one(
    prompts: list[Prompt], season: Season, seen: set[str], key: str
) -> None:
    chosen = choose(prompts, Role.LEAD, season, seen, key)
    if chosen is not None and chosen.role is not Role.LEAD:
        unseen = [p for p in prompts if p.id not in seen and p.season in (Season.ANY, season)]
        assert not [p for p in unseen if p.role is Role.LEAD]


@given(PROMPTS, ROLES, SEASONS, SEEN, KEYS, st.randoms(use_true_random=False))
def test_neither_order_nor_language_changes_the_choice(
    prompts: list[Prompt],
    role: Role,
    season: Season,
    seen: set[str],
    key: str,
    random: Random,
) -> None:
    dutch = [_prompt(p.id, p.role, p.season, "nl") for p in prompts]
    random.shuffle(dutch)
    one, other = (choose(x, role, season, seen, key) for x in (prompts, dutch))
    assert (one and one.id) == (other and other.id)


@given(PROMPTS, ROLES, SEASONS, KEYS)
def test_week_after_week_no_prompt_returns_until_all_that_fit_are_seen(
    prompts: list[Prompt], role: Role, season: Season, key: str
) -> None:
    seen: list[str] = []
    while chosen := choose(prompts, role, season, seen, f"{key} week {len(seen)}"):
        seen.append(chosen.id)
    assert len(seen) == len(set(seen))
    fitting = [p for p in prompts if p.role in (Role.EVERYONE, role)]
    assert set(seen) == {p.id for p in fitting if p.season in (Season.ANY, season)}


def test_people_are_spread_over_the_prompts() -> None:
    prompts = [_prompt(f"p{n}") for n in range(20)]
    got = Counter(
        chosen.id
        for n in range(2000)
        if (chosen := choose(prompts, Role.EVERYONE, Season.ANY, (), f"U{n} 2026-W48"))
    )
    assert len(got) == 20
    assert max(got.values()) < 160  # 100 each on average; five standard deviations above


def test_a_newcomer_gets_both_kinds() -> None:
    prompts = [_prompt(f"e{n}") for n in range(40)]
    prompts += [_prompt(f"n{n}", Role.NEWCOMER) for n in range(6)]
    kinds = Counter(
        chosen.role
        for n in range(1000)
        if (chosen := choose(prompts, Role.NEWCOMER, Season.ANY, (), f"U{n} 2026-W48"))
    )
    assert 400 < kinds[Role.NEWCOMER] < 600
    assert kinds.total() == 1000


@pytest.mark.parametrize("role", [Role.LEAD, Role.NEWCOMER])
def test_nobody_else_gets_the_prompts_of_a_role(role: Role) -> None:
    assert choose([_prompt("theirs", role)], Role.EVERYONE, Season.ANY, (), "U1") is None
