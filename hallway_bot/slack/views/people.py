"""Messages that bring two people together, always asking first."""

from ...domain.lesson import Lesson
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


def talk_request(t: Texts, talk_id: str, asker: str, lesson: Lesson, question: str) -> Message:
    """To an author: somebody would like to talk about this lesson."""
    text = t("talk.request", who=b.said(asker, 100), title=b.said(lesson.headline, 200))
    blocks = [b.section(text)]
    if question:
        blocks.append(b.section(t("talk.question", question=b.said(question, 1_500))))
    if not lesson.is_named:
        blocks.append(b.context(t("talk.anonymous")))
    blocks.append(
        b.actions(
            b.button(t("talk.yes"), "talk_yes", talk_id, "primary"),
            b.button(t("talk.no"), "talk_no", talk_id),
        )
    )
    return text, blocks
