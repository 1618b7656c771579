import { CidrSet } from "../../../constructs/core/cidr-set";
import type { FirewallPolicyProps } from "../../../constructs/edge/aws/firewall-policy";
import { OWN_RULE_GROUPS } from "../../../constructs/edge/aws/ips/own-rule-groups";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { Ingress } from "../../../constructs/edge/ingress";
import type { Attributes, SynthesizedStack } from "../../synthesized-stack";
import { exchangePolicy, INSPECTED, referencesOf, rulesOf, SHARED_CERTIFICATE } from "./exchange-policy";

const OVERRIDE = { action: "DROP_TO_ALERT" };
const managed = (stack: SynthesizedStack): readonly Attributes[] =>
  referencesOf(stack).filter(({ resource_arn: arn }) => String(arn).includes(":aws-managed:"));
const actions = (stack: SynthesizedStack, group: string): ReadonlySet<string> =>
  new Set(rulesOf(stack, group).map((rule) => rule.split(" ")[0] as string));

function warnings(change: Partial<FirewallPolicyProps> = {}): readonly string[] {
  const texts: string[] = [];
  exchangePolicy(change, ({ node }) => texts.push(...node.metadata.map(({ data }) => String(data))));
  return texts;
}

describe("the order of a policy", () => {
  const stack = exchangePolicy({ ...INSPECTED, ips: { mode: "prevent" } });

  test("is the deny list, reputation, signatures, our own groups, access: a pass ends the evaluation", () => {
    const order = [...referencesOf(stack)]
      .sort((a, b) => Number(a.priority) - Number(b.priority))
      .map(({ resource_arn: arn }) =>
        String(arn).replace(/^.*(?:stateful-rulegroup\/|policy_(?:ips_)?)|_[0-9A-F]{8}\.arn\}$/g, ""),
      );

    expect(order.slice(0, 6)).toEqual([
      "deny-list",
      "MalwareDomainsStrictOrder",
      "BotNetCommandAndControlDomainsStrictOrder",
      "AbusedLegitMalwareDomainsStrictOrder",
      "AbusedLegitBotNetCommandAndControlDomainsStrictOrder",
      "ThreatSignaturesExploitsStrictOrder",
    ]);
    expect(order.slice(-4)).toEqual(["virtual-patches", "uri-allow-list", "smtp-abuse", "access"]);
  });

  test("does not change for the groups that stay when one is left out", () => {
    const places = (one: SynthesizedStack): Readonly<Record<string, unknown>> =>
      Object.fromEntries(managed(one).map(({ resource_arn: arn, priority }) => [String(arn), priority]));

    const [inspected, blind] = [places(stack), places(exchangePolicy({ ips: { mode: "prevent" } }))];
    const stay = Object.keys(blind).filter((arn) => inspected[arn] !== undefined);

    expect(stay).toHaveLength(14);
    expect(stay.map((arn) => inspected[arn])).toEqual(stay.map((arn) => blind[arn]));
  });

  test("holds every pass in the access section: no other group passes anything", () => {
    for (const { id } of OWN_RULE_GROUPS) {
      expect(actions(stack, id)).not.toContain("pass");
    }
  });
});

