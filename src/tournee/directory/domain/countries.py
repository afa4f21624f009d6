"""Countries by their ISO 3166-1 alpha-2 codes, and by the names that spreadsheets give them."""

from tournee.values.text import fold

CODES = frozenset(
    (  # noqa: SIM905 -- 249 codes read better as text
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
        "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
        "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
        "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
        "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
        "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
        "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "
    ).split()
)
# Folded French and English names, and the codes found on vehicles and in older files.
_NAMES = {
    "france": "FR", "f": "FR", "fra": "FR", "belgique": "BE", "belgium": "BE", "bel": "BE", "luxembourg": "LU",
    "suisse": "CH", "switzerland": "CH", "allemagne": "DE", "germany": "DE", "deutschland": "DE", "espagne": "ES",
    "spain": "ES", "espana": "ES", "italie": "IT", "italy": "IT", "italia": "IT", "portugal": "PT", "pays-bas": "NL",
    "netherlands": "NL", "the netherlands": "NL", "royaume-uni": "GB", "united kingdom": "GB", "uk": "GB",
    "angleterre": "GB", "england": "GB", "scotland": "GB", "irlande": "IE", "ireland": "IE", "autriche": "AT",
    "austria": "AT", "monaco": "MC", "andorre": "AD", "andorra": "AD", "etats-unis": "US", "united states": "US",
    "usa": "US", "canada": "CA", "maroc": "MA", "morocco": "MA", "tunisie": "TN", "tunisia": "TN", "algerie": "DZ",
    "algeria": "DZ", "pologne": "PL", "poland": "PL", "danemark": "DK", "denmark": "DK", "suede": "SE", "sweden": "SE",
}  # fmt: skip


def country_code(text: str) -> str | None:
    """The code for a code or a common name in French or English; None when it is neither."""
    upper = text.strip().upper()
    if upper in CODES:
        return upper
    return _NAMES.get(fold(text))
