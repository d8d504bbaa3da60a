"""Passwords in a text: in a URL or a command, behind their name in code, and in a sentence.

The text comes as `sensitive.as_typed` gives it: plain spaces and hyphens. What stands where a
password goes is mostly talk, a placeholder or the name of a variable; the less the words around
say that a password follows, the more it must look like one.
"""

import re
from collections.abc import Iterator

_IN_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://([^\s:/?#@\"'`]{0,100}):([^\s/\"'`@]{1,200})@")
_ASSIGNED = re.compile(
    r"(?:password|passwd|passphrase|pwd|wachtwoord|secret|api_?key|access_?key|auth_?token"
    r"|(?<![a-z])(?:pass|pw))"
    r"(?:[\"'\]`]{0,2}[ \t]{0,3}(?:=>|:=|={1,3}|:)[ \t]{0,3}([^\s\"'`,;&]{8,200})"
    r"|[\"'\]`]{0,2}[ \t]{0,3}(?:=>|:=|={1,3}|:)?[ \t]{0,3}([\"'`])([^\"'`\s]{6,200})\2)",
    re.I,
)
_IN_COMMAND = re.compile(
    r"\bcurl\b[^\n]{0,200}?\s(?:-[a-zA-Z]{0,8}u[ =]?|--user[ =])[\"']?([^\s:\"']{1,100}):"
    r"([^\s\"']{3,200})"
    r"|\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n]{0,200}?\s-p[\"']?([^\s\"']{6,200})"
    r"|\bsshpass[ ]-p[ ]?[\"']?([^\s\"']{6,200})"
)
_NAME = (
    r"(?:pass(?:word|wd|phrase|code)s?|pwd|p/?w|[a-z]{0,20}wachtwoord(?:en)?|wachtzin"
    r"|(?:toegangs|inlog|alarm)code|ww)\b"
)
_VALUE = r"[\"'`“”‘’„(*_~]{0,3}([^\s\"`“”]{6,200})"
# The same in a sentence: "the password for the router is still …", "wachtwoord van Jan: …".
_SAID = re.compile(
    rf"(?:\b{_NAME}"
    r"(?: (?:for|of|on|to|at|in|from|voor|van|op|bij|naar|aan)(?: [\w'’.-]{1,30}){1,8}?)?"
    r"(?: (?:is|was|are|were|used to be|turned out to be|became|luidt|heet|wordt|werd|waren|zijn"
    r"|bleek|staat op|stond op|gewijzigd naar|->|→)"
    r"(?: (?:now|still|just|simply|always|set to|changed to|reset to|nu|nog|steeds|gewoon|altijd"
    r"|dus|gewijzigd (?:naar|in)|veranderd (?:naar|in)|ingesteld op)){0,2}:? "
    r"|[ \t]{0,3}(?:[:=]|->|→| - )\s{0,4})"
    r"|\bpassw?[ \t]{0,3}[:=][ \t]{0,3}|\bwachtwoord [^.!?\n]{0,40}\b(?:gewijzigd|veranderd) in )"
    rf"{_VALUE}",
    re.I,
)
# "I changed the password of the router to …", "we veranderden het wachtwoord in …".
_CHANGED = re.compile(
    r"\b(?:chang|reset|set\b|updat|switch|rotat|wijzig|gewijzig|verander|zet\b|zette|pas)[a-z]{0,6}\b"
    rf"[^.!?\n]{{0,80}}?\b{_NAME}[^.!?\n]{{0,60}}?[ ](to|into|naar|in|op)[ ]{_VALUE}",
    re.I,
)
# "use password …", "password … stopped working", and the line below "password".
_BESIDE = re.compile(
    r"(\b(?:use|used|using|with|try|tried|gebruik|gebruikte|gebruikten|met|probeer)"
    r"(?: the| het| als| as)? )?"
    rf"\b{_NAME}[ \t]{{1,3}}{_VALUE}",
    re.I,
)
_BELOW = re.compile(rf"\b{_NAME}[ \t]*\r?\n\s{{0,4}}(\S{{6,200}})[ \t]*(?:\r?\n|$)", re.I)
# "user admin pass …", "login admin / …", "wifi: …".
_LOGIN = re.compile(
    rf"(?:\b(?:user(?:name)?|login|inloggen met|gebruiker(?:snaam)?)[ :=]{{1,2}}\S{{2,40}}"
    rf"[ ](?:(?:/|pass|pw|en|and)[ :=]{{1,2}})|\bwi-?fi[ ]?[:=][ ]?){_VALUE}",
    re.I,
)
_PIN = re.compile(
    r"\b(?:(?:pin|passcode)(?: (?:is|was)|[ ]?[:=])|(?:pin|alarm|toegangs|inlog)code"
    r"(?: (?:is|was)|[ ]?[:=])?)"
    r"[ ]{1,2}\d{4,8}(?![\w.,:/-]*\w)",
    re.I,
)
# What mixes letters and digits as well, and stands there in talk about passwords.
_TECHNICAL = re.compile(
    r"(?:sha|md|utf|base|aes|rsa|hs|rs|es|x|bcrypt|scrypt|argon|pbkdf|oauth|ntlm|otp|fido|postgres"
    r"|mysql|python|ipv|win|http|ssh)-?\d|\d{1,4}[-+x]?[a-z]+$|v?\d+[.,:/-]",
    re.I,
)
_NUMBER, _SYMBOL = re.compile(r"\d\d"), re.compile(r"[!@#$%^&*+=?]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_STAND_INS = frozenset(
    "password passwd passphrase pass pwd wachtwoord secret geheim token key apikey api_key user "
    "username admin root postgres mysql mongo rabbitmq guest test example sample demo changeme "
    "change_me placeholder hidden redacted removed".split()
)


