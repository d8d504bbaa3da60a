"""`hallway eval` on a small folder of judged questions, with the real model."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hallway_bot.cli import app

TOPICS = {
    "dns": ["Lower the TTL of the DNS record before you move a server.", "DNS caches wait a day."],
    "cake": ["Bake the cake slowly in a cool oven.", "Butter the cake tin before baking."],
    "tender": ["Ask the municipality about the tender early.", "A tender needs three references."],
}
ASKED = {"dns": "moving a server and its dns", "cake": "baking a cake", "tender": "a tender"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six lessons on three topics, a question for each."""
    made = tmp_path_factory.mktemp("judged") / "own"
    made.mkdir()
    corpus = [
        {"_id": f"{topic}{n}", "title": "", "text": f"{text} We saw that it pays off every time."}
        for topic, texts in TOPICS.items()
        for n, text in enumerate(texts)
    ]
    queries = [{"_id": topic, "text": text} for topic, text in ASKED.items()]
    (made / "corpus.jsonl").write_text("\n".join(map(json.dumps, corpus)))
    (made / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    lines = [f"{topic}\t{topic}{n}\t1" for topic in TOPICS for n in (0, 1)]
    (made / "qrels.tsv").write_text("\n".join(lines))
    return made


def rows(*arguments: object) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["eval", *map(str, arguments), "--json"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_way_of_ranking_gets_a_row_with_intervals(folder: Path) -> None:
    found = rows(folder)
    assert [row["way"] for row in found] == ["dense", "words", "Hallway"]
    for row in found:
        assert row["set"] == "own" and row["questions"] == 3
        for measure in ("nDCG@10", "RR@10", "P@1", "R@10"):
            mean, low, high = row[measure]
            assert 0 <= low <= mean <= high <= 1
    assert found[-1]["R@10"][0] == 1.0


def test_silence_counts_what_is_answered_and_what_is_declined_without_its_topic(
    folder: Path,
) -> None:
    [row] = rows(folder, "--silence")
    assert row["questions"] == 3
    assert row["answered"] == 1.0
    assert row["auc"] > 0.9
    assert row["declined"] <= row["declined_at_95"] <= 1


def test_duplicates_count_every_kind_of_edit(folder: Path) -> None:
    found = {row["edit"]: row for row in rows(folder, "--duplicates")}
    assert set(found) == {"slips", "other order", "put in", "left out", "other words", "all"}
    assert found["other order"]["recall"] == 1.0
    assert found["all"]["pairs"] == sum(r["pairs"] for e, r in found.items() if e != "all")


def test_a_folder_that_is_not_in_the_layout_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["eval", str(tmp_path)])
    assert result.exit_code == 1
    assert "corpus.jsonl" in result.output
