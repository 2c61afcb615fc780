import type { MemberActor } from "#lib/core/actor.ts";
import { idPrefixes, newId } from "#lib/core/ids.ts";
import type { Caller } from "./access-people.ts";
import type { Thing } from "./access-rules.ts";
import { insertConnection, type Kind, makers } from "./access-things.ts";
import { type AccessWorld, nobodys, type ShareLevel } from "./access-world.ts";

/** For each kind of thing that a path can name: one's own, a colleague's, shared ones, another workspace's, none, a deleted one. */
export type Instances = Record<Kind, Thing[]>;

/** What is the deployment's, and not a workspace's. */
const ofDeployment: readonly Kind[] = ["customOffering", "oauthCredential"];
/** What one person has, and not their workspace. */
const ofPeople: readonly Kind[] = ["connection", "apiKey", "auditEvent", "flow", "session"];

/** Makes them all. */
export async function createInstances(world: AccessWorld): Promise<Instances> {
  const made = {} as Instances;
  for (const kind of Object.keys(makers) as Kind[])
    made[kind] = [
      ...((await special[kind]?.(world)) ?? (await usual(world, kind))),
      ...(await deletedOf(world, kind)),
      { ...nothing("unknown", kind, unknownIds(kind)), within: null },
    ];
  // Whoever may have an account of their own at an integration has one.
  for (const person of Object.values(world.people)) await insertConnection(world, person, null);
  return made;
}

/** Another one of the same kind, of the same owner. */
export async function another(world: AccessWorld, kind: Kind, thing: Thing): Promise<Thing> {
  if (!thing.by) throw new Error(`nobody makes another ${thing.label} ${kind}`);
  return { ...thing, ids: await makers[kind](world, thing.by, thing.level) };
}

const special: Partial<Record<Kind, (world: AccessWorld) => Promise<Thing[]>>> = {
  integration: async ({ integrations, people }) =>
    (["home", "other"] as const).flatMap((place) => {
      const by = place === "home" ? people.owner : people.otherOwner;
      const owned = { kind: "integration", ...nobodys, workspaceId: by.workspaceId, by, isThere: true };
      const { id, slug } = integrations[place];
      return [
        { ...owned, label: `${place} workspace's`, ids: [id] },
        { ...owned, label: `${place} workspace's by its slug`, ids: [slug] },
      ];
    }),
  connection: async (world) => {
    const { member, colleague, otherMember } = world.people;
    return [
      await make(world, "connection", "the member's", member),
      await make(world, "connection", "the colleague's", colleague),
      await make(world, "connection", "the colleague's, shared to read", colleague, "read"),
      await make(world, "connection", "the colleague's, shared", colleague, "use"),
      await make(world, "connection", "the colleague's, shared to manage", colleague, "manage"),
      await make(world, "connection", "other workspace's", otherMember),
      await make(world, "connection", "other workspace's, shared", otherMember, "use"),
    ];
  },
  apiKey: (world) => personal(world, "apiKey"),
  auditEvent: (world) => personal(world, "auditEvent"),
  flow: (world) => personal(world, "flow"),
  session: (world) => personal(world, "session"),
  offering: async (world) => {
    const draft = await makers.customOffering(world, world.people.platformAdmin);
    const builtIn = { ...nothing("of the catalogue", "catalogue", ["github"]), isThere: true };
    return [...(await usual(world, "offering")), builtIn, nothing("a draft", "offering", draft)];
  },
  customOffering: async (world) => [
    ...(await usual(world, "customOffering")),
    nothing("a workspace's private one", "offering", await makers.offering(world, world.people.owner)),
  ],
  override: (world) => crossed(world, "override"),
  delivery: (world) => crossed(world, "delivery"),
};

/** Who makes one of a kind in the home workspace. */
function makerOf({ people }: AccessWorld, kind: Kind): MemberActor {
  if (ofDeployment.includes(kind)) return people.platformAdmin;
  return ofPeople.includes(kind) ? people.member : people.owner;
}

async function usual(world: AccessWorld, kind: Kind): Promise<Thing[]> {
  const { owner, otherOwner, platformAdmin } = world.people;
  if (ofDeployment.includes(kind)) return [await make(world, kind, "the deployment's", platformAdmin)];
  return [
    await make(world, kind, "home workspace's", owner),
    await make(world, kind, "other workspace's", otherOwner),
  ];
}

async function personal(world: AccessWorld, kind: Kind): Promise<Thing[]> {
  const { member, colleague, otherMember } = world.people;
  return [
    await make(world, kind, "the member's", member),
    await make(world, kind, "the colleague's", colleague),
    await make(world, kind, "other workspace's", otherMember),
  ];
}

