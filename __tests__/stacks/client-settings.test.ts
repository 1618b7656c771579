import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { parse } from "yaml";
import { ValidationError } from "../../constructs/core/errors";
import { loadClientFiles } from "../../stacks/client";
import { type ClientSettings, clientOf, type FleetSettings, fleetOf } from "../../stacks/client-settings";
import { ProtectedExchangeStack } from "../../stacks/protected-exchange-stack";
import { CLIENTS } from "../clinic";

const settingsOf = <T>(name: string): T => parse(readFileSync(join(CLIENTS, name), "utf8")) as T;
const FLEET = settingsOf<FleetSettings>("fleet.yaml");
const CLINIC = settingsOf<ClientSettings>("clinic.yaml");

/** What is wrong with settings. */
function problemsOf(action: () => unknown): ValidationError["problems"] {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return (error as ValidationError).problems;
  }
  return [];
}

describe("a client from a program", () => {
  test("is what its file would make it", () => {
    const { clients, fleet } = loadClientFiles(CLIENTS);

    expect(fleetOf(FLEET)).toEqual(fleet);
    expect(clients.map(({ id }) => clientOf(settingsOf(`${id}.yaml`), fleet))).toEqual(clients);
  });

  test("becomes a stack", () => {
    const fleet = fleetOf(FLEET);
    const stack = new ProtectedExchangeStack(new App(), "clinic", { client: clientOf(CLINIC, fleet), fleet });

    expect(Testing.synth(stack)).toContain("aws_networkfirewall_firewall");
  });

  test("is refused with everything that is wrong, each at its place", () => {
    const { relay, server } = CLINIC;
    const wrong = {
      ...CLINIC,
      relay: { ...relay, vendor: "spamexpert" },
      server: { ...server, hostname: "mail.clinic.example" },
    };

    expect(problemsOf(() => clientOf(wrong, fleetOf(FLEET)))).toEqual([
      {
        code: "UnknownKey",
        property: "server.hostname",
        message:
          'server.hostname: "hostname" is not a key here (did you mean "hostName"?); known are hostName, exchange, tlsa',
      },
    ]);
  });

  test("is held to the rules between its values, too", () => {
    const { server } = CLINIC;
    const wrong = { ...CLINIC, server: { ...server, hostName: "mail.elsewhere.example" } };

    expect(
      problemsOf(() => clientOf(wrong, fleetOf(FLEET))).map(({ code, property }) => [code, property]),
    ).toEqual([["HostOutsideDomains", "server.hostName"]]);
  });

  test("keeps no key in a state that is a plain file", () => {
    const wrong: ClientSettings = {
      ...CLINIC,
      certificate: { issuer: "lets-encrypt", key: "in-state", appliesEveryDays: 7 },
    };

    expect(problemsOf(() => clientOf(wrong, fleetOf(FLEET))).map(({ property }) => property)).toContain(
      "certificate.key",
    );
  });
});

test("a client from a program needs no more than AWS allows its account", () => {
  const fleet = fleetOf({
    ...FLEET,
    awsQuotas: [{ account: "123456789012", region: "eu-west-3", ruleGroups: 1 }],
  });

  expect(problemsOf(() => clientOf(CLINIC, fleet)).map(({ code }) => code)).toEqual(["AwsQuotaExceeded"]);
});

test("a fleet from a program is held to the rules between its values", () => {
  const { msp } = FLEET;
  const quotas = { account: "123456789012", region: "eu-west-3" };

  expect(
    problemsOf(() =>
      fleetOf({ msp, backend: { kind: "local" }, deploy: { from: "hcp" }, awsQuotas: [quotas, quotas] }),
    ).map(({ code, property }) => [code, property]),
  ).toEqual([
    ["AwsQuotasTwice", "awsQuotas.1"],
    ["DeployNeedsHcpBackend", "deploy.from"],
  ]);
});

test("a fleet from a program is refused at the place of the mistake", () => {
  const { msp, backend } = FLEET;

  expect(problemsOf(() => fleetOf({ msp: { ...msp, contact: "noc" }, backend }))).toMatchObject([
    { property: "msp.contact" },
  ]);
});
