import { ipsSection } from "../constructs/edge/aws/ips/ips-section";
import { ACCESS_SECTION_ROOM } from "../constructs/edge/aws/policy-defaults";
import type { CheckedSections } from "./client-rules";
import type { AwsEdge } from "./edge-schema";
import type { FileProblem } from "./file-problem";
import { type AwsQuotas, DEFAULT_AWS_QUOTAS, type Fleet } from "./fleet-schema";
import { ipsOf } from "./ips-choice";
import type { YamlSource } from "./yaml-source";

/** A client file as far as it is right. */
interface ClientFile {
  readonly source: YamlSource;
  readonly sections: CheckedSections;
}

/** What AWS counts of Network Firewall in an account and Region. */
const COUNTED = [
  { key: "firewalls", what: "firewalls", usedBy: () => 1 },
  { key: "policies", what: "firewall policies", usedBy: () => 1 },
  { key: "ruleGroups", what: "stateful rule groups", usedBy: ruleGroupsOf },
  {
    key: "tlsInspections",
    what: "TLS inspection configurations",
    usedBy: ({ tlsInspection }) => (tlsInspection ? 1 : 0),
  },
] as const satisfies readonly {
  readonly key: keyof AwsQuotas;
  readonly what: string;
  usedBy(edge: AwsEdge): number;
}[];

/** Accounts whose quotas the fleet file states twice; it would not be known which holds. */
export function doubleQuotas(source: YamlSource, quotas: Fleet["awsQuotas"]): readonly FileProblem[] {
  return quotas.flatMap(({ account, region }, index) =>
    quotas.findIndex((other) => other.account === account && other.region === region) === index
      ? []
      : [
          source.problemAt(
            ["awsQuotas", index],
            "AwsQuotasTwice",
            `the quotas of account ${account} in ${region} are already in this list; keep one of the two`,
          ),
        ],
  );
}

/**
 * Where the firewalls of all clients together are more than AWS allows: told before the first deployment, and not by
 * the one that fails. The problem stands at the first client for which there is no room. What else the account holds
 * is not known here.
 *
 * @param files in the order in which clients are counted
 * @param raised the quotas that AWS has raised
 */
export function accountQuotaProblems(
  files: readonly ClientFile[],
  raised: Fleet["awsQuotas"],
): readonly FileProblem[] {
  return [...byAccountAndRegion(files).values()].flatMap((group) => {
    const { account, region } = (group[0] as CountedClient).edge;
    const quotas =
      raised.find((entry) => entry.account === account && entry.region === region) ?? DEFAULT_AWS_QUOTAS;
    return COUNTED.flatMap(({ key, what, usedBy }) => {
      const needs = group.map(({ edge }) => usedBy(edge));
      const allowed = quotas[key];
      const full = group[firstBeyond(needs, allowed)];
      const needed = needs.reduce((sum, need) => sum + need, 0);
      return full === undefined
        ? []
        : [
            full.source.problemAt(
              ["edge", "account"],
              "AwsQuotaExceeded",
              `the ${group.length} clients of account ${account} in ${region} need ${needed} ${what}, and AWS allows ${allowed}; ask Service Quotas for ${needed} and write it in fleet.yaml (awsQuotas, ${key}), or let clients share a firewall (edge.sharedFirewall)`,
            ),
          ];
    });
  });
}

/** Index of the first need that goes beyond what is allowed; -1 where none does. */
function firstBeyond(needs: readonly number[], allowed: number): number {
  let sum = 0;
  return needs.findIndex((need) => {
    sum += need;
    return sum > allowed;
  });
}

interface CountedClient {
  readonly source: YamlSource;
  readonly edge: AwsEdge;
}

/** Whoever shares another's firewall has none, nor a policy or rule groups. */
function byAccountAndRegion(files: readonly ClientFile[]): ReadonlyMap<string, readonly CountedClient[]> {
  const groups = new Map<string, CountedClient[]>();
  for (const { source, sections } of files) {
    const { edge } = sections;
    if (edge?.kind === "aws" && edge.sharedFirewall === undefined) {
      const key = `${edge.account} ${edge.region}`;
      const group = groups.get(key) ?? [];
      group.push({ source, edge });
      groups.set(key, group);
    }
  }
  return groups;
}

function ruleGroupsOf(edge: AwsEdge): number {
  const { own } = ipsSection(ipsOf(edge), {
    access: ACCESS_SECTION_ROOM,
    tlsInspected: edge.tlsInspection,
  });
  return ACCESS_SECTION_ROOM.groups + own.length;
}
