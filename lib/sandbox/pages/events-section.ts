import type { TokenRequest } from "../drills.ts";
import type { DrillStats } from "../drills-api.ts";
import { type Html, html } from "./html.ts";
import { icon } from "./icons.ts";

const shown = 12;

/** What happened at the token endpoint since the last reset. */
export function eventsSection(stats: DrillStats): Html {
  const { total, byGrantType } = stats.tokenRequests;
  return html`<section class="panel section" id="events" aria-labelledby="events-title">
    <div class="head"><h2 id="events-title">What happened</h2><a class="link" href="/?at=${Date.now()}#events">Look again</a></div>
    <dl class="numbers">
      ${number("token requests", total)} ${number("of them refreshes", byGrantType.refresh_token ?? 0)}
      ${number("live grants", stats.activeFamilies)} ${number("ended by reuse", stats.familiesRevoked)}
      ${number("revoked by a client", stats.grantsRevoked)}
    </dl>
    ${
      stats.recent.length > 0
        ? html`<ol class="log" aria-label="The latest token requests, the newest first">${stats.recent.slice(0, shown).map(row)}</ol>`
        : html`<p class="sub">No token request yet. Create an integration in Mooring and connect an account.</p>`
    }
  </section>`;
}

function number(term: string, value: number): Html {
  return html`<div class="number"><dt>${term}</dt><dd class="value">${value}</dd></div>`;
}

function row({ at, grantType, clientId, status, error, drill }: TokenRequest): Html {
  const isGood = status === 200;
  const outcome = status === null ? "answer lost" : [status, error].filter(Boolean).join(" ");
  return html`<li>
    <time datetime="${at}">${at.slice(11, 19)} UTC</time>
    <code>${grantType}</code>
    <span>${clientId ?? "client not named"}${drill && html`, drill: ${drill}`}</span>
    <span class="chip ${isGood ? "ok" : "bad"}">${icon(isGood ? "check" : "alert")}${outcome}</span>
  </li>`;
}
