"""What does not belong in a lesson: secrets are refused, personal data is asked about.

Only rules that need no library stand here, those for passwords in `domain.passwords`;
`services.screening` adds the tokens of well-known services. A rule never gives back what it
found, so that nothing can repeat or log it.
"""

import re
import unicodedata
from base64 import b64decode
from collections.abc import Iterator
from enum import StrEnum
from itertools import accumulate

from .passwords import gives_password, is_password


class Sensitive(StrEnum):
    """What a piece of text looks like."""

    TOKEN = "token"
    PASSWORD = "password"
    PRIVATE_KEY = "private_key"
    CARD = "card"
    EMAIL = "email"
    PHONE = "phone"
    BSN = "bsn"
    IBAN = "iban"

    @property
    def is_secret(self) -> bool:
        """Whether it is refused; the others are saved when the author says so."""
        return self in (self.TOKEN, self.PASSWORD, self.PRIVATE_KEY, self.CARD)

    @property
    def in_words(self) -> str:
        """For the operator, in English."""
        return _WORDS[self]


_WORDS = {
    Sensitive.TOKEN: "an access token",
    Sensitive.PASSWORD: "a password",
    Sensitive.PRIVATE_KEY: "a private key",
    Sensitive.CARD: "a payment card number",
    Sensitive.EMAIL: "an e-mail address",
    Sensitive.PHONE: "a phone number",
    Sensitive.BSN: "a Dutch citizen service number (BSN)",
    Sensitive.IBAN: "a bank account number (IBAN)",
}


# A header alone is what people write about keys; what follows it is the key.
_PRIVATE_KEY = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----.{0,300}?[A-Za-z0-9+/=]{32}", re.S
)
_TOKENS = re.compile(
    r"(?<![A-Za-z0-9-])(?:"  # an underscore before or behind is markup: _xoxe-…_
    r"xapp-\d-[A-Z0-9]{8,}-\d{8,}-[0-9a-f]{32,}"  # Slack, app level
    r"|xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{40,}"  # Slack, rotated
    r"|github_pat_[A-Za-z0-9_]{60,}"
    r"|AIza[A-Za-z0-9_-]{35}"  # Google
    r"|sk-(?:ant|proj|svcacct)-[A-Za-z0-9_-]{40,}"  # Anthropic, OpenAI
    r"|sk-[A-Za-z0-9]{48}"
    r"|hf_[A-Za-z]{34}"  # Hugging Face
    r"|npm_[A-Za-z0-9]{36}"
    r"|hvs\.[A-Za-z0-9_-]{80,}"  # HashiCorp Vault
    r"|Authorization: Bearer (?=\S{0,40}\d)[A-Za-z0-9._~+/-]{32,200}"
    r"|dop_v1_[0-9a-f]{64}"  # DigitalOcean
    r"|glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}"  # Grafana
    r"|dckr_pat_[A-Za-z0-9_-]{20,}"  # Docker
    r"|shp(?:at|ca|pa|ss)_[0-9a-f]{32}"  # Shopify
    r"|whsec_[A-Za-z0-9+/]{24,}"  # what signs webhooks
    r"|ya29\.[A-Za-z0-9_-]{30,}"  # Google, for an hour
    r"|ATATT3[A-Za-z0-9_=-]{60,}"  # Atlassian
    r")(?![A-Za-z0-9-])"
)
# Of nobody's make, but called a token or a key, and long and mixed enough to be one. In a URL it
# is mostly one that was over within the hour.
_CALLED_TOKEN = re.compile(
    r"(?<![\w&?#-])[_*]{0,2}(?:(?:x-)?api[-_ ]?key|(?:(?:api|access|auth|bearer)[-_])?token)"
    r"[\"'`]?[ \t]{0,3}[:=][ \t]{0,3}[\"'`]?"
    r"(?=[\w-]{0,200}\d)(?=[\w-]{0,200}[a-z])[\w-]{32,200}(?![\w./-])",
    re.I,
)
_BASIC = re.compile(r"Authorization: Basic ([A-Za-z0-9+/]{8,200}={0,2})(?![A-Za-z0-9+/=])")
_CARD = re.compile(r"(?<![\w.+/-])\d(?:[ .-]{0,2}\d){12,22}(?![\w+/]|[.-]\d)")
# What the numbers of card companies begin with, and how long they are.
_CARDS = (
    (re.compile("4"), (16,)),
    (re.compile("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile("3[47]"), (15,)),
    (re.compile("3(?:0[0-5]|[689])"), (14,)),
    (re.compile("35|6011|64[4-9]|65"), (16,)),
    (re.compile("62|67"), (16, 17, 18, 19)),
)
_EMAIL = re.compile(
    r"(?:(?<=mailto:)|(?<=mail:)|(?<=\bto:)|(?<=\bfrom:)|(?<=\bcc:)|(?<=\baan:)|(?<=\bvan:)"
    r"|(?<![\w.+/:-]))[a-z0-9][\w.+-]{0,63}@(?:\w[\w-]{0,62}\.){1,4}([a-z]{2,24})\b",
    re.I,
)
_NOBODYS = re.compile(
    r"^(?:git|noreply|no-reply|user|username|you|your|me|name|foo|bar|someone|somebody)@"
    r"|[@.](?:example|test|invalid|localhost|local)(?:\.[a-z]{2,3})?$"
    r"|@(?:domain|company|mail|email|foo|bar|acme)\.[a-z]{2,3}$",
    re.I,
)
_NOT_DOMAINS = frozenset(
    "png jpg jpeg gif svg webp js ts css scss json py rb go rs sh md txt".split()
)
_PHONE = re.compile(
    r"(?:(?<=tel:)|(?<![\w.,+/:=-]))(?:"
    r"(?:\+|00)[1-9]\d{0,2}[ .-]?(?:\(0\)[ .-]?)?\d(?:(?:[ .-]|  )?\d){6,11}"  # any country
    r"|\(0[1-9]\d{1,2}\)[ -]?\d{2,3}[ -]?\d{2}[ -]?\d{2,3}"  # Dutch
    r"|0[1-9]\d{1,2}(?:[ -]| - )\d{2,3}[ -]?\d{2}[ -]?\d{2,3}"
    r"|(?:06|\(06\))(?:[ ./-]| - )?[1-9](?:[ .-]?\d){7}"
    # The longer and the shorter of the Netherlands' area codes.
    r"|0(?:1[0358]|2[0346]|3[0358]|4[0356]|5[0358]|7[0-9])[/]?[1-9]\d{6}"
    r"|[2-9]\d{2}[.-][2-9]\d{2}[.-]\d{4}"  # North American
    r")(?![\w/]|[.:,-]\d)"
)
_BSN = re.compile(
    r"(?<![\w.,+/:#=-])(?:\d{9}|\d{3}[ ]\d{3}[ ]\d{3}|\d{4}\.\d{2}\.\d{3})(?![\w/]|[.,:-]\d)"
    # However it is written, where the words say what it is.
    r"|\b(?:bsn|burgerservicenummer|sofinummer)\b[^\d\n]{0,20}\d(?:[ .-]{0,2}\d){8}"
    r"(?![\w/]|[.,:-]\d)",
    re.I,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ .-]{0,2}[A-Z0-9]){11,30}", re.I)
# How long it is in the countries that pay with it (ISO 13616 registry).
_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26,
    "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15,
    "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26,
}  # fmt: skip
# U+2010 to U+2013 and the minus sign: what stands where a hyphen is meant.
_HYPHENS = dict.fromkeys([*range(0x2010, 0x2014), 0x2212], "-")


