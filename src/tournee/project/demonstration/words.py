"""What people, companies and deals of the demonstration are called. All of it is invented."""

GIVEN = {
    "fr": (
        "Adèle", "Agathe", "Alban", "Amandine", "Anaïs", "Armelle", "Arnaud", "Aymeric", "Béatrice", "Benoît",
        "Blandine",
        "Brice", "Camille", "Capucine", "Cédric", "Chloé", "Clémence", "Corentin", "Cyril", "Delphine", "Denis",
        "Élodie",
        "Émeric", "Estelle", "Étienne", "Fabien", "Fanny", "Farid", "Florent", "Gaël", "Geneviève", "Guillaume",
        "Habib",
        "Hélène", "Hugo", "Irène", "Ismaël", "Jeanne", "Joël", "Karima", "Kevin", "Laure", "Léon", "Loïc", "Lucie",
        "Ludivine",
        "Maëlle", "Malik", "Marius", "Maud", "Mélanie", "Nadège", "Noé", "Noémie", "Océane", "Olivier", "Pascale",
        "Perrine",
        "Quentin", "Rachid", "Raphaël", "Rémi", "Romane", "Sabrina", "Samir", "Solène", "Sylvain", "Tiphaine", "Ugo",
        "Valentin",
        "Véronique", "Victoire", "Vincent", "Yann", "Yasmine", "Yvonne", "Zoé",
    ),
    "en": ("Alistair", "Amelia", "Beatrix", "Callum", "Dorothy", "Edmund", "Freya", "Graham", "Harriet", "Imogen",
           "Jasper",
           "Lydia", "Malcolm", "Niamh", "Priya", "Rupert", "Sunita", "Tobias", "Una", "Winston"),
    "es": ("Aitor", "Begoña", "Carmen", "Dolores", "Eneko", "Gonzalo", "Jimena", "Leire", "Montserrat", "Nuria",
           "Óscar", "Rocío"),
}  # fmt: skip
FAMILY = {
    "fr": (
        "Aubertot", "Barillon", "Baudelin", "Belloncle", "Bessonnet", "Blancheteau", "Bonnardel", "Boucharin",
        "Bourgelat",
        "Brochetou", "Cabarrot", "Cadiergue", "Castagnou", "Chambolle", "Chapuzet", "Chavignol", "Cogneville",
        "Cordelou",
        "Courteval", "Dabezies", "Darmagnac", "Delabarre", "Desmoulinet", "Drouhard", "Dufresnoy", "Espitalet",
        "Estournel",
        "Fauvelle", "Ferrandier", "Fromentou", "Gaillardet", "Garrigou", "Gauvinière", "Grandvoinet", "Guérandel",
        "Hautecœur",
        "Jacquemet", "Jolivault", "Kermoal", "Labourdette", "Lachenaie", "Lamberton", "Laverdure", "Lechevin",
        "Lestrade",
        "Longueval", "Malaterre", "Maraval", "Marchandeau", "Mézergue", "Montagnac", "Moreuil", "Navarret", "Noirmont",
        "Orsini-Vallet", "Papineau", "Pastourel", "Peyrissac", "Pontarlet", "Quillévéré", "Rastoul", "Rocheblave",
        "Roumégous",
        "Sabathier", "Saint-Aubert", "Sarrazin", "Sauvageot", "Tardivel", "Tournemine", "Trémoulet", "Vachérieux",
        "Valadier",
        "Vaucanson", "Verdelhan", "Vigneron", "Zellinger",
    ),
    "en": ("Ashdown", "Birkett", "Colverley", "Dunsmore", "Eastbrook", "Fenwright", "Garside", "Hollingbury",
           "Ingleton",
           "Kettering", "Larkhill", "Merrivale", "Norbury", "Oakenshaw", "Penhallow", "Rotherfield", "Stanmere",
           "Thornaby",
           "Underhill", "Wexcombe"),
    "es": ("Arizmendi", "Barrantes", "Calatrava", "Echegoyen", "Fontanals", "Garmendia", "Iturralde", "Llorens",
           "Montalbán",
           "Puigvert", "Segarra", "Urquijo", "Valdivieso", "Zubiaurre"),
}  # fmt: skip
JOBS = {
    "fr": ("Chef de cuisine", "Responsable des achats", "Directrice", "Gérant", "Responsable technique",
           "Second de cuisine",
           "Directeur de la restauration", "Intendante", "Assistante de direction", "Responsable d'exploitation",
           "Économe"),
    "en": ("Head chef", "Purchasing manager", "Owner", "General manager", "Facilities manager",
           "Food and beverage director"),
    "es": ("Jefe de cocina", "Responsable de compras", "Gerente", "Directora"),
}  # fmt: skip

