"""What the events and tasks of the demonstration are about, in each owner's language."""

VISITS = {
    "fr": (
        "Visite {account}", "Visite {account}", "Visite {account}", "Démonstration four mixte – {account}",
        "Relevé de cotes – {account}",
        "Présentation gamme froid – {account}", "Suivi d'installation – {account}", "Point commande – {account}",
        "Remise de devis – {account}", "Audit laverie – {account}", "Essai en cuisine – {account}",
        "Renouvellement du contrat – {account}",
    ),
    "en": (
        "Visit {account}", "Visit {account}", "Oven demonstration – {account}", "Kitchen survey – {account}",
        "Quote review – {account}",
        "Installation follow-up – {account}", "Order review – {account}", "Maintenance contract – {account}",
    ),
}  # fmt: skip
VIDEO = {
    "fr": ("Visio : plan d'implantation – {account}", "Visio : avancement du chantier – {account}",
           "Visio : questions sur le devis – {account}"),
    "en": ("Video call: layout plan – {account}", "Video call: site progress – {account}",
           "Video call: quote – {account}"),
}  # fmt: skip
CALLS = {
    "fr": ("Appel {account}", "Relance devis – {account}", "Confirmation de livraison – {account}"),
    "en": ("Call {account}", "Quote follow-up – {account}", "Delivery confirmation – {account}"),
}
MEETINGS = {
    "fr": ("Point avec le service technique", "Point logistique", "Préparation du tarif 2027",
           "Entretien de recrutement", "Comité produits",
           "Revue des litiges", "Point avec la comptabilité", "Préparation du salon"),
    "en": ("Catch-up with the service team", "Logistics review", "Price list workshop", "Candidate interview",
           "Product committee",
           "Complaints review", "Budget review", "Trade show preparation"),
}  # fmt: skip
OFFICE = {
    "fr": ("Devis et comptes rendus", "Notes de frais et administratif", "Préparation de la semaine"),
    "en": ("Quotes and reports", "Expenses and paperwork", "Planning next week"),
}
LUNCH = {"fr": "Déjeuner avec {contact}", "en": "Lunch with {contact}"}
TEAM_MEETING = {"fr": "Réunion d'équipe", "en": "Team meeting"}
FORECAST = {"fr": "Prévisions de vente", "en": "Sales forecast"}
STEERING = {"fr": "Comité de direction commerciale", "en": "Sales leadership meeting"}
ONE_TO_ONE = {"fr": "Tête-à-tête {person}", "en": "One-to-one with {person}"}
DUO = {"fr": "Tournée en duo avec {person}", "en": "Field day with {person}"}
AWAY = {"fr": "Congés", "en": "Annual leave"}
TRAINING = {"fr": "Formation : nouvelle gamme induction", "en": "Training: new induction range"}
SHOWS = ("Salon Horesta", "Rencontres des métiers de bouche", "Journées Froid et Cuisine")
PRIVATE = {
    "fr": (
        "Dentiste",
        "Réunion parents-professeurs",
        "Rendez-vous banque",
        "Kinésithérapeute",
        "Contrôle technique de la voiture",
        "Notaire",
    ),
    "en": ("Dentist", "School play", "Bank appointment", "Physiotherapist", "Car service", "Solicitor"),
}
NOTES = {
    "fr": (
        "Apporter le catalogue froid et les échantillons de plans de travail.",
        "Voir avec le chef pour l'emplacement du four ; mesurer la porte de service (80 cm annoncés).",
        "Le devis a été envoyé la semaine dernière. Points ouverts :\n- délai de livraison\n- reprise du matériel",
        "Décision en comité à la fin du mois.",
        "Client mécontent du dernier dépannage : écouter d'abord, proposer un avoir ensuite.",
        "Demander les plans de l'architecte.",
        "Passer par l'entrée des fournisseurs, badge à l'accueil.",
        "Concurrent en place depuis 2019. Contrat à échéance au printemps.",
    ),
    "en": (
        "Bring the cold range brochure and the worktop samples.",
        "Check the ceiling height for the extraction hood with the chef.",
        "Quote sent last week. Open points:\n- delivery date\n- trade-in of the old range\n- extended warranty",
        "Decision expected at the end of the month.",
        "Use the goods entrance; ask for a badge at reception.",
        "Contract with a competitor ends in spring.",
    ),
}  # fmt: skip
TASKS = {
    "fr": (
        "Relancer {account} pour le devis", "Envoyer la fiche technique à {account}", "Demander les plans à {account}",
        "Rappeler {account}", "Vérifier la livraison chez {account}", "Préparer l'offre de {account}",
        "Facture impayée de {account} : en parler", "Remercier {account} pour la commande",
    ),
    "en": (
        "Chase {account} about the quote", "Send the data sheet to {account}", "Ask {account} for the floor plan",
        "Call {account} back",
        "Check the delivery at {account}", "Prepare the offer for {account}",
    ),
}  # fmt: skip
OWN_TASKS = {
    "fr": (
        "Notes de frais du mois",
        "Mettre à jour les prévisions",
        "Commander des cartes de visite",
        "Réserver l'hôtel du salon",
        "Lire le nouveau tarif",
    ),
    "en": (
        "Monthly expenses",
        "Update the forecast",
        "Order business cards",
        "Book the hotel for the show",
        "Read the new price list",
    ),
}
PRIVATE_TASKS = {
    "fr": ("Cadeau d'anniversaire", "Renouveler le passeport"),
    "en": ("Birthday present", "Renew the passport"),
}
FINISHED = {
    "fr": "Compte rendu : très bon accueil, commande probable.",
    "en": "Report: warm welcome, an order is likely.",
}
# A few places that are nobody's account: (language, address, latitude, longitude).
OTHER_ADDRESSES = (
    ("fr", "Gare de Lyon-Part-Dieu, place Charles-Béraudier, Lyon", 45.7605, 4.8597),
    ("fr", "Parc des expositions, porte de Versailles, Paris", 48.8320, 2.2872),
    ("fr", "Gare Saint-Charles, Marseille", 43.3027, 5.3806),
    ("fr", "Cité des congrès, rue de Valmy, Nantes", 47.2131, -1.5426),
    ("en", "St Pancras International, London", 51.5314, -0.1261),
    ("en", "Gare de Bordeaux-Saint-Jean, Bordeaux", 44.8256, -0.5561),
)
