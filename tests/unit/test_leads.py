"""Leads are asked first, about a mistake of their own; a week's delay is a week for them too."""

from datetime import UTC, datetime

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery
from hallway_bot.domain.prompts import Role
from hallway_bot.domain.reflecting import Intention, Note
from hallway_bot.domain.rhythm import Rhythm
from hallway_bot.services.prompt_library import load
from hallway_bot.services.reflect import Reflect, Source
from hallway_bot.services.turns import LEADS
from hallway_bot.settings import SHIPPED_PROMPTS

from ..office import ANNA, DAY, TUESDAY, Office

LIBRARY = load(SHIPPED_PROMPTS)
ROLES = {prompt.id: prompt.role for prompt in LIBRARY["en"]}


@pytest.fixture
def reflect(office: Office) -> Reflect:
    office.store.set_option(office.workspace, LEADS, "S1")
    office.people.groups["S1"] = frozenset({ANNA.id})
    return Reflect(office.store, office.planning, office.outbox, LIBRARY, office.now)


def prompted(office: Office, reflect: Reflect) -> Delivery:
    """The prompt that is due next, sent."""
    one = office.store.reflecting(office.workspace, ANNA.id)
    assert one is not None and one.next is not None
    office.at = one.next.at
    office.planning.catch_up()
    office.sending.catch_up()
    return office.post.sent[-1]


def test_a_lead_is_asked_on_the_first_workday_at_nine_and_snoozing_is_a_week(
    office: Office, reflect: Reflect
) -> None:
    one = reflect.take_part(office.workspace, ANNA, Rhythm())
    assert one.next is not None
    assert one.next.at == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    sent = prompted(office, reflect)
    office.at += 3 * DAY  # on Thursday they get round to it
    one = reflect.snooze(office.workspace, ANNA, sent)
    assert one.next is not None
    assert one.next.at == datetime(2026, 12, 14, 8, 0, tzinfo=UTC)


def test_a_lead_is_asked_about_a_mistake_of_their_own_before_what_else_waits(
    office: Office, reflect: Reflect
) -> None:
    reflect.take_part(office.workspace, ANNA, Rhythm())
    note = Note("n", ANNA.id, "What happened?", TUESDAY - 20 * DAY, happened="It froze.")
    office.store.save_note(office.workspace, note)
    asked = reflect.asked(office.workspace, ANNA, "en", prompted(office, reflect))
    assert asked is not None and ROLES[asked.id] is Role.LEAD
    office.people.groups["S1"] = frozenset()
    asked = reflect.asked(office.workspace, ANNA, "en", prompted(office, reflect))
    assert asked is not None and asked.source is Source.NOTE


def test_what_a_lead_meant_to_do_still_comes_back_when_they_said(
    office: Office, reflect: Reflect
) -> None:
    reflect.take_part(office.workspace, ANNA, Rhythm())
    means = Intention("i", ANNA.id, "Ask first.", TUESDAY.date(), TUESDAY)
    office.store.save_intention(office.workspace, means)
    asked = reflect.asked(office.workspace, ANNA, "en", prompted(office, reflect))
    assert asked is not None and asked.source is Source.INTENTION
    assert office.post.sent[-1].kind is Kind.PROMPT
