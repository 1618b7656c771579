import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { Route } from "@cdktf/provider-aws/lib/route";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { App, type TerraformStack, Testing } from "cdktf";
import { type GuardProps, ProtectedExchange } from "../../index";
import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import { PlainStack } from "./plain-stack";

interface Synthesis {
  /** What stopped it; empty where nothing did. */
  readonly refusal: string;
  readonly warnings: readonly string[];
  readonly written: boolean;
}

/** Guards a stack of plain provider classes, after a change, and synthesizes it. */
function synthesize(change: (stack: PlainStack) => void = () => {}, props: GuardProps = {}): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), "guard-"));
  const app = new App({ outdir, context: { "@cdktf/disable_stack_trace_in_metadata": true } });
  const stack = new PlainStack(app, "plain");
  ProtectedExchange.guard(stack, { today: TODAY, ...props });
  change(stack);
  let refusal = "";
  try {
    app.synth();
  } catch (error) {
    refusal = String(error);
  }
  return {
    refusal,
    warnings: stack.node.metadata.map(({ data }) => String(data)),
    written: existsSync(join(outdir, "stacks", "plain", "cdk.tf.json")),
  };
}

const jsonOf = (stack: TerraformStack): unknown => JSON.parse(JSON.stringify(stack.toTerraform()));

/** A stack without any construct of ours, and what each mistake in it is called. */
const MISTAKES: readonly (readonly [mistake: string, change: (stack: PlainStack) => void, reads: RegExp])[] =
  [
    [
      "25 is open to anyone",
      ({ group, rules }) => {
        group.addOverride("ingress.0.cidr_blocks", ["0.0.0.0/0"]);
        rules.addOverride(
          "rule_group.rules_source.rules_string",
          "pass tcp any any -> 10.0.1.0/24 25 (flow:to_server; sid:1;)",
        );
      },
      /smtp-from-relay-only: aws_instance\.server: /,
    ],
    [
      "remote desktop is open in a security group beside, and the route leads past the firewall",
      (stack) => {
        new VpcSecurityGroupIngressRule(stack, "desktop", {
          securityGroupId: stack.group.id,
          ipProtocol: "tcp",
          fromPort: 3389,
          toPort: 3389,
          cidrIpv4: "0.0.0.0/0",
        });
        stack.gatewayRoutes.putRoute([]);
      },
      /only-mail-ports: aws_instance\.server: .*3389/,
    ],
    [
      "the gateway delivers straight to the server",
      ({ gatewayRoutes }) => gatewayRoutes.putRoute([]),
      /firewall-in-path: aws_instance\.server: /,
    ],
    [
      "answers leave past the firewall",
      (stack) => {
        stack.serverRoutes.putRoute([]);
        new Route(stack, "past", {
          routeTableId: stack.serverRoutes.id,
          destinationCidrBlock: "0.0.0.0/0",
          gatewayId: stack.gateway.id,
        });
      },
      /symmetric-routes: aws_instance\.server: /,
    ],
    [
      "the firewall passes all without a look, and the group admits a management port",
      ({ policy, group }) => {
        policy.firewallPolicy.statelessDefaultActions = ["aws:pass"];
        group.putIngress([{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }]);
      },
      /only-mail-ports: aws_instance\.server: .*22/,
    ],
    [
      "a second host stands in the open",
      (stack) => {
        const group = new SecurityGroup(stack, "other-group", {
          vpcId: stack.serverSubnet.vpcId,
          ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        });
        const other = new Instance(stack, "other", {
          ami: "ami-0123456789abcdef0",
          instanceType: "t3.small",
          subnetId: stack.serverSubnet.id,
          vpcSecurityGroupIds: [group.id],
        });
        new Eip(stack, "other-address", { instance: other.id, domain: "vpc" });
        stack.rules.addOverride(
          "rule_group.rules_source.rules_string",
          "pass tcp any any -> 10.0.1.0/24 8080 (flow:to_server; sid:1;)",
        );
      },
      /only-mail-ports: aws_instance\.other: .*8080/,
    ],
    [
      "an MX leads round the relay",
      ({ exchanges }) => exchanges.addOverride("content", "mail.plain.example"),
      /mail-host-not-in-mx: .*MX-plain-example-10/,
    ],
    [
      "two SPF records stand at one name, and one lets anyone send",
      (stack) =>
        new DnsRecord(stack, "second-spf", {
          zoneId: "023e105f4ecef8ad9ca31a8372d0c353",
          name: "plain.example",
          type: "TXT",
          ttl: 3600,
          content: '"v=spf1 +all"',
        }) as unknown as undefined,
      /spf-/,
    ],
  ];

describe("a stack of plain provider classes under guard", () => {
  test("is synthesized when only 25 from the relay and 443 come in, and says what could be better", () => {
    const { refusal, warnings, written } = synthesize();

    expect(refusal).toBe("");
    expect(written).toBe(true);
    expect(warnings.map((text) => text.split(": ").slice(0, 2).join(" "))).toEqual([
      "PostureRuleBroken https-inspected",
      "PostureRuleBroken mail-domain-complete",
      "PostureRuleBroken caa-present",
      "PostureRuleBroken dmarc-reject-without-dkim",
      "PostureRuleBroken dkim-rotation",
      "PostureRuleBroken unoffered-services-not-denied",
    ]);
  });

  test("has the exposures, the mail flow and the certificate that its resources make", () => {
    const posture = postureOf(jsonOf(new PlainStack(Testing.app(), "plain")), TODAY);

    expect(
      posture.exposures.map(
        ({ fromPort, protocol, sources, target }) => `${fromPort}/${protocol} ${sources} > ${target}`,
      ),
    ).toEqual(["25/tcp 198.51.100.0/24 > aws_instance.server", "443/tcp 0.0.0.0/0 > aws_instance.server"]);
    expect(posture.egress).toMatchObject([{ fromPort: 587, destinations: ["203.0.113.25/32"] }]);
    expect(posture.mailFlow.inbound).toEqual([
      {
        domain: "plain.example",
        exchanges: [
          { host: "mx1.relay.example", preference: 10 },
          { host: "mx2.relay.example", preference: 20 },
        ],
      },
    ]);
    expect(posture.certificates).toMatchObject([{ names: ["mail.plain.example"] }]);
  });

  test.each(MISTAKES)("is refused when %s, and nothing is written", (_mistake, change, reads) => {
    const { refusal, written } = synthesize(change);

    expect(refusal).toMatch(reads);
    expect(refusal).toContain("PostureRuleBroken: ");
    expect(written).toBe(false);
  });

  test("says in an output what somebody answers for, and that finding stops nothing", () => {
    const open = ({ exchanges }: PlainStack): void => exchanges.addOverride("content", "mail.plain.example");
    const acknowledge = [
      { rule: "mail-host-not-in-mx", reason: "The move ends on Friday.", owner: "noc", until: "2026-12-01" },
    ];

    expect(synthesize(open, { acknowledge }).refusal).toBe("");
    expect(synthesize(open, { acknowledge, today: "2026-12-02" }).refusal).toMatch(/mail-host-not-in-mx/);
    const stack = new PlainStack(Testing.app(), "plain");
    ProtectedExchange.guard(stack, { acknowledge });
    expect(jsonOf(stack)).toMatchObject({ output: { acknowledgements: { value: acknowledge } } });
  });

  test("is guarded once", () => {
    const stack = new PlainStack(Testing.app(), "plain");
    ProtectedExchange.guard(stack);

    expect(() => ProtectedExchange.guard(stack)).toThrow(
      "plain: StackGuardedTwice: the stack is guarded already; give all acknowledgements at once",
    );
  });
});
