import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv } from "ajv";
import { postureOf } from "../../posture/posture";
import { clinicJson, sampleJson, TODAY, type Tree } from "../clinic";
import { withRules } from "../opened-clinic";
import { OFFICE, unit } from "./fortigate-unit";

const SCHEMA = JSON.parse(
  readFileSync(resolve(__dirname, "..", "..", "schemas", "posture.schema.json"), "utf8"),
) as Tree;

/** What the published schema has against a posture, as `posture --format json` would print it. */
function objections(json: unknown, change: (posture: Tree) => void = () => {}): readonly string[] {
  const posture = JSON.parse(JSON.stringify(postureOf(json, TODAY))) as Tree;
  change(posture);
  const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(SCHEMA);
  validate(posture);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe("the published schema of a posture", () => {
  test.each([
    ["the clinic", () => clinicJson()],
    ["the notary", () => sampleJson("notary")],
    ["a stack with findings", () => withRules((rules) => ["pass tcp any any -> any any (sid:1;)", ...rules])],
    ["a FortiGate that is open", () => unit({ ...OFFICE, fortios_firewall_localinpolicy: {} })],
    ["an empty stack", () => ({})],
  ])("describes that of %s", (_stack, json) => {
    expect(objections(json())).toEqual([]);
  });

  test("refuses what no posture says", () => {
    expect(
      objections(clinicJson(), (posture) => {
        Object.assign(posture.exposures as Tree, [{ protocol: "gre" }]);
        delete posture.findings;
      }),
    ).toEqual(
      expect.arrayContaining([
        " must have required property 'findings'",
        "/exposures/0/protocol must be equal to one of the allowed values",
      ]),
    );
  });

  test("explains each fact", () => {
    const { Posture, ...parts } = SCHEMA.definitions as Tree;

    expect(Object.keys((Posture as Tree).properties as Tree)).toEqual(
      expect.arrayContaining([
        "exposures",
        "egress",
        "mailFlow",
        "records",
        "certificates",
        "ips",
        "findings",
      ]),
    );
    expect(Object.entries(parts).filter(([, part]) => part.description === undefined)).toEqual([]);
    expect(JSON.stringify(SCHEMA)).not.toContain("{@link");
  });
});
