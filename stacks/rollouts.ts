import type { Client } from "./client-schema";

/** The stage in force of a rollout, as the output `rollouts` states it. */
interface Rollout {
  readonly of: "dmarc" | "mta-sts" | "ips";
  /**
   * The mail domain.
   *
   * @default - it is about the firewall
   */
  readonly domain?: string;
  readonly stage: string;
  /** Day on which it began; ISO 8601. */
  readonly since: string;
}

/** The stages in force of a client, as far as its file dates them: by domain in the order of the file, then the firewall. */
export function rolloutsOf({ domains, edge }: Client): readonly Rollout[] {
  return [
    ...domains.flatMap(({ name: domain, dmarc, mtaSts }) => [
      ...inForce(dmarc, { of: "dmarc", domain }),
      ...inForce(mtaSts, { of: "mta-sts", domain }),
    ]),
    // What somebody else's firewall does, no file dates.
    ...(edge.kind === "external" ? [] : inForce(edge.ips.stages, { of: "ips" })),
  ];
}

function inForce(
  stages: readonly Pick<Rollout, "stage" | "since">[] | undefined,
  about: Pick<Rollout, "of" | "domain">,
): readonly Rollout[] {
  const last = stages?.at(-1);
  return last === undefined ? [] : [{ ...about, stage: last.stage, since: last.since }];
}
