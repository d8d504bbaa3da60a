"""The prompts that people edit: every mistake is told, with the place and what to do."""

from pathlib import Path

import pytest

from hallway_bot.domain.errors import ConfigurationError
from hallway_bot.domain.prompts import Prompt, Role, Season
from hallway_bot.services.prompt_library import examine, load

GOOD = """
[[prompt]]
id = "near-miss"
text = "What nearly went wrong?"
follow_ups = ["What caught it?", "Where else?"]
role = "everyone"
season = "any"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language in ("en", "nl"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "all.toml").write_text(GOOD)
    return tmp_path


def _told(folder: Path, english: str | bytes) -> list[str]:
    """The problems when en/all.toml holds this."""
    path = folder / "en" / "all.toml"
    path.write_bytes(english if isinstance(english, bytes) else english.encode())
    return examine(folder)[1]


def test_a_good_library_is_read_by_language(folder: Path) -> None:
    expected = ("near-miss", "What nearly went wrong?", ("What caught it?", "Where else?"))
    assert load(folder) == {
        language: (Prompt(*expected, Role.EVERYONE, Season.ANY, language),)
        for language in ("en", "nl")
    }


@pytest.mark.parametrize(
    ("was", "now", "to_do"),
    [
        ('text = "What nearly went wrong?"\n', "", "`text` is missing: add it"),
        (
            'role = "everyone"',
            'role = "everyone"\ncolour = "red"',
            "`colour` is unknown: use only id, text, follow_ups, role, season",
        ),
        ('"everyone"', '"boss"', "`role` is 'boss': choose everyone or lead or newcomer"),
        (
            '"any"',
            '"spring"',
            "`season` is 'spring': choose any or project_end or after_incident or after_leave",
        ),
        ('"What nearly went wrong?"', "3", "`text` must be words between quotes"),
        ('"What nearly went wrong?"', '"  "', "`text` is empty: write it"),
        (
            '"What nearly went wrong?"',
            f'"{"x" * 301}"',
            "`text` is 301 characters long: keep to 300",
        ),
        (
            '"Where else?"',
            f'"{"x" * 151}"',
            "question 2 of `follow_ups` is 151 characters long: keep to 150",
        ),
        ('"Where else?"', "true", "question 2 of `follow_ups` must be words between quotes"),
        ('"Where else?"', '""', "question 2 of `follow_ups` is empty: write it"),
        (', "Where else?"', "", '`follow_ups` needs exactly two questions: ["…", "…"]'),
        (
            '"Where else?"',
            '"Where?", "When?"',
            '`follow_ups` needs exactly two questions: ["…", "…"]',
        ),
        (
            '["What caught it?", "Where else?"]',
            '"One?"',
            '`follow_ups` needs exactly two questions: ["…", "…"]',
        ),
    ],
)
def test_a_mistake_in_a_prompt_is_told_with_its_place(
    folder: Path, was: str, now: str, to_do: str
) -> None:
    assert was in GOOD
    assert _told(folder, GOOD.replace(was, now)) == [f"en/all.toml: near-miss: {to_do}"]


@pytest.mark.parametrize("given", ['"Near Miss"', '"near--miss"', '"-near"', '"bijna-één"'])
def test_an_id_is_made_of_small_letters_digits_and_hyphens(folder: Path, given: str) -> None:
    told = _told(folder, GOOD + GOOD.replace('"near-miss"', given))
    assert f"en/all.toml: {given[1:-1]}: `id` takes small letters" in told[0]


@pytest.mark.parametrize("given", ["", "id = 3\n", 'id = ""\n'])
def test_a_prompt_without_a_name_is_told_by_its_number(folder: Path, given: str) -> None:
    told = _told(folder, GOOD + GOOD.replace('id = "near-miss"\n', given))
    assert len(told) == 1 and told[0].startswith("en/all.toml: prompt 2: `id` ")


def test_every_problem_is_told_at_once(folder: Path) -> None:
    (folder / "nl" / "more.toml").write_text("[[prompt]\n")
    told = _told(folder, GOOD.replace('"everyone"', '"boss"').replace('"any"', '"spring"'))
    assert [line.split(":")[0] for line in told] == ["en/all.toml"] * 2 + ["nl/more.toml"]


@pytest.mark.parametrize(
    ("content", "to_do"),
    [
        (GOOD + 'text = "no end\n', "line 8: look at the quotes and brackets here"),
        ("[[prompt", "look at the end of the file"),
        (b"\xff\xfe", "save this file as UTF-8"),
        ("# nothing yet\n", "there is no [[prompt]] in this file"),
        ("", "there is no [[prompt]] in this file"),
        (GOOD.replace("[[prompt]]", "[prompt]"), "put two brackets around each [[prompt]]"),
        (
            GOOD.replace("[[prompt]]", "[[prompts]]"),
            "`prompts` does not belong here: begin each prompt with [[prompt]]",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_its_prompts_are_not_called_missing(
    folder: Path, content: str | bytes, to_do: str
) -> None:
    told = _told(folder, content)
    assert told[0].startswith("en/all.toml: ") and to_do in told[0]
    assert not [line for line in told if "too" in line]


def test_a_mark_at_the_beginning_and_windows_line_ends_do_no_harm(folder: Path) -> None:
    assert _told(folder, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == []


def test_an_id_that_is_used_twice_is_told_with_the_other_file(folder: Path) -> None:
    (folder / "en" / "more.toml").write_text(GOOD)
    prompts, problems = examine(folder)
    assert problems == ["en/more.toml: near-miss: en/all.toml has this id already: choose another"]
    assert len(prompts) == 2


def test_a_prompt_in_one_language_only_is_told(folder: Path) -> None:
    told = _told(folder, GOOD + GOOD.replace("near-miss", "small-win"))
    assert told == ["en/all.toml: small-win: write it in Dutch too, under this id in nl/"]


def test_a_broken_prompt_is_not_called_missing_as_well(folder: Path) -> None:
    told = _told(folder, GOOD.replace('"any"', '"spring"'))
    assert not [line for line in told if line.startswith("nl/")]


def test_the_same_id_is_for_the_same_people_in_both_languages(folder: Path) -> None:
    assert _told(folder, GOOD.replace('"everyone"', '"lead"')) == [
        "nl/all.toml: near-miss: `role` differs, en/ says lead: make them the same"
    ]


def test_a_file_where_nobody_reads_it_is_told(folder: Path) -> None:
    (folder / "loose.toml").write_text(GOOD)
    (folder / "de").mkdir()
    (folder / "de" / "all.toml").write_text(GOOD)
    assert examine(folder)[1] == [
        "de/all.toml: nobody reads it here: move it into en/ or nl/",
        "loose.toml: nobody reads it here: move it into en/ or nl/",
    ]


def test_a_language_without_files_is_told_once(folder: Path) -> None:
    (folder / "nl" / "all.toml").unlink()
    assert examine(folder)[1] == ["nl: there is no .toml file in this folder: add one"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert examine(gone) == ([], [f"{gone}: there is no such folder"])


def test_a_library_with_a_mistake_is_not_loaded(folder: Path) -> None:
    (folder / "en" / "all.toml").write_text(GOOD.replace('"everyone"', '"boss"'))
    with pytest.raises(ConfigurationError, match="near-miss: `role` is 'boss'"):
        load(folder)
