/** One of the pictures of public/icons.svg. */

// As in shell/icon.ts: beside the built entries.
const PICTURES = "/static/web/icons.svg";

export function Icon({ name, small = false, label }: { name: string; small?: boolean; label?: string }) {
  return (
    <svg
      class={small ? "icon icon--small" : "icon"}
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" })}
    >
      <use href={`${PICTURES}#${name}`} />
    </svg>
  );
}
