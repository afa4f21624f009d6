"""A place that a geocoder found, and what an address asks for."""

from dataclasses import dataclass

from tournee.values.place import Place


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """`label` is what a person chooses by; `precision` says "address" (a house or street) or "town" (its centre)."""

    label: str
    place: Place
    postcode: str = ""
    city: str = ""
    country: str = ""
    precision: str = "town"
