import { CidrSet } from "../../constructs/core/cidr-set";
import type { ExternalEdgeFact, MailFlow } from "../facts";
import { textsOf } from "../terraform-json";
import type { Breach, Rule } from "./rule";

/** What stands in front of the servers is shown. */
export const EDGE_ELSEWHERE: Rule = {
  id: "edge-elsewhere",
  what: "What stands between the internet and the servers that a stack states is part of that stack.",
  why: "The rules about ports, ways out and attacks judge what a stack opens: where it opens nothing and its servers are reached all the same, they hold, and show nothing.",
  reference: "docs/adr/0025-an-edge-that-somebody-else-manages.md",
  severity: "warning",
  check: ({ externalEdge: edge, exposures }, stack) => {
    if (edge !== null) {
      return [
        {
          address: edge.address,
          message: `${edge.managedBy} manages the edge, so nothing here shows what comes in, what leaves and what is looked for; have it set up as asked (runbook <client> --part edge), look from outside (check <client> --ports), and say until when this may stand`,
        },
      ];
    }
    return textsOf(stack.output("server_addresses")).length === 0 ||
      exposures.some(({ from }) => from === "internet")
      ? []
      : [
          {
            address: "output.server_addresses",
            message:
              "the stack states addresses of servers, and nothing in it leads there, so nothing here shows what comes in; declare the edge, or state whose it is in the output external_edge",
          },
        ];
  },
};

/** Somebody else's edge is asked for the same. */
export const EXTERNAL_EDGE_ASKED: Rule = {
  id: "external-edge-asked",
  what: "An edge that somebody else manages is asked to let in what one of our own would: 25/tcp from all of the relay's networks, and from no others once the move to the relay is locked, 443/tcp, and nothing else.",
  why: "What is asked for is what will be done: nobody over there knows which networks the relay has.",
  reference: "advice sheet, row 3",
  severity: "error",
  check: ({ externalEdge: edge, mailFlow }) =>
    edge === null ? [] : [...strangePorts(edge), ...otherSenders(edge, mailFlow)],
};

function strangePorts({ ingress, address }: ExternalEdgeFact): readonly Breach[] {
  return ingress
    .filter(({ protocol, port }) => protocol !== "tcp" || (port !== 25 && port !== 443))
    .map(({ protocol, port }) => ({
      address,
      message: `${port}/${protocol} is asked for, and nothing but 25/tcp and 443/tcp is to come in; take it out`,
    }));
}

function otherSenders({ ingress, address }: ExternalEdgeFact, { relay, stage }: MailFlow): readonly Breach[] {
  if (relay === null) {
    return [];
  }
  const admitted = CidrSet.of(
    ...ingress.filter(({ port }) => port === 25).flatMap(({ networks }) => networks),
  );
  const stated = CidrSet.of(...relay.networks);
  const others = stage === "locked" ? admitted.minus(stated) : CidrSet.EMPTY;
  // The published addresses are of IPv4.
  const missing = stated.intersect(CidrSet.ANY_IPV4).minus(admitted);
  return [
    ...(others.isEmpty
      ? []
      : [
          {
            address,
            message: `25/tcp is asked for from ${others}, which is not ${relay.name}; ask for its networks alone`,
          },
        ]),
    ...(missing.isEmpty
      ? []
      : [
          {
            address,
            message: `${relay.name} delivers from ${missing} as well, for which 25/tcp is not asked; ask for it`,
          },
        ]),
  ];
}
