import { isUsable } from "../../constructs/relay/confirmed-values";
import type { RelayVendor, SourcedOrNull, VendorValues } from "../../constructs/relay/vendor";
import { relayVendor } from "../../constructs/relay/vendors";
import { MAIL_MANAGER } from "../../stacks/mail-manager";
import { vendorRows } from "../relay-vendor-table";
import { type Answers, CUSTOM, NO_ACCOUNT, USUAL_REGION } from "./answers";
import { CHANGE, CONFIRM, marked } from "./marks";

/** A network that leads nowhere since RFC 7526; it stands in for one that is not known yet. */
const NO_NETWORK = "192.88.99.0/25";

/** The `relay` section of a new client file. */
export function relaySection(answers: Answers): readonly string[] {
  return [
    "# The cloud anti-spam relay: MX, the networks that may reach port 25, SPF and the way out (docs/relays.md).",
    "relay:",
    ...relayLines(answers).map((line) => `  ${line}`),
    "  # A server that has its own MX today moves in three stages; without them the relay is in force at once:",
    "  # inbound:",
    "  #   - { stage: observe, since: 2026-01-31 }",
    "  # previousMx: { hosts: [{ host: mail.old.example, preference: 10 }] }",
  ];
}

function relayLines({ id, relay, domain, aws }: Answers): readonly string[] {
  const credentials = `credentials: ssm:/${id}/smart-host # where they are, never what they are`;
  if (relay === CUSTOM) {
    return [
      "vendor: custom",
      marked("name: Example Filter", CHANGE, "the relay's name, for people"),
      ...unknownMx,
      unknownNetworks,
      unknownSpf,
      "smartHost:",
      marked("  host: smtp.filter.example", CHANGE, "where outgoing mail is handed over"),
      `  ${credentials}`,
      "continuity:",
      marked("  webmail: unknown", CHANGE, "what users can do while the server is down"),
      marked("  activation: Ask the relay what happens while the server is down.", CHANGE, "and how"),
    ];
  }
  if (relay === MAIL_MANAGER) {
    const { account, region } = aws ?? { account: NO_ACCOUNT, region: USUAL_REGION };
    return [
      `vendor: ${MAIL_MANAGER}`,
      marked(`deliversFrom: [${NO_NETWORK}]`, CHANGE, "the Region's row of AWS's table (docs/relay-ses.md)"),
      "smartHost:",
      `  credentials: secretsmanager:${id}/ses-smtp # where they are, never what they are`,
      "mailManager:",
      marked(
        `  serverCredentials: arn:aws:secretsmanager:${region}:${account}:secret:${id}/relay-AbCdEf`,
        CHANGE,
        "ARN of the secret for the server's receive connector",
      ),
      marked('  spamFilter: { passedField: "SPAM" }', CHANGE, "as the API spells it (docs/relay-ses.md)"),
      marked('  virusFilter: { passedField: "VIRUS" }', CHANGE, "as the API spells it (docs/relay-ses.md)"),
    ];
  }
  return vendorLines(relayVendor(relay), { domain, credentials });
}

const unknownMx = [
  "mx:",
  marked("  - { host: mx1.filter.example, preference: 10 }", CHANGE, "the MX set, as the relay told you"),
];
const unknownNetworks = marked(`deliversFrom: [${NO_NETWORK}]`, CHANGE, "the networks that it delivers from");
const unknownSpf = marked("spf: include:spf.filter.example", CHANGE, "the mechanism that authorises it");

interface Place {
  readonly domain: string;
  readonly credentials: string;
}

/** A vendor's section: what it documents is left out, what it does not is written and marked. */
function vendorLines(vendor: RelayVendor, { domain, credentials }: Place): readonly string[] {
  const [{ region, confirm }] = vendorRows(vendor) as [ReturnType<typeof vendorRows>[number]];
  const values: VendorValues = { ...vendor, ...vendor.regions[region] };
  const needed = new Set(confirm);
  const filled = (text: string): string => text.replaceAll("{tenant}", vendor.tenant?.example ?? "");
  const own = (text: string): string =>
    filled(text).replaceAll("{domainDashed}", domain.replaceAll(".", "-"));
  const mx = values.mx?.value;
  const networks = values.deliversFrom?.value;
  const spf = values.spf?.value;
  const smartHost = values.smartHost?.value;
  return [
    `vendor: ${vendor.id} # ${vendor.name}`,
    ...(Object.keys(vendor.regions).length === 1
      ? [`region: ${region}`]
      : [`region: ${region} # or ${Object.keys(vendor.regions).slice(1).join(", ")}`]),
    ...(needed.has("tenant")
      ? [marked(`tenant: ${quoted(vendor.tenant?.example ?? "")}`, CHANGE, vendor.tenant?.what ?? "")]
      : []),
    ...(needed.has("mx")
      ? mx == null
        ? unknownMx
        : [
            marked("mx:", CONFIRM, whence(values.mx)),
            ...mx.map(
              ({ host, preference }, index) =>
                `  - { host: ${quoted(filled(host))}, preference: ${preference ?? 10 * (index + 1)} }`,
            ),
          ]
      : []),
    ...(needed.has("deliversFrom")
      ? networks == null
        ? [unknownNetworks]
        : [marked(`deliversFrom: [${networks.join(", ")}]`, CONFIRM, whence(values.deliversFrom))]
      : []),
    ...(needed.has("spf")
      ? spf == null || own(spf).includes("{")
        ? [spf == null ? unknownSpf : `${unknownSpf}; the form is ${spf}`]
        : [marked(`spf: ${own(spf)}`, CONFIRM, whence(values.spf))]
      : []),
    ...(vendor.direction === "inbound"
      ? [
          "outbound: # it takes mail in only, so another service sends",
          "  vendor: custom",
          marked("  spf: include:spf.sender.example", CHANGE, "the mechanism that authorises who sends"),
          "  smartHost:",
          marked("    host: smtp.sender.example", CHANGE, "where outgoing mail is handed over"),
          `    ${credentials}`,
        ]
      : [
          "smartHost:",
          ...(needed.has("smartHost.host")
            ? [
                smartHost == null
                  ? marked("  host: smtp.filter.example", CHANGE, "where outgoing mail is handed over")
                  : marked(`  host: ${own(smartHost.host)}`, CONFIRM, whence(values.smartHost)),
              ]
            : opensPort25(values)
              ? [
                  marked(
                    `  addresses: [${NO_NETWORK}]`,
                    CHANGE,
                    "its networks; port 25 never leads everywhere",
                  ),
                ]
              : []),
          `  ${credentials}`,
        ]),
  ];
}

/** Is the port that the vendor documents the one that needs networks beside it? */
function opensPort25({ smartHost }: VendorValues): boolean {
  return isUsable(smartHost) && smartHost?.value?.ports[0] === 25;
}

/** Where a value was read, for whoever checks it. */
function whence(known: SourcedOrNull<unknown> | undefined): string {
  const { confidence = "uncertain", sources = [] } = known ?? {};
  return `${confidence.replaceAll("-", " ")}, ${sources.join(", ")}`;
}

/** Text that YAML would take for a number or for something with a structure. */
function quoted(text: string): string {
  return /^[\d.]+$|[{}]/.test(text) ? JSON.stringify(text) : text;
}
