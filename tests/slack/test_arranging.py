"""What administrators arrange for everyone, and that nobody else can."""

from datetime import timedelta
from threading import Event

import pytest

from hallway_bot.bot import Bot
from hallway_bot.domain.attention import Kind
from hallway_bot.domain.reflecting import Reflecting, Taking
from hallway_bot.domain.rhythm import Due, Rhythm, Turn
from hallway_bot.playground.people import Group
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground
from hallway_bot.services import resting
from hallway_bot.services.reflect import Reflect
from hallway_bot.services.turns import LEADS
from hallway_bot.slack.views import reflect as reflect_views

from ..fakes_people import FIRST
from .acting import Json, after, click, home, open_modal, quiet, said, settles, texts
from .conftest import MovableClock

Moving = tuple[Playground, Bot]
ADMIN = "U0ANNA"


def form(moving: Moving, action: str) -> tuple[Person, Json]:
    """The administrator, and the form that this button on Home opens."""
    admin = moving[0].person(ADMIN)
    page = home(moving[0], admin)
    return admin, open_modal(moving[0], admin, lambda: click(admin, page, action))


def send(moving: Moving) -> None:
    """Let what is due happen."""
    playground, bot = moving
    bot.ticker.catch_up("plan", "send")
    quiet(playground)


def test_only_administrators_see_it_on_home(moving: Moving) -> None:
    admin, david = moving[0].person(ADMIN), moving[0].person("U0DAVID")
    assert "arrange" in str(home(moving[0], admin))
    assert "give_rest" not in str(home(moving[0], david))


def test_leads_are_named_by_a_user_group_and_go_first(moving: Moving) -> None:
    playground, bot = moving
    admin, view = form(moving, "arrange")
    groups = [
        option
        for block in view["blocks"]
        if block["block_id"] == "leads"
        for option in block["element"]["options"]
        if option["value"] != "-"
    ]
    assert groups, "the stand-in has a user group"
    group = groups[0]["value"]
    outcome = admin.submit(view["id"], {"leads": {"leads": group}, "language": {"language": "nl"}})
    assert outcome.ok, outcome
    quiet(playground)
    workspace = bot.desk.workspace(None)
    planning = bot.desk.reflect.planning
    leads = bot.desk.directory.group_members(FIRST, group)
    assert leads
    for person in playground.workspace.people():
        if person.is_guest:
            continue
        visitor = bot.desk.visitor(workspace, person.id)
        turn = planning.rhythm(workspace, visitor.person, Rhythm()).turn
        assert turn is (Turn.LEAD if person.id in leads else Turn.AFTER_LEADS)
    assert bot.desk.store.option(workspace, "language") == "nl"


def invited(moving: Moving) -> str:
    """What the administrator is told who invites #general, in the form and then in their DM."""
    admin, view = form(moving, "invite_channel")
    sent = {"channel": {"channel": "C0GENERAL"}}
    (told,) = after(moving[0], admin, admin.im, lambda: admin.submit(view["id"], sent))
    assert "krijgt hem nu" in texts(admin.view())
    admin.close((admin.view() or {})["id"])
    return texts(told)


def test_a_channels_people_are_asked_once_each(moving: Moving) -> None:
    playground = moving[0]
    first = invited(moving)
    send(moving)
    members = playground.workspace.room("C0GENERAL").members
    people = [one for one in playground.workspace.people() if one.id in members]
    colleagues = [one for one in people if not one.is_guest]
    # The administrator uses Hallway, so they have been asked already.
    assert f"{len(colleagues) - 1} collega" in first
    for one in colleagues:
        person = playground.person(one.id)
        asked = [x for x in said(person, person.im) if "decline_rhythm" in str(x)]
        assert len(asked) == 1
    guest = playground.person("U0GUS")
    assert not [x for x in said(guest, guest.im) if "decline_rhythm" in str(x)]
    assert "niemand opnieuw" in invited(moving)
    send(moving)
    david = playground.person("U0DAVID")
    assert len([x for x in said(david, david.im) if "decline_rhythm" in str(x)]) == 1


