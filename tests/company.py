"""A small company to test use cases in: people, an index, and a clock that tests move."""

from datetime import UTC, datetime, timedelta

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery, DeliveryState, Receipt
from hallway_bot.domain.lesson import Author, Lesson
from hallway_bot.domain.person import Person
from hallway_bot.domain.records import OpenQuestion
from hallway_bot.domain.talks import TalkRequest
from hallway_bot.services.askable import Askable
from hallway_bot.services.encoding import Encoder
from hallway_bot.services.indexing import Indexer
from hallway_bot.services.introduce import Asked, Introduce, talk_id
from hallway_bot.services.keep_question import KeepQuestion
from hallway_bot.services.match import Matching
from hallway_bot.services.search import Search
from hallway_bot.services.sending import Outbox
from hallway_bot.storage.store import SqlStore

from .fakes import VAULT, English, MemoryIndex, WordEmbedder
from .fakes_directory import MemoryDirectory
from .fakes_people import FIRST

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ANNA, BRAM = Person("UANNA", "Anna"), Person("UBRAM", "Bram")
ASKED = "How do I read the barometer in the valley?"
ANSWER = "Tap the barometer twice before you read it in the valley."
FAR = "Bread needs patience."


class Company:
    """The real store on SQLite; meaning is words that are shared."""

    def __init__(self, url: str) -> None:
        self.store = SqlStore(url, VAULT)
        self.workspace = self.store.workspace(None)
        self.at = TUESDAY
        self.people = MemoryDirectory(
            {one.id: one for one in (ANNA, BRAM, Person("UCAS", "Cas"))},
            rooms={"C1": frozenset({BRAM.id})},
        )
        index, encoder = MemoryIndex(), Encoder(WordEmbedder())
        self.indexer = Indexer(self.store, index, encoder)
        self.outbox = Outbox(self.store, self.now)
        self.search = Search(self.store, encoder, index, English())
        self.questions = KeepQuestion(self.store, self.outbox, English(), self.now)
        askable = Askable(self.store, self.search, self.people, self.now)
        self.introduce = Introduce(self.store, askable, self.people, self.outbox, self.now)
        self.matching = Matching(self.store, self.search, self.people, self.outbox, self.now)

    def now(self) -> datetime:
        return self.at

    def keep(self, text: str = ASKED, asker: Person = ANNA, *, anonymous: bool = False) -> str:
        assert self.questions.keep(self.workspace, asker, text, anonymous=anonymous)
        mine = self.store.questions_of(self.workspace, asker.id)
        return next(question.id for question in mine if question.text == text)

    def share(self, id_: str, author: str = BRAM.id, text: str = ANSWER, **more: object) -> Lesson:
        lesson = Lesson(id_, Author(author), text, self.at, **more)  # type: ignore[arg-type]
        self.store.save_lessons(self.workspace, [lesson])
        self.index()
        return lesson

    def index(self) -> None:
        if self.indexer.catch_up(self.workspace):
            self.matching.notice(FIRST)

    def letters(self, kind: Kind) -> list[Delivery]:
        """Everything of this kind that waits, soonest first."""
        due = self.store.due_deliveries(self.at + 99 * DAY, 1_000)
        return sorted((d for _, d in due if d.kind is kind), key=lambda d: d.due_at)

    def sent(self, delivery: str, state: DeliveryState = DeliveryState.SENT) -> None:
        """What waits has come to this."""
        receipt = Receipt("D1", delivery) if state is DeliveryState.SENT else None
        self.store.settle(self.workspace, delivery, state, self.at, receipt)

    def told(self) -> list[tuple[str, str]]:
        """(who, lesson) of every match that is written down."""
        found = self.letters(Kind.MATCH)
        return sorted((d.user_id, d.subject["lesson"]) for d in found)

    def match(self) -> int:
        self.at += timedelta(minutes=1)
        return self.matching.catch_up(self.workspace)

    def question(self, question_id: str) -> OpenQuestion:
        found = self.store.question(self.workspace, question_id)
        assert found is not None
        return found


def ask(company: Company, lesson: str = "lesson", asker: Person = ANNA) -> Asked:
    return company.introduce.ask(company.workspace, lesson, asker, ASKED)


def request(company: Company, lesson: str = "lesson", asker: Person = ANNA) -> TalkRequest:
    made = talk_id(company.workspace, lesson, asker.id)
    found = company.store.talk(company.workspace, made)
    assert found is not None
    return found
