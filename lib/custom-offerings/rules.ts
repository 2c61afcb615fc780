import { AppError, type FieldProblem } from "#lib/core/errors.ts";
import { isBoundHost } from "#lib/core/registrable-domain.ts";
import { hostPlaceholdersOf, placeholdersOf } from "#lib/core/template.ts";
import { nameFactQuirks } from "#lib/offerings/consistency.ts";
import { parseOfferingData } from "#lib/offerings/parse-offering-data.ts";
import { explainPatternRisk } from "#lib/offerings/pattern-risk.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";

export interface Surroundings {
  /** The one origin that may be plain http: the practice provider's. */
  insecureOrigin: string | null;
  /** Patterns that the catalogue itself uses; a copy of an offering may keep them. */
  knownPatterns: readonly string[];
  /** The display names of all other offerings. */
  takenNames: readonly string[];
}

/** Stands where an offering that is not stored yet has no id. */
const NO_ID = "new";
const MAX_NAME = 120;

/**
 * The data of a custom offering as people or files bring them, checked by the rules of the catalogue and those beyond them
 * that data from people need. `isToTheLetter` takes them as they are; otherwise the quirks are named that the facts ask for.
 * 422 with a pointer below `/data` for every mistake.
 */
export function checkOfferingData(
  value: Record<string, unknown>,
  surroundings: Surroundings,
  { isToTheLetter }: { isToTheLetter: boolean },
): OfferingData {
  const entered = isToTheLetter ? value : { ...value, id: NO_ID };
  const complete = isToTheLetter ? undefined : nameFactQuirks;
  const { data, problems } = parseOfferingData(entered, surroundings.insecureOrigin, complete);
  if (!data) throw invalidData(problems);
  const further = furtherProblems(data, surroundings);
  if (further.length > 0) throw invalidData(further);
  return data;
}

/** The display name of a copy: the same with “(copy)” behind, numbered until it is free. */
export function nameOfCopy(displayName: string, takenNames: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = `${displayName} (${number === 1 ? "copy" : `copy ${number}`})`;
    if (!isTaken(name, takenNames)) return name;
  }
}

function isTaken(name: string, takenNames: readonly string[]): boolean {
  return takenNames.some((taken) => taken.toLowerCase() === name.trim().toLowerCase());
}

function invalidData(problems: readonly FieldProblem[]): AppError {
  const errors = problems.map(({ pointer, detail }) => ({
    pointer: `/data${pointer}`,
    detail: toSentence(detail),
  }));
  return new AppError(
    "invalid-input",
    errors
      .map(({ pointer }) => pointer)
      .join(", ")
      .slice(0, 500),
    {
      detail: errors.length === 1 ? errors[0]?.detail : `${errors.length} fields need another look.`,
      errors,
    },
  );
}

// The catalogue's rules speak in halves of sentences, for a file's name stands before them.
function toSentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?]$/.test(start) ? start : `${start}.`;
}

type Rule = (data: OfferingData, surroundings: Surroundings) => FieldProblem[];

const problem = (pointer: string, detail: string, isWrong: boolean): FieldProblem[] =>
  isWrong ? [{ pointer, detail }] : [];

const nameIsFree: Rule = ({ displayName }, { takenNames }) => [
  ...problem("/displayName", `A name has at most ${MAX_NAME} characters.`, displayName.length > MAX_NAME),
  ...problem(
    "/displayName",
    "Another offering has this name. Choose another.",
    isTaken(displayName, takenNames),
  ),
];

const variablesAreSafe: Rule = (data, { knownPatterns }) => {
  const inHosts = addressesOf(data).flatMap(([, url]) => hostPlaceholdersOf(url));
  return data.variables.flatMap(({ name, pattern, choices }, index) => {
    const at = `/variables/${index}`;
    const risk = pattern === null || knownPatterns.includes(pattern) ? null : explainPatternRisk(pattern);
    const isOpen = inHosts.includes(name) && pattern === null && choices === null;
    return [
      ...problem(
        `${at}/name`,
        "Use letters alone, so that it can stand in an address.",
        !/^[A-Za-z]+$/.test(name),
      ),
      ...problem(`${at}/name`, "Another variable has this name.", firstIndex(data, name) !== index),
      ...problem(`${at}/pattern`, risk ?? "", risk !== null),
      ...problem(`${at}/pattern`, "It decides about a host, so it needs a pattern or choices.", isOpen),
    ];
  });
};

/** Braces that hold no name would reach a provider as they are. */
const bracesHoldNames: Rule = (data) =>
  addressesOf(data).flatMap(([pointer, url]) => {
    const names = placeholdersOf(url);
    const rest = names.reduce((text, name) => text.replace(`{${name}}`, ""), url);
    return problem(pointer, "Braces hold the name of a variable and nothing else.", /[{}]/.test(rest));
  });

/** What a provider tells may choose among its own hosts, and leads to nobody else's. A variable has a pattern for that. */
const toldHostsAreBound: Rule = (data) => {
  const entered = data.variables.map(({ name }) => name);
  return addressesOf(data).flatMap(([pointer, url]) => {
    const isTold = hostPlaceholdersOf(url).some((name) => !entered.includes(name));
    const detail = "Behind what the provider tells there must be a dot and a domain of the provider's own.";
    return problem(pointer, detail, isTold && !isBoundHost(url));
  });
};

const rules: readonly Rule[] = [nameIsFree, variablesAreSafe, bracesHoldNames, toldHostsAreBound];

function furtherProblems(data: OfferingData, surroundings: Surroundings): FieldProblem[] {
  return rules.flatMap((rule) => rule(data, surroundings));
}

function firstIndex({ variables }: OfferingData, name: string): number {
  return variables.findIndex((variable) => variable.name === name);
}

/** Every address in an offering with the pointer to it. */
function addressesOf(data: OfferingData): [string, string][] {
  const { issuer, authorize, token, revocation, account, api, followUps } = data;
  const all: [string, string | null][] = [
    ["/issuer", issuer],
    ["/authorize/url", authorize?.url ?? null],
    ["/token/url", token?.url ?? null],
    ["/token/refreshUrl", token?.refreshUrl ?? null],
    ["/revocation/url", revocation.url],
    ["/account/url", account.url],
    ["/api/baseUrl", api.baseUrl],
    ...api.origins.map((url, index): [string, string] => [`/api/origins/${index}`, url]),
    ...followUps.map(({ url }, index): [string, string] => [`/followUps/${index}/url`, url]),
  ];
  return all.filter((one): one is [string, string] => one[1] !== null);
}
