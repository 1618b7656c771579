import { z } from "zod";
import { IPS_MODES } from "../constructs/edge/ips-mode";
import { awsPlace } from "./aws-place-schema";
import { httpsFrom } from "./deny-schema";
import { egress } from "./egress-schema";

/** `edge` of a client whose firewall somebody else manages. */
export const externalEdge = z.strictObject({
  kind: z
    .literal("external")
    .describe("What stands in front of the server: external is a firewall that somebody else manages."),
  managedBy: z
    .strictObject({
      name: z.string().max(100).regex(/^.+$/, "one line").describe("Who, for people."),
      contact: z.string().max(200).regex(/^.+$/, "one line").describe("Whom to write to or call there."),
    })
    .describe("Who manages it."),
  publicAddresses: z
    .array(z.string())
    .min(1)
    .describe("Public IPv4 addresses at which the server is reached, the main one first."),
  egressAddresses: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      "Public IPv4 addresses that the server's own connections have. Default: those at which it is reached.",
    ),
  httpsFrom,
  egress: egress.prefault({}).describe("What the server may reach, besides its smart host."),
  ips: z
    .enum(IPS_MODES)
    .default("prevent")
    .describe("What its manager has agreed to do with attacks; nothing here shows it."),
  aws: awsPlace,
});
