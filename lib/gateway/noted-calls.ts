import type { WorkspaceActor } from "#lib/core/actor.ts";
import { pathOf, toPathPattern } from "./path-pattern.ts";

/** One call that has ended, or several that are alike (U-07). */
export interface NotedCall {
  actor: WorkspaceActor;
  /** `null` where the caller named none that there is for them. */
  connectionId: string | null;
  integrationId: string | null;
  /** What the caller named instead. */
  asked: string | null;
  method: string;
  host: string;
  /** As it went on the wire; its query is cut off before anything is kept. */
  path: string;
  outcome: "success" | "denied" | "failed";
  cause: string | null;
  /** What the caller got; 0 for nothing. */
  status: number;
  bytesIn: number;
  bytesOut: number;
  ip: string | null;
  requestId: string;
  atMs: number;
}

/** Calls that differ in nothing but their time, their bytes and what in their paths looks like an id. */
export interface CallGroup extends NotedCall {
  count: number;
  lastMs: number;
}

/** What waits to be written of one workspace. */
export interface WaitingCalls {
  singles: NotedCall[];
  groups: CallGroup[];
  /** Calls of which nothing but their number is known, and since when. */
  dropped: number;
  droppedSinceMs: number;
}

interface Workspace extends Omit<WaitingCalls, "groups"> {
  groups: Map<string, CallGroup>;
  /** How many more calls may be events of their own: refilled by the time, up to the burst. */
  tokens: number;
  filledMs: number;
}

export interface CallBounds {
  /** Of one workspace, a second over time and at once: beyond, calls that are alike share an event. */
  singlesPerSecond: number;
  singlesBurst: number;
  /** So many groups of one workspace tell paths apart; beyond, whatever the path. */
  patterns: number;
  /** What may wait in all; beyond, calls are only counted. */
  waiting: number;
}

export const callBounds: CallBounds = {
  singlesPerSecond: 10,
  singlesBurst: 200,
  patterns: 200,
  waiting: 20_000,
};

/** Calls that wait to be written, in bounded memory. */
export interface NotedCalls {
  add(call: NotedCall): void;
  /** The workspaces of which something waits. */
  workspaces(): string[];
  /** Takes all that waits of one. It counts as waiting until `release` is told how many entries are gone. */
  take(workspaceId: string): WaitingCalls;
  release(entries: number): void;
}

export function createNotedCalls(bounds: CallBounds = callBounds): NotedCalls {
  const all = new Map<string, Workspace>();
  let waiting = 0;

  function find(id: string, nowMs: number): Workspace {
    let workspace = all.get(id);
    if (!workspace) {
      const empty = { singles: [], groups: new Map(), dropped: 0, droppedSinceMs: 0 };
      workspace = { ...empty, tokens: bounds.singlesBurst, filledMs: nowMs };
      all.set(id, workspace);
    }
    return workspace;
  }

  function addToGroup(workspace: Workspace, call: NotedCall): void {
    const { groups } = workspace;
    const { connectionId, asked, actor, method, host, outcome, cause, status, ip } = call;
    const caller = actor.kind === "api-key" ? actor.apiKeyId : actor.userId;
    const rest = `${caller} ${method} ${host} ${outcome} ${cause} ${status} ${ip}`;
    let [what, path] = [connectionId ?? asked, toPathPattern(pathOf(call.path))];
    let group = groups.get(`${rest} ${what} ${path}`);
    if (!group && groups.size >= bounds.patterns) {
      // What callers make up must not make groups without end.
      [what, path] = [connectionId ?? "*", "/*"];
      group = groups.get(`${rest} ${what} ${path}`);
    }
    if (group) {
      group.count++;
      group.bytesIn += call.bytesIn;
      group.bytesOut += call.bytesOut;
      group.lastMs = call.atMs;
    } else if (waiting < bounds.waiting) {
      waiting++;
      groups.set(`${rest} ${what} ${path}`, { ...call, asked: what, path, count: 1, lastMs: call.atMs });
    } else {
      if (workspace.dropped === 0) workspace.droppedSinceMs = call.atMs;
      workspace.dropped++;
    }
  }

  return {
    add: (call) => {
      const workspace = find(call.actor.workspaceId, call.atMs);
      refill(workspace, call.atMs, bounds);
      if (workspace.tokens < 1 || waiting >= bounds.waiting) return addToGroup(workspace, call);
      workspace.tokens--;
      waiting++;
      call.path = pathOf(call.path);
      workspace.singles.push(call);
    },
    workspaces: () => [...all.keys()],
    take: (id) => {
      const workspace = all.get(id);
      if (!workspace) return { singles: [], groups: [], dropped: 0, droppedSinceMs: 0 };
      const { singles, groups, dropped, droppedSinceMs } = workspace;
      // A workspace at rest is forgotten; another one keeps its measure.
      if (singles.length + groups.size + dropped === 0) all.delete(id);
      Object.assign(workspace, { singles: [], groups: new Map(), dropped: 0 });
      return { singles, groups: [...groups.values()], dropped, droppedSinceMs };
    },
    release: (entries) => {
      waiting -= entries;
    },
  };
}

function refill(workspace: Workspace, nowMs: number, { singlesPerSecond, singlesBurst }: CallBounds): void {
  const passedMs = nowMs - workspace.filledMs;
  if (passedMs <= 0) return;
  workspace.tokens = Math.min(singlesBurst, workspace.tokens + (passedMs / 1000) * singlesPerSecond);
  workspace.filledMs = nowMs;
}
