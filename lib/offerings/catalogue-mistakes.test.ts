import { describe, expect, it } from "vitest";
import { fullOffering, successorOffering } from "#lib/testing/full-offering.ts";
import { fieldsOf } from "#lib/testing/schema-fields.ts";
import { CatalogueError, readCatalogue } from "./read-catalogue.ts";
import { offeringDataSchema } from "./schema.ts";

type Data = Record<string, unknown>;

const fields = fieldsOf(offeringDataSchema);
const values = fields.filter(({ kind }) => kind === "value");
const objects = fields.filter(({ kind, path }) => kind === "object" && path !== "");

/** What is no text, what is none worth its name, and what is too long. */
const text = ["", 7, true, "x".repeat(2_001)];
const flag = ["yes", 1, "false"];
const slug = ["", "Acme", "a b", "-a", "a_b", "a".repeat(65), 7];
const path = ["", "a b", "a-b", "$..[?(@.x)]", 7];
const seconds = [0, -1, 1.5, "60"];
const day = ["", "2026", "22.11.2026", "2026-11-22T00:00:00Z", 7];
const word = ["", "odd", 7];
const url = [
  ...[
    "http://acme.example/x",
    "javascript:alert(1)",
    "data:,x",
    "file:///etc/passwd",
    "nowhere",
    "//acme.example",
  ],
  ...[
    "https://user:secret@acme.example/",
    "https://user@acme.example/",
    "https://acme.example/#x",
    "https://acme.example/a b",
  ],
  ...["https://acme.example/\nx", "https://acme.example\\@evil.example", "", 7],
];
const page = ["http://acme.example", "javascript:alert(1)", "nowhere", "", 7];
const value = [7, true, { a: 1 }];

