"""A lesson's own buttons: reading it, saying that it helped, trying it, telling how it went."""

from datetime import date
from typing import Any

from slack_bolt import Ack, App, BoltContext

from ...domain.feedback import NO_FEEDBACK
from ...domain.lesson import Lesson
from ...domain.records import Verdict
from ...domain.trials import After, Trial, TrialState
from ...domain.visibility import may_lead, may_see
from ...services.trying import can_try
from ...texts import Texts
from ..desk import Desk, Visitor
from ..messenger import AtField, Reply
from ..payloads import values
from ..settling import settle, settle_letter
from ..views import lesson as lesson_views
from ..views import share as share_views
from ..views import trying as views
from . import homes
from .clicking import on_click, say, show, value
from .modals import blank, share_form
from .questions import settle_question

_RESULTS = ((TrialState.HELD, "trial_held"), (TrialState.DID_NOT_HOLD, "trial_did_not_hold"))


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_click(app, desk, "read_lesson", _read, slow=False)
    on_click(app, desk, "push_lesson", _read, slow=False)
    on_click(app, desk, "verdict", _verdict)
    on_click(app, desk, "try_lesson", _try, slow=False)
    for state, action_id in _RESULTS:
        on_click(app, desk, action_id, _result(state), slow=False)
    on_click(app, desk, "trial_not_yet", _not_yet)
    on_click(app, desk, "trial_let_go", _let_go)
    on_click(app, desk, "share_trial", _share, slow=False)
    _modals(app, desk)


def _read(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    lesson = desk.trying.lesson(visitor.workspace, value(body), visitor.person)
    if lesson is None:
        view = share_views.notice(visitor.t, visitor.t("lesson.gone"))
    else:
        name = desk.names(visitor.workspace, [lesson]).get(lesson.author.key or "")
        view = lesson_views.whole(visitor.t, lesson, name, _around(desk, visitor, lesson))
    show(visitor, body, view)


def _around(desk: Desk, visitor: Visitor, lesson: Lesson) -> lesson_views.Around:
    audience = desk.alone(visitor)
    ids = [one for one in (lesson.replaced_by, lesson.parent_id) if one]
    others = desk.store.lessons(visitor.workspace, ids)
    after = others.get(lesson.replaced_by or "")
    before = others.get(lesson.parent_id or "")
    feedback = desk.store.feedback(visitor.workspace, [lesson.id])
    return lesson_views.Around(
        feedback=feedback.get(lesson.id, NO_FEEDBACK),
        can_try=can_try(lesson, visitor.person),
        after=after if after and may_lead(lesson, after, audience) else None,
        before=before if before and may_see(before, audience) else None,
    )


def _verdict(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    given, _, lesson_id = value(body).partition(":")
    lesson = desk.trying.lesson(visitor.workspace, lesson_id, visitor.person)
    if lesson is None:
        say(reply, visitor.t("lesson.gone"))
        return
    if lesson.author.user_id == visitor.person.id:
        say(reply, visitor.t("lesson.own_verdict"))
        return
    verdict = Verdict(given)
    desk.trying.judge(visitor.workspace, lesson, visitor.person, verdict)
    helpful = verdict is Verdict.HELPFUL
    closed = desk.questions.helped(visitor.workspace, lesson_id, visitor.person) if helpful else []
    if closed:
        say(reply, visitor.t("question.answered"))
        for question in closed:
            settle_question(desk, visitor, question.id)
        return
    say(reply, visitor.t("lesson.thanks_helpful" if helpful else "lesson.thanks_not"))


def _try(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    t, person = visitor.t, visitor.person
    lesson = desk.trying.lesson(visitor.workspace, value(body), person)
    trial = desk.store.trial(visitor.workspace, value(body), person.id)
    if lesson is None:
        view = share_views.notice(t, t("lesson.gone"))
    elif not can_try(lesson, person):
        own = lesson.author.user_id == person.id
        view = share_views.notice(t, t("trial.own" if own else "trial.not_current"))
    elif trial is not None and trial.state is not TrialState.LET_GO:
        view = share_views.notice(t, _before(t, trial.due_on, open_=trial.state.is_open))
    else:
        view = views.plan_form(t, lesson, desk.trying.today(person))
    show(visitor, body, view)


def _before(t: Texts, due_on: date, *, open_: bool) -> str:
    return t("trial.before", date=t.day(due_on)) if open_ else t("trial.done_before")


def _result(state: TrialState) -> Any:
    def work(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
        trial = desk.trying.result(visitor.workspace, value(body), visitor.person, state)
        lesson = desk.trying.lesson(visitor.workspace, value(body), visitor.person)
        if lesson is None:  # noted all the same
            view = share_views.notice(visitor.t, visitor.t("trial.told_thanks"))
        else:
            view = views.told_form(visitor.t, lesson, trial.told)
        show(visitor, body, view)
        other = next(action for result, action in _RESULTS if result is not state)
        settle(visitor, reply, body, visitor.t(f"trial.said.{state.value}"), other)

    return work


def _not_yet(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    trial = desk.trying.not_yet(visitor.workspace, value(body), visitor.person)
    if trial.state.is_open:
        again = visitor.t("trial.again", date=visitor.t.day(trial.due_on))
        settle(visitor, reply, body, again, *(action for _, action in _RESULTS))
    else:
        _rests(visitor, reply, body, trial)


def _let_go(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    trial = desk.trying.let_go(visitor.workspace, value(body), visitor.person)
    if (body.get("view") or {}).get("type") == "home":
        asked = trial.key(visitor.workspace)
        settle_letter(desk, visitor, asked, visitor.t("trial.rests"))
        homes.publish(desk, visitor)
    else:
        _rests(visitor, reply, body, trial)


def _rests(visitor: Visitor, reply: Reply, body: dict[str, Any], trial: Trial) -> None:
    """Nothing is asked any more. What was answered stays the last word."""
    if trial.state.is_result:
        say(reply, visitor.t("trial.done_before"))
    else:
        settle(visitor, reply, body, visitor.t("trial.rests"))


def _share(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    """What was different becomes a lesson of their own, in the place of the modal's thanks."""
    trial = desk.trying.asked(visitor.workspace, value(body), visitor.person)
    draft = blank(happened=trial.told, parent_id=trial.lesson_id)
    visitor.client.views_update(view_id=body["view"]["id"], view=share_form(visitor.t, draft))


def _modals(app: App, desk: Desk) -> None:
    @app.view("try_lesson")
    def planned(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        def work(visitor: Visitor) -> None:
            lesson_id, fields = body["view"]["private_metadata"], values(body["view"])
            after = After(fields["after"]["selected_option"]["value"])
            chosen = (fields.get("date") or {}).get("selected_date")
            day = date.fromisoformat(chosen) if chosen else None
            trial = desk.trying.plan(visitor.workspace, lesson_id, visitor.person, after, day)
            t = visitor.t
            said = t("trial.planned", date=t.day(trial.due_on)) if trial else t("trial.done_before")
            ack(response_action="update", view=share_views.notice(t, said))

        reply = AtField(ack, "date")
        desk.visit(context.team_id, body["user"]["id"], reply, work, slow=False)

    @app.view("trial_told")
    def told(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        def work(visitor: Visitor) -> None:
            lesson_id = body["view"]["private_metadata"]
            words = values(body["view"])["told"].get("value") or ""
            desk.trying.tell(visitor.workspace, lesson_id, visitor.person, words)
            ack(response_action="update", view=views.told(visitor.t, lesson_id, words))

        reply = AtField(ack, "told")
        desk.visit(context.team_id, body["user"]["id"], reply, work, slow=False)
