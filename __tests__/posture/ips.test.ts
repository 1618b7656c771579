import { postureOf } from "../../posture/posture";
import { clinicJson, errors, only, resources, TODAY, type Tree } from "../clinic";

/** The clinic, which decrypts 443, with another port and with another certificate. */
function inspecting(port: number, certificate: object): Tree {
  const json = clinicJson();
  const own: Record<string, unknown> = only(json, "aws_acm_certificate");
  delete own.options;
  Object.assign(own, certificate);
  const inspection = only(json, "aws_networkfirewall_tls_inspection_configuration")
    .tls_inspection_configuration as Tree;
  const shown = ((inspection[0] as Tree).server_certificate_configuration as Tree)[0] as Tree;
  Object.assign(shown, { scope: [{ destination_ports: [{ from_port: port, to_port: port }] }] });
  return json;
}

/** The clinic without TLS inspection. */
function blind(): Tree {
  const json = clinicJson();
  const policy: Record<string, unknown> = only(json, "aws_networkfirewall_firewall_policy")
    .firewall_policy as Tree;
  delete policy.tls_inspection_configuration_arn;
  return json;
}

/** The clinic with a change of what brings its certificate to the server, next to which there are messages. */
function delivering(type: string, attributes: object): (json: Tree) => Tree {
  return (json) => {
    const delivery = resources(json, type).filter(
      ({ name, run_command_targets }) =>
        run_command_targets !== undefined || String(name).endsWith("-certificate-available"),
    );
    expect(delivery).toHaveLength(1);
    Object.assign(delivery[0] as Tree, attributes);
    return json;
  };
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
    expect(ips?.blindSpots.map(({ port }) => port)).toEqual([25]);
    expect(postureOf(blind(), TODAY).ips[0]?.blindSpots.map(({ port }) => port)).toEqual([25, 443]);
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
      .filter(({ priority }) => priority < 80 || priority >= 100)
      .map((reference) =>
        reference.priority < 80 ? { ...reference, override: { action: "DROP_TO_ALERT" } } : reference,
      );
    expect(postureOf(json, TODAY).ips[0]?.mode).toBe("detect");

    policy.stateful_rule_group_reference = references.filter(({ priority }) => priority === 100);
    expect(postureOf(json, TODAY).ips[0]).toMatchObject({ mode: "none", groups: [] });
  });

  test("is warned about where 443 is let in and not decrypted", () => {
    const warnings = (json: Tree): readonly string[] => {
      const { findings, acknowledged } = postureOf(json, TODAY);
      return [...findings, ...acknowledged]
        .filter(({ rule, message }) => rule === "https-inspected" && message.startsWith("443 is let in"))
        .map(({ severity }) => severity);
    };
    expect(warnings(clinicJson())).toEqual([]);
    expect(warnings(blind())).toEqual(["warning"]);
    expect(warnings(inspecting(8443, { private_key: "env" }))).toEqual(["warning"]);
  });

  test.each([
    ["an imported certificate on 443", 443, { private_key: "${var.key}" }, ["no-secret-in-state"]],
    ["an exportable certificate on 443", 443, { options: { export: "ENABLED" } }, []],
    ["a certificate whose key cannot leave AWS", 443, {}, ["inspection-certificate-installable"]],
    ["a scope with 25 in it", 25, { options: { export: "ENABLED" } }, ["smtp-not-decrypted"]],
  ])("is decrypted with %s", (_what, port, certificate, broken) => {
    expect(errors(inspecting(port, certificate))).toEqual(broken);
  });

  test.each([
    ["a rule and its target", (json: Tree) => json, []],
    [
      "a rule without a target",
      delivering("aws_cloudwatch_event_target", { rule: "another" }),
      ["inspected-certificate-delivered"],
    ],
    [
      "a target that only sends a message",
      delivering("aws_cloudwatch_event_target", { arn: "arn:aws:sns:eu-west-3:123456789012:alarms" }),
      ["inspected-certificate-delivered"],
    ],
    [
      "a rule that is switched off",
      delivering("aws_cloudwatch_event_rule", { state: "DISABLED" }),
      ["inspected-certificate-delivered"],
    ],
    [
      "a rule about another certificate",
      delivering("aws_cloudwatch_event_rule", {
        event_pattern: '{"source":["aws.acm"],"detail-type":["ACM Certificate Available"]}',
      }),
      ["inspected-certificate-delivered"],
    ],
  ])("brings an exportable certificate to the server with %s", (_what, change, broken) => {
    expect(errors(change(clinicJson()))).toEqual(broken);
  });
});
