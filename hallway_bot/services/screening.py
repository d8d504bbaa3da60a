"""Looking through a text for secrets and personal data before it is kept."""

from collections.abc import Callable, Collection
from functools import cache
from importlib import import_module

from ..domain.errors import HoldsSecret
from ..domain.sensitive import Sensitive, as_typed, sensitive

# Those of detect-secrets whose tokens cannot be mistaken for anything else. Its rules by
# entropy and by keyword call every second code snippet a secret; ours for keywords and for
# private keys want a value that can be one. Module, class.
_PLUGINS = (
    ("aws", "AWSKeyDetector"),
    ("azure_storage_key", "AzureStorageKeyDetector"),
    ("discord", "DiscordBotTokenDetector"),
    ("github_token", "GitHubTokenDetector"),
    ("gitlab_token", "GitLabTokenDetector"),
    ("jwt", "JwtTokenDetector"),
    ("mailchimp", "MailchimpDetector"),
    ("npm", "NpmDetector"),
    ("openai", "OpenAIDetector"),
    ("pypi_token", "PypiTokenDetector"),
    ("sendgrid", "SendGridDetector"),
    ("slack", "SlackDetector"),
    ("square_oauth", "SquareOAuthDetector"),
    ("stripe", "StripeDetector"),
    ("telegram_token", "TelegramBotTokenDetector"),
)


def screen(text: str) -> set[Sensitive]:
    """Everything sensitive that `text` seems to hold. Nothing leaves this machine."""
    found, plain = sensitive(text), as_typed(text)
    if Sensitive.TOKEN not in found and any(tokens(plain) for tokens in _detectors()):
        found.add(Sensitive.TOKEN)
    return found


def holds_secret(text: str) -> bool:
    """Whether it may be neither kept nor passed on."""
    return bool(secrets_in(text))


def secrets_in(text: str) -> list[Sensitive]:
    """The kinds of secrets in it, in a fixed order."""
    return sorted(kind for kind in screen(text) if kind.is_secret)


def refuse_secrets(**fields: str) -> None:
    """Raises HoldsSecret for what may be neither kept nor passed on, by the field it is in."""
    found = {field: frozenset(screen(text)) for field, text in fields.items()}
    if any(kind.is_secret for kinds in found.values() for kind in kinds):
        raise HoldsSecret({field: kinds for field, kinds in found.items() if kinds})


def to_ask(field: str, text: str, asked: Collection[str] = ()) -> tuple[Sensitive, ...]:
    """What to ask about before others read `text`; empty once all of it is among `asked`. Raises
    HoldsSecret, which names the rest as well, so that one round does."""
    refuse_secrets(**{field: text})
    held = personal(text)
    return () if set(held) <= set(asked) else held


def personal(text: str) -> tuple[Sensitive, ...]:
    """What is to be asked about before others read `text`, in a fixed order."""
    return tuple(sorted(kind for kind in screen(text) if not kind.is_secret))


@cache
def _detectors() -> list[Callable[[str], bool]]:
    return [_detector(module, name) for module, name in _PLUGINS]


def _detector(module: str, name: str) -> Callable[[str], bool]:
    # Loaded at the first use: it brings an HTTP client, for verifying, which we never ask for.
    plugin = getattr(import_module(f"detect_secrets.plugins.{module}"), name)()
    if module == "jwt":  # it decodes what it finds, so there is nothing to mistake
        return lambda text: any(plugin.analyze_string(text))
    return lambda text: any(
        _stands_alone(text, *match.span())
        for pattern in plugin.denylist
        for match in pattern.finditer(text)
    )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether it is a word of its own, perhaps in Slack's markup, and no piece of a longer hash
    or key."""
    around = text[:start].rstrip("_")[-1:] + text[end:].lstrip("_")[:1]
    return not any(c.isascii() and (c.isalnum() or c in "+/") for c in around)
