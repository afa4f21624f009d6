"""Which column of a file holds which field: headings in French and English, as people and other products name them."""

from collections.abc import Mapping, Sequence
from typing import Literal

from tournee.values.text import words

RecordType = Literal["account", "contact", "opportunity"]
RECORD_TYPES: tuple[RecordType, ...] = ("account", "contact", "opportunity")

_COMMON = {
    "external_id": "reference|ref|external id|external reference|id externe|identifiant|identifiant externe|code|id|"
    "customer number|numero client|numero|code client",
    "owner": "owner|owner email|owner s e mail address|sales rep|account owner|responsable|proprietaire|commercial|"
    "e mail responsable|email responsable|email du responsable|e mail du responsable|responsable email",
    "notes": "notes|note|comment|comments|commentaire|commentaires|remarque|remarques|description|observations",
}
_ACCOUNT_OF = {
    "account": "account|account name|company|company name|organisation|organization|compte|nom du compte|societe|"
    "entreprise|client|raison sociale|nom de la societe",
    "account_reference": "account reference|account s reference|account id|account external id|reference du compte|"
    "reference compte|id compte|code compte|code client|numero client",
}
_HEADINGS: Mapping[RecordType, Mapping[str, str]] = {
    "account": {
        "name": "name|account|account name|company|company name|nom|raison sociale|compte|nom du compte|societe|"
        "entreprise|client|nom de la societe|enseigne",
        "kind": "kind|type|category|nature|categorie|type de compte|account type|statut|status",
        "grade": "grade|class|classe|note abc|abc|segment|classement|rating",
        "street": "street|address|address line 1|adresse|rue|voie|adresse 1|street address|billing street",
        "postcode": "postcode|post code|zip|zip code|postal code|code postal|cp|billing zip",
        "city": "city|town|ville|commune|localite|billing city",
        "country": "country|pays|country code|code pays|billing country",
        "latitude": "latitude|lat",
        "longitude": "longitude|lon|lng|long",
        "phone": "phone|telephone|tel|phone number|numero de telephone|n de telephone|fixe|standard",
        "email": "email|e mail|mail|courriel|email address|adresse e mail|adresse mail|adresse email",
        "website": "website|web site|site web|site internet|site|url|web",
        **_COMMON,
    },
    "contact": {
        **_ACCOUNT_OF,
        "given_name": "given name|first name|firstname|prenom|prenoms",
        "family_name": "family name|last name|lastname|surname|name|nom|nom de famille",
        "job_title": "job title|title|position|role|function|fonction|poste|titre",
        "email": "email|e mail|mail|courriel|email address|adresse e mail|adresse mail|adresse email",
        "phone": "phone|telephone|tel|phone number|fixe|telephone fixe|business phone|work phone|tel fixe",
        "mobile": "mobile|mobile phone|cell|cell phone|portable|telephone portable|telephone mobile|tel portable|gsm",
        "language": "language|langue",
        **_COMMON,
    },
    "opportunity": {
        **_ACCOUNT_OF,
        "name": "name|opportunity|opportunity name|deal|deal name|nom|opportunite|nom de l opportunite|intitule|"
        "affaire|libelle",
        "stage": "stage|phase|etape|step|pipeline stage",
        "state": "state|status|etat|statut|outcome|resultat",
        "amount": "amount|value|montant|valeur|ca|chiffre d affaires|montant ht|revenue",
        "currency": "currency|devise|monnaie",
        "expected_on": "expected on|close date|closing date|expected close|date prevue|date de cloture|echeance|"
        "date de signature|expected close date|date de cloture prevue",
        **_COMMON,
    },
}  # fmt: skip
# Without these no line can become a record: one field of each group is needed.
NEEDED: Mapping[RecordType, tuple[tuple[str, ...], ...]] = {
    "account": (("name",),),
    "contact": (("family_name", "given_name", "email"),),
    "opportunity": (("name",), ("account", "account_reference")),
}


def record_type(text: str) -> RecordType:
    """The type of that name. KeyError for another."""
    return {one: one for one in RECORD_TYPES}[text]  # type: ignore[index]  # that is what is found out


def fields_of(record_type: RecordType) -> tuple[str, ...]:
    """The fields that a column may hold."""
    return tuple(_HEADINGS[record_type])


def match_columns(
    record_type: RecordType, headings: Sequence[str], chosen: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Each field found, with the number of its column; the first of two columns that both fit.

    `chosen` names the heading of a field where a person knows better, or "" for a field to be left out.
    """
    keys = [" ".join(words(heading)) for heading in headings]
    found: dict[str, int] = {}
    taken: set[int] = set()
    for field, heading in (chosen or {}).items():
        if heading in headings and field in _HEADINGS[record_type]:
            found[field] = headings.index(heading)
            taken.add(found[field])
    for field, names in _HEADINGS[record_type].items():
        if field in found or (chosen and field in chosen):
            continue
        for name in [field.replace("_", " "), *names.split("|")]:
            column = next((place for place, key in enumerate(keys) if key == name and place not in taken), None)
            if column is not None:
                found[field] = column
                taken.add(column)
                break
    return found


def missing_columns(record_type: RecordType, columns: Mapping[str, int]) -> list[str]:
    """The fields without which nothing can be imported and that no column holds; one for each group."""
    return [group[0] for group in NEEDED[record_type] if not any(field in columns for field in group)]