describe("the mode", () => {
  test("detect, the default, drops nothing that may pass, and the access rules still drop", () => {
    const stack = exchangePolicy({ ...INSPECTED });

    expect(
      managed(stack).every(({ override }) => JSON.stringify(override) === JSON.stringify(OVERRIDE)),
    ).toBe(true);
    for (const { id } of OWN_RULE_GROUPS) {
      expect([...actions(stack, id)]).toEqual(["alert"]);
    }
    expect([...actions(stack, "access")]).toEqual(["pass", "alert", "reject", "drop"]);
    expect(rulesOf(stack, "access").filter((rule) => rule.startsWith("alert"))).toEqual(
      expect.arrayContaining([expect.stringMatching(/flowbits:set,pe\.listed; noalert; /)]),
    );
  });

  test("prevent-reputation drops by address and domain only", () => {
    const stack = exchangePolicy({ ...INSPECTED, ips: { mode: "prevent-reputation" } });
    const dropping = managed(stack).filter(({ override }) => override === undefined);

    expect(dropping.map(({ priority }) => priority)).toEqual([30, 31, 32, 33]);
    expect([...actions(stack, "virtual-patches")]).toEqual(["alert"]);
  });

  test("prevent drops by signature too", () => {
    const stack = exchangePolicy({ ...INSPECTED, ips: { mode: "prevent" } });

    expect(managed(stack).some(({ override }) => override !== undefined)).toBe(false);
    expect([...actions(stack, "uri-allow-list")]).toEqual(["drop"]);
    expect([...actions(stack, "virtual-patches")].sort()).toEqual(["alert", "drop"]);
  });

  test("is overridden for single groups, AWS's and our own", () => {
    const reason = "a scanner of ours is reported every night";
    const stack = exchangePolicy({
      ...INSPECTED,
      ips: {
        mode: "prevent",
        overrides: [
          { group: "ThreatSignaturesScanners", action: "detect", reason },
          { group: "uri-allow-list", action: "detect", reason },
        ],
      },
    });
    const early = exchangePolicy({
      ...INSPECTED,
      ips: { mode: "detect", overrides: [{ group: "virtual-patches", action: "prevent", reason }] },
    });

    expect(managed(stack).filter(({ override }) => override !== undefined)).toEqual([
      { priority: 43, override: OVERRIDE, resource_arn: expect.stringContaining("Scanners") },
    ]);
    expect([...actions(stack, "uri-allow-list")]).toEqual(["alert"]);
    expect(actions(early, "virtual-patches")).toContain("drop");
  });

  test.each([
    [
      "an unknown group",
      { overrides: [{ group: "acces", action: "detect", reason: "x" }] },
      'IpsGroupUnknown: "acces" is no IPS group',
    ],
    [
      "an empty reason",
      { overrides: [{ group: "smtp-abuse", action: "detect", reason: " " }] },
      "IpsReasonMissing: an exception needs a reason",
    ],
    [
      "an unknown vulnerability",
      { disabledCves: [{ cve: "CVE-1", reason: "x" }] },
      'VirtualPatchUnknown: there is no virtual patch for "CVE-1"',
    ],
    [
      "quotas too low for the policy itself",
      { limits: { capacity: 150, groups: 20 } },
      "RuleGroupsOverQuota: the policy's own 3 groups reserve 400 units, and the quotas are 20 and 150",
    ],
  ] as const)("fails for %s", (_what, ips, message) => {
    expect(() => exchangePolicy({ ips: { mode: "detect", ...ips } })).toThrow(`test/policy: ${message}`);
  });

  test("tells all mistakes at once", () => {
    const overrides = [
      { group: "a", action: "detect", reason: "" },
      { group: "a", action: "detect", reason: "x" },
    ] as const;

    expect(() => exchangePolicy({ ips: { mode: "detect", overrides } })).toThrow(
      /IpsGroupUnknown[\s\S]*IpsReasonMissing[\s\S]*IpsGroupUnknown[\s\S]*IpsGroupTwice/,
    );
  });

  test("leaves out a group of our own with nothing in it", () => {
    const cves = [
      ...new Set(
        rulesOf(exchangePolicy({ ...INSPECTED }), "virtual-patches").map(
          (rule) => /reference:cve,([\d-]+)/.exec(rule)?.[1],
        ),
      ),
    ];
    const stack = exchangePolicy({
      ...INSPECTED,
      ips: { mode: "prevent", disabledCves: cves.map((cve) => ({ cve: `CVE-${cve}`, reason: "x" })) },
    });

    expect(stack.all("aws_networkfirewall_rule_group", { name: expect.stringContaining("virtual") })).toEqual(
      [],
    );
    expect(stack.all("aws_networkfirewall_rule_group")).toHaveLength(4);
  });
});

describe("what an engineer is told", () => {
  test("is that 443 is blind, and what protects it all the same", () => {
    expect(warnings()).toEqual([
      expect.stringMatching(/^443 is not decrypted, so no rule about requests .* Emergency Mitigation$/),
    ]);
    expect(warnings({ ...INSPECTED, ips: { mode: "detect", preset: "own-rules-only" } })).toEqual([]);
  });

  test("is what has no place, which no quota changes", () => {
    expect(warnings({ ...INSPECTED })).toEqual([
      "no place for ThreatSignaturesMalwareCoinmining: a policy holds 20 groups, which AWS raises for nobody, and these are worth the least",
    ]);
  });

  test("is what has no room, and which quota to ask for", () => {
    expect(
      warnings({ ...INSPECTED, ips: { mode: "detect", preset: "exchange-with-threat-intelligence" } }),
    ).toEqual([
      'no room for ThreatSignaturesBotnetWindows, ThreatSignaturesWebAttacks; ask AWS for "Stateful rules per firewall policy" of 34400 (now 30000), or choose a smaller preset',
    ]);
  });
});

