"""An organisation with everyone whom a permission can tell apart, and a stranger from another."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from tests.factories.organisations import make_member, make_organisation, make_team, make_token
from tournee.organisations.models import Member, Organisation, Role, Team


@dataclass(frozen=True)
class World:
    """`north` is a team below `sales`; `south` stands beside them. The owner of most things is `rep`."""

    organisation: Organisation
    sales: Team
    north: Team
    south: Team
    administrator: Member
    manager: Member
    other_manager: Member
    rep: Member
    colleague: Member
    other_rep: Member
    stranger: Member
    stranger_rep: Member


@pytest.fixture
def world(db: None) -> World:
    """A fresh one for each test."""
    organisation, elsewhere = make_organisation(), make_organisation()
    sales = make_team(organisation, name="Sales")
    north, south = make_team(organisation, sales, name="North"), make_team(organisation, name="South")
    return World(
        organisation=organisation,
        sales=sales,
        north=north,
        south=south,
        administrator=make_member(organisation, role=Role.ADMINISTRATOR, name="Ada Administrator"),
        manager=make_member(organisation, role=Role.MANAGER, team=sales, name="Max Manager"),
        other_manager=make_member(organisation, role=Role.MANAGER, team=south, name="Mia Manager"),
        rep=make_member(organisation, team=north, name="Rita Rep"),
        colleague=make_member(organisation, team=north, name="Carl Colleague"),
        other_rep=make_member(organisation, team=south, name="Olga Other"),
        stranger=make_member(elsewhere, role=Role.ADMINISTRATOR, name="Sam Stranger"),
        stranger_rep=make_member(elsewhere, name="Sue Stranger"),
    )


class Program:
    """An integrator's program: the API with a token."""

    def __init__(self, member: Member, *scopes: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {make_token(member, *scopes)}"})

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request below /api/v1; header names with underscores. The answer has `.json()`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        request = getattr(self.client, method.lower())
        address = path if path.startswith("/api/") else f"/api/v1{path}"
        if method == "GET":
            return request(address, body or {}, headers=sent)
        return request(address, body, content_type="application/json", headers=sent)


@pytest.fixture
def program() -> type[Program]:
    """Makes a program for a member: `program(world.rep)("GET", "/events", {...})`."""
    return Program
