import { loadClientFiles } from "../../stacks/client";
import { synthesizeClient } from "../../stacks/synthesize";
import { CLIENTS, type Tree } from "../clinic";
import { CLIENT, clientsFolder, MAIL_MANAGER_CLIENT, ON_SERVER_SECTION } from "../stacks/client-files";

const TWO_ZONES = `  availabilityZones: [eu-west-3a, eu-west-3b]
  logs: { retentionDays: 365, destination: s3 }
  domainControllers: [10.99.1.0/28]
  network:
    cidr: 10.40.0.0/24
    connected:
      - { cidr: 10.99.0.0/16, through: tgw-0a1b2c3d4e5f60718 }
  servers:
    - { name: ex1, availabilityZone: eu-west-3a }
    - { name: ex2, availabilityZone: eu-west-3b }
`;

const IN_THE_OFFICE = `  availabilityZones: [eu-west-3a]
  network:
    cidr: 10.20.0.0/24
  onPremises:
    servers: [192.168.10.5]
    publicAddress: 203.0.113.7
    networks: [192.168.10.0/24]
`;

/** A client with another edge. */
const withEdge = (edge: string): string => CLIENT.replace(/ {2}availabilityZones:[\s\S]*/, () => edge);

function officeOf(file: string): Tree {
  return synthesizeClient(clientsFolder({ "office.yaml": file }), "office") as Tree;
}

/** What other people's tools judge: the sample clients, and what an edge or a relay can be that no sample has. */
export const SAMPLE_STACKS: ReadonlyMap<string, Tree> = new Map([
  ...loadClientFiles(CLIENTS).clients.map(({ id }) => [id, synthesizeClient(CLIENTS, id) as Tree] as const),
  ["relay on AWS", officeOf(MAIL_MANAGER_CLIENT)],
  ["two zones", officeOf(withEdge(TWO_ZONES).replace("edge:\n", `${ON_SERVER_SECTION}edge:\n`))],
  [
    "servers in the office",
    officeOf(withEdge(IN_THE_OFFICE).replace("edge:\n", `${ON_SERVER_SECTION}edge:\n`)),
  ],
]);
