"""Plain words in both languages, told apart."""

import pytest

from hallway_bot.domain.intent import Kind, is_question, topic_of, understand


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("who knows about postgres?", "postgres"),
        ("Who has experience with greenhouse sensors?", "greenhouse sensors"),
        ("does anyone know about VAT on imports", "VAT on imports"),
        ("wie weet iets van aanbesteding?", "aanbesteding"),
        ("Wie heeft ervaring met MQTT?", "MQTT"),
        ("wie kan me helpen met de begroting?", "de begroting"),
        ("weet iemand iets over btw?", "btw"),
        ("heeft iemand ervaring met het IJken van een pomp?", "het IJken van een pomp"),
    ],
)
def test_asking_for_people(said: str, topic: str) -> None:
    assert topic_of(said) == topic
    assert understand(said).kind is Kind.WHO


@pytest.mark.parametrize(
    "said",
    [
        "how do I move DNS?",
        "hoe verhuis ik een server",
        "Any experience with late suppliers",
        "we moved a server, what should we check?",
        "ervaring met natte kassen",
        "Wat hebben we geleerd van de laatste storing",
        "wat heb ik geleerd: klopt dat wel?",
        "how have we learned to deal with late deliveries",
    ],
)
def test_a_question(said: str) -> None:
    assert understand(said).kind is Kind.QUESTION


@pytest.mark.parametrize(
    "said",
    [
        "TIL that a TTL matters",
        "Today I broke the staging database",
        "Ik heb geleerd dat je eerst moet bellen",
        "Les: lees de bijlage",
        "We forgot to test the restore",
        "De heftruck stond stil op de dag van de levering. Ik heb geleerd dat je eerst bij laadt.",
        "Bij de klant lag de sleutel er niet, en daar heb ik van geleerd: eerst bellen",
        "De pomp viel uit.\nGeleerd: altijd een reserve mee",
        "Twee dagen gezocht naar een lek. Les: begin bij de koppeling.",
        "Toen leerde ik dat de tekening niet klopt",
        "The forklift stood still all day. I learned that it charges best at noon.",
        "When the pump stopped, we learned to keep a spare one.",
        "That outage taught me to say it at once",
    ],
)
def test_a_lesson(said: str) -> None:
    assert understand(said).kind is Kind.LESSON


@pytest.mark.parametrize("said", ["help", "Hulp!", "hi", "hoi", "", "  ?", "wat kun je?"])
def test_help(said: str) -> None:
    assert understand(said).kind is Kind.HELP


@pytest.mark.parametrize(
    "said", ["postgres locks", "de nieuwe leverancier", "goed nieuws", "leestips voor lessen"]
)
def test_unsure(said: str) -> None:
    assert understand(said).kind is Kind.UNSURE


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("dankjewel", Kind.THANKS),
        ("Dank je!", Kind.THANKS),
        ("thanks", Kind.THANKS),
        ("Thank you so much", Kind.THANKS),
        ("bedankt voor de tip", Kind.THANKS),
        ("oké, dank je wel \U0001f64f", Kind.THANKS),
        ("ok", Kind.OK),
        ("Oké.", Kind.OK),
        ("top", Kind.OK),
        ("\U0001f44d", Kind.OK),
        (":+1::skin-tone-3:", Kind.OK),
        ("goed", Kind.FINE),
        ("Great!", Kind.FINE),
    ],
)
def test_a_few_kind_words_ask_and_tell_nothing(said: str, kind: Kind) -> None:
    assert understand(said).kind is kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("ok?", Kind.QUESTION),
        ("top 10 lessons", Kind.UNSURE),
        ("thanks to Bram we found the leak", Kind.UNSURE),
        ("dankzij Bram vonden we het lek", Kind.UNSURE),
    ],
)
def test_kind_words_are_not_looked_for_in_others(said: str, kind: Kind) -> None:
    assert understand(said).kind is kind


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("postgres", False),
        ("de nieuwe leverancier", False),
        ("CAN bus", False),
        ("How long?", True),
        ("hoe verhuis ik een server", True),
        ("onboarding? of inwerken", True),
    ],
)
def test_a_topic_is_told_from_a_question(said: str, asks: bool) -> None:
    assert is_question(said) is asks
