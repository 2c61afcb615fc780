import { NotFound } from "#components/layout/not-found.tsx";
import { translator } from "./translator.ts";

export const metadata = { title: translator("layout")("notFound.title") };

export default function NotFoundPage() {
  return <NotFound />;
}
