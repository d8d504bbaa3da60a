"""What Hallway holds about somebody, in their own hands."""

import json
from typing import Any

import pytest

from hallway_bot.playground.errors import NotPossible
from hallway_bot.playground.persons import Person

from .acting import Stage, a_word, after, click, home, quiet, share, texts


def files(person: Person, message: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """(readable text, JSON) that the message carries."""
    found = {one["name"].rpartition(".")[2]: person.file(one["id"]) for one in message["files"]}
    return found["md"].decode(), json.loads(found["json"])


def test_a_person_is_given_everything_in_their_own_conversation(stage: Stage) -> None:
    playground = stage[0]
    elif_, word, secret = playground.person("U0ELIF"), a_word(), a_word()
    share(playground, elif_, f"Water the {word} first.", visibility="anonymous")
    share(playground, elif_, f"Never the {secret}.", visibility="private")
    asked = f"Who waters the {word}?"
    after(playground, elif_, elif_.im, lambda: elif_.say(elif_.im, asked))
    said = after(playground, elif_, elif_.im, lambda: elif_.command(elif_.im, "/hallway my-data"))
    sent = next(one for one in said if one["files"])
    text, data = files(elif_, sent)
    assert f"Water the {word} first." in text and f"Never the {secret}." in text
    assert {one["visibility"] for one in data["lessons"]} >= {"anonymous", "private"}
    assert data["person"]["id"] == "U0ELIF"
    assert any(asked in one["question"] for one in data["threads"])
    assert "Only you can see these files" in sent["text"]
    others = [one.id for one in playground.workspace.people() if one.id != "U0ELIF"]
    assert not [one for one in others if one in json.dumps(data) or one in text]
    with pytest.raises(NotPossible):
        playground.person("U0ANNA").file(sent["files"][0]["id"])


def test_the_button_on_home_gives_the_same_in_dutch(stage: Stage) -> None:
    playground = stage[0]
    bram, word = playground.person("U0BRAM"), a_word()
    share(playground, bram, f"Zet eerst de {word} uit.")
    page = home(playground, bram)
    sent = after(playground, bram, bram.im, lambda: click(bram, page, "my_data"))[-1]
    text, _ = files(bram, sent)
    assert text.startswith("# Wat Hallway over je bewaart") and word in text
    assert sent["files"][0]["name"] == "hallway-over-mij.md"


def test_when_slack_takes_no_file_the_person_hears_it(stage: Stage) -> None:
    playground = stage[0]
    chloe = playground.person("U0CHLOE")
    playground.faults.fail("upload", status=500)
    said = after(
        playground, chloe, chloe.im, lambda: chloe.command(chloe.im, "/hallway mijn-gegevens")
    )
    assert "went wrong on my side" in texts(said) and not any(one["files"] for one in said)
    quiet(playground)
