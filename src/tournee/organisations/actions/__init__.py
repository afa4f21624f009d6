"""Write organisations, teams, members and tokens: one transaction and one line of the change log each."""

from .invitations import invite_member, password_link
from .members import create_member, deactivate_member, update_member, update_profile
from .organisation import create_organisation, update_organisation
from .teams import create_team, move_team, remove_team, rename_team, update_team
from .tokens import create_token, revoke_token

__all__ = [
    "create_member",
    "create_organisation",
    "create_team",
    "create_token",
    "deactivate_member",
    "invite_member",
    "move_team",
    "password_link",
    "remove_team",
    "rename_team",
    "revoke_token",
    "update_member",
    "update_organisation",
    "update_profile",
    "update_team",
]
