import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CidrSet } from "../../constructs/core/cidr-set";
import { accessRules } from "../../constructs/edge/aws/access-rules";
import { denyRules } from "../../constructs/edge/aws/deny-rules";
import { OWN_RULE_GROUPS } from "../../constructs/edge/aws/ips/own-rule-groups";
import { renderSuricataRule } from "../../constructs/edge/aws/suricata/rule";
import { exchangeEgress } from "../../constructs/edge/egress";
import { Ingress } from "../../constructs/edge/ingress";
import { type PythonTool, pythonTool } from "./python-tool";

const directory = mkdtempSync(join(tmpdir(), "conformance-"));
let suricataCheck: PythonTool;

beforeAll(() => {
  suricataCheck = pythonTool("suricata-check");
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What suricata-check (https://suricata-check.teuwen.net) has against rules, one line each. */
function issues(rules: string): readonly string[] {
  const file = join(directory, "own.rules");
  writeFileSync(file, `${rules}\n`);
  const { status, errors } = suricataCheck.run(
    "suricata-check",
    "-r",
    file,
    "-o",
    directory,
    "--issue-severity",
    "WARNING",
  );
  expect({ status, errors: status === 0 ? "" : errors }).toEqual({ status: 0, errors: "" });
  return readFileSync(join(directory, "suricata-check-fast.log"), "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

describe("suricata-check", () => {
  test.each(["detect", "prevent"] as const)("has nothing against our rules that %s", (action) => {
    const rules = OWN_RULE_GROUPS.flatMap((group) => group.orderedRules(action, new Set()));

    expect(issues(rules.map(renderSuricataRule).join("\n"))).toEqual([]);
  });

  test("has nothing against the deny list", () => {
    const { orderedRules } = denyRules(Ingress.of({ smtpFrom: CidrSet.of("185.201.16.0/22") }), {
      networks: CidrSet.of("46.10.0.0/16"),
      countries: ["KP", "RU"],
    });

    expect(orderedRules).toHaveLength(4);
    expect(issues(orderedRules.map(renderSuricataRule).join("\n"))).toEqual([]);
  });

  test.each(["listed", "any"] as const)("has nothing against the access rules where the web is %s", (web) => {
    const { orderedRules } = accessRules(
      Ingress.of({ smtpFrom: CidrSet.of("192.0.2.0/24") }),
      exchangeEgress(587, undefined, {
        web,
        hybrid: true,
        dns: ["192.0.2.53/32"],
        ntp: ["192.0.2.123/32"],
        allow: [{ host: "*.updates.example.com", port: 8443, reason: "a test of the list" }],
      }),
    );

    expect(issues(orderedRules.map(renderSuricataRule).join("\n"))).toEqual([]);
  });

  test("has something against a rule without an id", () => {
    expect(issues('alert tcp any any -> any 25 (content:"x"; rev:1;)')).not.toEqual([]);
  });
});
