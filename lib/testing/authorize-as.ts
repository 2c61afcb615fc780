import { people } from "#lib/sandbox/people.ts";

/**
 * Does what a person at a browser does with an authorization URL of the practice provider: follows redirects, signs
 * in, answers the consent page. Gives the address that the provider at last sends the browser to, away from itself.
 * Throws when the provider shows an error page instead. `cookies` is the browser, a new one unless given.
 */
export async function authorizeAs(
  url: string | URL,
  person: "ada" | "grace",
  decision: "allow" | "deny" = "allow",
  cookies: Map<string, string> = new Map(),
): Promise<URL> {
  const account = person === "ada" ? people[0] : people[1];
  let next = new URL(url);
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 12; step++) {
    const response: Response = await visit(next, form, cookies);
    const location: string | null = response.headers.get("location");
    const page = await response.text();
    form = null;
    if (location) {
      next = new URL(location, next);
      if (next.origin !== new URL(url).origin) return next;
    } else if (!response.ok) {
      throw new Error(`${response.status} at ${next.pathname}: ${page.replace(/<[^>]*>|\s+/g, " ")}`);
    } else {
      form = page.includes('name="password"')
        ? new URLSearchParams({ email: account.email, password: account.password })
        : new URLSearchParams({ decision });
    }
  }
  throw new Error("the authorization did not end");
}

/** One request with the cookies so far. Names are unique here, so paths need not be kept. */
async function visit(
  url: URL,
  form: URLSearchParams | null,
  cookies: Map<string, string>,
): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const response = await fetch(url, {
    method: form ? "POST" : "GET",
    body: form,
    headers: { accept: "text/html", cookie },
    redirect: "manual",
  });
  for (const line of response.headers.getSetCookie()) {
    const [name = "", value = ""] = (line.split(";")[0] ?? "").split(/=(.*)/s);
    if (value) cookies.set(name, value);
    else cookies.delete(name);
  }
  return response;
}
