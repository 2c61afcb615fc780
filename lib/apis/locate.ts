import { EVENT_ID, type Event, getScalarValue, parseEvents } from "js-yaml";
import { pointerTokens } from "./document-values.ts";

/** Line and column of an offset into a text, counted from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at >= 0; at = before.indexOf("\n", at + 1)) line += 1;
  return { line, column: offset - lineStart + 1 };
}

/**
 * Where the value behind a JSON pointer begins in a YAML or JSON text (JSON is YAML); of a member that is missing, where
 * the mapping begins that it is missing from. `null` when that cannot be told. Meant for reporting one fault: it reads
 * the whole text.
 */
export function locatePointer(text: string, pointer: string, maxDepth: number): number | null {
  try {
    const events = parseEvents(text, { maxDepth });
    const root = events.findIndex(({ type }) => type !== EVENT_ID.DOCUMENT);
    return root < 0 ? null : descend(text, events, root, pointerTokens(pointer));
  } catch {
    return null;
  }
}

function descend(text: string, events: Event[], root: number, tokens: string[]): number | null {
  let at = root;
  for (const token of tokens) {
    const child = findChild(text, events, at, token);
    if (child === null) break;
    at = child;
  }
  return startOf(events[at]);
}

function findChild(text: string, events: Event[], parent: number, token: string): number | null {
  const isMapping = events[parent]?.type === EVENT_ID.MAPPING;
  if (!isMapping && events[parent]?.type !== EVENT_ID.SEQUENCE) return null;
  let at = parent + 1;
  for (let index = 0; events[at] && events[at]?.type !== EVENT_ID.POP; index++) {
    const value = isMapping ? skip(events, at) : at;
    const key = isMapping ? keyOf(text, events[at]) : String(index);
    if (key === token) return value;
    at = skip(events, value);
  }
  return null;
}

// The index of the event after the node that begins at `at`.
function skip(events: Event[], at: number): number {
  let depth = 0;
  for (let index = at; index < events.length; index++) {
    const type = events[index]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth += 1;
    if (type === EVENT_ID.POP) depth -= 1;
    if (depth === 0) return index + 1;
  }
  return events.length;
}

function keyOf(text: string, event: Event | undefined): string | null {
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : null;
}

function startOf(event: Event | undefined): number | null {
  if (event?.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event?.type === EVENT_ID.ALIAS) return event.anchorStart;
  return event && "start" in event ? event.start : null;
}
