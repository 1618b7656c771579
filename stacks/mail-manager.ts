import type { Construct } from "constructs";
import { z } from "zod";
import type { Problem } from "../constructs/core/errors";
import type { Relay } from "../constructs/relay/relay";
import {
  mailManagerProblems,
  SesMailManagerRelay,
  type SesMailManagerRelayProps,
} from "../constructs/relay/ses/ses-mail-manager-relay";
import { ARCHIVE_RETENTIONS } from "../constructs/relay/ses/template";
import type { Client } from "./client-schema";
import type { ClientZones } from "./dns-wiring";
import { awsPlaceOf } from "./edge-schema";
import type { RelaySection } from "./relay-schema";

/** What `vendor` says where the relay is made in the client's own AWS account. */
export const MAIL_MANAGER = "ses-mail-manager";

const retention = z.enum(ARCHIVE_RETENTIONS);

const filter = z.strictObject({
  passedField: z
    .string()
    .describe("What the API calls the filter's result Is passed; docs/relay-ses.md says how to find it."),
  instance: z
    .string()
    .optional()
    .describe(
      "ARN of the add-on's instance, where the account has it already. Default: the stack subscribes.",
    ),
});

/** The `relay.mailManager` section: what a relay on Amazon SES needs beside what every relay does. */
export const mailManager = z.strictObject({
  serverCredentials: z
    .string()
    .describe("ARN of the secret with username and password for the server's receive connector."),
  spamFilter: filter.describe("The add-on against spam and phishing."),
  virusFilter: filter.describe("The add-on against viruses."),
  tls: z
    .enum(["required", "opportunistic"])
    .default("required")
    .describe("Must senders use TLS? Where they need not, mail may travel in the clear."),
  unwanted: z
    .enum(["quarantine", "drop"])
    .default("quarantine")
    .describe("What becomes of mail that a filter does not clear."),
  archive: z.boolean().default(true).describe("Keep a copy of delivered mail."),
  archiveRetention: retention.default("THREE_MONTHS").describe("How long copies are kept."),
  quarantineRetention: retention.default("THREE_MONTHS").describe("How long the quarantine keeps a message."),
  archiveKey: z
    .string()
    .optional()
    .describe("ARN of the KMS key of copies and quarantine. Default: a key that AWS owns."),
  bounceLabel: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
      "one label of lower-case letters, digits and inner hyphens",
    )
    .default("bounce")
    .describe("Label of the domain, below each mail domain, that bounces go to."),
});

/** What the relay is made from, of a client file. */
type Choice = Pick<Client, "id" | "domains" | "server" | "edge"> & { readonly relay: RelaySection };

/** Stands in for a Region that the file does not give, which is told elsewhere. */
const DEFAULT_REGION = "us-east-1";

/** Keys of the section that a relay on AWS decides itself. */
const DECIDED: readonly (keyof RelaySection)[] = ["name", "tenant", "mx", "spf", "outbound", "continuity"];

/** Where a property of the construct stands in the `relay` section. */
const KEYS: ReadonlyMap<string, string> = new Map([
  ["spamFilter", "mailManager.spamFilter"],
  ["virusFilter", "mailManager.virusFilter"],
  ["serverCredentialsArn", "mailManager.serverCredentials"],
]);

/** What is wrong with a `relay` section that asks for Mail Manager; properties are keys of it, nested ones with dots. */
export function mailManagerSectionProblems(choice: Choice): readonly Problem[] {
  const { relay } = choice;
  const { mailManager: own, smartHost } = relay;
  return [
    ...DECIDED.filter((key) => relay[key] !== undefined).map((property) => ({
      code: "RelayKeyNotAllowed" as const,
      property,
      message: `a relay on AWS decides this itself; remove ${JSON.stringify(property)}`,
    })),
    ...(["host", "port"] as const)
      .filter((key) => smartHost?.[key] !== undefined)
      .map((key) => ({
        code: "RelayKeyNotAllowed" as const,
        property: `smartHost.${key}`,
        message: `the smart host is Amazon SES in the relay's Region; remove ${JSON.stringify(key)}`,
      })),
    ...(["mailManager", "smartHost"] as const)
      .filter((key) => relay[key] === undefined)
      .map((key) => ({
        code: "MissingKey" as const,
        message: `${JSON.stringify(key)} is missing; it takes keys and values`,
      })),
    ...(own === undefined || smartHost === undefined
      ? []
      : mailManagerProblems({
          ...propsOf(choice, own, smartHost.credentials),
          domains: mailDomainsOf(choice).map(({ name: domain }) => ({ domain })),
        }).map((problem) =>
          problem.property === undefined
            ? problem
            : { ...problem, property: KEYS.get(problem.property) ?? problem.property },
        )),
  ];
}

/** Declares the relay of a client file that asks for Mail Manager, and whose check found nothing. */
export function mailManagerRelay(scope: Construct, id: string, client: Client, zones: ClientZones): Relay {
  const { mailManager: own, smartHost } = client.relay;
  if (own === undefined || smartHost === undefined) {
    throw new Error("the client file's check admits no Mail Manager without its settings");
  }
  return new SesMailManagerRelay(scope, id, {
    ...propsOf(client, own, smartHost.credentials),
    domains: mailDomainsOf(client).map(({ name: domain }) => ({ domain, zone: zones.of(domain) })),
  });
}

function mailDomainsOf({ domains }: Pick<Client, "domains">): Client["domains"] {
  return domains.filter(({ mail }) => mail === undefined);
}

function propsOf(
  { id, server, edge, relay }: Choice,
  own: z.output<typeof mailManager>,
  smartHostCredentials: string,
): Omit<SesMailManagerRelayProps, "domains"> {
  const { serverCredentials, archiveKey, spamFilter, virusFilter, ...asTheyAre } = own;
  const filterOf = ({ passedField, instance }: typeof spamFilter) => ({
    passedField,
    ...(instance === undefined ? {} : { instanceArn: instance }),
  });
  return {
    ...asTheyAre,
    name: id,
    region: relay.region ?? awsPlaceOf(edge)?.region ?? DEFAULT_REGION,
    serverHostName: server.hostName,
    serverCredentialsArn: serverCredentials,
    smartHostCredentials,
    deliversFrom: relay.deliversFrom ?? [],
    spamFilter: filterOf(spamFilter),
    virusFilter: filterOf(virusFilter),
    ...(relay.smartHost?.addresses === undefined ? {} : { smartHostAddresses: relay.smartHost.addresses }),
    ...(archiveKey === undefined ? {} : { archiveKeyArn: archiveKey }),
  };
}
