import { describe, expect, it } from "vitest";
import type { ChainedAuditEvent } from "./contract.ts";
import { encoderOf, toCell } from "./export-rules.ts";

const event: ChainedAuditEvent = {
  id: "audit-1",
  createdAt: "2026-11-26T08:00:00.000Z",
  actor: { kind: "member", id: "user-1", label: "Olive" },
  action: "workspace.update",
  target: { kind: "workspace", id: "ws-1", label: '=HYPERLINK("https://evil.example","Pay")' },
  integrationId: null,
  connectionId: null,
  outcome: "success",
  cause: null,
  changes: { name: { before: "one\ntwo\u202e", after: "three" } },
  ip: "127.0.0.1",
  requestId: "req-1",
  sequence: 7,
  keyId: "kek-1",
  mac: "ab".repeat(32),
};

describe("a cell of an exported table", () => {
  it.each([
    ["=1+1", `"'=1+1"`],
    ["+1", `"'+1"`],
    ["-1", `"'-1"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["|calc", `"'|calc"`],
    ["\uff1d1+1", `"'\uff1d1+1"`],
    ["  =1+1", `"'  =1+1"`],
    ["\t=1+1", `"'\\u0009=1+1"`],
    ["\r=1+1", `"'\\u000d=1+1"`],
    ["\n=1+1", `"'\\u000a=1+1"`],
  ])("V-08: %j is no formula in any spreadsheet", (text, cell) => {
    expect(toCell(text)).toBe(cell);
  });

  it("V-08: quotes what would end it or begin another", () => {
    expect(toCell('a,"b"')).toBe('"a,""b"""');
    expect(toCell("plain")).toBe("plain");
    expect(toCell(null)).toBe("");
  });

  it("U-05: writes line breaks, ANSI sequences and turned reading order out, so that an event is one line", () => {
    expect(toCell("a\r\nb\u001b[31mc\u202ed\u2028e\u0085f")).toBe(
      "a\\u000d\\u000ab\\u001b[31mc\\u202ed\\u2028e\\u0085f",
    );
  });
});

describe("an exported event", () => {
  const write = (format: "csv" | "json" | "ndjson", events: ChainedAuditEvent[]) => {
    const { start, row, between, end } = encoderOf(format);
    return start + events.map(row).join(between) + end;
  };

  it("U-05: is one line of CSV, with as many cells as the head has", () => {
    const lines = write("csv", [event, event]).split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]?.split(",")).toHaveLength(19);
    expect(lines[1]).toContain(`"'=HYPERLINK(""https://evil.example"",""Pay"")"`);
    expect(lines[1]).not.toMatch(/[\n\u202e]/);
  });

  it("U-05: is one line of NDJSON that gives back what is stored", () => {
    const lines = write("ndjson", [event, event]).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([event, event]);
    expect(lines[0]).not.toContain("\u202e");
  });

  it("is a JSON list, also of none", () => {
    expect(JSON.parse(write("json", [event, event]))).toEqual([event, event]);
    expect(JSON.parse(write("json", []))).toEqual([]);
  });
});
