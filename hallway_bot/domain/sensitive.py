"""What does not belong in a lesson: secrets are refused, personal data is asked about.

Only rules that need no library stand here; `services.screening` adds the tokens of well-known
services. A rule never gives back what it found, so that nothing can repeat or log it.
"""

import re
from collections.abc import Iterator
from enum import StrEnum


class Sensitive(StrEnum):
    """What a piece of text looks like."""

    TOKEN = "token"
    PASSWORD = "password"
    PRIVATE_KEY = "private_key"
    CARD = "card"
    EMAIL = "email"
    PHONE = "phone"
    BSN = "bsn"

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
}


# A header alone is what people write about keys; what follows it is the key.
_PRIVATE_KEY = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----.{0,300}?[A-Za-z0-9+/=]{32}", re.S
)
_TOKENS = re.compile(
    r"(?<![\w-])(?:"
    r"xapp-\d-[A-Z0-9]{8,}-\d{8,}-[0-9a-f]{32,}"  # Slack, app level
    r"|xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{40,}"  # Slack, rotated
    r"|github_pat_[A-Za-z0-9_]{60,}"
    r"|AIza[A-Za-z0-9_-]{35}"  # Google
    r"|sk-(?:ant|proj|svcacct)-[A-Za-z0-9_-]{40,}"  # Anthropic, OpenAI
    r"|hf_[A-Za-z]{34}"  # Hugging Face
    r"|Authorization: Bearer (?=\S{0,40}\d)[A-Za-z0-9._~+/-]{32,200}"
    r"|dop_v1_[0-9a-f]{64}"  # DigitalOcean
    r")(?![\w-])"
)
_IN_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://([^\s:/?#@\"'`]{0,100}):([^\s/\"'`@]{1,200})@")
_ASSIGNED = re.compile(
    r"(?:password|passwd|passphrase|pwd|wachtwoord|secret|api_?key|access_?key|auth_?token)"
    r"(?:[\"'\]`]{0,2}[ \t]{0,3}(?:=>|:=|={1,3}|:)[ \t]{0,3}([^\s\"'`,;&]{8,200})"
    r"|[\"'\]`]{0,2}[ \t]{0,3}(?:=>|:=|={1,3}|:)?[ \t]{0,3}([\"'`])([^\"'`\s]{6,200})\2)",
    re.I,
)
# The same in a sentence: "the password for the router is still …", "wachtwoord van Jan: …".
_SAID = re.compile(
    r"\b(?:password|passwd|passphrase|passcode|pwd|pw|wachtwoord|wachtzin|toegangscode|ww)\b"
    r"(?: (?:for|of|on|to|at|in|from|voor|van|op|bij|naar|aan)(?: [\w'’.-]{1,30}){1,5}?)?"
    r"(?: (?:is|was|became|luidt|wordt|werd|used to be|gewijzigd naar|veranderd in|->|→)"
    r"(?: (?:now|still|just|simply|always|set to|nu|nog|steeds|gewoon|altijd|dus)){0,2}:? "
    r"|[ \t]{0,3}[:=]\s{0,3})"
    r"[\"'`“”‘’„*_~]{0,3}([^\s\"`“”]{6,200})",
    re.I,
)
# What mixes letters and digits as well, and stands there in talk about passwords.
_TECHNICAL = re.compile(
    r"(?:sha|md|utf|base|aes|rsa|hs|rs|es|x|bcrypt|scrypt|argon|pbkdf|oauth|ntlm|otp|fido|postgres"
    r"|mysql|python|ipv|win|http|ssh)-?\d|\d{1,4}[-+x]?[a-z]+$|v?\d+[.,:/-]",
    re.I,
)
_STAND_INS = frozenset(
    "password passwd passphrase pass pwd wachtwoord secret geheim token key apikey api_key user "
    "username admin root postgres mysql mongo rabbitmq guest test example sample demo changeme "
    "change_me placeholder hidden redacted removed".split()
)
_CARD = re.compile(r"(?<![\w.+/-])\d(?:[ -]?\d){12,18}(?![\w+/]|[.-]\d)")
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
    r"(?:(?<=mailto:)|(?<![\w.+/:-]))[a-z0-9][\w.+-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,4}([a-z]{2,24})\b",
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
    r"(?<![\w.,+/:=-])(?:"
    r"(?:\+|00)[1-9]\d{0,2}[ .-]?(?:\(0\)[ .-]?)?\d(?:[ .-]?\d){6,11}"  # any country
    r"|0[1-9]\d{1,2}[ -]\d{2,3}[ -]?\d{2}[ -]?\d{2,3}|06[ -]?[1-9](?:[ -]?\d){7}"  # Dutch
    r")(?![\w/]|[.:,-]\d)"
)
_BSN = re.compile(
    r"(?<![\w.,+/:#=-])(?:\d{9}|\d{3}[ ]\d{3}[ ]\d{3}|\d{4}\.\d{2}\.\d{3})(?![\w/]|[.,:-]\d)"
)


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


