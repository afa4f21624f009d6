export type Language = "fr" | "en";

/** The language of the page, as the server drew it. */
export const language: Language = document.documentElement.lang.startsWith("en") ? "en" : "fr";
