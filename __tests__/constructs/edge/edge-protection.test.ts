import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CidrSet } from "../../../constructs/core/cidr-set";
import { AwsMailEdge, type AwsMailEdgeProps } from "../../../constructs/edge/aws/aws-mail-edge";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { Ingress } from "../../../constructs/edge/ingress";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

function edge(change: Partial<AwsMailEdgeProps> = {}): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new AwsMailEdge(stack, "edge", {
      name: "clinic",
      ingress: Ingress.of({ smtpFrom: CidrSet.of("185.201.16.0/22") }),
      egress: exchangeEgress(587),
      availabilityZones: ["eu-west-3a"],
      network: { cidr: "10.20.0.0/24" },
      ...change,
    });
  });
}

const stack = edge();

/** The ACL's rules of a direction, by number. */
const aclRules = (egress: boolean, of: SynthesizedStack = stack): readonly string[] =>
  [...of.all("aws_network_acl_rule", { egress })]
    .sort((a, b) => Number(a.rule_number) - Number(b.rule_number))
    .map(({ rule_action, protocol, cidr_block, from_port, to_port }) =>
      [rule_action, protocol, cidr_block, from_port, to_port].filter((part) => part !== undefined).join(" "),
    );

describe("the server's subnet", () => {
  test("admits the two ports and replies, and no management port even as a reply", () => {
    expect(aclRules(false)).toEqual([
      "allow -1 10.20.0.0/24",
      "deny tcp 0.0.0.0/0 3389 3389",
      "deny tcp 0.0.0.0/0 5985 5986",
      "allow tcp 185.201.16.0/22 25 25",
      "allow tcp 0.0.0.0/0 443 443",
      "allow tcp 0.0.0.0/0 1024 65535",
    ]);
  });

  test("lets out what the server needs, and replies", () => {
    expect(aclRules(true)).toEqual([
      "allow -1 10.20.0.0/24",
      "allow tcp 0.0.0.0/0 80 80",
      "allow tcp 0.0.0.0/0 443 443",
      "allow tcp 0.0.0.0/0 587 587",
      "allow tcp 0.0.0.0/0 1024 65535",
    ]);
  });

  test("lets out questions to named resolvers and time servers, and their answers in", () => {
    const asking = edge({
      egress: exchangeEgress(587, undefined, { dns: ["192.0.2.53/32"], ntp: ["192.0.2.123/32"] }),
    });

    expect(aclRules(false, asking).filter((rule) => rule.includes("udp"))).toEqual([
      "allow udp 192.0.2.53/32 1024 65535",
      "allow udp 192.0.2.123/32 123 65535",
    ]);
    expect(aclRules(true, asking)).toEqual([
      "allow -1 10.20.0.0/24",
      "allow udp 192.0.2.53/32 53 53",
      "allow tcp 192.0.2.53/32 53 53",
      "allow tcp 0.0.0.0/0 80 80",
      "allow udp 192.0.2.123/32 123 123",
      "allow tcp 0.0.0.0/0 443 443",
      "allow tcp 0.0.0.0/0 587 587",
      "allow tcp 0.0.0.0/0 1024 65535",
    ]);
  });

  test("admits a port's networks together where they do not fit, and the other locks stay exact", () => {
    const many = Array.from({ length: 20 }, (_, index) => `198.51.100.${index * 2}/32`);
    const crowded = edge({ ingress: Ingress.of({ smtpFrom: CidrSet.of(...many) }) });

    expect(crowded.only("aws_network_acl_rule", { egress: false, from_port: 25 }).cidr_block).toBe(
      "0.0.0.0/0",
    );
    expect(crowded.all("aws_network_acl_rule", { egress: false }).length).toBeLessThanOrEqual(20);
    expect(crowded.all("aws_vpc_security_group_ingress_rule", { from_port: 25 })).toHaveLength(20);
  });
});

describe("administration of the server", () => {
  test("runs through Systems Manager, which only the server reaches", () => {
    const endpoints = stack.all("aws_vpc_endpoint", {
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
    });

    expect(endpoints.map(({ service_name }) => String(service_name).split(".").at(-1)).sort()).toEqual([
      "ec2messages",
      "ssm",
      "ssmmessages",
    ]);
    expect(
      stack.only("aws_vpc_security_group_ingress_rule", { description: "the server" })
        .referenced_security_group_id,
    ).toContain("aws_security_group.edge_lock");
  });

  test("can be left to the client's own way", () => {
    expect(edge({ managementEndpoints: false }).all("aws_vpc_endpoint")).toEqual([]);
  });
});
