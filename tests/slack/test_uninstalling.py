"""Leaving: tokens go at once; what was kept stays or goes, as the operator says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.errors import Unavailable
from hallway_bot.playground.people import Team
from hallway_bot.playground.server import Playground
from hallway_bot.playground.town import Grant

from .acting import a_word, asks, quiet, share
from .conftest import MovableClock, opened
from .town import ONE, TWO, Companies, companies

PATIENCE = 40
ORG_ONE = Team("T0ORGA", "Branch A", "brancha", "E0ORG", True)
ORG_TWO = Team("T0ORGB", "Branch B", "branchb", "E0ORG", True)

CHANGED = {"type": "user_change", "user": {"id": "U0DAVID"}}


@pytest.fixture
def both(tmp_path: Path, clock: MovableClock) -> Iterator[Companies]:
    """Two companies that installed it; who leaves is forgotten."""
    with companies(tmp_path, clock, ONE, TWO, uninstall="delete") as made:
        for team in (ONE, TWO):
            assert made.install(Grant(team.id))[0] == 200
        yield made


def tell(place: Playground, kind: str, **more: object) -> None:
    """Slack says so to the app."""
    place.deliverer.event({"type": kind, **more})
    quiet(place)


def late(place: Playground, at: int, event: dict[str, object]) -> None:
    """Slack delivers what happened at another time (seconds since 1970)."""
    team = place.workspace.team
    place.deliverer.redeliver(
        {
            "type": "event_callback", "team_id": team.id, "enterprise_id": team.enterprise_id,
            "event": event, "event_id": f"Ev0{a_word()}", "event_time": at,
        }
    )  # fmt: skip
    quiet(place)


def told(place: Playground, learned: str) -> None:
    """Somebody shares it."""
    share(place, place.person("U0CHLOE"), learned)


def test_who_leaves_for_good_leaves_nothing_and_the_others_keep_all(both: Companies) -> None:
    mine, theirs = a_word(), a_word()
    told(both.places["T0ONE"], f"Bleed the {mine} valve first.")
    told(both.places["T0TWO"], f"Bleed the {theirs} valve first.")
    both.index()
    store, wait = both.hallway.store, both.places["T0ONE"].wait_for
    assert both.holding("T0ONE", mine) == {"T0ONE", mine}
    tell(both.places["T0ONE"], "tokens_revoked", tokens={"bot": ["U0HALLWAY"]})
    with pytest.raises(Unavailable):
        both.clients.of("T0ONE")
    tell(both.places["T0ONE"], "app_uninstalled")
    assert wait(lambda: store.team("T0ONE") is None, PATIENCE), "it is not removed"
    # Files are cleared between what others read; on a busy machine that takes its time.
    wait(lambda: both.holding("T0ONE", "t0one", mine) == set(), 3 * PATIENCE)
    assert both.holding("T0ONE", "t0one", mine) == set()
    assert theirs in asks(both.places["T0TWO"], "U0DAVID", f"What about the {theirs} valve?")
    # And from the beginning, with nothing of before.
    assert both.install(Grant("T0ONE"))[0] == 200
    answer = asks(both.places["T0ONE"], "U0DAVID", f"What about the {mine} valve?")
    assert "Bleed" not in answer


def test_an_uninstalling_that_is_older_than_the_installation_is_ignored(both: Companies) -> None:
    place, clock = both.places["T0ONE"], both.clock
    old = int((clock() - timedelta(minutes=1)).timestamp())
    for kind in ("app_uninstalled", "tokens_revoked"):
        late(place, old, {"type": kind, "tokens": {"bot": ["U0HALLWAY"]}})
    team = both.hallway.store.team("T0ONE")
    assert team is not None and team.in_use and both.clients.of("T0ONE").token


def test_who_may_come_back_finds_everything_and_meanwhile_nothing_is_due(
    tmp_path: Path, clock: MovableClock
) -> None:
    with companies(tmp_path, clock, ONE, TWO) as kept:
        grant = Grant("T0ONE")
        kept.install(grant)
        place, word, store = kept.places["T0ONE"], a_word(), kept.hallway.store
        told(place, f"Bleed the {word} valve first.")
        kept.index()
        tell(place, "app_uninstalled")
        assert place.wait_for(lambda: store.workspaces() == [], PATIENCE)
        assert kept.holding(grant.token) == set()
        kept.bot.desk.outbox.add("T0ONE", "U0DAVID", Kind.TALK_ANSWER, "later", {"talk": "none"})
        assert store.due_deliveries(kept.clock(), 10) == []
        assert kept.bot.sending.catch_up() == 0
        kept.install(Grant("T0ONE"))
        assert [one.key for _, one in store.due_deliveries(kept.clock(), 10)] in ([], ["later"])
        assert word in asks(place, "U0DAVID", f"What about the {word} valve?")


def test_tokens_of_one_workspace_are_given_back_and_nothing_else_goes(both: Companies) -> None:
    word = a_word()
    told(both.places["T0ONE"], f"Bleed the {word} valve first.")
    tell(both.places["T0ONE"], "tokens_revoked", tokens={"oauth": ["U0ANNA"]})
    assert both.clients.of("T0ONE").token
    tell(both.places["T0ONE"], "tokens_revoked", tokens={"bot": ["U0HALLWAY"]})
    assert both.hallway.store.workspaces() == ["T0TWO"]
    kept = next(iter(both.hallway.store.all_lessons("T0ONE")))
    assert word in kept.learned


def test_an_organisation_installs_it_for_its_teams_and_each_is_a_workspace(
    tmp_path: Path, clock: MovableClock
) -> None:
    with companies(tmp_path, clock, ORG_ONE, ORG_TWO, TWO, uninstall="delete") as org:
        grant = Grant(None, "E0ORG")
        status, body = org.install(grant)
        assert status == 200 and "One step is left" in body
        assert org.hallway.store.teams() == []
        words = {team.id: a_word() for team in (ORG_ONE, ORG_TWO)}
        for team_id, word in words.items():
            told(org.places[team_id], f"Bleed the {word} valve first.")
        org.index()
        for team_id, word in words.items():
            org.decline(team_id)
            answer = asks(org.places[team_id], "U0DAVID", "What about the valve?")
            others = set(words.values()) - {word}
            assert word in answer and not any(other in answer for other in others)
        # Lists are asked for with the team, which an organisation's token needs.
        crowd = [person.id for person in org.places["T0ORGB"].workspace.people()] * 4
        org.bot.desk.directory.prepare("T0ORGB", crowd)
        assert org.bot.desk.directory.person("T0ORGB", "U0ANNA").name.endswith("Branchb")
        assert org.hallway.store.team("T0TWO") is None
        grant.without.add("T0ORGA")
        tell(org.places["T0ORGA"], "team_access_revoked", team_ids=["T0ORGA"])
        wait, store = org.places["T0ORGA"].wait_for, org.hallway.store
        assert wait(lambda: store.team("T0ORGA") is None, PATIENCE)
        assert org.clients.of("T0ORGB").token
        tell(org.places["T0ORGB"], "app_uninstalled")
        assert wait(lambda: store.teams() == [], PATIENCE)
        assert wait(lambda: org.holding(*words.values()) == set(), 3 * PATIENCE)


def test_a_team_gives_up_its_own_and_keeps_what_its_organisation_has(
    tmp_path: Path, clock: MovableClock
) -> None:
    own = replace(ORG_ONE, org_install=False)
    with companies(tmp_path, clock, own, ORG_TWO, uninstall="delete") as org:
        assert org.install(Grant(None, "E0ORG"))[0] == 200
        word = a_word()
        told(org.places["T0ORGB"], f"Bleed the {word} valve first.")
        assert org.install(Grant("T0ORGA", "E0ORG"))[0] == 200
        for_all = org.clients.installations.find("E0ORG", None)
        assert for_all is not None and for_all.bot_token != org.clients.of("T0ORGA").token
        clock.move(timedelta(seconds=5))
        # Slack says both for the one uninstalling, and may repeat them.
        for _ in range(2):
            tell(org.places["T0ORGA"], "tokens_revoked", tokens={"bot": ["U0HALLWAY"]})
            tell(org.places["T0ORGA"], "app_uninstalled")
        assert org.hallway.store.workspaces() == ["T0ORGA", "T0ORGB"]
        assert {org.clients.of(team).token for team in ("T0ORGA", "T0ORGB")} == {for_all.bot_token}
        assert [one for one in org.hallway.store.all_lessons("T0ORGB") if word in one.learned]


@pytest.mark.parametrize("uninstall", ["keep", "delete"])
def test_a_late_event_does_not_put_a_team_back_in_use_and_their_return_does(
    tmp_path: Path, clock: MovableClock, uninstall: str
) -> None:
    with companies(tmp_path, clock, ORG_ONE, ORG_TWO, uninstall=uninstall) as org:
        grant = Grant(None, "E0ORG")
        assert org.install(grant)[0] == 200
        place, store = org.places["T0ORGA"], org.hallway.store
        told(place, f"Bleed the {a_word()} valve first.")
        grant.without.add("T0ORGA")
        tell(org.places["T0ORGB"], "team_access_revoked", team_ids=["T0ORGA"])
        gone = uninstall == "delete"
        assert place.wait_for(lambda: (store.team("T0ORGA") is None) is gone, PATIENCE)
        for seconds, in_use in ((0, []), (60, ["T0ORGA"])):
            late(place, int(clock().timestamp()) + seconds, CHANGED)
            assert store.workspaces() == in_use
            grant.without.clear()


def test_a_team_that_was_given_it_back_loses_nothing_when_slack_says_late_that_it_was_taken(
    tmp_path: Path, clock: MovableClock
) -> None:
    with companies(tmp_path, clock, ORG_ONE, ORG_TWO, uninstall="delete") as org:
        grant, word = Grant(None, "E0ORG"), a_word()
        assert org.install(grant)[0] == 200
        place, store = org.places["T0ORGA"], org.hallway.store
        told(place, f"Bleed the {word} valve first.")
        taken = {"type": "team_access_revoked", "team_ids": ["T0ORGA", "T0NOBODY"]}
        # It was taken and given back before Hallway hears of it; and Slack may repeat it.
        for seconds in (0, 0, 60):
            late(org.places["T0ORGB"], int(clock().timestamp()) + seconds, taken)
            assert store.workspaces() == ["T0ORGA"]
        assert word in asks(place, "U0DAVID", f"What about the {word} valve?")
        grant.without.add("T0ORGA")
        late(org.places["T0ORGB"], int(clock().timestamp()), taken)
        assert place.wait_for(lambda: store.team("T0ORGA") is None, PATIENCE)


def test_a_team_with_an_installation_of_its_own_keeps_it_when_its_organisation_withdraws(
    tmp_path: Path, clock: MovableClock
) -> None:
    own = replace(ORG_ONE, org_install=False)
    with companies(tmp_path, clock, own, ORG_TWO, uninstall="delete") as org:
        assert org.install(Grant(None, "E0ORG", without={"T0ORGA"}))[0] == 200
        assert org.install(Grant("T0ORGA", "E0ORG"))[0] == 200
        tell(org.places["T0ORGB"], "team_access_revoked", team_ids=["T0ORGA"])
        assert org.hallway.store.workspaces() == ["T0ORGA"]


def test_with_one_token_it_rests_when_that_token_is_over_and_never_for_an_old_one(
    tmp_path: Path, clock: MovableClock
) -> None:
    with opened(tmp_path, clock, invited=True) as (playground, bot):
        store = bot.hallway.store
        for kind in ("app_uninstalled", "tokens_revoked", "team_access_revoked"):
            tell(playground, kind, tokens={"bot": ["U0HALLWAY"]}, team_ids=["T0OTHER"])
        assert store.workspaces() == ["first"]
        playground.faults.fail("auth.test", error="account_inactive")
        tell(playground, "app_uninstalled")
        assert store.workspaces() == []
        store.install(playground.workspace.team.id, None)  # as a start with a new token does
        assert store.workspaces() == ["first"] and len(list(store.all_lessons("first"))) == 40


@pytest.mark.parametrize(
    "trouble",
    [
        {"error": "internal_error"},
        {"error": "fatal_error"},
        {"error": "ratelimited"},
        {"error": "invalid_auth"},
        {"status": 503},
        {"drop": True},
    ],
)
def test_with_one_token_nothing_rests_and_nothing_goes_while_slack_is_in_trouble(
    tmp_path: Path, clock: MovableClock, trouble: dict[str, Any]
) -> None:
    with opened(tmp_path, clock, invited=True) as (playground, bot):
        store = bot.hallway.store
        object.__setattr__(bot.desk.uninstalling, "delete", True)
        for kind in ("app_uninstalled", "tokens_revoked", "team_access_revoked"):
            playground.faults.fail("auth.test", times=9, **trouble)
            tell(playground, kind, tokens={"bot": ["U0HALLWAY"]}, team_ids=["T0OTHER"])
            assert playground.faults.called("auth.test"), "it asks whether its token is over"
            playground.faults.clear()
            assert store.workspaces() == ["first"]
        assert len(list(store.all_lessons("first"))) == 40


def test_nothing_of_a_team_goes_while_slack_does_not_say_whether_it_was_taken(
    tmp_path: Path, clock: MovableClock
) -> None:
    with companies(tmp_path, clock, ORG_ONE, ORG_TWO, uninstall="delete") as org:
        assert org.install(Grant(None, "E0ORG"))[0] == 200
        place, store, word = org.places["T0ORGA"], org.hallway.store, a_word()
        told(place, f"Bleed the {word} valve first.")
        taken = {"type": "team_access_revoked", "team_ids": ["T0ORGA"]}
        for error in ("internal_error", "ratelimited", "invalid_auth"):
            org.town.faults.fail("auth.teams.list", error=error)
            late(org.places["T0ORGB"], int(clock().timestamp()), taken)
            assert org.town.faults.take("auth.teams.list") is None, "it asks"
            assert store.workspaces() == ["T0ORGA"]
        assert word in asks(place, "U0DAVID", f"What about the {word} valve?")


def test_what_rests_is_not_in_use_again_while_slack_does_not_say_whose_it_is(
    tmp_path: Path, clock: MovableClock
) -> None:
    with companies(tmp_path, clock, ORG_ONE, ORG_TWO) as org:
        grant = Grant(None, "E0ORG")
        assert org.install(grant)[0] == 200
        place, store, word = org.places["T0ORGA"], org.hallway.store, a_word()
        told(place, f"Bleed the {word} valve first.")
        store.uninstall("T0ORGA", clock())
        for error in ("internal_error", "ratelimited", "invalid_auth"):
            org.town.faults.fail("auth.teams.list", error=error)
            late(place, int(clock().timestamp()), CHANGED)
            assert org.town.faults.take("auth.teams.list") is None, "it asks"
            assert store.workspaces() == []
        assert word in asks(place, "U0DAVID", f"What about the {word} valve?")
        assert store.workspaces() == ["T0ORGA"]
