import type { Dispatcher } from "undici";

/** Pools of connections, one for each set of certificates that is trusted beside the public ones. */
export interface Agents {
  /** The pool of calls that trust these (PEM), and of no others; of the public ones alone without any. */
  for(caCertificates: string | undefined): Dispatcher;
  destroy(): Promise<void>;
}

/** How many sets keep their pools; the one that was asked for longest ago ends its own when its calls have. */
const KEPT = 100;

/** A connection that was opened on the word of one authority is never used for a call that does not trust it (P-15). */
export function createAgents(create: (caCertificates: string) => Dispatcher): Agents {
  const usual = create("");
  const others = new Map<string, Dispatcher>();
  const all = new Set([usual]);
  const open = (caCertificates: string): Dispatcher => {
    const agent = others.get(caCertificates) ?? create(caCertificates);
    all.add(agent);
    others.delete(caCertificates);
    others.set(caCertificates, agent);
    if (others.size > KEPT) retire();
    return agent;
  };
  const retire = () => {
    const [oldest] = others;
    if (!oldest) return;
    const [caCertificates, agent] = oldest;
    others.delete(caCertificates);
    void agent.close().then(() => all.delete(agent));
  };
  return {
    for: (caCertificates) => (caCertificates ? open(caCertificates) : usual),
    destroy: async () => {
      await Promise.all([...all].map((agent) => agent.destroy()));
    },
  };
}
