import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import { type HandWritten, inspectedNetwork, publicHost, type Resources, stackOf } from "./hand-written";

/** What single locks let through, in short: `3389/tcp in <- aws_security_group.lock`. */
function lone(stack: HandWritten): readonly string[] {
  return postureOf(stack, TODAY)
    .findings.filter(({ rule }) => rule === "locks-agree")
    .map(({ address, message }) => {
      const [, packets, way] = /lets (\S+) (in|out)/.exec(message) ?? [];
      return `${packets} ${way} <- ${address}`;
    });
}

const tcp = (port: number, ...blocks: readonly string[]) => ({
  protocol: "tcp",
  from_port: port,
  to_port: port,
  cidr_blocks: blocks,
});

/** A server whose group admits what the firewall passes, and more. */
const server = (...more: readonly object[]): HandWritten =>
  stackOf(inspectedNetwork(["a"]), publicHost("mail_a", "10.0.0.10"), {
    aws_security_group: {
      open: {
        ingress: [tcp(25, "198.51.100.0/24"), tcp(443, "0.0.0.0/0"), ...more],
        egress: [tcp(443, "0.0.0.0/0")],
      },
    },
  });

const acl = (...rules: readonly object[]): Resources => ({
  aws_network_acl: {
    mail: {
      vpc_id: "${aws_vpc.main.id}",
      subnet_ids: ["${aws_subnet.mail_a.id}"],
      ingress: rules,
      egress: [
        {
          rule_no: 1,
          action: "allow",
          protocol: "tcp",
          from_port: 443,
          to_port: 443,
          cidr_block: "0.0.0.0/0",
        },
        {
          rule_no: 2,
          action: "allow",
          protocol: "tcp",
          from_port: 1024,
          to_port: 65_535,
          cidr_block: "0.0.0.0/0",
        },
      ],
    },
  },
});

const allow = (number: number, from: number, to: number, block: string) => ({
  rule_no: number,
  action: "allow",
  protocol: "tcp",
  from_port: from,
  to_port: to,
  cidr_block: block,
});

describe("locks", () => {
  test("agree where each lets through the same", () => {
    expect(lone(server())).toEqual([]);
  });

  test("differ where a group admits what the firewall drops", () => {
    expect(lone(server(tcp(3389, "0.0.0.0/0")))).toEqual(["3389/tcp in <- aws_security_group.open"]);
    expect(lone(server(tcp(25, "203.0.114.0/24")))).toEqual(["25/tcp in <- aws_security_group.open"]);
  });

  test("differ where the firewall passes what the group keeps out", () => {
    const stack = stackOf(server().resource, {
      aws_networkfirewall_rule_group: {
        access: {
          type: "STATEFUL",
          rule_group: {
            rules_source: {
              rules_string: [
                "pass tcp 198.51.100.0/24 any -> 10.0.0.0/16 25 (flow:to_server; sid:1;)",
                "pass tcp any any -> 10.0.0.0/16 443 (flow:to_server; sid:2;)",
                "pass tcp any any -> 10.0.0.0/16 8443 (flow:to_server; sid:3;)",
                "pass tcp 10.0.0.0/16 any -> any 443 (flow:to_server; sid:4;)",
              ].join("\n"),
            },
          },
        },
      },
    });

    expect(lone(stack)).toEqual(["8443/tcp in <- aws_networkfirewall_rule_group.access"]);
  });

  test("agree with a network in the company that a group admits to more", () => {
    expect(lone(server(tcp(3389, "192.168.0.0/16")))).toEqual([]);
  });

  test("agree where a network ACL lets replies in, and differ where it lets remote desktop in with them", () => {
    const exact = [allow(10, 25, 25, "198.51.100.0/24"), allow(20, 443, 443, "0.0.0.0/0")];
    const denied = { ...allow(5, 3389, 3389, "0.0.0.0/0"), action: "deny" };
    const managed = { ...allow(6, 5985, 5986, "0.0.0.0/0"), action: "deny" };
    const replies = allow(30, 1024, 65_535, "0.0.0.0/0");

    expect(lone(stackOf(server().resource, acl(denied, managed, ...exact, replies)))).toEqual([]);
    expect(lone(stackOf(server().resource, acl(managed, ...exact, replies)))).toEqual([
      "3389/tcp in <- aws_network_acl.mail",
    ]);
    expect(
      lone(
        stackOf(server().resource, acl(denied, managed, ...exact, replies, allow(40, 80, 80, "0.0.0.0/0"))),
      ),
    ).toEqual(["80/tcp in <- aws_network_acl.mail"]);
  });
});
