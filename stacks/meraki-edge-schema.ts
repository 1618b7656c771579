import { z } from "zod";
import { IPS_MODES } from "../constructs/edge/ips-mode";
import { awsPlace } from "./aws-place-schema";
import { httpsFrom } from "./deny-schema";
import { egress } from "./egress-schema";
import { privateAddress, stages } from "./schema-types";

/** Networks as the dashboard takes them; it knows its own objects and host names, too. */
const networks = (what: string) => z.string().min(1).default("Any").describe(what);

const officeRule = z.strictObject({
  policy: z.enum(["allow", "deny"]).describe("What happens to the packets."),
  protocol: z.enum(["any", "tcp", "udp", "icmp"]).describe("Of which protocol they are."),
  sources: networks("Networks they come from, in CIDR notation with commas."),
  destinations: networks("Networks or host names they go to, with commas."),
  ports: z.string().min(1).default("Any").describe("Destination ports, with commas."),
  comment: z.string().min(1).max(200).describe("What the rule is for."),
});

/** `edge` of a client whose server stands in the office, behind a Cisco Meraki MX. */
export const merakiEdge = z.strictObject({
  kind: z
    .literal("meraki")
    .describe("What stands in front of the server: meraki is a Cisco Meraki MX in the office."),
  networkId: z
    .string()
    .describe("Id of the appliance's network in the dashboard, such as L_123456789012345678."),
  serverAddress: privateAddress.describe("Private IPv4 address of the server."),
  publicAddresses: z
    .array(z.string())
    .min(1)
    .describe(
      "Public IPv4 addresses of the appliance, one for each link to the internet, the main one first.",
    ),
  httpsFrom,
  outgoing: z
    .union([
      z.literal("leave"),
      z.strictObject({
        office: z
          .array(officeRule)
          .default([])
          .describe("The office's own outgoing rules, after the server's; those not repeated here go."),
      }),
    ])
    .describe(
      "Outgoing rules of the whole office: leave (they stay as they are, and nothing limits the server), or office, the list that replaces them.",
    ),
  egress: egress
    .prefault({})
    .describe("What the server may reach, besides its smart host; by port and network, never by name."),
  ips: z
    .strictObject({
      stages: stages(
        IPS_MODES,
        "detect for one or two weeks, then prevent; this appliance has no stage between them.",
      )
        .optional()
        .describe("How far prevention has come, stage by stage; the last one is in force. Default: detect."),
    })
    .prefault({})
    .describe("What is done with the attacks that the appliance recognises; needs Advanced Security."),
  syslog: z
    .strictObject({
      server: z.string().min(1).describe("IPv4 address of the collector."),
      port: z.int().min(1).max(65_535).default(514).describe("Its UDP port."),
    })
    .optional()
    .describe("Where the appliance sends its flows and alerts. Default: they stay in the dashboard."),
  aws: awsPlace,
});
