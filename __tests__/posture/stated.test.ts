import { postureOf } from "../../posture/posture";
import { clinicJson, only, TODAY, type Tree } from "../clinic";

function posture(change: (json: Tree) => unknown = () => undefined) {
  const json = clinicJson();
  change(json);
  return postureOf(json, TODAY);
}

const outputs = (json: Tree): Tree => json.output as Tree;

describe("what a stack states in its outputs", () => {
  test("is read back: the company, the hosts of its relay, and since when what is in force", () => {
    expect(posture()).toMatchObject({
      client: "Example Clinic",
      exchangeVersion: "SE",
      egressAddresses: ["${aws_eip.edge_address_DB139EA7.public_ip}"],
      mailFlow: {
        relay: {
          mxHosts: [
            "mx1-eu.spamexperts.com",
            "mx2-eu.spamexperts.com",
            "mx3-eu.spamexperts.com",
            "mx4-eu.spamexperts.com",
          ],
        },
      },
      rollouts: [
        { of: "dmarc", domain: "clinic.example", stage: "none", since: "2026-11-02" },
        { of: "mta-sts", domain: "clinic.example", stage: "testing", since: "2026-11-02" },
        { of: "ips", domain: null, stage: "prevent", since: "2026-11-02" },
      ],
    });
  });

  test("is nothing where it states nothing", () => {
    expect(posture((json) => Object.assign(json, { output: {} }))).toMatchObject({
      client: null,
      exchangeVersion: null,
      egressAddresses: [],
      mailHosts: [],
      rollouts: [],
    });
  });

  test.each([
    ["another kind", { of: "wifi", stage: "on", since: "2026-11-02" }],
    ["no day", { of: "ips", stage: "prevent" }],
    ["no stage", { of: "ips", since: "2026-11-02" }],
    ["no object", "ips"],
  ])("leaves out a rollout of %s", (_, rollout) => {
    expect(
      posture((json) => Object.assign(outputs(json).rollouts as Tree, { value: [rollout] })).rollouts,
    ).toEqual([]);
  });
});

describe("the version of Exchange", () => {
  const found = (version: unknown) =>
    posture((json) => Object.assign(outputs(json).exchange_version as Tree, { value: version }))
      .findings.filter(({ rule }) => rule === "exchange-supported")
      .map(({ severity, message }) => [severity, message.split(";")[0]]);

  test("that gets updates has nothing against it", () => {
    expect(posture().exchangeVersion).toBe("SE");
    expect(found("SE")).toEqual([]);
  });

  test.each([
    ["2016", 'the servers run Exchange "2016", whose updates ended on 2025-10-14'],
    ["2013", 'the servers run Exchange "2013", which is no version with updates'],
  ])("%s is an error", (version, message) => {
    expect(found(version)).toEqual([["error", message]]);
  });

  test("that nobody states is not judged", () => {
    expect(posture((json) => Object.assign(json, { output: {} })).findings).not.toContainEqual(
      expect.objectContaining({ rule: "exchange-supported" }),
    );
  });
});

test("the mail host is the name whose address is the server's", () => {
  expect(posture().mailHosts).toEqual(["mail.clinic.example"]);
});

test("a name with somebody else's address is no mail host", () => {
  const { mailHosts } = posture((json) =>
    Object.assign(outputs(json).server_addresses as Tree, { value: ["192.0.2.1"] }),
  );

  expect(mailHosts).toEqual([]);
});

describe("a certificate", () => {
  const certificates = (change?: (json: Tree) => unknown) =>
    posture(change).certificates.map(({ installable, renewalDelivered }) => [installable, renewalDelivered]);

  test("of the clinic can be installed on the server, and each renewal is", () => {
    expect(certificates()).toEqual([[true, true]]);
  });

  test("whose key stays in AWS cannot", () => {
    expect(certificates((json) => delete only(json, "aws_acm_certificate").options)).toEqual([[false, true]]);
  });

  test("that was imported can, whatever AWS hands out", () => {
    expect(
      certificates((json) =>
        Object.assign(only(json, "aws_acm_certificate"), { private_key: "${var.key}", options: {} }),
      ),
    ).toEqual([[true, true]]);
  });

  test("that only a message follows is not delivered", () => {
    expect(
      certificates((json) => delete (json.resource as Record<string, unknown>).aws_cloudwatch_event_target),
    ).toEqual([[true, false]]);
  });
});
