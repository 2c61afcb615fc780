import type { Person } from "../people.ts";
import { type Html, html } from "./html.ts";
import { icon } from "./icons.ts";
import { alert, layout } from "./layout.ts";

interface LoginPage {
  action: string;
  clientId: string;
  people: readonly Person[];
  form: { email: string; password: string; isRefused: boolean };
}

/** Sign-in: a real form, and beside it the two people whose passwords everybody may know. */
export function loginPage({ action, clientId, people, form }: LoginPage): string {
  const refusal = html`That e-mail address and password do not belong together. Both people are listed below.`;
  const invalid = form.isRefused && html`aria-invalid="true"`;
  const main = html`
    <section class="panel card">
      <h1>Sign in</h1>
      <p class="lead">to continue to the application <code>${clientId}</code></p>
      ${form.isRefused && alert(refusal)}
      <form method="post" action="${action}">
        <div class="field">
          <label for="email">E-mail address</label>
          <input id="email" name="email" type="email" value="${form.email}" autocomplete="off" autocapitalize="none" spellcheck="false" required ${invalid} ${!form.isRefused && html`autofocus`} />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input id="password" name="password" type="password" value="${form.password}" autocomplete="off" required ${invalid} ${form.isRefused && html`autofocus`} />
        </div>
        <div class="acts"><button class="button tall primary" type="submit">Sign in ${icon("arrow")}</button></div>
      </form>
    </section>
    <section class="panel people" aria-labelledby="people">
      <h2 id="people">Nobody here is real</h2>
      <p class="sub">Sign in as either of them. The passwords are no secret.</p>
      <ul>${people.map((person) => personRow(person, action))}</ul>
    </section>`;
  return layout({ title: "Sign in", width: "narrow", main });
}

function personRow(person: Person, action: string): Html {
  return html`<li>
    <img class="avatar" src="/assets/people/${person.id}.svg" alt="" width="36" height="36" />
    <div class="who"><b>${person.name}</b><code>${person.email}</code><code>${person.password}</code></div>
    <a class="button" href="${action}?person=${person.id}">Fill in<span class="hidden"> ${person.name}</span></a>
  </li>`;
}
