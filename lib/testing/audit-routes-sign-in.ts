import type { Stage } from "./audit-routes.ts";

/** The ways to sign in: what is begun at a provider leaves no event until the browser comes back. */
export async function signInMethods({ db, owner: as, driver }: Stage): Promise<void> {
  const fields = { kind: "github", name: "GitHub", clientId: "app", clientSecret: "the-app-secret" };
  const { id } = await driver.act("POST /api/sign-in-methods", { as, body: { ...fields, slug: "github" } });
  const path = "/api/sign-in-methods/{id}";
  await driver.act(`PATCH ${path}`, { as, params: { id }, body: { name: "Ours" } });
  await driver.ask(`POST ${path}/proof`, { as, params: { id } });
  await driver.act("PUT /api/password-sign-in", { as, body: { isOn: true } });
  await db.signInMethod.update({ where: { id }, data: { provenAt: new Date() } });
  await driver.ask("POST /api/sign-in-flows", { as: null, body: { method: "github" } });
  await driver.ask("POST /api/identities", { as, body: { method: "github" } });
  for (const subject of ["1", "2"]) {
    const identity = { id: `identity-${subject}`, methodId: id, userId: as.userId, subject };
    await db.signInIdentity.create({ data: identity });
  }
  await driver.act("DELETE /api/identities/{id}", { as, params: { id: "identity-1" } });
  await driver.act(`DELETE ${path}`, { as, params: { id }, search: "?people=1" });
}