def gives_password(text: str) -> bool:
    """Whether something in `text` looks like a password that is given away."""
    return any(_given(text))


def _given(text: str) -> Iterator[bool]:
    for m in _IN_URL.finditer(text):
        yield is_password(m[2], user=m[1])
    for m in _ASSIGNED.finditer(text):
        yield _is_assigned(m)
    for m in _IN_COMMAND.finditer(text):
        value, user = m[2] or m[3] or m[4], m[1] or ""
        # A name with a number behind it is what comes out of the box: admin:admin123.
        boxed = bool(user) and value.casefold().startswith(user.casefold())
        yield _is_mixed(value) and not boxed and is_password(value)
    for m in _SAID.finditer(text):
        yield _is_said(m[1])
    for m in _CHANGED.finditer(text):
        # In Office365 it may well stand.
        anyhow = m[1].lower() not in ("in", "op") or _SYMBOL.search(m[2])
        yield bool(_is_said(m[2]) and _is_strong(m[2]) and anyhow)
    for m in _BESIDE.finditer(text):
        yield _is_said(m[2]) and (_is_strong(m[2]) or bool(m[1] and _NUMBER.search(m[2])))
    for m in _BELOW.finditer(text):
        yield _is_said(m[1]) and bool(_is_strong(m[1]) or _NUMBER.search(m[1]))
    for m in _LOGIN.finditer(text):
        yield _is_said(m[1]) and _is_strong(m[1])
    yield _PIN.search(text) is not None


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
    code = re.search(r"[()\[\]{}<>$\\]|::|->|//|^[\w.]+\.\w+$", value) if match[1] else None
    return _is_mixed(value) and not code and is_password(value)


def _is_mixed(value: str) -> bool:
    return bool(re.search(r"[a-z]", value, re.I) and re.search(r"\d", value))


def _is_said(value: str) -> bool:
    value = value.rstrip(".,;:?)'’*_~")
    if re.fullmatch(r"\d{6,12}", value):
        return is_password(value)
    mixed = re.search(r"[a-z]", value, re.I) and re.search(r"\d|[!@#$%^&*+=]\w", value)
    code = re.search(r"[()\[\]{}<>\\]|::|->|//|^\$|^[\w.]+\.[a-z]\w*$", value)
    plain = len(value) < 6 or code or _TECHNICAL.match(value) or _EMAIL.fullmatch(value)
    return bool(mixed) and not plain and is_password(value)


def _is_strong(value: str) -> bool:
    """Whether it looks like a password whatever is said around it."""
    value = value.rstrip(".,;:?)'’*_~")
    cased = re.search("[a-z]", value) and re.search("[A-Z]", value) and _NUMBER.search(value)
    return _is_mixed(value) and bool(cased or _SYMBOL.search(value))
