import { NotFoundInConsole } from "#components/layout/not-found.tsx";

export default function NotFoundPage() {
  return <NotFoundInConsole />;
}
