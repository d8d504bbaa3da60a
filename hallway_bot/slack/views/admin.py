"""What administrators arrange for everyone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...domain.reflecting import Pause
from ...texts import Texts
from . import blocks as b
from .home_reflect import country
from .settings import spoken

_PAUSES = 5
_GROUPS = 99  # a select takes a hundred options, one of them is nobody


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is arranged now; `groups` are Slack's user groups, id to name."""

    leads: str | None = None
    digest: str | None = None
    country: str | None = None
    language: str = "en"
    groups: Mapping[str, str] | None = None


def section(t: Texts, pauses: Sequence[Pause]) -> list[b.Block]:
    """Home: only administrators see it."""
    blocks = [
        b.section(f"*{t('admin.home')}*"),
        b.context(t("admin.home_intro")),
        b.actions(
            b.button(t("admin.arrange"), "arrange"),
            b.button(t("admin.invite"), "invite_channel"),
            b.button(t("admin.rest"), "give_rest"),
            b.button(t("trust.button"), "trust"),
        ),
    ]
    for pause in pauses[:_PAUSES]:
        until = t.date(pause.until)
        if pause.scope:
            text = t("admin.resting_channel", channel=f"<#{pause.scope}>", date=until)
        else:
            text = t("admin.resting_all", date=until)
        end = b.button(t("admin.rest_end"), "end_rest", pause.scope or "-")
        blocks.append(b.section(text, end))
    return blocks


def arrange(t: Texts, now: Arranged) -> b.Block:
    """The modal with what holds for the whole workspace."""
    nobody = b.option(t("admin.nobody"), "-")
    groups = [b.option(name, key) for key, name in list((now.groups or {}).items())[:_GROUPS]]
    chosen = next((one for one in groups if one["value"] == now.leads), nobody)
    languages = spoken(t)
    return b.modal(
        t("admin.title"),
        [
            b.field(t("admin.leads"), b.select("leads", [nobody, *groups], chosen)),
            b.field(t("admin.digest"), b.channel_select("digest", now.digest), optional=True),
            country(t, t("admin.country"), t("admin.country_hint"), now.country),
            b.field(
                t("admin.language"),
                b.select("language", list(languages.values()), languages[now.language]),
            ),
        ],
        t("cancel"),
        t("save"),
        callback_id="arrange",
    )


def invite(t: Texts) -> b.Block:
    """The modal that asks the people of a channel, once each."""
    return b.modal(
        t("admin.invite_title"),
        [
            b.section(t("admin.invite_intro")),
            b.field(t("admin.invite_channel"), b.channel_select("channel")),
        ],
        t("cancel"),
        t("admin.invite_send"),
        callback_id="invite_channel",
    )


def rest(t: Texts) -> b.Block:
    """The modal that makes it quiet for everyone, or for a channel's people."""
    incident = b.option(t("admin.rest_incident"), "yes", t("admin.rest_incident_hint"))
    return b.modal(
        t("admin.rest_title"),
        [
            b.section(t("admin.rest_intro")),
            b.field(t("admin.rest_until"), b.datepicker("until", t("admin.rest_day"))),
            b.field(t("admin.rest_channel"), b.channel_select("channel"), optional=True),
            b.field(t("admin.rest_after"), b.checkboxes("incident", [incident]), optional=True),
        ],
        t("cancel"),
        t("save"),
        callback_id="give_rest",
    )
