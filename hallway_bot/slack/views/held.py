"""What was typed and cannot stay like that, or had better not: said without repeating it."""

from collections.abc import Callable, Iterable

from ...domain.errors import HoldsSecret, InvalidInput
from ...domain.sensitive import Sensitive
from ...texts import Texts
from . import blocks as b
from .answer import Message


def named(t: Texts, kinds: Iterable[Sensitive]) -> str:
    """Kinds of sensitive things as one phrase."""
    return t.list([t(f"screen.{kind.value}") for kind in sorted(kinds)])


def reason(t: Texts, error: InvalidInput) -> str:
    """Why it cannot be used, in one message for all that was typed."""
    if isinstance(error, HoldsSecret):
        return _refusal(t, frozenset().union(*error.found.values()))
    return t(error.key, **error.params)


def at_fields(t: Texts, error: InvalidInput, block: Callable[[str | None], str]) -> dict[str, str]:
    """The same by block of the modal; `block` names the block of a field."""
    if isinstance(error, HoldsSecret):
        return {block(field): _refusal(t, kinds) for field, kinds in error.found.items()}
    return {block(error.field): reason(t, error)}


def _refusal(t: Texts, kinds: frozenset[Sensitive]) -> str:
    secrets = {kind for kind in kinds if kind.is_secret}
    if not secrets:
        return t("screen.look", what=named(t, kinds))
    refused = t("screen.refused", what=named(t, secrets))
    if kinds == secrets:
        return refused
    return f"{refused} {t('screen.also', what=named(t, kinds - secrets))}"


def question(t: Texts, kinds: Iterable[Sensitive]) -> b.Block:
    """Asked once before somebody else reads it: must this be in there?"""
    return b.section(f":warning: {t('screen.ask', what=named(t, kinds))}")


def anyway(t: Texts, kinds: Iterable[Sensitive], action: str, value: str) -> Message:
    """The same in a message, with a button to go on."""
    asked = question(t, kinds)
    go_on = b.button(t("screen.anyway"), action, value)
    return asked["text"]["text"], [asked, b.actions(go_on)]
