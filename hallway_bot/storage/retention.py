"""Deleting what is over and was kept long enough."""

from sqlalchemy import Engine, and_, delete, func, or_, select, update

from ..domain.attention import Kind
from ..domain.delivery import DeliveryState
from ..domain.records import QuestionState
from ..domain.retention import Ends
from .schema import claims, lessons, threads
from .schema_meeting import question_matches, question_people, questions
from .schema_rhythm import deliveries, drafts
from .schema_slack import once

_UNDER_WAY = (DeliveryState.WAITING.value, DeliveryState.SENDING.value)

# Of Slack's events, which name nobody, and of what somebody said; a claim of anything else says
# that it was done, for good.
_PASSING = or_(*(claims.c.key.startswith(kind) for kind in ("event:", "asked:", "taken:")))


class SqlRetention:
    """`ports.privacy.Keeping` on SQLAlchemy."""

    engine: Engine

    def drop_old(self, ends: Ends) -> int:
        over = and_(
            deliveries.c.state.not_in(_UNDER_WAY),
            # Invited once for good: that it was done must outlive the message.
            deliveries.c.kind != Kind.INVITATION.value,
            func.coalesce(deliveries.c.sent_at, deliveries.c.expires_at) < ends.messages,
        )
        closed = and_(
            questions.c.state != QuestionState.OPEN.value, questions.c.closed_at < ends.questions
        )
        statements = [
            update(lessons)
            .where(lessons.c.askable_until < ends.askable)
            .values(askable_until=None),
            delete(deliveries).where(over),
            delete(threads).where(threads.c.at < ends.threads),
            delete(claims).where(claims.c.at < ends.events, _PASSING),
            delete(once).where(once.c.at < ends.events),
            delete(drafts).where(drafts.c.updated_at < ends.notes),
            delete(questions).where(closed),
        ]
        for table in (question_matches, question_people):
            there = select(questions.c.id).where(
                questions.c.workspace == table.c.workspace, questions.c.id == table.c.question_id
            )
            statements.append(delete(table).where(~there.exists()))
        with self.engine.begin() as connection:
            return sum(connection.execute(statement).rowcount for statement in statements)
