import { postureOf } from "../../posture/posture";
import { clinicJson, errors, only, TODAY, type Tree } from "../clinic";

/** The clinic with TLS inspection of a port, by a certificate changed so. */
function inspecting(port: number, certificate: object): Tree {
  const json = clinicJson();
  Object.assign(only(json, "aws_acm_certificate"), certificate);
  const [validation] = Object.keys((json.resource as Tree).aws_acm_certificate_validation as Tree);
  Object.assign(json.resource as Tree, {
    aws_networkfirewall_tls_inspection_configuration: {
      https: {
        tls_inspection_configuration: [
          {
            server_certificate_configuration: [
              {
                server_certificate: [
                  { resource_arn: `\${aws_acm_certificate_validation.${validation}.certificate_arn}` },
                ],
                scope: [{ destination_ports: [{ from_port: port, to_port: port }] }],
              },
            ],
          },
        ],
      },
    },
  });
  Object.assign(only(json, "aws_networkfirewall_firewall_policy").firewall_policy as Tree, {
    tls_inspection_configuration_arn: "${aws_networkfirewall_tls_inspection_configuration.https.arn}",
  });
  return json;
}

describe("what a firewall looks for", () => {
  test("is told group by group, with what no rule can read", () => {
    const [ips, ...others] = postureOf(clinicJson(), TODAY).ips;

    expect(others).toEqual([]);
    expect(ips?.groups[0]).toEqual({
      name: "MalwareDomainsStrictOrder",
      by: "aws",
      action: "prevent",
      rules: null,
    });
    expect(ips?.groups.at(-1)).toEqual({
      name: expect.stringMatching(/^clinic-smtp-abuse-/),
      by: "own",
      action: "prevent",
      rules: 8,
    });
    expect(ips?.mode).toBe("prevent");
    expect(ips?.blindSpots.map(({ port }) => port)).toEqual([25, 443]);
  });

  test("is in part prevented where a group of AWS's only alerts", () => {
    const json = clinicJson();
    const policy = only(json, "aws_networkfirewall_firewall_policy").firewall_policy as Tree;
    Object.assign((policy.stateful_rule_group_reference as Tree)[0] as Tree, {
      override: { action: "DROP_TO_ALERT" },
    });

    expect(postureOf(json, TODAY).ips[0]?.mode).toBe("prevent-in-part");
  });

  test("is detected only where nothing drops, and nothing where there are access rules alone", () => {
    const json = clinicJson();
    const policy: Record<string, unknown> = only(json, "aws_networkfirewall_firewall_policy")
      .firewall_policy as Tree;
    const references = policy.stateful_rule_group_reference as { priority: number; override?: unknown }[];
    policy.stateful_rule_group_reference = references
      .filter(({ priority }) => priority !== 90)
      .map((reference) =>
        reference.priority < 80 ? { ...reference, override: { action: "DROP_TO_ALERT" } } : reference,
      );
    expect(postureOf(json, TODAY).ips[0]?.mode).toBe("detect");

    policy.stateful_rule_group_reference = references.filter(({ priority }) => priority === 100);
    expect(postureOf(json, TODAY).ips[0]).toMatchObject({ mode: "none", groups: [] });
  });

  test("is warned about where 443 is let in and not decrypted", () => {
    const blind = (json: Tree): readonly string[] => {
      const { findings, acknowledged } = postureOf(json, TODAY);
      return [...findings, ...acknowledged]
        .filter(({ rule, message }) => rule === "https-inspected" && message.startsWith("443 is let in"))
        .map(({ severity }) => severity);
    };
    expect(blind(clinicJson())).toEqual(["warning"]);
    expect(blind(inspecting(443, { private_key: "env" }))).toEqual([]);
    expect(blind(inspecting(8443, { private_key: "env" }))).toEqual(["warning"]);
  });

  test.each([
    ["an imported certificate on 443", 443, { private_key: "x" }, []],
    ["an exportable certificate on 443", 443, { options: { export: "ENABLED" } }, []],
    ["a certificate whose key cannot leave AWS", 443, {}, ["inspection-certificate-installable"]],
    ["a scope with 25 in it", 25, { private_key: "x" }, ["smtp-not-decrypted"]],
  ])("is decrypted with %s", (_what, port, certificate, broken) => {
    expect(errors(inspecting(port, certificate))).toEqual(broken);
  });
});
