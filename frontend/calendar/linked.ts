/** "New event" on the page of an account, a contact or an opportunity: the form opens with these filled in. */

import { directory } from "./api/calls";
import type { Contact } from "./api/shapes";
import { call } from "./api/http";
import type { EventForm } from "./form/values";
import { newForm } from "./grid/deeds";
import { openSheet } from "./state/screens";
import { addressOf, view } from "./state/view";

const PARAMETERS = ["account", "opportunity", "contact"] as const;
type Link = Partial<Record<(typeof PARAMETERS)[number], string>>;

const asked = new URLSearchParams(location.search);

/** Open the form that the address asks for; the address is then the calendar's own, and filters by nothing of it. */
export function openLinkedForm(): void {
  if (asked.get("new") !== "1") return;
  const link: Link = {};
  for (const name of PARAMETERS) {
    const id = asked.get(name);
    if (id) link[name] = id;
  }
  view.set({ ...view.value, account: null, opportunity: null });
  history.replaceState(null, "", addressOf(view.value));
  void filled(newForm(), link).then((form) => {
    openSheet({ kind: "event", base: null, form });
  });
}

/** What cannot be read (any more) is left out: an empty form is better than none. */
async function filled(form: EventForm, link: Link): Promise<EventForm> {
  const [account, opportunity, contact] = await Promise.all([
    link.account ? directory.account(link.account).catch(() => null) : null,
    link.opportunity ? directory.opportunity(link.opportunity).catch(() => null) : null,
    link.contact ? call<Contact>("GET", `/contacts/${encodeURIComponent(link.contact)}`).catch(() => null) : null,
  ]);
  return {
    ...form,
    account: account ? { id: account.id, name: account.name, city: account.city } : form.account,
    opportunity: opportunity ? { id: opportunity.id, name: opportunity.name } : form.opportunity,
    participants: contact
      ? [{ kind: "contact", user_id: null, contact_id: contact.id, email: contact.email, name: contact.name, answer: "none" }]
      : form.participants,
  };
}
