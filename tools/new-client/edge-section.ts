import type { Answers, EdgeKind } from "./answers";
import { CHANGE, marked } from "./marks";

/** Addresses kept for documentation (RFC 5737). */
const NO_ADDRESS = "198.51.100.10";
const NO_SERVER = "192.168.10.5";

/** The `edge` section of a new client file. */
export function edgeSection(answers: Answers, today: string): readonly string[] {
  const { edge, aws } = answers;
  return [
    `# What stands between the internet and the server (docs/edge-${edge}.md).`,
    "edge:",
    `  kind: ${edge}`,
    ...SECTIONS[edge](answers, today).map((line) => `  ${line}`),
    ...(edge === "aws" || aws === undefined
      ? []
      : [`  aws: { account: "${aws.account}", region: ${aws.region} } # for what is not in the office`]),
  ];
}

const SECTIONS: Readonly<Record<EdgeKind, (answers: Answers, today: string) => readonly string[]>> = {
  aws: ({ aws, issuer }, today) => [
    `account: "${aws?.account}"`,
    `region: ${aws?.region}`,
    `availabilityZones: [${aws?.region}a] # one or two; only append`,
    "network:",
    marked("  cidr: 10.20.0.0/24", CHANGE, "no network that the client uses elsewhere"),
    ...stages(today, "read the alerts for two weeks, then prevent-reputation"),
    ...(issuer === "acm-exportable"
      ? ["tlsInspection: true # rules about requests match only what is decrypted"]
      : []),
  ],
  fortigate: (_answers, today) => [
    "unit:",
    marked("  fortiOs: 7.6.4", CHANGE, "what the unit runs, all three numbers"),
    "wan:",
    marked(`  - { interface: wan1, publicAddress: ${NO_ADDRESS} }`, CHANGE, "the link to the internet"),
    "inside:",
    marked("  interface: dmz", CHANGE, "the interface that the server is behind"),
    marked(`  server: ${NO_SERVER}`, CHANGE, "the server's private address"),
    ...stages(today, "read the log for two weeks, then prevent-reputation"),
  ],
  meraki: (_answers, today) => [
    marked("networkId: L_100000000000000000", CHANGE, "the appliance's network in the dashboard"),
    marked(`serverAddress: ${NO_SERVER}`, CHANGE, "the server's private address"),
    marked(`publicAddresses: [${NO_ADDRESS}]`, CHANGE, "one for each link, the main one first"),
    "outgoing: # of the whole office; `outgoing: leave` keeps them, and then nothing limits the server",
    marked("  office: []", CHANGE, "the office's own outgoing rules; those not repeated here go"),
    ...stages(today, "read the log for two weeks, then prevent"),
  ],
  external: () => [
    "managedBy:",
    marked("  name: Example Networks", CHANGE, "who manages the firewall"),
    marked("  contact: support@networks.example", CHANGE, "whom to write to there"),
    marked(`publicAddresses: [${NO_ADDRESS}]`, CHANGE, "where the server is reached"),
  ],
};

function stages(today: string, next: string): readonly string[] {
  return ["ips:", "  stages:", `    - { stage: detect, since: ${today} } # ${next}`];
}
