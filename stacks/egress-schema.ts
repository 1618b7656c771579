import { z } from "zod";
import { EGRESS_WEB } from "../constructs/edge/egress";
import { hostName } from "./names";
import { cidr, report } from "./schema-types";

/** A host name, or `*.` and a domain, kept as A-labels. */
const egressHost: z.ZodType<string, string> = z.string().transform((text, context) => {
  const wildcard = text.startsWith("*.") ? "*." : "";
  const result = hostName(text.slice(wildcard.length));
  if ("problem" in result) {
    report(
      context,
      "BadEgressHost",
      `${result.problem}; a host, or "*." and a domain for every name below it`,
    );
    return z.NEVER;
  }
  return `${wildcard}${result.name}`;
});

/** `edge.egress` of a client file. */
export const egress = z.strictObject({
  web: z
    .enum(EGRESS_WEB)
    .default("listed")
    .describe(
      "Hosts that 80 and 443 lead to: those the server needs, from docs/egress.md, or any, with a warning.",
    ),
  hybrid: z
    .boolean()
    .default(false)
    .describe(
      "The server is in a hybrid deployment with Exchange Online; mail still leaves through the smart host.",
    ),
  dns: z
    .array(cidr)
    .default([])
    .describe("Resolvers outside the network. Default: none, the network's own answers."),
  ntp: z
    .array(cidr)
    .default([])
    .describe("Time servers outside the network. Default: none, the network's own answers."),
  allow: z
    .array(
      z.strictObject({
        host: egressHost
          .optional()
          .describe(
            "A host name, or *. and a domain for every name below it; with TLS, on port 80 with HTTP.",
          ),
        cidr: cidr.optional().describe("An IPv4 network of /16 or less, instead of a host."),
        port: z.int().min(1).max(65_535).describe("Destination port; never 25, 137 to 139, 445, 465, 587."),
        protocol: z.enum(["tcp", "udp"]).default("tcp").describe("udp for a network only."),
        reason: z.string().min(10).describe("Why; for whoever reads it in a year."),
      }),
    )
    .max(20)
    .default([])
    .describe("What only this client's server may reach."),
});