/** For every field of the schema, values that it must not take. */
const mistakes: Record<string, readonly unknown[]> = {
  id: slug,
  provider: [...slug, "somebody-else"],
  name: text,
  environment: slug,
  displayName: text,
  category: slug,
  protocol: word,
  "accepts[]": word,
  issuer: url,
  issParameterSupported: flag,
  "status.state": word,
  "status.sunsetDate": day,
  "status.replacedBy": [...slug, "nobody", "acme"],
  "status.note": text,
  "variables[].name": ["", "1st", "a-b", "a_b", "x".repeat(65), 7],
  "variables[].label": text,
  "variables[].source": word,
  "variables[].required": flag,
  "variables[].default": text,
  "variables[].example": text,
  "variables[].pattern": ["[a-z]+", "^[a-z]+", "[a-z]+$", "^([a-z$", "", 7],
  "variables[].choices[]": text,
  "authorize.url": url,
  "authorize.params{}": value,
  "authorize.offlineParams{}": value,
  "authorize.optionalParams{}": value,
  "token.url": url,
  "token.refreshUrl": url,
  "token.bodyFormat": word,
  "token.params{}": [true, { a: 1 }, null],
  "token.refreshParams{}": [true, { a: 1 }, null],
  "token.headers{}": value,
  "clientAuth.preferred": [...word, "none"],
  "clientAuth.supported[]": word,
  "pkce.support": word,
  "pkce.method": ["plain", "", 7],
  "pkce.note": text,
  discoveryUrl: url,
  introspectionUrl: url,
  "revocation.kind": word,
  "revocation.url": url,
  "revocation.method": [...word, "GET"],
  "revocation.auth": word,
  "revocation.bodyFormat": word,
  "revocation.tokenParam": text,
  "revocation.scope": word,
  "revocation.headers{}": value,
  "revocation.params{}": value,
  "revocation.note": text,
  "account.url": url,
  "account.method": [...word, "DELETE"],
  "account.headers{}": value,
  "account.body": text,
  "account.idPath": path,
  "account.labelPath": path,
  "account.emailPath": path,
  "account.picturePath": path,
  "account.requiresScopes[]": text,
  "account.note": text,
  "api.baseUrl": url,
  "api.baseUrlSource": word,
  "api.originFrom": text,
  "api.origins[]": url,
  "api.auth.header": ["", "a b", "a:b", "x".repeat(101), 7],
  "api.auth.template": ["Bearer", "", "{token}", "{access_token}\n", 7],
  "api.auth.query": ["", "a b", "a=b", "x".repeat(101), 7],
  "api.keyAuth.header": ["", "a b", "a:b", "x".repeat(101), 7, "Host", "Content-Length", "transfer-encoding"],
  "api.keyAuth.template": ["Bearer", "", "{token}", "{access_token}\n", 7],
  "api.keyAuth.query": ["", "a b", "a=b", "x".repeat(101), 7],
  "api.headers{}": value,
  "api.note": text,
  "scopes.separator": ["", ";", "+", 7],
  "scopes.configuredInConsole": flag,
  "scopes.required[]": ["", 7],
  "scopes.default[]": ["", 7],
  "scopes.offline": ["", 7, "unknown"],
  "scopes.extra.param": text,
  "scopes.extra.group": text,
  "scopes.extra.kind": ["required", "", 7],
  "scopes.catalog[].id": ["", "a b", 'a"b', "a\\b", "é", "a\n", 7],
  "scopes.catalog[].description": text,
  "scopes.catalog[].kind": word,
  "scopes.catalog[].group": text,
  "scopes.catalog[].sensitive": flag,
  "scopes.note": text,
  "followUps[].purpose": word,
  "followUps[].url": url,
  "followUps[].method": [...word, "DELETE"],
  "followUps[].headers{}": value,
  "followUps[].params{}": value,
  "followUps[].list": path,
  "followUps[].extract{}": path,
  "followUps[].called": text,
  "followUps[].everySeconds": seconds,
  "followUps[].note": text,
  "callback.capture[]": text,
  "callback.expected{}": value,
  "callback.signatureParam": text,
  "callback.tokenOriginParam": text,
  "callback.note": text,
  "tokenResponse.errorIn200": flag,
  "tokenResponse.paths.envelope": path,
  "tokenResponse.paths.accessTokenAlias": path,
  "tokenResponse.paths.scope": path,
  "tokenResponse.paths.expiresAt": path,
  "tokenResponse.paths.refreshExpiresIn": path,
  "tokenResponse.paths.refreshExpiresAt": path,
  "tokenResponse.paths.userAccessToken": path,
  "tokenResponse.paths.userRefreshToken": path,
  "tokenResponse.paths.userExpiresIn": path,
  "tokenResponse.paths.userScope": path,
  "tokenResponse.capture[]": [...path, "access_token", "client_secret", "webhook.url", "id_token_nonce"],
  "tokenResponse.bearerAliases[]": ["", "Bot", "b t", 7],
  "tokenResponse.errorCodes.path": path,
  "tokenResponse.errorCodes.names{}": ["", "Invalid", "a b", 7],
  "tokenResponse.note": text,
  "accessToken.lifetimeSeconds": seconds,
  "accessToken.expires": ["yes", 1, "sometimes"],
  "accessToken.note": text,
  "refresh.issued": word,
  "refresh.requires": text,
  "refresh.rotates": word,
  "refresh.lifetimeSeconds": seconds,
  "refresh.idleLifetimeSeconds": seconds,
  "refresh.minimumAgeSeconds": seconds,
  "refresh.note": text,
  "quirks[]": ["", "likes_cheese", 7],
  "setup.consoleUrl": page,
  "setup.steps[]": text,
  "setup.redirectUriRules": text,
  "setup.secretLifetimeMonths": [...seconds, 121],
  "setup.keyLabel": text,
  "setup.keySteps[]": text,
  docsUrl: page,
  confidence: word,
  "evidence[]": ["", "a hunch", "dataset:", 7],
  "crossCheck{}[]": text,
  checkedOn: day,
  notes: text,
};

/** Lists that must hold something, and lists that are none. */
const lists = ["accepts", "variables[].choices", "clientAuth.supported", "setup.steps", "evidence"];

