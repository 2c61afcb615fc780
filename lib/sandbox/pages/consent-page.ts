import type { Person } from "../people.ts";
import type { scopes } from "../scopes.ts";
import { type Html, html } from "./html.ts";
import { icon } from "./icons.ts";
import { layout } from "./layout.ts";

type Scope = (typeof scopes)[number];

interface ConsentPage {
  consoleOrigin: string;
  action: string;
  clientId: string;
  person: Person | null;
  scopes: readonly Scope[];
  switchUrl: string;
}

/** Consent: who asks, for whose account, for what in plain words, and where the answer goes. */
export function consentPage({
  consoleOrigin,
  action,
  clientId,
  person,
  scopes,
  switchUrl,
}: ConsentPage): string {
  const main = html`
    <section class="panel card">
      <h1>Give <code>${clientId}</code> access?</h1>
      <p class="lead">It asks for a part of ${person ? person.name : "this"}’s Sandbox account.</p>
      ${person && account(person, switchUrl)}
      <h2 class="list-title">It will be able to</h2>
      <ul class="scopes">${scopes.map(scopeRow)}</ul>
      <form method="post" action="${action}" class="acts">
        <button class="button tall" type="submit" name="decision" value="deny">Deny</button>
        <button class="button tall primary" type="submit" name="decision" value="allow">Allow</button>
      </form>
      <p class="foot">Either answer goes back to <code>${consoleOrigin}</code></p>
    </section>`;
  return layout({ title: "Consent", width: "narrow", main });
}

function account(person: Person, switchUrl: string): Html {
  return html`<div class="account">
    <img class="avatar" src="/assets/people/${person.id}.svg" alt="" width="36" height="36" />
    <div class="who"><b>${person.name}</b><code>${person.email}</code></div>
    <a class="link" href="${switchUrl}">Use another account</a>
  </div>`;
}

function scopeRow({ id, title, detail, isSensitive }: Scope): Html {
  return html`<li>
    <span class="dot ${isSensitive ? "warn" : "ok"}">${icon(isSensitive ? "alert" : "check")}</span>
    <div><b>${title}</b>${isSensitive && html` <span class="chip warn">sensitive</span>`}<small>${detail}</small></div>
    <code>${id}</code>
  </li>`;
}
