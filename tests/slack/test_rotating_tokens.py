"""Tokens that expire are changed once, however many ask, also for what Hallway sends by itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.token_rotation import TokenRotator
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from hallway_bot.domain.errors import Unavailable
from hallway_bot.playground.town import Grant
from hallway_bot.slack.installs import Installations
from hallway_bot.slack.many import ManyClients

from .acting import a_word, asks, share
from .conftest import MovableClock
from .test_uninstalling import tell
from .town import ONE, TWO, Companies, companies

HOURS = 12 * 3600


@pytest.fixture
def one(tmp_path: Path) -> Iterator[tuple[Companies, Grant]]:
    """A company whose token lasts twelve hours."""
    with companies(tmp_path, MovableClock(), ONE, TWO) as made:
        grant = Grant("T0ONE", lasts=HOURS)
        assert made.install(grant)[0] == 200
        yield made, grant


def beside(made: Companies) -> ManyClients:
    """A second process on the same database."""
    return replace(made.clients, rotation=replace(made.clients.rotation, _unsaved={}))


def test_a_token_is_changed_in_its_last_two_hours_and_the_new_one_is_sealed(
    one: tuple[Companies, Grant],
) -> None:
    made, grant = one
    first = (grant.token, grant.refresh_token)
    assert made.clients.of("T0ONE").token == first[0] and made.town.renewals == 0
    made.clock.move(timedelta(hours=10, minutes=1))
    assert made.clients.of("T0ONE").token == grant.token != first[0]
    assert made.clients.of("T0ONE").token == grant.token
    assert made.town.renewals == 1
    assert made.holding(*first, grant.token, grant.refresh_token) == set()


def test_of_many_who_need_it_one_changes_it(one: tuple[Companies, Grant]) -> None:
    made, grant = one
    made.clock.move(timedelta(hours=13))
    processes = [made.clients, beside(made)]
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(processes[n % 2].of, "T0ONE") for n in range(16)]
        found = {job.result().token for job in jobs}
    assert found == {grant.token} and made.town.renewals == 1


def test_a_person_is_answered_after_it_expired_and_so_is_what_is_sent_unasked(
    one: tuple[Companies, Grant],
) -> None:
    made, _ = one
    place, word = made.places["T0ONE"], a_word()
    share(place, place.person("U0CHLOE"), f"Bleed the {word} valve first.")
    made.index()
    made.clock.move(timedelta(days=1))
    assert word in asks(place, "U0DAVID", f"What about the {word} valve?")
    made.clock.move(timedelta(days=1))
    client = made.clients.of("T0ONE")
    assert client.chat_postMessage(channel="U0DAVID", text=word)["ok"]


def test_when_it_cannot_be_changed_the_old_one_is_used_while_it_lasts(
    one: tuple[Companies, Grant],
) -> None:
    made, grant = one
    first = grant.token
    made.clock.move(timedelta(hours=11))
    grant.refresh_token = "taken-by-nobody"
    assert made.clients.of("T0ONE").token == first
    made.clock.move(timedelta(hours=2))
    hurried = replace(made.clients.rotation, pause=lambda: None)
    with pytest.raises(Unavailable):
        replace(made.clients, rotation=hurried).of("T0ONE")


@pytest.mark.parametrize("hours", [11, 13])
def test_who_uninstalls_while_it_is_changed_is_not_written_back(
    one: tuple[Companies, Grant], monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    made, _ = one
    made.clock.move(timedelta(hours=hours))
    change = TokenRotator.perform_token_rotation

    def meanwhile(rotator: TokenRotator, *, installation: Installation) -> Installation | None:
        new = change(rotator, installation=installation)
        tell(made.places["T0ONE"], "app_uninstalled")
        return new

    monkeypatch.setattr(TokenRotator, "perform_token_rotation", meanwhile)
    with pytest.raises(Unavailable):
        made.clients.of("T0ONE")
    assert made.town.renewals == 1 and made.clients.installations.find(None, "T0ONE") is None


def test_a_busy_database_does_not_lose_the_new_pair(
    one: tuple[Companies, Grant], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, grant = one
    made.clock.move(timedelta(hours=10, minutes=1))
    renew, busy = Installations.renew, [True, True]

    def sometimes(kept: Installations, old: Installation, new: Installation) -> bool:
        if busy:
            busy.pop()
            raise OperationalError("update", {}, Exception("database is locked"))
        return renew(kept, old, new)

    monkeypatch.setattr(Installations, "renew", sometimes)
    assert made.clients.of("T0ONE").token == grant.token and not busy
    made.clock.move(timedelta(hours=11))
    assert made.clients.of("T0ONE").token == grant.token and made.town.renewals == 2


def test_a_database_that_stays_busy_does_not_lose_it_either(
    one: tuple[Companies, Grant], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, grant = one
    first = grant.token
    made.clock.move(timedelta(hours=10, minutes=1))
    renew, busy = Installations.renew, True

    def later(kept: Installations, old: Installation, new: Installation) -> bool:
        if busy:
            raise OperationalError("update", {}, Exception("database is locked"))
        return renew(kept, old, new)

    monkeypatch.setattr(Installations, "renew", later)
    with capture_logs() as logged:
        assert made.clients.of("T0ONE").token == grant.token != first
    assert [x["event"] for x in logged if x["log_level"] == "warning"] == ["token_not_saved"]
    assert not any(part in str(logged) for part in (first, grant.token, grant.refresh_token))
    made.clock.move(timedelta(hours=2))  # the old one is over, and only this process has another
    assert made.clients.of("T0ONE").token == grant.token and made.town.renewals == 1
    with pytest.raises(OperationalError):
        made.clients.catch_up()
    busy = False
    made.clients.catch_up()
    assert beside(made).of("T0ONE").token == grant.token and made.town.renewals == 1
    assert made.holding(grant.token, grant.refresh_token) == set()
