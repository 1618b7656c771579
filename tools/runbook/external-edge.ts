import { CidrSet } from "../../constructs/core/cidr-set";
import type { ExternalEdgeFact, MailFlow, StatedWayFact } from "../../posture/facts";
import { codeList, markdownTable } from "../markdown";

/**
 * What somebody else's edge is to do, for whoever sets it up there: exact rules, and what to send back. Every value
 * is one that the client's Terraform JSON holds.
 *
 * @param client the client's id
 * @param mail the relay and the smart host
 */
export function externalEdgeRequest(
  client: string,
  edge: ExternalEdgeFact,
  mail: Pick<MailFlow, "relay" | "smartHost">,
): string {
  return [
    `# The firewall in front of the Exchange server of ${client}`,
    "",
    `For ${edge.managedBy} (${edge.contact}), who manages it.`,
    "",
    ...externalEdgeRules(edge, mail),
    "## To send back",
    "",
    "1. The rules as they are set up: in and out, in their order, with those that stood there before.",
    "2. Which other forwards, NAT rules or VPNs lead to the server's network, if any.",
    "3. Whether attacks are only reported or held back, since when, and who reads the reports.",
    "4. The day from which all this is in force.",
    "",
  ].join("\n");
}

/** The rules of that request, from the second heading on. */
export function externalEdgeRules(
  edge: ExternalEdgeFact,
  { relay, smartHost }: Pick<MailFlow, "relay" | "smartHost">,
): readonly string[] {
  const { publicAddresses, egressAddresses, ingress, egress, ips } = edge;
  const name = relay?.name ?? "The relay";
  const opensMailToAnyone = ingress.some((way) => way.port === 25 && isEverywhere(way));
  return [
    "## What comes in",
    "",
    `To ${codeList(publicAddresses)}, forwarded to the server by the same port, in this order:`,
    "",
    ...markdownTable(
      ["action", "protocol", "port", "from", "what for"],
      [
        ...ingress.map((way) => ["allow", way.protocol, `${way.port}`, peers(way, "anyone"), way.purpose]),
        ["deny, and log", "any", "any", "anyone", "nothing else reaches the server"],
      ],
    ),
    "",
    opensMailToAnyone
      ? `- 25 is open to anyone while mail moves to ${name}. It will be closed to all others: another request follows.`
      : `- ${name} delivers from the networks of port 25. Other senders are not let in there, whatever they are called.`,
    "- The server must see the address of whoever connects: no source NAT on the way in.",
    "- No other port is forwarded, for no test and no while: no remote desktop, no remote management.",
    "- Over IPv6 nothing reaches the server.",
    "",
    "## What goes out",
    "",
    `From the server, as ${codeList(egressAddresses)}:`,
    "",
    ...markdownTable(
      ["action", "protocol", "port", "to", "what for"],
      [
        ...egress.map((way) => ["allow", way.protocol, `${way.port}`, peers(way, "anywhere"), way.purpose]),
        ["deny, and log", "any", "any", "anywhere", "nothing else leaves the server"],
      ],
    ),
    "",
    "- Port 25 leads nowhere but where the table says: mail leaves through the smart host.",
    ...(smartHost === null
      ? []
      : [
          `- On ${smartHost.port} the server talks to \`${smartHost.host}\` alone; where the firewall can, limit the port to that name.`,
        ]),
    "- Where the firewall reads no host names, the port may lead anywhere; say so.",
    "",
    "## What is looked for",
    "",
    ...IPS[ips in IPS ? (ips as keyof typeof IPS) : "prevent"].map((line) => `- ${line}`),
    "- Signatures for Windows Server, IIS and Microsoft Exchange are on, and updated by themselves every day.",
    "- 443 is not decrypted, unless with the server's own certificate and key: with another, Extended Protection in Exchange refuses Outlook.",
    "- On 25 nothing rewrites SMTP: inspection that takes STARTTLS out makes mail arrive in clear.",
    "- What is dropped and recognised is logged outside the firewall, and somebody is told.",
    "",
  ];
}

/** What is asked for in each stage. */
const IPS = {
  detect: ["Attacks are recognised and reported, and nothing is dropped yet."],
  "prevent-reputation": [
    "Addresses that are known to be bad are dropped; other attacks are recognised and reported.",
  ],
  prevent: ["Attacks are dropped: addresses that are known to be bad, and signatures."],
} as const;

function isEverywhere({ networks }: StatedWayFact): boolean {
  return CidrSet.of(...networks).containsAll(CidrSet.ANY_IPV4);
}

/** Who comes in, or where it leads. */
function peers(way: StatedWayFact, everywhere: string): string {
  const { networks, hosts } = way;
  if (hosts === null) {
    return isEverywhere(way) ? everywhere : codeList(networks);
  }
  return isEverywhere(way) ? codeList(hosts) : `${codeList(hosts)} at ${codeList(networks)}`;
}
