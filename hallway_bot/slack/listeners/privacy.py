"""What is held about somebody: given to them, or forgotten."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from ..desk import Desk, Visitor
from ..messenger import AtField, InDm
from ..payloads import chosen, values
from ..views import forget as forget_views
from ..views import my_data as views
from ..views import share as share_views
from ..views.answer import only_text
from .clicking import on_action
from .homes import republish


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_action(app, desk, "my_data", lambda desk, visitor, body: give_data(desk, visitor))
    on_action(
        app,
        desk,
        "forget_me",
        lambda desk, visitor, body: ask_to_forget(visitor, body["trigger_id"]),
        slow=False,
    )

    @app.view("forget_me")
    def confirmed(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        desk.visit(
            context.team_id,
            body["user"]["id"],
            AtField(ack, "word"),
            lambda visitor: _forget(desk, visitor, ack, values(body["view"])),
            slow=False,
            meets=False,  # it would be written down again at once
        )


def give_data(desk: Desk, visitor: Visitor) -> None:
    """Two files in the person's own conversation with Hallway."""
    t, dm = visitor.t, dm_of(visitor)
    held = desk.my_data(visitor.workspace, visitor.person, dm)
    name = t("mydata.file")
    files: list[dict[str, Any]] = [
        {"filename": f"{name}.md", "title": f"{name}.md", "content": views.readable(t, held)},
        {"filename": f"{name}.json", "title": f"{name}.json", "content": held.as_json()},
    ]
    comment = t("mydata.comment")
    visitor.client.files_upload_v2(channel=dm, file_uploads=files, initial_comment=comment)


def dm_of(visitor: Visitor) -> str:
    """The channel in which this person and Hallway talk."""
    opened = visitor.client.conversations_open(users=[visitor.person.id])
    return str(opened["channel"]["id"])


def ask_to_forget(visitor: Visitor, trigger_id: str) -> None:
    """Open the form in which it is confirmed."""
    visitor.client.views_open(trigger_id=trigger_id, view=forget_views.form(visitor.t))


def _forget(desk: Desk, visitor: Visitor, ack: Ack, fields: dict[str, dict[str, Any]]) -> None:
    t, word = visitor.t, visitor.t("forget.word")
    if (fields["word"].get("value") or "").strip().casefold() != word:
        ack(response_action="errors", errors={"word": t("forget.error.word", word=word)})
        return
    dm = dm_of(visitor)
    keep = chosen(fields, "lessons") == forget_views.LEAVE

    def tell() -> None:
        desk.directory.forget(visitor.workspace, visitor.person.id)
        InDm(visitor.client, dm).answer(only_text(t("forget.done")))

    desk.forget(visitor.workspace, visitor.person, dm, tell, keep_lessons=keep)
    ack(response_action="update", view=share_views.notice(t, t("forget.begun")))
    desk.slow.submit(republish, desk, visitor)
