import { type Html, html } from "./html.ts";

const shapes = {
  buoy: html`<path d="M10.6 7h2.8l2.3 9.5H8.3zM12 7V3.2M9.4 12.2h5.2M3.5 18.6c1.4 1.2 2.8 1.2 4.2 0 1.4 1.2 2.9 1.2 4.3 0 1.4 1.2 2.9 1.2 4.3 0 1.4 1.2 2.8 1.2 4.2 0" />`,
  check: html`<path d="m5 12.5 4.5 4.5L19 7.5" />`,
  alert: html`<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17.4v.1" />`,
  info: html`<circle cx="12" cy="12" r="9" /><path d="M12 11v5.5M12 7.6v.1" />`,
  arrow: html`<path d="M5 12h14M13 6l6 6-6 6" />`,
} as const;

export type IconName = keyof typeof shapes;

/** A 16 px line icon. It never stands alone, so screen readers skip it. */
export function icon(name: IconName): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shapes[name]}</svg>`;
}
