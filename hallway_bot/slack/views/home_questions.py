"""Home: questions that I keep open, and those of colleagues that I may know something about."""

from ...domain.records import OpenQuestion
from ...texts import Texts
from . import blocks as b

# A colleague's question with their name, None where they chose not to be named.
Asked = tuple[OpenQuestion, str | None]
_SHOWN = 5


def mine(t: Texts, questions: list[OpenQuestion]) -> list[b.Block]:
    """My own open questions, each with a button that closes it."""
    if not questions:
        return []
    blocks: list[b.Block] = [{"type": "divider"}, b.section(f"*{t('home.questions')}*")]
    for question in questions[:_SHOWN]:
        close = b.button(t("question.close"), "close_question", question.id)
        blocks.append(b.section(f"{b.said(question.text, 300)}\n{_seen_by(t, question)}", close))
    return blocks


def _seen_by(t: Texts, question: OpenQuestion) -> str:
    if not question.shown:
        return t("question.seen_by_me")
    return t("question.seen_unnamed" if question.anonymous else "question.seen_named")


def may_know(t: Texts, asked: list[Asked]) -> list[b.Block]:
    """Colleagues' questions that I may know something about."""
    if not asked:
        return []
    blocks: list[b.Block] = [
        {"type": "divider"},
        b.section(f"*{t('question.may_know')}*"),
        b.context(t("question.may_know_why")),
    ]
    for question, name in asked:
        who = b.said(name, 100) if name else t("question.somebody")
        share = b.button(t("question.share"), "share_answer", question.id)
        blocks.append(b.section(f"{b.said(question.text, 300)}\n{who}", share))
    return blocks
