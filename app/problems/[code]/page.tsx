import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ProblemPage } from "#components/problems/problem-page.tsx";
import { isProblemCode, problemTypes } from "#lib/core/problem-types.ts";

type Params = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { code } = await params;
  return isProblemCode(code) ? { title: problemTypes[code].title } : {};
}

export default async function ProblemTypePage({ params }: Params) {
  const { code } = await params;
  if (!isProblemCode(code)) notFound();
  return <ProblemPage code={code} {...problemTypes[code]} />;
}
