import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postureOf } from "../../posture/posture";
import { fleetApp } from "../../stacks/fleet-app";
import { TODAY } from "../clinic";
import { SynthesizedStack } from "../synthesized-stack";
import {
  CLIENT,
  changed,
  clientsFolder,
  EXTERNAL_CLIENT,
  FLEET,
  FORTIGATE_CLIENT,
  problemsIn,
} from "./client-files";

function stackOf(client: string, fleet = FLEET): SynthesizedStack {
  const outputDirectory = mkdtempSync(join(tmpdir(), "output-"));
  const clientsDirectory = clientsFolder({ "office.yaml": client, "fleet.yaml": fleet });
  fleetApp({ clientsDirectory, outputDirectory }).synth();
  return new SynthesizedStack(
    JSON.parse(readFileSync(join(outputDirectory, "stacks", "office", "cdk.tf.json"), "utf8")) as Record<
      string,
      unknown
    >,
  );
}

const withWatch = (lines: string, client = CLIENT): string =>
  changed(client, "edge:\n", `watch:\n${lines}edge:\n`);
const problems = (client: string): readonly string[] =>
  problemsIn({ "office.yaml": client }).map(
    ({ line, column, code, message }) => `${line}:${column}: ${code}: ${message}`,
  );

/** The same client with a domain that somebody could own. */
const real = (client: string): string => client.replaceAll("office.example", "office.fr");

describe("a client without a word about its watch", () => {
  test("is watched where it has an AWS account: its topic, and the provider, hear of it", () => {
    const stack = stackOf(CLIENT);
    const { blocklistWatch } = postureOf(stack.json, TODAY);

    expect(blocklistWatch).toMatchObject({
      domains: ["office.example"],
      lists: 98,
      schedule: "rate(6 hours)",
      live: true,
      heard: true,
    });
    expect(stack.all("aws_sns_topic")).toHaveLength(1);
  });

  test("is watched behind a firewall in its office, too, with a topic of its own", () => {
    const stack = stackOf(FORTIGATE_CLIENT);

    expect(postureOf(stack.json, TODAY).blocklistWatch).toMatchObject({
      addresses: ["8.8.4.4"],
      heard: true,
    });
    expect(stack.only("aws_sns_topic_subscription")).toMatchObject({ endpoint: "noc@msp.example" });
  });
});

test("the client file decides who is told, what is asked and how often", () => {
  const stack = stackOf(
    withWatch(
      [
        "  notify: [it@office.example, noc@msp.example]",
        "  chat: ssm:/office/chat",
        "  keys: { spamhaus-dqs: ssm:/office/dqs }",
        "  without: [psbl.surriel.com]",
        "  advisory: [bl.spamcop.net]",
        "  addresses: [52.0.0.1]",
        "  domains: [news.office.example]",
        "  blocklistsEveryHours: 1",
        "  liveEveryMinutes: 60",
        "  reserveConcurrency: true",
        "  protection: false",
        "  network: { subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718] }",
        "",
      ].join("\n"),
    ),
    changed(FLEET, "  contact:", "  runbooks: https://docs.msp.example/exchange/\n  contact:"),
  );
  const { blocklistWatch } = postureOf(stack.json, TODAY);
  const watch = stack.only("aws_lambda_function");

  expect(stack.all("aws_sns_topic_subscription").map(({ endpoint }) => endpoint)).toEqual([
    "it@office.example",
    "noc@msp.example",
  ]);
  expect(blocklistWatch).toMatchObject({
    lists: 101,
    addresses: expect.arrayContaining(["52.0.0.1"]),
    domains: ["news.office.example", "office.example"],
    schedule: "rate(1 hour)",
  });
  expect(stack.only("aws_scheduler_schedule", { name: "office-watch-live" }).schedule_expression).toBe(
    "rate(60 minutes)",
  );
  expect(watch.reserved_concurrent_executions).toBe(1);
  expect(watch).toMatchObject({
    environment: {
      variables: {
        WATCH_CHAT: "ssm:/office/chat",
        WATCH_RUNBOOKS: "https://docs.msp.example/exchange",
      },
    },
    vpc_config: { subnet_ids: ["subnet-0a1b2c3d4e5f60718"], security_group_ids: ["sg-0a1b2c3d4e5f60718"] },
  });
  expect(stack.only("aws_dynamodb_table").deletion_protection_enabled).toBe(false);
  expect(JSON.stringify(stack.all("aws_iam_role_policy"))).toMatch(
    /ssm:eu-west-3:\S*:parameter\/office\/chat.*:parameter\/office\/dqs/,
  );
});

test("a watch that is switched off is not there, and the posture says so", () => {
  const stack = stackOf(withWatch("  enabled: false\n"));

  expect(stack.all("aws_lambda_function")).toEqual([]);
  expect(postureOf(stack.json, TODAY).findings.map(({ rule }) => rule)).toContain("blocklists-watched");
});

describe("what a client file says of its watch is refused", () => {
  test("where it has no account for it", () => {
    const client = changed(EXTERNAL_CLIENT, '  aws: { account: "123456789012", region: eu-west-3 }\n', "");

    expect(problems(withWatch("  notify: [it@office.example]\n", client))).toContain(
      '21:3: MissingKey: the watch runs in an AWS account, and "aws" of the edge is missing: add account and region there, or set enabled to false',
    );
    expect(
      problems(withWatch("  enabled: false\n", client)).filter((text) => text.includes("watch")),
    ).toEqual([]);
  });

  test("where an address is one for documentation, unless the whole file is an example", () => {
    const client = changed(FORTIGATE_CLIENT, "8.8.4.4", "203.0.113.4");

    expect(problems(client)).toEqual([]);
    expect(problems(real(client))).toEqual([
      '25:41: BlocklistAddressNotPublic: "203.0.113.4" is no address on the internet (reserved), so no list can hold it; give the public one that mail leaves from',
    ]);
  });

  test("where a further address or domain is one for documentation, unless the whole file is an example", () => {
    const client = withWatch("  addresses: [198.51.100.1]\n  domains: [news.example]\n");

    expect(problems(client)).toEqual([]);
    expect(problems(real(client)).map((text) => text.split(":").slice(0, 3).join(":"))).toEqual([
      "19:15: BlocklistAddressNotPublic",
      "20:13: BlocklistDomainReserved",
    ]);
  });
});
