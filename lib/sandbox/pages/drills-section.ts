import type { DrillAnswer, DrillSettings } from "../drills.ts";
import { type Html, html } from "./html.ts";
import { icon } from "./icons.ts";
import { alert } from "./layout.ts";

const rotationWords: Record<DrillSettings["rotation"], { title: string; detail: string }> = {
  off: { title: "Off", detail: "The refresh token stays the same for ever." },
  grace: {
    title: "With grace",
    detail:
      "Each refresh gives a new one; the old one still answers for a while. After that its use ends the grant.",
  },
  strict: {
    title: "Strict",
    detail: "Each refresh gives a new one; using an old one again ends the grant with all its tokens.",
  },
};

const wayWords: Record<DrillSettings["clientAuthentication"], string> = {
  either: "in the body or as a Basic header",
  body: "in the body only",
  header: "as a Basic header only",
};

const firstWords: Record<DrillSettings["looksFirstAt"], string> = {
  client: "the client",
  code: "the code: a made-up one hides the client",
};

const answerWords: Record<DrillAnswer, string> = {
  "invalid-grant": "invalid_grant: the grant is gone",
  "rate-limited": "429 with Retry-After: 30",
  "server-error": "500",
  slow: "the truth, 20 seconds late",
  "narrower-scope": "fewer scopes than asked",
  "bad-gateway": "502 with an HTML page",
  "lost-answer": "carried out, but the answer is lost",
};

const outcomes: Record<string, string> = {
  apply: "The knobs are set.",
  reset: "Every knob stands as at the start; the counters are at nought.",
  expire: "Every access token has stopped working.",
};

/** The knobs, as a form that needs no script. */
export function drillsSection(settings: DrillSettings, outcome: string): Html {
  return html`<section class="panel section" id="drills" aria-labelledby="drills-title">
    <h2 id="drills-title">Drills</h2>
    <p class="sub">How this provider behaves from now on. A restart puts everything back.</p>
    ${outcome === "refused" && alert(html`One of the numbers is out of range; nothing was changed.`)}
    ${outcomes[outcome] !== undefined && html`<div class="done" role="status">${icon("check")}<p>${outcomes[outcome] ?? ""}</p></div>`}
    <form method="post" action="/drills">
      ${lifetime(settings)} ${rotation(settings)} ${clientCheck(settings)} ${nextAnswer(settings)}
      <div class="acts">
        <button class="button primary" type="submit" name="act" value="apply">Set the knobs</button>
        <button class="button" type="submit" name="act" value="expire" formnovalidate>Expire all access tokens</button>
        <button class="button" type="submit" name="act" value="reset" formnovalidate>Put everything back</button>
      </div>
    </form>
  </section>`;
}

function lifetime({ accessTokenLifetimeSeconds, graceSeconds }: DrillSettings): Html {
  return html`<div class="row">
    <div class="field">
      <label for="lifetime">Access token lifetime, seconds</label>
      <input id="lifetime" name="lifetime" type="number" min="1" max="86400" required value="${accessTokenLifetimeSeconds}" />
    </div>
    <div class="field">
      <label for="grace">Grace, seconds</label>
      <input id="grace" name="grace" type="number" min="0" max="3600" required value="${graceSeconds}" />
    </div>
  </div>`;
}

function rotation(settings: DrillSettings): Html {
  const option = ([value, { title, detail }]: [string, { title: string; detail: string }]) => html`<label>
    <input type="radio" name="rotation" value="${value}" ${settings.rotation === value && html`checked`} />
    <span><b>${title}</b><small>${detail}</small></span>
  </label>`;
  return html`<fieldset class="field">
    <legend>Refresh token rotation</legend>
    <div class="options">${Object.entries(rotationWords).map(option)}</div>
  </fieldset>`;
}

function clientCheck({ clientAuthentication, looksFirstAt }: DrillSettings): Html {
  const option = ([value, words]: [string, string], chosen: string) =>
    html`<option value="${value}" ${value === chosen && html`selected`}>${words}</option>`;
  return html`<div class="row">
    <div class="field">
      <label for="way">Takes a client’s secret</label>
      <select id="way" name="way">${Object.entries(wayWords).map((entry) => option(entry, clientAuthentication))}</select>
    </div>
    <div class="field">
      <label for="first">Looks first at</label>
      <select id="first" name="first">${Object.entries(firstWords).map((entry) => option(entry, looksFirstAt))}</select>
    </div>
  </div>`;
}

function nextAnswer({ next }: DrillSettings): Html {
  const option = (value: string, words: string) =>
    html`<option value="${value}" ${(next?.answer ?? "truth") === value && html`selected`}>${words}</option>`;
  return html`<div class="row">
    <div class="field span">
      <label for="answer">The token endpoint answers next</label>
      <select id="answer" name="answer">
        ${option("truth", "as it should")} ${Object.entries(answerWords).map(([value, words]) => option(value, words))}
      </select>
    </div>
    <div class="field">
      <label for="count">How many times</label>
      <input id="count" name="count" type="number" min="1" max="1000" required value="${next?.count ?? 1}" />
    </div>
  </div>`;
}
