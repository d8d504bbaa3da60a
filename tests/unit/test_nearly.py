"""What is nearly the same: an edited copy is, a related lesson is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallway_bot.domain.nearly import nearly_the_same, overlap
from hallway_bot.index.embedder import TransformerEmbedder

TOLD = (
    "We moved the mail server on a Friday. Half of the office got no mail until Monday, because "
    "the DNS records still pointed to the old machine. Lower the TTL two days before you move."
)
SLIPS = (
    "We moved teh mail server on a Friday. Half of the ofice got no mail untill Monday, becuase "
    "the DNS records still pointed to the old machine. Lower the TTL two days befor you move."
)
TURNED = (
    "Lower the TTL two days before you move. We moved the mail server on a Friday. Half of the "
    "office got no mail until Monday, because the DNS records still pointed to the old machine."
)
RELATED = (
    "When you change the provider of your mail, tell everybody the week before and keep the old "
    "mailboxes open for a month: some senders keep the address of the server for days."
)


@pytest.mark.parametrize(
    ("other", "same"),
    [(TOLD, True), (SLIPS, True), (TURNED, True), (f"As I said: {TOLD}", True), (RELATED, False)],
    ids=["itself", "slips", "another order", "with a preface", "a related lesson"],
)
def test_edited_copies_are_the_same_and_related_lessons_are_not(
    embedder: TransformerEmbedder, other: str, same: bool
) -> None:
    one, two = embedder.encode_passages([TOLD, other])
    cosine = sum(a * b for a, b in zip(one, two, strict=True))
    assert nearly_the_same(cosine, overlap(TOLD, other, "en")) is same


@given(st.text(), st.text(), st.sampled_from(["en", "nl"]))
def test_overlap_is_a_share_and_does_not_mind_the_order(one: str, other: str, lang: str) -> None:
    shared = overlap(one, other, lang)
    assert 0 <= shared <= 1
    assert shared == overlap(other, one, lang)


@given(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_nearer_or_more_shared_never_makes_it_less_the_same(
    cosine: float, shared: float, nearer: float, further: float
) -> None:
    if nearly_the_same(cosine, shared):
        assert nearly_the_same(min(cosine + nearer, 1.0), min(shared + further, 1.0))
