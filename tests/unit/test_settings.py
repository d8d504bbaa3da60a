"""Settings are read in one place, and are loud when they are wrong."""

from pathlib import Path

import pytest

from hallway_bot.domain.errors import ConfigurationError
from hallway_bot.settings import Settings, load


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine, and no .env of this folder."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
        monkeypatch.delenv(f"{field.alias}_FILE", raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_sqlite_lives_in_the_data_folder(tmp_path: Path) -> None:
    settings = load()
    assert settings.data == Path("hallway-data")
    assert settings.database == f"sqlite:///{tmp_path / 'hallway-data' / 'hallway.db'}"


def test_the_data_folder_of_the_command_line_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLWAY_DATA", "from-environment")
    assert load().data == Path("from-environment")
    assert load(Path("typed")).data == Path("typed")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HALLWAY_PORT", "not a port"),
        ("HALLWAY_PORT", "70000"),
        ("HALLWAY_PORT", "-1"),
        ("HALLWAY_LOG_LEVEL", "loud"),
    ],
)
def test_a_bad_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=name):
        load()


def test_a_bad_value_is_named_but_never_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLWAY_PORT", "secret-by-accident")
    with pytest.raises(ConfigurationError) as caught:
        load()
    assert "secret-by-accident" not in str(caught.value)


def test_a_value_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-1\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))
    token = load().bot_token
    assert token is not None and token.get_secret_value() == "xoxb-1"


def test_a_value_and_a_file_at_once_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("xoxb-1")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-2")
    with pytest.raises(ConfigurationError, match="SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE"):
        load()


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL_FILE", "nowhere")
    with pytest.raises(ConfigurationError, match="DATABASE_URL_FILE"):
        load()


def test_a_dotenv_file_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("HALLWAY_PORT=4000\nHALLWAY_HOST=0.0.0.0\nOTHER=1\n")
    monkeypatch.setenv("HALLWAY_PORT", "5000")
    assert (load().port, load().host) == (5000, "0.0.0.0")


def test_tokens_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "very-secret")
    assert "very-secret" not in repr(load())


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(Exception, match="frozen"):
        load().port = 1
