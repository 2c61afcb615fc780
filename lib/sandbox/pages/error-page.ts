import { html } from "./html.ts";
import { icon } from "./icons.ts";
import { layout } from "./layout.ts";

interface ErrorPage {
  /** An OAuth error code, or one of ours. */
  code: string;
  detail: string;
  /** What the application sent and should not have. */
  sent?: string;
}

const explanations: Record<string, { title: string; text: string }> = {
  expired: {
    title: "This sign-in is over",
    text: "It was finished, took longer than an hour, or began in another browser. Start it again in Mooring.",
  },
  not_found: { title: "Nothing is here", text: "The page does not exist." },
  invalid_client: {
    title: "This client is not registered here",
    text: "Check the client ID of the integration against the ones on the start page.",
  },
  invalid_redirect_uri: {
    title: "The callback URL does not match",
    text: "The address that Mooring sent is not one that this client has registered. They must be the same to the letter.",
  },
};

/** What cannot be told to the application, because it is not known where to send it. */
export function errorPage({ code, detail, sent = "" }: ErrorPage): string {
  const known = explanations[code] ?? {
    title: "The request was refused",
    text: "The application sent something that this provider does not accept.",
  };
  const main = html`
    <section class="panel card">
      <span class="emblem">${icon("alert")}</span>
      <h1>${known.title}</h1>
      <p class="lead">${known.text}</p>
      <dl class="facts">
        <div class="fact"><dt>Code</dt><dd><code>${code}</code></dd></div>
        ${detail && html`<div class="fact"><dt>Detail</dt><dd>${detail}</dd></div>`}
        ${sent && html`<div class="fact"><dt>Sent</dt><dd><code>${sent}</code></dd></div>`}
      </dl>
      <a class="button" href="/">To the start page</a>
    </section>`;
  return layout({ title: known.title, width: "narrow", main });
}
