"""Where an account is: searched for, typed as coordinates, or by dragging the pin. Its address stays as it is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tournee.directory import actions, registry
from tournee.directory import queries as directory
from tournee.directory.domain.found_place import FoundPlace
from tournee.directory.domain.record_fields import BadValue, degrees, place_problem
from tournee.directory.errors import GeocoderUnavailable, bad_fields
from tournee.directory.models import Account, PlaceSource
from tournee.organisations.errors import not_allowed
from tournee.organisations.models import Member
from tournee.values.place import Place
from tournee.values.refusal import Invalid, Refusal, Stale

from ..viewing import viewer_of

TYPED_SOURCES = {PlaceSource.PIN, PlaceSource.TOWN, PlaceSource.ADDRESS, PlaceSource.COORDINATES}
OFFERED = 8
NAMES_ON_MAP = 60


def place_page(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The map with its pin, and what was typed beside it."""
    viewer = viewer_of(request)
    account = directory.account(viewer, account_id)
    if not directory.can_edit(viewer, account):
        raise not_allowed()
    if request.method != "POST":
        return _draw(request, account, _of(account))
    typed = {name: request.POST.get(name, "")[:40] for name in ("latitude", "longitude", "place_source")}
    typed["version"] = request.POST.get("version", "")
    # Where the account was when the page was opened: a change of something else is no clash.
    typed["base"] = request.POST.get("base", "")[:80]
    if typed["base"] == _of(account)["base"]:
        typed["version"] = str(account.version)
    try:
        if "from_address" in request.POST:
            return _found(request, account, typed, _address_of(account))
        if "search" in request.POST:
            return _found(request, account, typed, request.POST.get("q", "")[:200])
        _save(viewer, account, typed)
    except Refusal as refusal:
        return _refused(request, account, typed, refusal)
    messages.success(request, _("The place was saved."))
    return redirect("account", account_id=account.pk)


def _of(account: Account) -> dict[str, str]:
    latitude, longitude = _written(account.latitude), _written(account.longitude)
    return {
        "latitude": latitude,
        "longitude": longitude,
        "place_source": account.place_source,
        "version": str(account.version),
        "base": f"{latitude} {longitude}",
    }


def _written(degrees_north_or_east: float | None) -> str:
    return "" if degrees_north_or_east is None else f"{degrees_north_or_east:.6f}".rstrip("0").rstrip(".")


def _address_of(account: Account) -> str:
    town = f"{account.postcode} {account.city}".strip()
    return f"{account.street} {town}".strip() if registry.geocoder().name != "towns" else town


def _save(viewer: Member, account: Account, typed: dict[str, str]) -> None:
    """Raises Invalid, NotAllowed, Stale."""
    version = typed["version"]
    source = typed["place_source"] if typed["place_source"] in TYPED_SOURCES else PlaceSource.COORDINATES
    actions.set_place(
        account_id=account.pk,
        by=viewer,
        place=_read(typed["latitude"], typed["longitude"]),
        source=source,
        if_version=int(version) if version.isdecimal() and len(version) < 10 else 0,
    )


def _read(latitude_text: str, longitude_text: str) -> Place | None:
    values: dict[str, float | None] = {}
    problems: dict[str, BadValue] = {}
    for name, text in (("latitude", latitude_text), ("longitude", longitude_text)):
        try:
            values[name] = degrees(text.strip())
        except BadValue as bad:
            problems[name] = bad
    if problems:
        raise bad_fields(problems)
    latitude, longitude = values["latitude"], values["longitude"]
    problems = place_problem(latitude, longitude)
    if problems:
        raise bad_fields(problems)
    return None if latitude is None or longitude is None else Place(latitude, longitude)


def _found(request: HttpRequest, account: Account, typed: dict[str, str], text: str) -> HttpResponse:
    """Without a script: the likeliest answer to a search is put on the map, and saved by the next press."""
    found = places_for(text, limit=1)
    if not found:
        words = _("No place of that name is known. Write a town or a postcode, or drag the pin.")
        return _draw(request, account, typed, note=words, status=422)
    typed |= {"latitude": f"{found[0].place.latitude:.6f}", "longitude": f"{found[0].place.longitude:.6f}"}
    typed["place_source"] = "address" if found[0].precision == "address" else "town"
    return _draw(request, account, typed, note=_("Found: %(place)s. Save to keep it.") % {"place": found[0].label})


def _refused(request: HttpRequest, account: Account, typed: dict[str, str], refusal: Refusal) -> HttpResponse:
    fields = {name: [str(one) for one in texts] for name, texts in refusal.fields.items()}
    note = "" if isinstance(refusal, Invalid) and fields else str(refusal)
    if isinstance(refusal, Stale):
        now = _of(account)
        words = _("Someone else has put it at %(place)s meanwhile. Save to use yours, or leave it as it is.")
        note = words % {"place": now["base"].replace(" ", ", ") if now["latitude"] else _("no place")}
        # Whoever has seen both may save: the form now carries the version that is there.
        typed |= {"version": now["version"], "base": now["base"]}
    return _draw(request, account, typed, note=note, errors=fields, status=refusal.status)


def _draw(
    request: HttpRequest,
    account: Account,
    typed: dict[str, str],
    *,
    note: str = "",
    errors: dict[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"account": account, "typed": typed, "note": note, "errors": errors or {}}
    context["address"] = _address_of(account)
    context["late"] = status == Stale.status
    return render(request, "web/directory/accounts/place.html", context, status=status)


def places_for(text: str, *, limit: int = OFFERED) -> list[FoundPlace]:
    """Places for what was typed. Raises GeocoderUnavailable."""
    wanted = " ".join(text.replace("\x00", " ").split())[:200]
    return registry.geocoder().find(wanted, limit=limit, language=get_language() or "fr") if wanted else []


@login_required
@require_GET
def place_suggestions(request: HttpRequest) -> HttpResponse:
    """Places for the letters typed so far; each fills the fields of its form."""
    try:
        found = places_for(request.GET.get("q", ""))
    except GeocoderUnavailable as refusal:
        return render(request, "web/search/options.html", {"nothing": str(refusal)})
    return render(request, "web/directory/place_options.html", {"places": found})


@login_required
@require_GET
def town_names(request: HttpRequest) -> JsonResponse:
    """The towns to name on a map of that view, the largest first."""
    try:
        view = {side: float(request.GET.get(side, "")) for side in ("south", "west", "north", "east")}
        corners = Place(view["south"], view["west"]), Place(view["north"], view["east"])
    except ValueError:
        return JsonResponse({"items": []}, status=400)
    if corners[1].latitude - corners[0].latitude > 2 or corners[1].longitude - corners[0].longitude > 4:
        return JsonResponse({"items": []})
    found = registry.towns().within(**view, limit=NAMES_ON_MAP)
    items = [[one.city, round(one.place.latitude, 4), round(one.place.longitude, 4)] for one in found]
    return JsonResponse({"items": items}, headers={"Cache-Control": "private, max-age=86400"})


urlpatterns = [
    path("places/suggestions/", place_suggestions, name="place_suggestions"),
    path("places/names/", town_names, name="town_names"),
]
