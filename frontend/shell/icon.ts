const SVG = "http://www.w3.org/2000/svg";
// Beside the built entries: /static/web/icons.svg.
const sheet = new URL("/static/web/icons.svg", document.baseURI).pathname;

/** A drawing of public/icons.svg, hidden from screen readers: the words beside it say the same. */
export function icon(name: string, size: "" | "small" | "large" = ""): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", size ? `icon icon--${size}` : "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sheet}#${name}`);
  svg.append(use);
  return svg;
}
