"""Inviting somebody to share what they wrote."""

from ...texts import Texts
from . import blocks as b
from .answer import Message

# A message holds some 13,000 characters over all blocks; this leaves room for the rest.
QUOTED = 11_000


def invite(t: Texts, inviter: str, text: str, permalink: str | None) -> Message:
    """To the author of a message: somebody thinks it would help others.

    The author's own words are quoted, so that nothing of them needs to be stored.
    """
    what = t("invite.link")
    link = f"<{permalink}|{what}>" if permalink else what
    intro = t("invite.text", who=b.said(inviter, 100), link=link)
    quoted = [
        {**block, "block_id": f"quote.{n}"} for n, block in enumerate(b.paragraphs(text, QUOTED))
    ]
    return intro, [
        b.section(intro),
        *quoted,
        b.actions(
            b.button(t("invite.yes"), "accept_invite", style="primary"),
            b.button(t("invite.no"), "decline_invite"),
        ),
    ]