/** The full offering with one place changed: what is written there, and how a complaint names the place. */
function spoil(
  schemaPath: string,
  change: (place: Data, key: string) => void,
): { complaint: string; place: string } {
  const offering: Data = fullOffering();
  let [holder, key]: [Data, string] = [offering, ""];
  const keys = schemaPath.replaceAll("[]", ".[]").replaceAll("{}", ".{}").split(".");
  const taken: string[] = [];
  for (const [index, name] of keys.entries()) {
    key = name === "[]" ? "0" : name === "{}" ? (Object.keys(holder)[0] ?? "") : name;
    taken.push(key);
    if (index < keys.length - 1) holder = holder[key] as Data;
  }
  // A field of the other shape takes the place of those that are there.
  const union = unionOf(schemaPath);
  if (union !== null && !(key in holder)) for (const name of Object.keys(holder)) delete holder[name];
  change(holder, key);
  return {
    complaint: complaintAbout({ acme: [offering, successorOffering()] }),
    place: `catalog/acme.json 0.${union ?? taken.join(".")}`,
  };
}

function unionOf(schemaPath: string): string | null {
  return fields.find((field) => field.path === schemaPath)?.union ?? null;
}

function complaintAbout(files: Record<string, unknown>): string {
  try {
    readCatalogue(files);
  } catch (error) {
    if (error instanceof CatalogueError) return error.message;
    throw error;
  }
  return "";
}

/** A line that names this very place, or one within it. */
function names(complaint: string, place: string): boolean {
  return complaint
    .split("\n")
    .some((line) => [":", "."].some((end) => line.startsWith(`lib/offerings/${place}${end}`)));
}

describe("a mistake in an offering's file", () => {
  it("stands out: the offering that is spoilt has none, and has every field", () => {
    expect(complaintAbout({ acme: [fullOffering(), successorOffering()] })).toBe("");
    for (const { path: field } of values.filter(({ union }) => union === null))
      spoil(field, (holder, key) => expect([field, key in holder]).toEqual([field, true]));
  });

  it("has a row for every field of the schema, and no other row", () => {
    expect(Object.keys(mistakes).sort()).toEqual(values.map((field) => field.path).sort());
  });

  it.each(Object.entries(mistakes))("is refused with file and field: %s", (field, wrongs) => {
    expect(wrongs.length).toBeGreaterThan(0);
    for (const wrong of wrongs) {
      const { complaint, place } = spoil(field, (holder, key) => {
        holder[key] = wrong;
      });
      expect([wrong, complaint, names(complaint, place)]).toEqual([wrong, complaint, true]);
    }
  });

  it.each(
    fields
      .filter(({ isRequired, path: field }) => isRequired && field !== "")
      .map(({ path: field }) => field),
  )("is refused with file and field when it is left out: %s", (field) => {
    const { complaint, place } = spoil(field, (holder, key) => delete holder[key]);
    expect([complaint, names(complaint, place)]).toEqual([complaint, true]);
  });

  it.each(objects.map(({ path: field }) => field))(
    "is refused with file and place when it is misspelt: a field of %s",
    (field) => {
      const { complaint, place } = spoil(field, (holder, key) => {
        holder[key] = { ...(holder[key] as Data), colour: "red" };
      });
      expect([complaint, names(complaint, place), complaint.includes("colour")]).toEqual([
        complaint,
        true,
        true,
      ]);
    },
  );

  it.each(objects.map(({ path: field }) => field))("is refused when it is no object: %s", (field) => {
    for (const wrong of [7, "text", [], true]) {
      const { complaint, place } = spoil(field, (holder, key) => {
        holder[key] = wrong;
      });
      expect([wrong, complaint, names(complaint, place)]).toEqual([wrong, complaint, true]);
    }
  });

  it.each(lists)("is refused when it holds nothing: %s", (field) => {
    const { complaint, place } = spoil(field, (holder, key) => {
      holder[key] = [];
    });
    expect([complaint, names(complaint, place)]).toEqual([complaint, true]);
  });

  it("is refused when a field of the offering itself is misspelt, or the offering is none", () => {
    expect(complaintAbout({ acme: [{ ...fullOffering(), tokn: {} }] })).toContain(
      "catalog/acme.json 0: Unrecognized key",
    );
    for (const wrong of [null, 7, "text", []])
      expect(complaintAbout({ acme: [wrong] })).toContain("catalog/acme.json 0: ");
    for (const wrong of [null, {}, [], "text"])
      expect(complaintAbout({ acme: wrong })).toContain("catalog/acme.json : ");
  });
});
