"""The one reader of the environment: typed, frozen, loud. Each NAME may be NAME_FILE."""

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from .domain.errors import ConfigurationError
from .domain.retention import Retention

SHIPPED_PROMPTS = Path(__file__).parent / "prompts"


class Settings(BaseSettings):
    """Settings of one installation; see the table in README.md."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_file=".env",
        env_ignore_empty=True,  # a line of .env.example that nobody filled in
        extra="ignore",
        populate_by_name=True,
    )

    data: Path = Field(Path("hallway-data"), alias="HALLWAY_DATA")
    database_url: str | None = Field(None, alias="DATABASE_URL")
    chroma_url: str | None = Field(None, alias="CHROMA_URL")
    embedding_model: str = Field("all-MiniLM-L6-v2", alias="HALLWAY_EMBEDDING_MODEL")
    embedding_languages: str = Field(
        "", alias="HALLWAY_EMBEDDING_LANGUAGES", pattern="^(en|nl|en,nl|nl,en)?$"
    )
    query_prompt: str | None = Field(None, alias="HALLWAY_QUERY_PROMPT")
    passage_prompt: str | None = Field(None, alias="HALLWAY_PASSAGE_PROMPT")
    embedding_backend: str = Field(
        "torch", alias="HALLWAY_EMBEDDING_BACKEND", pattern="^(torch|onnx)$"
    )
    reranker: str | None = Field(None, alias="HALLWAY_RERANKER", min_length=1)
    reranker_budget_ms: int = Field(300, alias="HALLWAY_RERANKER_BUDGET_MS", ge=1)
    prompts: Path = Field(SHIPPED_PROMPTS, alias="HALLWAY_PROMPTS")
    keys: SecretStr | None = Field(None, alias="HALLWAY_KEYS")
    bot_token: SecretStr | None = Field(None, alias="SLACK_BOT_TOKEN")
    app_token: SecretStr | None = Field(None, alias="SLACK_APP_TOKEN")
    signing_secret: SecretStr | None = Field(None, alias="SLACK_SIGNING_SECRET")
    client_id: str | None = Field(None, alias="SLACK_CLIENT_ID")
    client_secret: SecretStr | None = Field(None, alias="SLACK_CLIENT_SECRET")
    public_url: str | None = Field(None, alias="HALLWAY_PUBLIC_URL", pattern="^https://[^/?#]+/?$")
    install_teams: str = Field(
        "", alias="HALLWAY_INSTALL_TEAMS", pattern="^ *([TE][A-Z0-9]+( *, *[TE][A-Z0-9]+)*)? *$"
    )
    uninstall: str = Field("keep", alias="HALLWAY_UNINSTALL", pattern="^(keep|delete)$")
    slack_api_url: str = Field("https://slack.com/api/", alias="HALLWAY_SLACK_API_URL")
    keep_messages: int = Field(365, alias="HALLWAY_KEEP_MESSAGES_DAYS", ge=30)
    keep_threads: int = Field(30, alias="HALLWAY_KEEP_THREADS_DAYS", ge=1)
    keep_events: int = Field(1, alias="HALLWAY_KEEP_EVENTS_DAYS", ge=1)
    keep_questions: int = Field(365, alias="HALLWAY_KEEP_QUESTIONS_DAYS", ge=1)
    keep_notes: int = Field(365, alias="HALLWAY_KEEP_NOTES_DAYS", ge=1)
    host: str = Field("127.0.0.1", alias="HALLWAY_HOST")
    port: int = Field(3000, alias="HALLWAY_PORT", ge=0, le=65535)
    metrics_port: int | None = Field(None, alias="HALLWAY_METRICS_PORT", ge=1, le=65535)
    log_level: str = Field(
        "info", alias="HALLWAY_LOG_LEVEL", pattern="^(?i:debug|info|warning|error)$"
    )

    @property
    def may_install(self) -> frozenset[str]:
        """Slack's ids of the teams and organisations that may install; none: anybody may."""
        return frozenset(self.install_teams.replace(",", " ").split())

    @property
    def retention(self) -> Retention:
        """How long what is over is kept."""
        return Retention(
            self.keep_messages,
            self.keep_threads,
            self.keep_events,
            self.keep_questions,
            self.keep_notes,
        )

    @property
    def model_source(self) -> dict[str, str]:
        """What decides which embedder is made; kept with the index that it made."""
        chosen = {
            "model": self.embedding_model,
            "languages": self.embedding_languages,
            "query_prompt": self.query_prompt,
            "passage_prompt": self.passage_prompt,
        }
        return {name: value for name, value in chosen.items() if value}

    @property
    def key_file(self) -> Path:
        """Where the keys are when HALLWAY_KEYS is not set."""
        return self.data / "hallway.key"

    @property
    def database_file(self) -> Path:
        """Where the lessons are when DATABASE_URL is not set."""
        return self.data / "hallway.db"

    @property
    def database(self) -> str:
        """The SQLAlchemy URL: DATABASE_URL, or SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.database_file.resolve()}"


def load(data: Path | None = None) -> Settings:
    """Settings from the environment and .env; raises ConfigurationError naming what is wrong."""
    given: dict[str, object] = _from_files()
    if data is not None:
        given["HALLWAY_DATA"] = data
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = ", ".join(str(item["loc"][0]) for item in error.errors())
        raise ConfigurationError(
            f"These settings are not usable: {wrong}. See README.md."
        ) from None
    if settings.client_id and settings.bot_token:
        raise ConfigurationError(
            "Set SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID for many; not both."
        )
    return settings


def load_begun(data: Path | None = None) -> Settings:
    """`load`, for what reads or changes a Hallway that is there; also raises
    ConfigurationError where none is, so that a mistyped folder is not taken for an empty one."""
    settings = load(data)
    if settings.database_url is None and not settings.database_file.exists():
        raise ConfigurationError(
            f"There is no Hallway in {settings.data} (`hallway import` begins one there). "
            "Choose another with --data."
        )
    return settings


def _from_files() -> dict[str, object]:
    found: dict[str, object] = {}
    for field in Settings.model_fields.values():
        name = str(field.alias)
        path = os.environ.get(f"{name}_FILE")
        if not path:
            continue
        if name in os.environ:
            raise ConfigurationError(f"Set {name} or {name}_FILE, not both.")
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except OSError:
            raise ConfigurationError(f"{name}_FILE names a file that cannot be read.") from None
    return found
