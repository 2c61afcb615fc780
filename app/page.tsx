import { redirect } from "next/navigation";

/** The console begins at the integrations; whoever is not signed in is led to sign in from there. */
export default function HomePage() {
  redirect("/oauth");
}
