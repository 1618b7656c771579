import { z } from "zod";
import { deny, httpsFrom } from "./deny-schema";
import { egress } from "./egress-schema";
import { ips } from "./ips-schema";
import { logs } from "./logs-schema";
import { awsAccount, awsRegion, cidr, privateAddress } from "./schema-types";

/** An id that AWS gave, by its prefix. */
const awsId = (prefix: string, example: string): z.ZodString =>
  z.string().regex(new RegExp(`^(?:${prefix})-[0-9a-f]{8,17}$`), `an id such as ${example}`);

const subnet = z.strictObject({
  cidr: cidr.describe("Its network, a /28 at least."),
  id: awsId("subnet", "subnet-0a1b2c3d4e5f60718")
    .optional()
    .describe("Id of a subnet that exists. Default: the subnet is made."),
  adopt: z
    .boolean()
    .default(false)
    .describe("Take an existing subnet from the route table and the network ACL it has now."),
});

const network = z.strictObject({
  cidr: cidr.describe("The VPC: a private IPv4 network, /16 to /26, with several servers to /25."),
  vpc: z
    .strictObject({
      id: awsId("vpc", "vpc-0a1b2c3d4e5f60718").describe("Its id."),
      internetGateway: awsId("igw", "igw-0a1b2c3d4e5f60718").describe("Id of its internet gateway."),
      adoptGateway: z.boolean().default(false).describe("Take the gateway from the route table it has now."),
    })
    .optional()
    .describe("A VPC that exists. Default: one is made."),
  subnets: z
    .array(
      z.strictObject({
        availabilityZone: z.string().describe("One of the edge's zones."),
        mail: subnet.optional().describe("Faces the firewall: the only server, or the load balancer."),
        firewall: subnet.optional().describe("The firewall's endpoint and nothing else."),
        server: subnet.optional().describe("Servers behind a load balancer."),
      }),
    )
    .default([])
    .describe("Subnets by zone; a VPC that exists needs all of them. Default: cut out of the VPC."),
  connected: z
    .array(
      z.strictObject({
        cidr: cidr.describe("The network."),
        through: z
          .string()
          .describe(
            "A transit gateway (tgw-…), peering (pcx-…) or private gateway (vgw-…) that leads there.",
          ),
      }),
    )
    .default([])
    .describe("Private networks elsewhere that the servers reach."),
});

const servers = z.array(
  z.strictObject({
    name: z
      .string()
      .regex(/^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,14}$/, "1 to 15 lower-case letters, digits and hyphens")
      .describe("Its name, short and lasting, such as ex1."),
    availabilityZone: z.string().describe("One of the edge's zones."),
    address: privateAddress
      .optional()
      .describe("Its private address. Default: the eleventh of its subnet, then the twelfth, and so on."),
  }),
);

/** `edge` of a client whose server stands behind AWS Network Firewall. */
export const awsEdge = z.strictObject({
  kind: z
    .literal("aws")
    .describe("What stands in front of the server: aws is an EC2 server behind AWS Network Firewall."),
  account: awsAccount.describe("AWS account of the client; a deployment into any other is refused."),
  region: awsRegion.describe("AWS Region, such as eu-west-3."),
  availabilityZones: z
    .array(z.string())
    .min(1)
    .describe("Availability zones of servers and firewall, such as [eu-west-3a]: one or two. Only append."),
  network: network.describe("The client's network."),
  servers: servers
    .min(1)
    .optional()
    .describe(
      "The servers on EC2; several stand behind a load balancer. Default: one in each availability zone.",
    ),
  onPremises: z
    .strictObject({
      servers: z.array(privateAddress).min(1).describe("Private addresses of the servers."),
      publicAddress: z.string().describe("The office's public IPv4 address."),
      networks: z
        .array(cidr)
        .min(1)
        .optional()
        .describe(
          "The office's networks; a site-to-site VPN to them is made. Default: none is made, `network.connected` leads there.",
        ),
    })
    .optional()
    .describe(
      "Servers in the office, behind the load balancer and a VPN; see docs/edge-aws.md for the limits.",
    ),
  domainControllers: z
    .array(cidr)
    .default([])
    .describe("Networks of the domain controllers; between them and the servers everything passes."),
  sharedFirewall: z
    .string()
    .regex(/^arn:aws[a-z-]*:network-firewall:[a-z0-9-]+:\d{12}:firewall\/[\w-]+$/, "the ARN of a firewall")
    .optional()
    .describe("ARN of a firewall elsewhere that protects this network, too. Default: one is made."),
  httpsFrom,
  deny: deny
    .prefault({})
    .describe(
      "Who is turned away before anything else, from the first day and whatever the stage of the IPS.",
    ),
  egress: egress.prefault({}).describe("What the server may reach, besides its smart host."),
  ips: ips
    .prefault({})
    .describe("What the firewall looks for in what it lets through, and what it does with it."),
  tlsInspection: z
    .boolean()
    .default(false)
    .describe(
      "Decrypt 443 with the server's own certificate, so that rules about requests match; needs certificate.issuer: acm-exportable.",
    ),
  logs: logs.prefault({}).describe("How long the logs of the edge are kept, and where."),
  protection: z
    .boolean()
    .default(true)
    .describe(
      "Refuse deletion of the firewall and changes of its subnets and policy; false before a decommissioning.",
    ),
});