describe("TLS inspection", () => {
  const stack = exchangePolicy({ ...INSPECTED });

  test("decrypts requests to the server on 443, and mail on 25 never", () => {
    const [configuration] = stack.only("aws_networkfirewall_tls_inspection_configuration")
      .tls_inspection_configuration as readonly Attributes[];

    expect(configuration?.server_certificate_configuration).toEqual([
      {
        scope: [
          {
            destination: [{ address_definition: "10.20.0.10/32" }],
            destination_ports: [{ from_port: 443, to_port: 443 }],
            protocols: [6],
            source: [{ address_definition: "0.0.0.0/0" }],
            source_ports: [{ from_port: 0, to_port: 65_535 }],
          },
        ],
        server_certificate: [{ resource_arn: SHARED_CERTIFICATE.certificateArn }],
      },
    ]);
  });

  test("stands in a policy of its own name, made before the one without it goes", () => {
    const policy = stack.only("aws_networkfirewall_firewall_policy");

    expect(policy).toMatchObject({
      name: expect.stringMatching(/^clinic-[0-9a-f]{8}$/),
      lifecycle: { create_before_destroy: true },
      firewall_policy: {
        stateful_default_actions: ["aws:alert_strict", "aws:drop_strict"],
        tls_inspection_configuration_arn: expect.stringContaining(
          "aws_networkfirewall_tls_inspection_configuration.",
        ),
      },
    });
    expect(exchangePolicy().only("aws_networkfirewall_firewall_policy").name).toBe("clinic");
  });

  test("is what rules about requests wait for", () => {
    const names = (one: SynthesizedStack) =>
      one
        .all("aws_networkfirewall_rule_group")
        .map(({ name }) => String(name).replace(/^clinic-|-[0-9a-f]{8}$/g, ""))
        .sort();

    expect(names(exchangePolicy())).toEqual(["access", "deny-list", "smtp-abuse"]);
    expect(names(stack)).toEqual(["access", "deny-list", "smtp-abuse", "uri-allow-list", "virtual-patches"]);
  });

  test("fails with a certificate that is not the server's own", () => {
    const other = { ...SHARED_CERTIFICATE, names: ["mail.other.example"] };

    expect(() =>
      exchangePolicy({ tlsInspection: { certificate: SHARED_CERTIFICATE, serverCertificate: other } }),
    ).toThrow(
      "test/policy/tls-inspection: CertificatesDiffer: the firewall would show another certificate (mail.clinic.example, autodiscover.clinic.example) than the server (mail.other.example), and Extended Protection would refuse Outlook; give the same certificate to both",
    );
  });

  test("fails with a certificate that AWS does not hold", () => {
    const elsewhere = { ...SHARED_CERTIFICATE, certificateArn: undefined };

    expect(() =>
      exchangePolicy({ tlsInspection: { certificate: elsewhere, serverCertificate: elsewhere } }),
    ).toThrow(
      "test/policy/tls-inspection: CertificateNotInAws: AWS Certificate Manager does not hold the certificate for mail.clinic.example, autodiscover.clinic.example, so the firewall cannot show it; import it, use an exportable certificate of AWS, or leave TLS inspection off",
    );
  });

  test("fails with a certificate whose key cannot leave AWS", () => {
    const kept = { ...SHARED_CERTIFICATE, installable: false };

    expect(() => exchangePolicy({ tlsInspection: { certificate: kept, serverCertificate: kept } })).toThrow(
      /^test\/policy\/tls-inspection: CertificateNotInstallable: the key of the certificate for mail\.clinic\.example/,
    );
  });
});

describe("a rule group's name", () => {
  test("changes with what forces a replacement, and with nothing else", () => {
    const name = (stack: SynthesizedStack, group: string) =>
      stack.only("aws_networkfirewall_rule_group", { name: expect.stringContaining(`-${group}-`) }).name;
    const access = {
      ingress: Ingress.of({ smtpFrom: CidrSet.of("192.0.2.0/24") }),
      egress: exchangeEgress(465),
    };

    expect(name(exchangePolicy({ access }), "access")).toBe(name(exchangePolicy(), "access"));
    expect(name(exchangePolicy({ ips: { mode: "prevent" } }), "smtp-abuse")).toBe(
      name(exchangePolicy(), "smtp-abuse"),
    );
  });
});
