"""What is held about somebody: given to them."""

from typing import Any

from slack_bolt import App

from ..desk import Desk, Visitor
from ..views import my_data as views
from .acting import on_action


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_action(app, desk, "my_data", lambda desk, visitor, body: give_data(desk, visitor))


def give_data(desk: Desk, visitor: Visitor) -> None:
    """Two files in the person's own conversation with Hallway."""
    t, dm = visitor.t, dm_of(desk, visitor.person.id)
    held = desk.my_data(visitor.workspace, visitor.person, dm)
    name = t("mydata.file")
    files: list[dict[str, Any]] = [
        {"filename": f"{name}.md", "title": f"{name}.md", "content": views.readable(t, held)},
        {"filename": f"{name}.json", "title": f"{name}.json", "content": held.as_json()},
    ]
    desk.client.files_upload_v2(channel=dm, file_uploads=files, initial_comment=t("mydata.comment"))


def dm_of(desk: Desk, user_id: str) -> str:
    """The channel in which this person and Hallway talk."""
    return str(desk.client.conversations_open(users=[user_id])["channel"]["id"])
