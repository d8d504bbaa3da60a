"""No lesson reaches a view without the decision on who may see it.

Views only get what listeners, letters and use cases fetched. So every function there that fetches
a lesson asks `domain.visibility` itself, or stands below with the reason why it need not.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2] / "hallway_bot"
FETCHES = {"lesson", "lessons", "all_lessons"}
DECIDES = {"may_see", "may_bring_up", "may_lead"}
_OWN = "only for its author, which it checks"
NEED_NOT = {
    "services/digest:_tried": "`_for_all` decides about all of them",
    "services/exchange:_save": "the operator takes lessons in; nobody is shown them",
    "services/exchange:_unlinked": "the same",
    "services/exchange:give_back": "the operator's export of everything",
    "services/leaving:catch_up": "who wrote them; nobody is shown them",
    "services/moderate:_there": "moderators alone; `reported` leaves private ones out",
    "services/moderate:answer": _OWN,
    "services/moderate:tell_author": "whose it is; what they hear goes by slack/letters/moderation",
    "services/notes:draft": "which id the person's own note has as a lesson",
    "services/notes:is_placed": "whether the person's own note became one",
    "services/share:save": _OWN,
    "services/share:own": _OWN,
    "services/share:delete": "whether it is there still; `own` follows",
    "services/tending:own": _OWN,
    "services/tending:question": _OWN,
    "services/told:named": "whether they show their author; nobody is shown them",
    "services/trying:result": "to tell its author; `asked` comes before",
    "slack/letters/lessons:_theirs": _OWN,
    "slack/letters/moderation:_theirs": _OWN,
}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function of the rooms that fetch and show, with its name."""
    for room in ("services", "slack"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield f"{path.relative_to(ROOT).with_suffix('')}:{node.name}", node


def calls(function: ast.FunctionDef) -> Iterator[ast.expr]:
    return (node.func for node in ast.walk(function) if isinstance(node, ast.Call))


def fetches(function: ast.FunctionDef) -> bool:
    """Whether it calls a method of a store that gives lessons whoever looks."""
    for call in calls(function):
        if isinstance(call, ast.Attribute) and call.attr in FETCHES:
            holder = call.value
            name = holder.attr if isinstance(holder, ast.Attribute) else getattr(holder, "id", "")
            if name == "store":
                return True
    return False


def decides(function: ast.FunctionDef) -> bool:
    return any(isinstance(call, ast.Name) and call.id in DECIDES for call in calls(function))


def test_whoever_fetches_a_lesson_asks_who_may_see_it_or_says_why_not() -> None:
    undecided = {name for name, one in functions() if fetches(one) and not decides(one)}
    assert undecided == set(NEED_NOT)


def test_this_finds_what_fetches_and_what_decides() -> None:
    found = {name: one for name, one in functions()}
    asked = found["services/moderate:report"]
    assert fetches(asked) and decides(asked)
    sample = ast.parse("def f(desk):\n    return desk.store.lesson('w', 'a')").body[0]
    assert isinstance(sample, ast.FunctionDef)
    assert fetches(sample) and not decides(sample)


def test_views_fetch_nothing_themselves() -> None:
    for name, one in functions():
        if name.startswith("slack/views/"):
            assert not fetches(one), name
