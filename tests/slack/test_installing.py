"""Installing Hallway from a browser, over real HTTP: to Slack and back, once, in time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from hallway_bot.doctor import doctor
from hallway_bot.playground.town import Grant

from .acting import a_word, asks, quiet, share
from .conftest import MovableClock
from .town import ONE, TWO, Browser, Companies, companies


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, clock: MovableClock) -> Iterator[Companies]:
    """Two companies; neither has installed it."""
    with companies(tmp_path_factory.mktemp("data"), clock, ONE, TWO) as made:
        yield made


def test_who_installs_it_is_answered_and_their_token_stands_in_no_file(both: Companies) -> None:
    grant = Grant("T0ONE")
    status, body = both.install(grant)
    assert status == 200 and "Company One" in body
    place, word = both.places["T0ONE"], a_word()
    share(place, place.person("U0CHLOE"), f"Bleed the {word} valve before the pump starts.")
    both.index()
    assert word in asks(place, "U0DAVID", f"What about the {word} valve?")
    assert grant.token and both.holding(grant.token, "U0ANNA") <= {"U0ANNA"}
    assert both.holding(grant.token) == set()
    assert both.clients.of("T0ONE").token == grant.token


def test_a_team_that_did_not_install_it_gets_nothing_and_leaves_no_row(both: Companies) -> None:
    place = both.places["T0TWO"]
    chloe = place.person("U0CHLOE")
    before = [team.workspace for team in both.hallway.store.teams()]
    assert "T0TWO" not in before
    chloe.say(chloe.im, "What did others learn about valves?")
    outcome = chloe.command("C0GENERAL", "/hallway ask valves")
    quiet(place)
    said = [one for one in chloe.messages(chloe.im) if one["user"] == "U0HALLWAY"]
    assert said == [] and outcome is not None
    assert [team.workspace for team in both.hallway.store.teams()] == before


def test_the_way_back_is_good_once(both: Companies) -> None:
    browser = Browser(both.port)
    state = browser.begin()["state"]
    assert browser.back(both.town.agree(Grant("T0ONE")), state)[0] == 200
    browser.cookies["slack-app-oauth-state"] = state
    status, body = browser.back(both.town.agree(Grant("T0TWO")), state)
    assert status == 401 and "begin again" in body
    assert both.hallway.store.team("T0TWO") is None


def test_the_way_back_is_good_for_ten_minutes(both: Companies, clock: MovableClock) -> None:
    browser = Browser(both.port)
    state = browser.begin()["state"]
    clock.move(timedelta(minutes=11))
    assert browser.back(both.town.agree(Grant("T0TWO")), state)[0] == 401
    assert both.hallway.store.team("T0TWO") is None


def test_the_way_back_is_good_in_one_browser_and_only_if_we_made_it(both: Companies) -> None:
    first, other = Browser(both.port), Browser(both.port)
    state = first.begin()["state"]
    other.begin()
    assert other.back(both.town.agree(Grant("T0TWO")), state)[0] == 400
    for made_up in ("nonsense", both.hallway.vault.seal("state:mine"), ""):
        forger = Browser(both.port, {"slack-app-oauth-state": made_up})
        assert forger.back(both.town.agree(Grant("T0TWO")), made_up)[0] in (400, 401)
    assert both.hallway.store.team("T0TWO") is None


def test_a_wrong_code_and_a_no_on_slacks_page_install_nothing(both: Companies) -> None:
    browser = Browser(both.port)
    status, body = browser.back("never-given", browser.begin()["state"])
    assert status == 401 and "Nothing was installed" in body
    status, _, body = browser.get(
        "/slack/oauth_redirect?error=access_denied", **{"Accept-Language": "nl-NL,nl;q=0.9"}
    )
    assert status == 200 and "gestopt" in body and 'lang="nl"' in body


@pytest.mark.parametrize(
    "query",
    [
        "team=T1%26redirect_uri%3Dhttps%3A%2F%2Fevil.example",
        "redirect_uri=https://evil.example",
        "team=" + quote("https://evil.example/"),
        "team=T1%0d%0aLocation:%20https://evil.example",
        "next=//evil.example&state=mine",
    ],
)
def test_nobody_is_sent_anywhere_but_to_slack(both: Companies, query: str) -> None:
    handed = Browser(both.port).begin(f"/slack/install?{query}")
    assert handed["redirect_uri"] == "https://hallway.example/slack/oauth_redirect"
    assert "evil" not in str(handed) and handed["state"] != "mine"
    status, told, body = Browser(both.port).get(f"/slack/oauth_redirect?{query}")
    assert status == 400 and "location" not in told and "evil" not in body


def test_the_pages_are_for_no_frame_no_cache_and_hold_no_script(both: Companies) -> None:
    _, told, body = Browser(both.port).get("/slack/oauth_redirect?error=%3Cscript%3Ex")
    assert "default-src 'none'" in told["content-security-policy"]
    assert (told["x-frame-options"], told["cache-control"]) == ("DENY", "no-store")
    assert "<script" not in body
    _, told, _ = Browser(both.port).get("/slack/install")
    assert "Secure" in told["set-cookie"] and "HttpOnly" in told["set-cookie"]


def test_a_foreign_team_is_refused_and_its_token_given_back(
    tmp_path: Path, clock: MovableClock
) -> None:
    with companies(tmp_path, clock, ONE, TWO, install_teams="T0ONE, E0ORG") as chosen:
        grant = Grant("T0TWO")
        status, body = chosen.install(grant)
        assert status == 403 and "not among them" in body
        assert grant not in chosen.town.grants and chosen.hallway.store.team("T0TWO") is None
        assert chosen.holding(grant.token) == set()
        assert chosen.install(Grant("T0ONE"))[0] == 200


def test_the_doctor_says_who_installed_it_and_whose_token_is_over(
    both: Companies, capsys: pytest.CaptureFixture[str]
) -> None:
    grant = Grant("T0ONE")
    both.install(grant)
    settings = both.hallway.settings.model_copy(update={"signing_secret": SecretStr("secret")})
    assert doctor(settings)
    assert "team T0ONE, Company One" in capsys.readouterr().out
    both.town.grants.remove(grant)
    assert not doctor(settings)
    assert "Install Hallway there again: https://hallway.example" in capsys.readouterr().out