def test_inviting_a_channel_is_acknowledged_before_anybody_is_looked_up(
    moving: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, reflect = Event(), Reflect.invite

    def slowly(one: Reflect, workspace: str, user_id: str) -> bool:
        assert gate.wait(30)
        return reflect(one, workspace, user_id)

    monkeypatch.setattr(Reflect, "invite", slowly)
    admin, view = form(moving, "invite_channel")
    try:
        assert admin.submit(view["id"], {"channel": {"channel": "C0GENERAL"}}).ok
        assert "krijgt hem nu" in texts(admin.view())
    finally:
        gate.set()
    quiet(moving[0])
    admin.close((admin.view() or {})["id"])


def test_an_invitation_that_fails_behind_the_acknowledgement_is_apologised_for(
    moving: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(one: Reflect, workspace: str, user_id: str) -> bool:
        raise OSError("the disk is full")

    monkeypatch.setattr(Reflect, "invite", fail)
    assert "Sorry" in invited(moving)


def test_rest_for_everyone_keeps_unasked_messages_until_its_day(
    moving: Moving, clock: MovableClock
) -> None:
    playground, bot = moving
    admin, view = form(moving, "give_rest")
    until = (clock() + timedelta(days=3)).date().isoformat()
    assert admin.submit(view["id"], {"until": {"until": until}}).ok
    quiet(playground)
    admin.close((admin.view() or {})["id"])
    assert "Iedereen heeft rust tot" in texts(home(playground, admin))
    workspace = bot.desk.workspace(None)
    david = playground.person("U0DAVID")
    soon = Reflecting(david.id, clock(), Rhythm(), next=Due(clock() + timedelta(days=1), "soon"))
    bot.desk.store.save_reflecting(workspace, soon)
    assert "Your administrator gave you rest until" in texts(home(playground, david))
    off = Reflecting(david.id, clock(), Rhythm(), Taking.QUIET)
    bot.desk.store.save_reflecting(workspace, off)
    subject = {"about": "quiet"}
    bot.desk.outbox.add(workspace, david.id, Kind.PROMPT, "quiet:rest", subject)
    before = len(said(david, david.im))
    send(moving)
    assert len(said(david, david.im)) == before
    click(admin, home(playground, admin), "end_rest")
    quiet(playground)
    clock.to(clock() + timedelta(days=4))
    send(moving)
    assert len(said(david, david.im)) == before + 1


@pytest.mark.parametrize(
    ("incident", "channel", "looks_back"),
    [(["yes"], None, True), (None, None, False), (["yes"], "C0GENERAL", None)],
)
def test_only_rest_for_everyone_that_something_happened_in_is_looked_back_on(
    moving: Moving,
    clock: MovableClock,
    incident: list[str] | None,
    channel: str | None,
    looks_back: bool | None,
) -> None:
    bot = moving[1]
    admin, view = form(moving, "give_rest")
    assert "Er is iets gebeurd: een incident, een crisis" in texts(view)
    until = clock() + timedelta(days=3)
    sent = {
        "until": {"until": until.date().isoformat()},
        "channel": {"channel": channel},
        "incident": {"incident": incident},
    }
    outcome = admin.submit(view["id"], sent)
    quiet(moving[0])
    admin.close((admin.view() or {})["id"])
    workspace = bot.desk.workspace(None)
    if looks_back is None:
        assert "Terugkijken doe ik alleen" in outcome.errors["incident"]
        assert not bot.desk.store.pauses(workspace, clock())
        return
    assert outcome.ok and len(bot.desk.store.pauses(workspace, clock())) == 1
    is_after = resting.is_after_incident(bot.desk.store, workspace, until + timedelta(days=2))
    assert is_after is looks_back
    click(admin, home(moving[0], admin), "end_rest")
    quiet(moving[0])
    # It was over within a minute: there is nothing to look back on.
    assert not resting.is_after_incident(bot.desk.store, workspace, until + timedelta(days=2))


def test_rest_for_a_channel_says_for_whom_it_is(moving: Moving, clock: MovableClock) -> None:
    admin, view = form(moving, "give_rest")
    until = (clock() + timedelta(days=3)).date().isoformat()
    sent = {"until": {"until": until}, "channel": {"channel": "C0GENERAL"}}
    assert admin.submit(view["id"], sent).ok
    quiet(moving[0])
    assert "Voor de mensen van <#C0GENERAL> blijft het stil tot" in texts(admin.view())
    admin.close((admin.view() or {})["id"])
    click(admin, home(moving[0], admin), "end_rest")
    quiet(moving[0])


def test_a_day_that_has_passed_is_refused_at_its_field(moving: Moving, clock: MovableClock) -> None:
    admin, view = form(moving, "give_rest")
    outcome = admin.submit(view["id"], {"until": {"until": "2020-01-01"}})
    assert "until" in outcome.errors
    admin.close(view["id"])


def test_somebody_who_is_no_administrator_any_more_arranges_nothing(moving: Moving) -> None:
    playground, bot = moving
    admin, view = form(moving, "give_rest")
    playground.workspace.change_member(ADMIN, is_admin=False)
    bot.desk.directory.forget(FIRST, ADMIN)
    try:
        outcome = admin.submit(view["id"], {"until": {"until": "2031-01-01"}})
        assert not outcome.ok or outcome.errors
        assert not bot.desk.store.pauses(bot.desk.workspace(None), bot.desk.now())
    finally:
        playground.workspace.change_member(ADMIN, is_admin=True)
        bot.desk.directory.forget(FIRST, ADMIN)


def test_a_lead_reads_that_theirs_comes_first(moving: Moving) -> None:
    playground = moving[0]
    elif_ = playground.person("U0ELIF")
    asked = next(x for x in said(elif_, elif_.im) if "decline_rhythm" in str(x))
    assert "Yes, Monday at 09:00" in texts(asked) and "before your team" in texts(asked)
    assert "You lead here, so you go first" in texts(home(playground, elif_))
    click(elif_, asked, "join")
    quiet(playground)
    assert "at 09:00, because those who lead go first. You can" in texts(said(elif_, elif_.im)[-1])
    assert "You lead here, so yours comes before your team's" in texts(home(playground, elif_))


@pytest.mark.parametrize(
    ("user", "told"),
    [
        ("U0ELIF", "because those who lead go first"),
        ("U0BRAM", "want wie leiding geeft, gaat voor"),
    ],
)
def test_a_lead_who_said_yes_to_another_time_hears_why_it_comes_earlier(
    moving: Moving, user: str, told: str
) -> None:
    playground, bot = moving
    visitor = bot.desk.visitor(bot.desk.workspace(None), user)
    person = playground.person(user)
    before = bot.desk.store.option(visitor.workspace, LEADS)
    message = reflect_views.invitation(visitor.t, Rhythm())
    sent = visitor.client.chat_postMessage(channel=person.im, text=message[0], blocks=message[1])
    asked = next(one for one in person.messages(person.im) if one["ts"] == sent["ts"])
    name = f"S0{user}"
    playground.workspace.add_group(Group(name, "now", "Leads now", (user,)))
    bot.desk.store.set_option(visitor.workspace, LEADS, name)
    try:
        shown = settles(playground, person, asked, lambda: click(person, asked, "join"))
    finally:
        bot.desk.store.set_option(visitor.workspace, LEADS, before)
    assert told in texts(shown) and "09:00" in texts(shown)
