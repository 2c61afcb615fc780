import { type Cell, describeCell, isHidden } from "./access-cells.ts";
import { type AccessAnswer, maskAnswer } from "./access-client.ts";
import type { Caller } from "./access-people.ts";
import { canRead, type Expectation, type Thing, type Verdict } from "./access-rules.ts";
import type { AccessWorld } from "./access-world.ts";

export interface AccessFault {
  kind: "leak" | "mismatch";
  text: string;
}

/** Whether an answer is the expected one, and holds nothing that its caller may not read. */
export function judgeAnswer(world: AccessWorld, cell: Cell, answer: AccessAnswer): AccessFault[] {
  const wanted = wantedStatuses(cell);
  const isRight = wanted(answer);
  const what = describeCell(cell);
  const mismatch: AccessFault[] = isRight
    ? []
    : [
        {
          kind: "mismatch",
          text: `${what}: ${cell.verdict} expected, ${answer.status} came: ${answer.text.slice(0, 200)}`,
        },
      ];
  return [...mismatch, ...findLeaks(world, cell.caller, answer).map((text) => leak(`${what}: ${text}`))];
}

/** What an answer tells somebody who may not know it. */
export function findLeaks(
  { planted, secrets }: AccessWorld,
  caller: Caller,
  { headers, text }: AccessAnswer,
): string[] {
  const all = `${JSON.stringify(headers)}\n${text}`;
  const markers = new Set(all.match(/mk[0-9a-f]{16}/g) ?? []);
  const strange = [...markers].filter((marker) => {
    const owned = planted.get(marker);
    return owned !== undefined && !canRead(caller, owned);
  });
  return [
    ...strange.map((marker) => `it shows the ${planted.get(marker)?.kind} ${marker}`),
    ...secrets.filter((secret) => secret && all.includes(secret)).map(() => "it shows a secret"),
  ];
}

/**
 * What one may not know of answers exactly as what does not exist: of the cells of one row and one caller, those whose thing
 * is hidden must have the same answer, but for ids and times.
 */
export function compareHidden(group: readonly { cell: Cell; answer: AccessAnswer }[]): AccessFault[] {
  const hidden = group.filter(({ cell }) => isHidden(cell));
  const inOwn = hidden.filter(({ cell: { thing, caller } }) => thing && isWithin(thing, caller));
  return [inOwn, hidden.filter((one) => !inOwn.includes(one))].flatMap(compareAlike);
}

// What is unknown in something of one's own is told by that name: nobody learns anything from it.
function isWithin({ ids, within }: Thing, { workspaceId }: Caller): boolean {
  return ids.length > 1 && workspaceId !== null && within === workspaceId;
}

function compareAlike(hidden: readonly { cell: Cell; answer: AccessAnswer }[]): AccessFault[] {
  const unknown = hidden.find(({ cell }) => cell.thing?.label.startsWith("unknown"));
  if (!unknown) return [];
  const wanted = maskAnswer(unknown.answer, unknown.cell.thing);
  return hidden
    .filter(({ cell, answer }) => maskAnswer(answer, cell.thing) !== wanted)
    .map(({ cell, answer }) => {
      const seen = maskAnswer(answer, cell.thing);
      const at = [...seen].findIndex((character, index) => character !== wanted[index]);
      const [a, b] = [seen, wanted].map((text) => text.slice(Math.max(at - 60, 0), at + 100));
      return leak(`${describeCell(cell)}: it differs from what does not exist: …${a}… instead of …${b}…`);
    });
}

function leak(text: string): AccessFault {
  return { kind: "leak", text };
}

function wantedStatuses({ route, row, verdict }: Cell): (answer: AccessAnswer) => boolean {
  if (row.always) return ({ status }) => row.always?.includes(status) ?? false;
  if (verdict === "ok") return ({ status }) => isOk(row, status);
  if (route.kind !== "page") return ({ status }) => status === verdict;
  return (answer) => isRefusedPage(verdict, answer);
}

function isOk({ ok }: Expectation, status: number): boolean {
  return ok ? ok.includes(status) : status >= 200 && status < 300;
}

function isRefusedPage(verdict: Verdict, { status, headers }: AccessAnswer): boolean {
  if (verdict === 401) return status === 307 && headers.location?.startsWith("/sign-in") === true;
  return status === 404;
}
