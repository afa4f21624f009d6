import { language, type Language } from "../shell/language";

const en = {
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  pin: "Place",
  movablePin: "Place. Drag it, or move it with the arrow keys.",
  failed: "The map could not be drawn. Reload the page to try again.",
  searching: "Searching…",
  nothingFound: "No place of that name is known. Write a town or a postcode, or drag the pin.",
  unreachable: "The search for places does not answer. Try again in a moment, or drag the pin.",
  moved: "The pin was moved. Save to keep its new place.",
  badCoordinates: "Latitude lies between -90 and 90, longitude between -180 and 180.",
} as const;

type Messages = Record<keyof typeof en, string>;

const fr: Messages = {
  zoomIn: "Agrandir",
  zoomOut: "Réduire",
  pin: "Lieu",
  movablePin: "Lieu. Faites glisser l'épingle, ou déplacez-la avec les flèches.",
  failed: "La carte n'a pas pu être dessinée. Rechargez la page pour réessayer.",
  searching: "Recherche…",
  nothingFound: "Aucun lieu de ce nom n'est connu. Saisissez une ville ou un code postal, ou déplacez l'épingle.",
  unreachable: "La recherche de lieux ne répond pas. Réessayez dans un instant, ou déplacez l'épingle.",
  moved: "L'épingle a été déplacée. Enregistrez pour garder son nouvel emplacement.",
  badCoordinates: "La latitude va de -90 à 90, la longitude de -180 à 180.",
};

const all: Record<Language, Messages> = { en, fr };

export const messages: Messages = all[language];