# "{}" takes a family name or one of PLACES.
COMPANIES = {
    "fr": (
        "Brasserie {}", "Hôtel {}", "Restaurant {}", "Boulangerie {}", "Traiteur {}", "Auberge {}", "Les Tables {}",
        "Clinique {}", "Résidence {}", "Collège {}", "Cuisine centrale {}", "Crêperie {}", "Boucherie {}",
        "Pâtisserie {}",
        "Les Halles {}", "Camping {}", "Bistrot {}", "Pizzeria {}", "Domaine {}", "Cafétéria {}",
    ),
    "en": ("The {} Arms", "{} Hotel", "{} Bakery", "{} & Daughters Catering", "{} School Kitchens", "The {} Tearoom"),
    "es": ("Hotel {}", "Restaurante {}", "Panadería {}", "Catering {}"),
}  # fmt: skip
PLACES = {
    "fr": (
        "du Vieux Lavoir", "des Trois Tilleuls", "de la Grande Ourse", "du Cheval Bai", "des Quatre Saisons",
        "du Pont Levant",
        "de l'Écluse", "des Remparts", "du Phare Blanc", "de la Source", "des Capucines", "du Grand Cèdre",
        "de l'Alouette",
        "du Petit Port", "des Bateliers", "de la Tour Carrée", "du Belvédère", "des Ormeaux", "de la Roseraie",
        "du Moulin Neuf",
        "des Glycines", "du Marché Couvert", "de la Fontaine", "des Vergers", "du Val Fleuri", "de l'Étoile du Sud",
    ),
    "en": ("Copper Kettle", "Old Tithe", "Kingfisher", "Harbour Light", "Mulberry", "Seven Oaks"),
    "es": ("La Encina", "Mar Alta", "Los Olivos", "El Faro"),
}  # fmt: skip
STREETS = {
    "fr": ("rue des Lilas", "avenue de la Gare", "place du Marché", "boulevard Victor-Hugo", "rue du Moulin",
           "quai des Tanneurs",
           "zone artisanale des Grands Champs", "rue Pasteur", "chemin des Écoliers", "rue de l'Abreuvoir",
           "cours Saint-Martin",
           "rue du Four", "avenue Jean-Jaurès", "allée des Platanes", "rue de la République", "route de la Côte"),
    "en": ("High Street", "Station Road", "Mill Lane", "Church Walk", "Market Place", "Victoria Road"),
    "es": ("calle Mayor", "plaza del Mercado", "avenida de la Estación", "calle del Horno"),
}  # fmt: skip
DEALS = (
    ("Rénovation de la cuisine", 38_000, 160_000), ("Four mixte 10 niveaux", 9_800, 17_500),
    ("Contrat de maintenance 3 ans", 4_200, 12_000),
    ("Laverie complète", 14_000, 42_000), ("Chambre froide", 8_500, 26_000), ("Ligne de self", 22_000, 64_000),
    ("Vitrines réfrigérées", 6_400, 19_000), ("Piano de cuisson sur mesure", 18_000, 55_000),
    ("Hotte et ventilation", 7_200, 31_000),
    ("Pétrin et batteur", 3_400, 9_800), ("Armoires chaudes", 2_500, 8_000), ("Équipement du bar", 5_600, 24_000),
    ("Second point de vente", 26_000, 90_000), ("Machine à glaçons", 1_900, 5_200),
)  # fmt: skip
STAGES = ("Découverte", "Étude", "Proposition", "Négociation")
ACCOUNT_NOTES = (
    "", "", "", "", "Livraison par la cour, avant 10 h.", "Fermé le lundi.", "Demander le parking à l'accueil.",
    "Préfère le téléphone au courriel.", "Ancien client de la concurrence, très attentif aux délais.",
    "Travaux prévus au printemps.", "Facturation au siège, commandes sur place.",
)  # fmt: skip
