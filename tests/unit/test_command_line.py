"""The terminal commands, with the real model, SQLite and Chroma in process."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

HALLWAY = str(Path(sys.executable).parent / "hallway")
LESSONS = Path(__file__).parents[2] / "hallway_bot" / "playground" / "lessons.jsonl"


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HALLWAY, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=os.environ | environment,
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    result = run("import", LESSONS, "--data", folder)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "lessons.jsonl: 40 lessons in, 40 of them new or changed.\n"
    return folder


def test_importing_again_changes_nothing(data: Path) -> None:
    result = run("import", LESSONS, "--data", data)
    assert "40 lessons in, 0 of them new or changed" in result.stdout


def test_export_is_equal_after_reimport(data: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    assert run("export", first, "--data", data).returncode == 0
    assert run("import", first, "--data", tmp_path / "fresh").returncode == 0
    assert run("export", second, "--data", tmp_path / "fresh").returncode == 0
    assert first.read_text() == second.read_text()
    assert len(first.read_text().splitlines()) == 40


def test_export_never_names_an_anonymous_author(data: Path) -> None:
    lines = [json.loads(line) for line in run("export", "--data", data).stdout.splitlines()]
    anonymous = [line for line in lines if line["visibility"] == "anonymous"]
    assert anonymous
    assert not any(key.startswith("author") for line in anonymous for key in line)


def test_a_question_finds_the_lesson_about_it(data: Path) -> None:
    result = run("ask", "should I lower the DNS TTL before moving?", "--json", "--data", data)
    assert json.loads(result.stdout)["results"][0]["id"] == "demo-01"


def test_an_english_question_finds_the_two_dutch_lessons_that_disagree_about_it(data: Path) -> None:
    question = "Does a penalty clause help against late deliveries?"
    result = run("ask", question, "--json", "--data", data)
    assert {x["id"] for x in json.loads(result.stdout)["results"]} == {"demo-12", "demo-13"}


def test_a_question_nobody_can_answer_is_declined(data: Path) -> None:
    result = run("ask", "how do I bake sourdough bread", "--json", "--data", data)
    assert json.loads(result.stdout) == {"answered": False, "results": []}


def test_private_and_channel_lessons_stay_out_of_the_terminal(data: Path) -> None:
    shut = [
        json.loads(line)
        for line in LESSONS.read_text().splitlines()
        if json.loads(line)["visibility"] in ("private", "channel")
    ]
    assert len(shut) >= 5
    for lesson in shut:
        result = run("ask", lesson["title"], "--limit", 40, "--json", "--data", data)
        assert lesson["id"] not in {x["id"] for x in json.loads(result.stdout)["results"]}


def test_batch_writes_one_line_a_question_and_nothing_else(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"qid": "1", "query": "dns ttl"}\n{"qid": "2", "query": "postgres"}\n')
    asked = [json.loads(x) for x in run("ask", "--batch", file, "--data", data).stdout.splitlines()]
    assert [line["qid"] for line in asked] == ["1", "2"]
    assert asked[0].keys() == {"qid", "answered", "results"}
    who = [json.loads(x) for x in run("who", "--batch", file, "--data", data).stdout.splitlines()]
    assert {"author", "score", "lessons"} == who[1]["people"][0].keys()


def test_a_bad_line_is_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_text(
        '{"id": "1", "author": "Jo", "text": "Fine."}\n{broken\n{"id": "3"}\n'
        '{"id": "4", "text": "x", "visibility": "channel", "channel": "C1><!channel>"}\n'
    )
    result = run("import", file, "--data", tmp_path / "d")
    assert result.returncode == 1
    assert "mixed.jsonl:2: this line is not JSON" in result.stderr
    assert "mixed.jsonl:3: text is missing or empty" in result.stderr
    assert "mixed.jsonl:4: channel must be" in result.stderr
    assert "1 lesson in, new or changed." in result.stdout


def test_lessons_without_a_date_are_not_new_each_time(tmp_path: Path) -> None:
    file, data = tmp_path / "old.csv", tmp_path / "d"
    file.write_text('id,author,text,topics\n1,Jo,"Two\nlines.","a,b"\n2,An,Fine.,\n')
    assert "2 lessons in, 2 of them new" in run("import", file, "--data", data).stdout
    assert "2 lessons in, 0 of them new" in run("import", file, "--data", data).stdout


def test_a_folder_of_markdown_goes_in_by_title_and_folder(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    (notes / "dns").mkdir(parents=True)
    (notes / "dns" / "ttl.md").write_text("# Lower the TTL\n\nTwo days before you move.\n")
    (notes / "empty.md").write_text("")
    result = run("import", notes, "--data", tmp_path / "d")
    assert result.returncode == 1
    assert "empty.md: text is missing or empty" in result.stderr
    lesson = json.loads(run("export", "--data", tmp_path / "d").stdout)
    assert (lesson["title"], lesson["topics"]) == ("Lower the TTL", ["dns"])


def test_a_batch_with_odd_lines_answers_the_others_in_order(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    odd = '{"qid": 7, "query": "dns\u2028ttl"}\nnonsense\n{"qid": "8", "query": "\\ud800"}\n'
    file.write_bytes(odd.encode() + b'{"qid": "9", "query": "\xff\xfe"}\n{"qid": "", "query": ""}')
    result = run("ask", "--batch", file, "--data", data)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["qid"] for line in lines] == [7, "8", "9", ""]
    assert lines[0]["answered"] and not lines[3]["answered"]
    assert "q.jsonl:2: needs qid and query" in result.stderr
    assert result.returncode == 1


def test_reindex_builds_everything_again(data: Path) -> None:
    assert run("reindex", "--data", data).stdout == "40 lessons indexed.\n"


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (("ask", "q", "--data", "/proc/none"), {}, "Choose another with --data"),
        (("import", str(LESSONS), "--data", "/proc/none"), {}, "Choose another with --data"),
        (("ask", "q"), {"DATABASE_URL": "nonsense"}, "DATABASE_URL must look like"),
        (("run",), {"SLACK_BOT_TOKEN": "x"}, "SLACK_APP_TOKEN is not set"),
        (("import", "nowhere.jsonl"), {}, "there is no such file"),
        (("import", sys.executable), {}, "use a .jsonl or .csv file"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_fails_is_one_line_that_says_what_to_do(
    arguments: tuple[str, ...], environment: dict[str, str], told: str, tmp_path: Path
) -> None:
    elsewhere = () if "--data" in arguments else ("--data", str(tmp_path))
    result = run(*arguments, *elsewhere, **environment)
    assert result.returncode == 1
    assert told in result.stderr and len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "q"),
        ("who", "dns"),
        ("export",),
        ("reindex",),
        ("digest", "--preview"),
        ("audit",),
        ("keys", "rotate"),
        ("backup", "all.zip"),
        ("import", "nowhere.jsonl"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_mistyped_folder_is_said_and_not_begun(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    mistyped = tmp_path / "hallway-dat"
    result = run(*arguments, "--data", mistyped)
    assert result.returncode == 1 and result.stdout == ""
    assert "there is no" in result.stderr.lower() and len(result.stderr.splitlines()) == 1
    assert not mistyped.exists()


def test_a_folder_without_markdown_is_said(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    result = run("import", tmp_path / "notes", "--data", tmp_path / "d")
    assert result.returncode == 1 and "there is no Markdown" in result.stderr
    assert result.stdout == ""


def test_while_the_index_is_away_words_answer_and_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"id": "a", "text": "Descale the espresso machine."}))
    run("import", str(file), "--data", str(tmp_path / "data"), CHROMA_URL="http://127.0.0.1:9")
    result = run(
        "ask",
        "espresso machine",
        "--data",
        str(tmp_path / "data"),
        CHROMA_URL="http://127.0.0.1:9",
    )
    assert result.returncode == 0 and "Descale" in result.stdout
    assert "by words alone" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("ask",), ("nonsense",), ("ask", "a", "b"), ("ask", "q", "--limit", "0")], ids=str
)
def test_wrong_use_exits_with_2_in_one_line(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stderr.startswith("hallway: ") and len(result.stderr.splitlines()) == 1


def test_an_import_refuses_what_is_surely_secret_and_points_at_what_may_be(tmp_path: Path) -> None:
    file, token = tmp_path / "mixed.jsonl", "ghp_" + "a1B2" * 9
    file.write_text(
        json.dumps({"id": "1", "text": f"Use {token}."})
        + '\n{"id": "2", "text": "Mail anna@veldkamp.nl or set password=k9vLq2xW."}\n'
    )
    result = run("import", file, "--data", tmp_path / "d")
    assert result.returncode == 1
    assert "mixed.jsonl:1: this looks like an access token; take it out first" in result.stderr
    assert "mixed.jsonl: 2 may hold an e-mail address." in result.stderr
    assert "mixed.jsonl: 2 may hold a password." in result.stderr
    assert "1 lesson in" in result.stdout
    assert token not in result.stderr and "anna" not in result.stderr


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "The past 3650 days"), ("nl", "De afgelopen 3650 dagen")]
)
def test_the_digest_can_be_read_before_a_channel_does(data: Path, lang: str, title: str) -> None:
    result = run("digest", "--preview", "--lang", lang, "--days", 3650, "--data", data)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(title)
    lessons = [json.loads(line) for line in LESSONS.read_text().splitlines()]
    shown = [x for x in lessons if x.get("visibility", "everyone") in ("everyone", "anonymous")]
    assert f" {len(shown)} " in result.stdout and len(shown) < len(lessons)
    assert result.stdout.count("\n• ") >= 6
    disagree = result.stdout.partition("Two that disagree" if lang == "en" else "het oneens")[2]
    assert "boeteclausule hielp bij ons" in disagree and "niet sneller" in disagree
    assert "U0" not in result.stdout
    assert f"({'A colleague' if lang == 'en' else 'Een collega'} · " in result.stdout
    assert run("digest", "--data", data).returncode == 2


def test_the_previews_names_are_those_that_came_with_lessons(tmp_path: Path) -> None:
    today = datetime.now(UTC).date().isoformat()
    file = tmp_path / "two.jsonl"
    lessons = (
        {"id": "a", "text": "Descale the espresso machine.", "author": "Ada"},
        {"id": "b", "text": "Ask the cooks about lunch.", "author_id": "U0CHLOE", "date": today},
    )
    file.write_text("\n".join(json.dumps(lesson) for lesson in lessons))
    assert run("import", file, "--data", tmp_path / "d").returncode == 0
    said = run("digest", "--preview", "--data", tmp_path / "d").stdout
    assert said.startswith("The past week in the hallway")
    assert "machine (Ada · " in said and "lunch (A colleague · " in said
    assert run("digest", "--preview", "--days", 1, "--data", tmp_path / "d").stdout.startswith(
        "The past day in the hallway"
    )
