import { language, type Language } from "./language";

const en = {
  close: "Close",
  undo: "Undo",
  copied: "Copied.",
  copyFailed: "Your browser did not allow copying. Select the text and copy it by hand.",
  serverFailed: "The server did not answer as it should. Nothing was saved; try again in a moment.",
  notAllowed: "You may not do this. Ask an administrator if you need it for your work.",
  notFound: "This is no longer there. Reload the page.",
  tooMany: "That was too often in a short time. Wait a minute, then try again.",
  unreachable: "The server cannot be reached. Check your connection, then try again.",
  offline: "You are offline. What you see may be out of date, and changes are not saved.",
  signedOutTitle: "You have been signed out",
  signedOutText:
    "Sign in again in a new tab; this page and what you typed stay as they are. It goes on by itself when you come back.",
  signIn: "Sign in again",
  helpTitle: "Keyboard shortcuts",
  everywhere: "Everywhere",
  helpSearch: "Search",
  helpHelp: "Show these shortcuts",
  helpEscape: "Close what is open",
  passkeyCancelled: "No passkey was used. Try again, or sign in with your password.",
  passkeyFailed: "The passkey did not work. Try again, or sign in with your password.",
  passkeyKnown: "This device already holds a passkey for your account.",
  passkeyUnsupported: "This browser does not know passkeys.",
  passkeyAddress: "Passkeys need a host name: open this page by its name, such as http://localhost:8000, not by its IP address.",
  keyCancelled: "No key was used. Try again.",
} as const;

type Messages = Record<keyof typeof en, string>;

const fr: Messages = {
  close: "Fermer",
  undo: "Annuler",
  copied: "Copié.",
  copyFailed: "Votre navigateur n'a pas permis la copie. Sélectionnez le texte et copiez-le à la main.",
  serverFailed: "Le serveur n'a pas répondu comme prévu. Rien n'a été enregistré ; réessayez dans un instant.",
  notAllowed: "Vous ne pouvez pas faire cela. Demandez à un administrateur si votre travail l'exige.",
  notFound: "Cet élément n'existe plus. Rechargez la page.",
  tooMany: "Trop de demandes en peu de temps. Attendez une minute, puis réessayez.",
  unreachable: "Le serveur est injoignable. Vérifiez votre connexion, puis réessayez.",
  offline: "Vous êtes hors connexion. Ce que vous voyez peut dater, et rien n'est enregistré.",
  signedOutTitle: "Vous avez été déconnecté(e)",
  signedOutText:
    "Reconnectez-vous dans un nouvel onglet : cette page et votre saisie restent telles quelles, et tout reprend à votre retour.",
  signIn: "Se reconnecter",
  helpTitle: "Raccourcis clavier",
  everywhere: "Partout",
  helpSearch: "Rechercher",
  helpHelp: "Afficher ces raccourcis",
  helpEscape: "Fermer ce qui est ouvert",
  passkeyCancelled: "Aucune clé d'accès n'a été utilisée. Réessayez, ou connectez-vous avec votre mot de passe.",
  passkeyFailed: "La clé d'accès n'a pas fonctionné. Réessayez, ou connectez-vous avec votre mot de passe.",
  passkeyKnown: "Cet appareil détient déjà une clé d'accès pour votre compte.",
  passkeyUnsupported: "Ce navigateur ne connaît pas les clés d'accès.",
  passkeyAddress:
    "Les clés d'accès exigent un nom d'hôte : ouvrez cette page par son nom, comme http://localhost:8000, et non par son adresse IP.",
  keyCancelled: "Aucune clé n'a été utilisée. Réessayez.",
};

const all: Record<Language, Messages> = { en, fr };

export const messages: Messages = all[language];
