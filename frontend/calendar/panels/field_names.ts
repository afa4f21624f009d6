/** Fields of an event by the words of its form; null for what no form shows. */

import { t } from "../messages";

export function fieldName(field: string): string | null {
  const names: Record<string, string> = {
    subject: t.subject,
    start: t.startTime,
    starts_at: t.startTime,
    starts_on: t.startDate,
    end: t.endTime,
    ends_at: t.endTime,
    ends_on: t.endDate,
    all_day: t.allDay,
    time_zone: t.timeZone,
    recurrence: t.repeat,
    owner: t.owner,
    owner_id: t.owner,
    type: t.type,
    type_id: t.type,
    account: t.account,
    account_id: t.account,
    opportunity: t.opportunity,
    opportunity_id: t.opportunity,
    participants: t.participants,
    notes: t.notes,
    address: t.otherAddress,
    other_address: t.otherAddress,
    privacy: t.privacy,
    busy: t.showAs,
    alerts: t.alerts,
    answer: t.answer,
    comment: t.comment,
  };
  return names[field] ?? null;
}
