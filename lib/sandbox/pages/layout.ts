import { type Html, html } from "./html.ts";
import { icon } from "./icons.ts";

interface Layout {
  title: string;
  /** A form of one column in the middle, or a page of panels. */
  width: "narrow" | "wide";
  main: Html;
}

/** A whole page of the practice provider: who it is, that it is only practice, and the content. */
export function layout({ title, width, main }: Layout): string {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · Sandbox</title>
    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/assets/sandbox.css" />
  </head>
  <body class="${width}">
    <a class="skip" href="#main">Skip to the content</a>
    <header class="top">
      <p class="notice">${icon("info")}<span>A practice provider on this machine. The people are made up; nothing leaves here.</span></p>
      <div class="bar"><a class="brand" href="/">${icon("buoy")}<span>Sandbox</span></a><span class="tag">practice provider</span></div>
    </header>
    <main id="main">${main}</main>
  </body>
</html>`.markup;
}

/** A message that the page opens with. */
export function alert(text: Html): Html {
  return html`<div class="alert" role="alert">${icon("alert")}<p>${text}</p></div>`;
}
