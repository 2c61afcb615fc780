import { targetOf } from "./access-cells.ts";
import { standIn } from "./access-drill.ts";
import { another, type Instances, isGone } from "./access-instances.ts";
import type { AccessRoute } from "./access-routes.ts";
import { rowsOf } from "./access-table.ts";
import type { AccessWorld } from "./access-world.ts";
import { corruptRequest } from "./input-requests.ts";
import { pick, type Random } from "./input-values.ts";
import { hasTrace, sendWire, type WireAnswer } from "./input-wire.ts";

export interface InputFault {
  kind: "serverError" | "stackTrace";
  text: string;
}

// Mostly whoever gets far: the one who runs the workspace, and the deployment.
const callers = {
  workspace: ["owner", "owner", "owner", "owner", "platformAdmin", "member's key", "anonymous"],
  deployment: ["otherPlatformAdmin", "otherPlatformAdmin", "otherPlatformAdmin", "owner", "anonymous"],
};

/** Sends one request to the route that has something wrong about it. */
export async function sendWrong(
  world: AccessWorld,
  random: Random,
  route: AccessRoute,
  instances: Instances,
): Promise<{ what: string; answer: WireAnswer; mayBreakOff: boolean }> {
  const row = pick(random, rowsOf(route));
  const name = pick(random, row.for === "platform" ? callers.deployment : callers.workspace);
  const known = world.callers.find((one) => one.name === name) ?? world.callers[0];
  if (!known) throw new Error("nobody calls");
  // Or nobody would be signed in any more.
  const caller = row.endsSession && known.person ? await standIn(world, known) : known;
  const things = row.on ? instances[row.on] : [];
  const thing = random() < 0.7 ? things[0] : pick(random, things);
  const ids = row.place ? row.place(world, thing, caller) : (thing?.ids ?? []);
  const request = corruptRequest(random, {
    route,
    path: targetOf(route.path, ids) + (random() < 0.5 ? "" : (row.search ?? "")),
    headers: {
      accept: route.kind === "page" ? "text/html" : "application/json",
      ...caller.headers,
      ...row.headers?.(thing),
    },
    body: await row.body?.(world, thing, caller),
  });
  const what = `${request.method} ${request.target.slice(0, 300)} as ${name} ${request.body.toString("utf8", 0, 300)} ${request.headers
    .filter((line) => !/^(cookie|authorization)/.test(line))
    .join("; ")
    .slice(0, 600)}`;
  const mayBreakOff = request.body.length > 1_000_000;
  return { what, mayBreakOff, answer: await sendWire(world.deployment.origin, request) };
}

/** What was deleted on the way is made again, so that what follows still finds something. */
export async function renew(world: AccessWorld, instances: Instances): Promise<void> {
  for (const [kind, [first, ...rest]] of Object.entries(instances) as [keyof Instances, Instances["api"]][])
    if (first?.by && (await isGone(world, kind, first)))
      instances[kind] = [await another(world, kind, first), ...rest];
}

/**
 * What is wrong with an answer. Who asks a provider may be told that the provider is at fault; nobody else is told of 5xx. A
 * large body may be cut off before the caller reads why, and so may a call whose provider breaks off; all else is answered.
 */
export function judgeInput(
  what: string,
  answer: WireAnswer,
  { isProviders, mayBreakOff }: { isProviders: boolean; mayBreakOff: boolean },
): InputFault[] {
  const { status, head, body } = answer;
  const shown = `${what} → ${status} ${body.slice(0, 300)}`;
  const faults: InputFault[] = [];
  const isUnanswered = status === 0 && !mayBreakOff;
  if (isUnanswered || (status >= 500 && !isDeliberate(answer, isProviders)))
    faults.push({ kind: "serverError", text: shown });
  if (hasTrace(answer) && !/\r\nmooring-origin: provider/i.test(head))
    faults.push({ kind: "stackTrace", text: shown });
  return faults;
}

const providersFault = new Set(["provider-rejected", "provider-unreachable", "provider-misbehaved"]);

function isDeliberate({ status, head, body }: WireAnswer, isProviders: boolean): boolean {
  // A provider's own answer through the gateway, and a browser that only looks ahead (D-03).
  if (/\r\nmooring-origin: provider/i.test(head)) return true;
  if (status === 503 && body === "") return true;
  const code = /"code":"([a-z-]+)"/.exec(body)?.[1] ?? "";
  return providersFault.has(code) || (isProviders && code === "unavailable");
}
