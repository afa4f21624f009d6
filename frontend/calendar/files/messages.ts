/** The words of calendar files: taken in, given out, printed. */

import { language } from "../boot";
import { en } from "./en";
import { fr } from "./fr";

export type Messages = Record<keyof typeof en, string>;

export const words: Messages = language === "en" ? en : fr;
