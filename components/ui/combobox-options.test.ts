import { expect, it } from "vitest";
import { findOption, matchesOption, optionGroups } from "./combobox-options.ts";

const salesforce = {
  value: "salesforce-sandbox",
  label: "Salesforce (sandbox)",
  group: "CRM",
  keywords: "crm sfdc",
};
const paper = { value: "paper", label: "Pâpier", description: "Écriture" };

it("finds an option by any of its words, in any order", () => {
  expect(matchesOption(salesforce, "sand sfdc")).toBe(true);
  expect(matchesOption(salesforce, "sand notion")).toBe(false);
});

it("does not care about accents or capitals", () => {
  expect(matchesOption(paper, "PAPIER ecrit")).toBe(true);
});

it("keeps groups in the order of their first option", () => {
  const groups = optionGroups([salesforce, paper, { ...salesforce, value: "hubspot" }]);
  expect(groups.map(({ value, items }) => [value, items.length])).toEqual([
    ["CRM", 2],
    ["", 1],
  ]);
});

it("knows no option for a value that is none of them", () => {
  expect(findOption([salesforce], "gone")).toBeNull();
});
