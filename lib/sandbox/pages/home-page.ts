import type { ApiKeys } from "../api-keys.ts";
import type { DrillSettings } from "../drills.ts";
import type { DrillStats } from "../drills-api.ts";
import { type Person, people } from "../people.ts";
import type { PracticeClient } from "../practice-client.ts";
import { drillsSection } from "./drills-section.ts";
import { eventsSection } from "./events-section.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";

export interface HomePage {
  origin: string;
  consoleOrigin: string;
  settings: DrillSettings;
  stats: DrillStats;
  /** What the last submitted form did, for a word of confirmation. */
  outcome: string;
  secondClient: PracticeClient;
  apiKeys: ApiKeys;
}

/** The start page: what this is, what to type where, the knobs, and what they did. */
export function homePage(page: HomePage): string {
  const main = html`
    <div class="intro">
      <h1>A provider to practise with</h1>
      <p class="lead">
        It speaks OAuth 2 and OpenID Connect like a real one: clients, sign-in, consent, tokens that expire, an API behind them.
        Connect an account to it from <a class="link" href="${page.consoleOrigin}/">Mooring</a>, then make it misbehave.
      </p>
    </div>
    <div class="columns">
      <div class="stack">${drillsSection(page.settings, page.outcome)}${eventsSection(page.stats)}</div>
      <div class="stack">${clientsSection(page)}${peopleSection()}${apiKeysSection(page)}${addressesSection(page)}</div>
    </div>`;
  return layout({ title: "Start", width: "wide", main });
}

function clientsSection({ consoleOrigin, secondClient }: HomePage): Html {
  return html`<section class="panel section" aria-labelledby="clients">
    <h2 id="clients">Clients</h2>
    <p class="sub">
      “Use the practice client” in Mooring’s form fills in <code>mooring-practice</code>; its secret is shown nowhere. To type
      credentials by hand, as at a real provider, take these.
    </p>
    <dl class="pairs">
      ${pair("Client ID", secondClient.clientId)}
      ${pair("Client secret", secondClient.clientSecret.reveal())}
      ${pair("Registered callback URLs", `${consoleOrigin}/oauth/callback`, `${consoleOrigin}/oauth2/callback`, `${consoleOrigin}/oauth/callback/…`)}
    </dl>
  </section>`;
}

function peopleSection(): Html {
  return html`<section class="panel section" aria-labelledby="people">
    <h2 id="people">People</h2>
    <p class="sub">Both are made up, and so is what they own.</p>
    <ul class="plain">${people.map(personRow)}</ul>
  </section>`;
}

function personRow({ id, name, email, password }: Person): Html {
  return html`<li>
    <img class="avatar" src="/assets/people/${id}.svg" alt="" width="36" height="36" />
    <div class="who"><b>${name}</b><code>${email}</code><code>${password}</code></div>
  </li>`;
}

function apiKeysSection({ apiKeys }: HomePage): Html {
  return html`<section class="panel section" aria-labelledby="api-keys">
    <h2 id="api-keys">API keys</h2>
    <p class="sub">
      The API takes one of these as <code>X-Api-Key</code> in place of a token, and a person’s address and password as Basic.
    </p>
    <dl class="pairs">${people.map((person) => pair(`Key of ${person.name}`, apiKeys.keyOf(person).reveal()))}</dl>
  </section>`;
}

function addressesSection({ origin }: HomePage): Html {
  return html`<section class="panel section" aria-labelledby="addresses">
    <h2 id="addresses">Addresses</h2>
    <dl class="pairs">
      ${pair("Issuer", origin)}
      ${pair("Metadata", `${origin}/.well-known/openid-configuration`)}
      ${pair("API", `${origin}/api/me`, `${origin}/api/files`, `${origin}/api/files/{id}/content`, `${origin}/api/echo`)}
      ${pair("Knobs for programs", `${origin}/drills`, `${origin}/drills/stats`)}
    </dl>
  </section>`;
}

function pair(term: string, ...values: string[]): Html {
  return html`<div><dt>${term}</dt>${values.map((value) => html`<dd><code class="copy">${value}</code></dd>`)}</div>`;
}