// Z-04: each part of the path is there, and not of the other.
async function crossed(world: AccessWorld, kind: Kind): Promise<Thing[]> {
  const [own, others] = (await usual(world, kind)) as [Thing, Thing];
  const unknown = unknownIds(kind).at(-1) ?? "";
  const [[first = "", second = ""], [otherFirst = "", otherSecond = ""]] = [own.ids, others.ids];
  return [
    { ...own, within: own.workspaceId },
    { ...others, within: others.workspaceId },
    {
      ...nothing("other workspace's in the home workspace's", kind, [first, otherSecond]),
      within: own.workspaceId,
    },
    {
      ...nothing("home workspace's in the other workspace's", kind, [otherFirst, second]),
      within: others.workspaceId,
    },
    { ...nothing("unknown in the home workspace's", kind, [first, unknown]), within: own.workspaceId },
    {
      ...nothing("unknown in the other workspace's", kind, [otherFirst, unknown]),
      within: others.workspaceId,
    },
  ];
}

async function make(
  world: AccessWorld,
  kind: Kind,
  label: string,
  by: MemberActor,
  level: ShareLevel | null = null,
): Promise<Thing> {
  const workspaceId = ofDeployment.includes(kind) ? null : by.workspaceId;
  const ids = await makers[kind](world, by, level);
  return { label, kind, by, ids, workspaceId, ownerId: by.userId, level, isThere: true };
}

function nothing(label: string, kind: string, ids: string[]): Thing {
  return { label, kind, by: null, ids, ...nobodys, workspaceId: null, isThere: false };
}

function unknownIds(kind: Kind): string[] {
  switch (kind) {
    case "override":
      return [newId("integration"), newId("override")];
    case "delivery":
      return [newId("webhook"), newId("delivery")];
    case "member":
    case "coOwner":
      return [newId("user")];
    case "customOffering":
      return [newId("offering")];
    case "oauthCredential":
      return [newId("oauthCredential")];
    default:
      return [newId(kind in idPrefixes ? (kind as keyof typeof idPrefixes) : "flow")];
  }
}

const tables: Partial<Record<Kind, string>> = {
  ...{ integration: "Integration", connection: "Connection", override: "Override", webhook: "Webhook" },
  ...{ delivery: "WebhookDelivery", application: "Application", apiKey: "ApiKey", api: "Api" },
  ...{ runtimeConfiguration: "RuntimeConfiguration", customOffering: "CustomOffering" },
  ...{ oauthCredential: "OAuthCredential", flow: "AuthorizationFlow", session: "Session" },
  ...{ member: "User", coOwner: "User", invitation: "Invitation" },
};

/** Whether a thing was deleted since. */
export async function isGone(world: AccessWorld, kind: Kind, { ids }: Thing): Promise<boolean> {
  const table = tables[kind];
  if (!table) return false;
  const text = `SELECT 1 FROM "${table}" WHERE "id" = $1`;
  return (await world.deployment.database.pool.query(text, [ids.at(-1)])).rowCount === 0;
}

// Audit events are for ever, and an offering goes with its API.
async function deletedOf(world: AccessWorld, kind: Kind): Promise<Thing[]> {
  const table = tables[kind];
  if (!table) return [];
  const by = makerOf(world, kind);
  const ids = await makers[kind](world, by, null);
  await world.deployment.database.pool.query(`DELETE FROM "${table}" WHERE "id" = $1`, [ids.at(-1)]);
  return [{ ...nothing("deleted", kind, ids), within: by.workspaceId }];
}

/** The person who calls, or for whom a key does. */
export function personOf({ people }: AccessWorld, { userId }: Caller): MemberActor {
  const person = Object.values(people).find((known) => known.userId === userId);
  if (!person) throw new Error("a person who is nobody");
  return person;
}

/** The owner of the caller's workspace. */
export function ownerOf({ people }: AccessWorld, { workspaceId }: Caller): MemberActor {
  return workspaceId === people.otherOwner.workspaceId ? people.otherOwner : people.owner;
}

/** The integration of the caller's workspace; for nobody the first one. */
export function integrationOf(world: AccessWorld, caller: Caller): { id: string; slug: string } {
  return ownerOf(world, caller) === world.people.owner ? world.integrations.home : world.integrations.other;
}

/** What the next version of an offering is saved with. */
export async function firstVersionOf(world: AccessWorld, thing: Thing | undefined): Promise<unknown> {
  const offeringId = thing?.ids[0] ?? "";
  const { client: db } = world.deployment.database;
  const row = await db.customOfferingVersion.findFirst({ where: { offeringId } });
  return { expectedVersion: 1, data: row?.data ?? {} };
}
