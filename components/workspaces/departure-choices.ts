import type { Departure, DepartureChoice, LeaveWorkspace } from "#lib/workspaces/contract.ts";

/** A choice as it stands on the page: whom it goes to may still be open. */
export interface Choice {
  act: DepartureChoice["act"];
  toId: string | null;
}

export interface Choices {
  personal: Choice;
  shared: Choice;
  /** Those that go another way than the rest of their kind, by connection. */
  own: ReadonlyMap<string, Choice & { isShared: boolean }>;
}

type People = Departure["people"];

/** What is chosen as long as nobody has: personal ones end, shared ones go on under the first who may have them. */
export function firstChoices(people: People): Choices {
  const heir = people.find(({ role }) => role !== "member");
  return {
    personal: { act: "revoke", toId: null },
    shared: heir ? { act: "keep", toId: heir.id } : { act: "revoke", toId: null },
    own: new Map(),
  };
}

/** Who may get a connection: only those who run the workspace keep one for everybody. */
export function candidates(people: People, act: Choice["act"], isForEverybody: boolean): People {
  return act === "keep" || isForEverybody ? people.filter(({ role }) => role !== "member") : people;
}

/** What is sent; `null` while it is open to whom something goes. */
export function toDecision(
  { personal, shared, own }: Choices,
  { fingerprint, personalConnections, sharedConnections }: Departure,
): LeaveWorkspace | null {
  const revoke = { act: "revoke" } as const;
  const forPersonal = personalConnections > 0 ? toChoice(personal) : revoke;
  const forShared = sharedConnections > 0 ? toChoice(shared) : revoke;
  const choices = [...own].map(([connectionId, choice]) => ({ connectionId, choice: toChoice(choice) }));
  if (!forPersonal || forPersonal.act === "keep" || !forShared) return null;
  const whole = choices.flatMap(({ connectionId, choice }) => (choice ? [{ connectionId, choice }] : []));
  if (whole.length < choices.length) return null;
  return { fingerprint, personal: forPersonal, shared: forShared, choices: whole };
}

function toChoice({ act, toId }: Choice): DepartureChoice | null {
  if (act === "revoke") return { act };
  return toId === null ? null : { act, toId };
}

/** How many go which way. */
export function countChoices(
  { personal, shared, own }: Choices,
  { personalConnections, sharedConnections }: Departure,
): Record<Choice["act"], number> {
  const counts = { revoke: 0, keep: 0, transfer: 0 };
  const chosen = [...own.values()];
  const ofOwn = (isShared: boolean) => chosen.filter((choice) => choice.isShared === isShared).length;
  counts[personal.act] += Math.max(0, personalConnections - ofOwn(false));
  counts[shared.act] += Math.max(0, sharedConnections - ofOwn(true));
  for (const { act } of chosen) counts[act]++;
  return counts;
}
