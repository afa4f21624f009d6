/** What the calendar's modules find in the page when they are loaded; imported before them. */

const person = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  email: `${id}@exemple.fr`,
  active: true,
  is_me: id === "me-id",
  reads_calendar: true,
  edits_calendar: true,
  team: null,
  ...more,
});

const boot = {
  me: {
    ...person("me-id", "Julien Delvallée"),
    language: "fr",
    time_zone: "Europe/Paris",
    week_start: 1,
    work_days: [1, 2, 3, 4, 5],
    work_start: "08:00:00",
    work_end: "18:00:00",
    show_tasks: true,
  },
  double_booking: "warn",
  users: [person("me-id", "Julien Delvallée"), person("lea", "Léa Martin"), person("karim", "Karim Saïdi", { active: false })],
  team: ["me-id", "lea"],
  activity_types: [],
  event: null,
};

const nothing = (): undefined => undefined;

Object.assign(globalThis, {
  document: {
    documentElement: { lang: "fr" },
    getElementById: (id: string) => (id === "calendar-boot" ? { textContent: JSON.stringify(boot) } : null),
    addEventListener: nothing,
    querySelector: () => null,
  },
  location: { search: "", pathname: "/calendar/" },
  history: { pushState: nothing, replaceState: nothing },
  window: { addEventListener: nothing },
  matchMedia: () => ({ matches: false }),
});

export {};