def luhn(digits: str) -> bool:
    """Whether these digits pass the check of payment cards (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def eleven_test(digits: str) -> bool:
    """Whether nine digits pass the check of Dutch citizen service numbers (BSN).

    The digits weighed by 9, 8, … 2 and the last by -1 add up to a multiple of eleven.
    """
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    if len(digits) != len(weights) or not int(digits):
        return False
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def iban_test(text: str) -> bool:
    """Whether this is a bank account number, without spaces (ISO 13616: modulo 97 leaves 1)."""
    if len(text) != _IBAN_LENGTHS.get(text[:2]):
        return False
    return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1


def as_typed(text: str) -> str:
    """The text with each character as a plain keyboard has it: what is pasted from elsewhere has
    spaces that do not break, digits of full width, and marks that nobody sees."""
    plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    return "".join(c for c in plain if c.isascii() or unicodedata.category(c) != "Cf")


def sensitive(text: str) -> set[Sensitive]:
    """What in `text` looks sensitive, by these rules."""
    return set(_found(as_typed(text)))


def _found(text: str) -> Iterator[Sensitive]:
    if _PRIVATE_KEY.search(text):
        yield Sensitive.PRIVATE_KEY
    if _TOKENS.search(text) or _CALLED_TOKEN.search(text):
        yield Sensitive.TOKEN
    if gives_password(text) or any(_is_login(m[1]) for m in _BASIC.finditer(text)):
        yield Sensitive.PASSWORD
    if any(_is_card(m[0]) for m in _CARD.finditer(text)):
        yield Sensitive.CARD
    if any(_is_somebodys(m) for m in _EMAIL.finditer(text)):
        yield Sensitive.EMAIL
    rest = _IBAN.sub(lambda m: "IBAN" if _begins_with_iban(m[0]) else m[0], text)
    if rest != text:  # whose digits look like a phone number as well
        yield Sensitive.IBAN
    if _PHONE.search(rest):
        yield Sensitive.PHONE
    if any(eleven_test(_digits(m[0])) for m in _BSN.finditer(rest)):
        yield Sensitive.BSN


def _is_login(encoded: str) -> bool:
    """Whether the base64 of HTTP's basic authentication holds a password (RFC 7617)."""
    try:
        user, _, password = b64decode(encoded).decode().partition(":")
    except ValueError:
        return False
    return is_password(password.strip(), user)


def _is_card(found: str) -> bool:
    """Whether these digits are a card's number; its expiry date or check code may follow."""
    groups = re.split(r"[ .-]+", found)
    return any(_is_card_number(begun) for begun in accumulate([[g] for g in groups]))


def _is_card_number(groups: list[str]) -> bool:
    digits = "".join(groups)
    written = len(groups) == 1 or [len(g) for g in groups[:-1]] in ([4, 4, 4], [4, 4, 4, 4], [4, 6])
    return bool(
        written
        and any(begins.match(digits) and len(digits) in sizes for begins, sizes in _CARDS)
        and luhn(digits)
    )


def _begins_with_iban(found: str) -> bool:
    """Words in capitals may follow."""
    plain = re.sub(r"[ .-]", "", found).upper()
    return iban_test(plain[: _IBAN_LENGTHS.get(plain[:2], 0)])


def _is_somebodys(match: re.Match[str]) -> bool:
    return match[1].lower() not in _NOT_DOMAINS and not _NOBODYS.search(match[0])


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
