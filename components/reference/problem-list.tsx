"use client";

import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { ReferenceOperation } from "./reference.ts";

/** What it may answer instead, each code with the page that explains it. */
export function ProblemList({ problems }: Pick<ReferenceOperation, "problems">) {
  const t = useTranslations("reference");
  if (problems.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 text-sm font-medium text-ink-2">{t("problems")}</h3>
      <ul className="grid gap-1">
        {problems.map(({ status, codes }) => (
          <li key={status} className="flex flex-wrap items-baseline gap-x-3">
            <span className="w-8 text-ink-3">{status}</span>
            {codes.map((code) => (
              <Link key={code} href={`/problems/${code}` as Route} className="link py-0.5">
                <code>{code}</code>
              </Link>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
