"""Who works at the demonstration's company: an administrator, three teams with their managers, eight reps."""

from dataclasses import dataclass

COMPANY = "Cuivrelune Équipement"
DOMAIN = "cuivrelune.example"
# Known to everybody who tries the product out; production refuses the demonstration.
PASSWORD = "tournee-demo"  # noqa: S105 -- printed on the terminal on purpose

HEAD_OFFICE = "Direction commerciale"
NORTH, WEST, SOUTH = "Nord et export", "Ouest", "Sud"
TEAMS = (NORTH, WEST, SOUTH)


@dataclass(frozen=True, slots=True)
class Part:
    """One person. `areas` are the French departments and the countries of a rep's accounts."""

    name: str
    role: str
    team: str
    language: str = "fr"
    time_zone: str = "Europe/Paris"
    areas: str = ""
    accounts: int = 0

    @property
    def email(self) -> str:
        """The sign-in's address."""
        given, family = self.name.split(" ", 1)
        return f"{given}.{family}".translate(_PLAIN).lower().replace(" ", "-") + f"@{DOMAIN}"


_PLAIN = str.maketrans("éèëïôÉ", "eeeioE")

CAST = (
    Part("Claire Fontanel", "administrator", HEAD_OFFICE),
    Part("Sarah Whitcombe", "manager", NORTH, language="en", accounts=6, areas="GB BE"),
    Part("Mathieu Kerbrat", "manager", WEST, accounts=6, areas="35 44"),
    Part("Nadia Belkhiri", "manager", SOUTH, accounts=6, areas="13 69"),
    Part("Julien Delvallée", "rep", NORTH, accounts=42, areas="59 62 80 02 60 BE"),
    Part("Oliver Pemberton", "rep", NORTH, language="en", time_zone="Europe/London", accounts=16, areas="GB 62"),
    Part("Aurélie Montreuil", "rep", NORTH, accounts=44, areas="75 92 93 94 78 91 77 95"),
    Part("Gwenaëlle Tanguy", "rep", WEST, accounts=36, areas="29 22 56 35 50"),
    Part("Thomas Rabillon", "rep", WEST, accounts=38, areas="44 49 85 79 17 53 72"),
    Part("Daniel Okonjo", "rep", SOUTH, language="en", accounts=34, areas="33 40 64 31 47 24"),
    Part("Inès Vaquerizo", "rep", SOUTH, time_zone="Europe/Madrid", accounts=30, areas="34 66 11 30 ES"),
    Part("Bastien Chavanon", "rep", SOUTH, accounts=42, areas="69 38 42 01 73 74 26"),
)
