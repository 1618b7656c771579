import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CidrSet } from "../../../constructs/core/cidr-set";
import { FirewallPolicy, type FirewallPolicyProps } from "../../../constructs/edge/aws/firewall-policy";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { Ingress } from "../../../constructs/edge/ingress";
import { type InspectedPacket, PolicyInspection } from "../../../posture/aws/inspection";
import type { HttpRequest, QueryReading } from "../../../posture/suricata-conditions";
import { type Json, type Resource, TerraformJson } from "../../../posture/terraform-json";
import { type Attributes, type SynthesizedStack, synthesized } from "../../synthesized-stack";

/** Networks of the relay in these tests. */
export const RELAY = "185.201.16.0/22";
/** The server in these tests. */
export const SERVER = "10.20.0.10";

/** A certificate that both sides can show. */
export const SHARED_CERTIFICATE = {
  names: ["mail.clinic.example", "autodiscover.clinic.example"],
  certificateArn: "arn:aws:acm:eu-west-3:123456789012:certificate/11111111-2222-3333-4444-555555555555",
  installable: true,
};

/** Decrypts 443 with the shared certificate. */
export const INSPECTED: Pick<FirewallPolicyProps, "tlsInspection"> = {
  tlsInspection: { certificate: SHARED_CERTIFICATE, serverCertificate: SHARED_CERTIFICATE },
};

/** A policy by itself; the construct's warnings are collected where a list is given. */
export function exchangePolicy(
  change: Partial<FirewallPolicyProps> = {},
  inspect: (policy: FirewallPolicy) => void = () => undefined,
): SynthesizedStack {
  return synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    inspect(
      new FirewallPolicy(stack, "policy", {
        name: "clinic",
        region: "eu-west-3",
        serverAddresses: [SERVER],
        vpcCidr: "10.20.0.0/24",
        access: {
          ingress: Ingress.of({ smtpFrom: CidrSet.of(RELAY) }),
          egress: exchangeEgress(587),
        },
        ...change,
      }),
    );
  });
}

/** Text of a group's rules, by the end of its address. */
export function rulesOf(stack: SynthesizedStack, group: string): readonly string[] {
  const body = stack.only("aws_networkfirewall_rule_group", {
    name: expect.stringMatching(new RegExp(`^clinic-${group}-[0-9a-f]{8}$`)),
  }).rule_group as Attributes;
  return String((body.rules_source as Attributes).rules_string).split("\n");
}

/** References of the policy, in the order written. */
export function referencesOf(stack: SynthesizedStack): readonly Attributes[] {
  const body = stack.only("aws_networkfirewall_firewall_policy").firewall_policy as Attributes;
  return body.stateful_rule_group_reference as readonly Attributes[];
}

/** The policy as the posture reads it, without the rules whose ids are named. */
export function inspection(
  stack: SynthesizedStack,
  reading: QueryReading = "as-sent",
  without: (sid: number) => boolean = () => false,
): PolicyInspection {
  const json = new TerraformJson(
    JSON.parse(JSON.stringify(stack.json), (key, value: unknown) =>
      key === "rules_string"
        ? String(value)
            .split("\n")
            .filter((line) => !without(Number(/sid:(\d+);/.exec(line)?.[1])))
            .join("\n")
        : value,
    ) as Json,
  );
  return new PolicyInspection(json, json.all("aws_networkfirewall_firewall_policy")[0] as Resource, reading);
}

/** Somebody on the internet; addresses kept for documentation are turned away. */
export const USER = "93.184.215.14";

/** A client's packet to the server. */
export function toServer(port: number, source = USER) {
  return {
    protocol: "tcp" as const,
    source,
    sourcePort: 50_123,
    destination: SERVER,
    destinationPort: port,
    side: "to_server" as const,
    state: "established" as const,
  };
}

/** A host on the internet in these tests. */
const PEER = "203.0.113.80";

/** A packet of the server to a port of a host on the internet. */
export function fromServer(port: number, more: Partial<InspectedPacket> = {}): InspectedPacket {
  return {
    protocol: "tcp",
    source: SERVER,
    sourcePort: 50_123,
    destination: PEER,
    destinationPort: port,
    side: "to_server",
    state: "established",
    ...more,
  };
}

/** A packet of that host in return. */
export function fromPeer(port: number, more: Partial<InspectedPacket> = {}): InspectedPacket {
  return {
    protocol: "tcp",
    source: PEER,
    sourcePort: port,
    destination: SERVER,
    destinationPort: 50_123,
    side: "to_client",
    state: "established",
    ...more,
  };
}

/** What becomes of one request in a connection of its own. */
export function verdictOn(policy: PolicyInspection, request: HttpRequest) {
  return policy.connection()({ ...toServer(443), request });
}
