"""Who is of our own company: Slack's `is_stranger` alone does not tell."""

import pytest

from hallway_bot.slack.directory import Home

ALONE, IN_GRID = Home("T0OURS", None), Home("T0OURS", "E0OURS")


@pytest.mark.parametrize(
    ("home", "user", "ours"),
    [
        (ALONE, {"team_id": "T0OURS"}, True),
        (ALONE, {"team_id": "T0OTHER"}, False),
        (ALONE, {"team_id": "T0OTHER", "is_stranger": False}, False),
        (ALONE, {"team_id": "T0OURS", "is_stranger": True}, False),
        (ALONE, {}, False),
        (ALONE, {"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0OTHER"}}, False),
        (ALONE, {"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": None}}, False),
        (IN_GRID, {"team_id": "T0SISTER", "enterprise_user": {"enterprise_id": "E0OURS"}}, True),
        (IN_GRID, {"team_id": "E0OURS"}, True),
        (IN_GRID, {"team_id": "E0X", "enterprise_user": {"teams": ["T0OURS"]}}, True),
        (IN_GRID, {"team_id": "T0X", "enterprise_user": {"enterprise_id": "E0X"}}, False),
    ],
)
def test_a_colleague_is_of_our_team_or_organisation(
    home: Home, user: dict[str, object], ours: bool
) -> None:
    assert home.has(user) is ours