def sensitive(text: str) -> set[Sensitive]:
    """What in `text` looks sensitive, by these rules."""
    return set(_found(text))


def _found(text: str) -> Iterator[Sensitive]:
    if _PRIVATE_KEY.search(text):
        yield Sensitive.PRIVATE_KEY
    if _TOKENS.search(text):
        yield Sensitive.TOKEN
    if any(is_password(m[2], user=m[1]) for m in _IN_URL.finditer(text)):
        yield Sensitive.PASSWORD
    assigned = any(_is_assigned(m) for m in _ASSIGNED.finditer(text))
    if assigned or any(_is_said(m[1]) for m in _SAID.finditer(text)):
        yield Sensitive.PASSWORD
    if any(_is_card(m[0]) for m in _CARD.finditer(text)):
        yield Sensitive.CARD
    if any(_is_somebodys(m) for m in _EMAIL.finditer(text)):
        yield Sensitive.EMAIL
    if _PHONE.search(text):
        yield Sensitive.PHONE
    if any(eleven_test(_digits(m[0])) for m in _BSN.finditer(text)):
        yield Sensitive.BSN


def is_password(value: str, user: str = "") -> bool:
    """Whether a value that stands where a password goes may really be one."""
    plain = value.strip("<>[]{}()*.,;$%").casefold()
    if len(plain) < 3 or plain == user.casefold() or plain in _STAND_INS:
        return False
    if value[:1] in "<[{($%" or "..." in value or "…" in value or len(set(plain)) < 3:
        return False
    if plain in "12345678901234567890" or plain in "abcdefghijklmnopqrstuvwxyz":
        return False
    # Letters only, and one of them says that it stands in for something: "mysecretpassword".
    said = re.sub(r"[_-]", "", plain)
    return not (
        said.isalpha() and any(w in said for w in ("password", "secret", "example", "your"))
    )


def _is_assigned(match: re.Match[str]) -> bool:
    value = match[1] or match[3]
    # Outside a URL only what mixes letters and digits: words are mostly names of variables.
    mixed = re.search(r"[a-z]", value, re.I) and re.search(r"\d", value)
    code = re.search(r"[()\[\]{}<>$\\]|::|->|//|^[\w.]+\.\w+$", value) if match[1] else None
    return bool(mixed) and not code and is_password(value)


def _is_said(value: str) -> bool:
    value = value.rstrip(".,;:?)'’*_~")
    mixed = re.search(r"[a-z]", value, re.I) and re.search(r"\d|[!@#$%^&*+=]\w", value)
    code = re.search(r"[()\[\]{}<>\\]|::|->|//|^\$|^[\w.]+\.[a-z]\w*$", value)
    plain = len(value) < 6 or code or _TECHNICAL.match(value) or _EMAIL.fullmatch(value)
    return bool(mixed) and not plain and is_password(value)


def _is_card(found: str) -> bool:
    digits = _digits(found)
    groups = re.split(r"[ -]", found)
    written = len(groups) == 1 or [len(g) for g in groups[:-1]] in ([4, 4, 4], [4, 4, 4, 4], [4, 6])
    return bool(
        written
        and any(begins.match(digits) and len(digits) in sizes for begins, sizes in _CARDS)
        and luhn(digits)
    )


def _is_somebodys(match: re.Match[str]) -> bool:
    return match[1].lower() not in _NOT_DOMAINS and not _NOBODYS.search(match[0])


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
