import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Json } from "../../../posture/terraform-json";
import { synthesizeClient } from "../../../stacks/synthesize";
import { aligned } from "../../../tools/review/renames";
import { type ResourceChanges, resourceChanges } from "../../../tools/review/resource-changes";
import { type RunningSandbox, startSandbox } from "../../../tools/sandbox/sandbox";
import { CLIENTS, clinicJson, type Tree } from "../../clinic";

/** What becomes of the resources between two stacks. */
function changes(before: unknown, after: unknown): ResourceChanges {
  const { base, renames } = aligned(before as Json, after as Json);
  return resourceChanges(base, after as Json, renames);
}

const stack = (resource: object, others: object = {}) => ({ resource, ...others });

const BUCKET = { aws_s3_bucket: { logs: { bucket: "logs" } } };

describe("what becomes of a resource", () => {
  test("is nothing for the same stack", () => {
    expect(changes(clinicJson(), clinicJson())).toEqual({
      created: [],
      destroyed: [],
      replaced: [],
      updated: [],
      renamed: [],
    });
  });

  test("is nothing when only the order of a set, a bracket or a quoted number differs", () => {
    const group = (ingress: unknown, ids: readonly string[]) =>
      stack({
        aws_security_group: { a: { name: "a", ingress } },
        aws_network_interface: { n: { subnet_id: "subnet-1", security_groups: ids } },
      });
    const rule = { from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["192.0.2.0/24"] };

    expect(
      changes(
        group([rule], ["sg-1", "sg-2"]),
        group({ ...rule, from_port: "443", self: null }, ["sg-2", "sg-1"]),
      ).updated,
    ).toEqual([]);
  });

  test("is a change where the order of a list differs", () => {
    const plan = (order: readonly string[]) =>
      stack({
        aws_dynamodb_table: { t: { name: "t", attribute: [] } },
        aws_iam_role: { r: { name: order } },
      });

    expect(changes(plan(["a", "b"]), plan(["b", "a"])).replaced).toMatchObject([
      { address: "aws_iam_role.r" },
    ]);
  });

  test("is a change in place when the provider can make it", () => {
    const retained = (days: number) =>
      stack({ aws_cloudwatch_log_group: { g: { name: "g", retention_in_days: days } } });

    expect(changes(retained(90), retained(30))).toMatchObject({
      replaced: [],
      updated: [
        { address: "aws_cloudwatch_log_group.g", attributes: ["retention_in_days"], uncertain: false },
      ],
    });
  });

  test("is uncertain for a type that the table does not know", () => {
    const queue = (size: number) => stack({ aws_mq_broker: { q: { broker_name: "q", size } } });

    expect(changes(queue(1), queue(2)).updated).toEqual([
      { address: "aws_mq_broker.q", attributes: ["size"], uncertain: true },
    ]);
  });

  test("is a replacement, with both values, where it cannot", () => {
    expect(
      changes(stack(BUCKET), stack({ aws_s3_bucket: { logs: { bucket: "new-logs" } } })).replaced,
    ).toEqual([
      {
        address: "aws_s3_bucket.logs",
        because: [{ attribute: "bucket", before: "logs", after: "new-logs" }],
        newFirst: false,
      },
    ]);
  });

  test("says when the new one is made first", () => {
    const bucket = (name: string) =>
      stack({ aws_s3_bucket: { logs: { bucket: name, lifecycle: { create_before_destroy: true } } } });

    expect(changes(bucket("a"), bucket("b")).replaced).toMatchObject([{ newFirst: true }]);
  });

  test("follows a replacement through references, and says which", () => {
    const network = (block: string) =>
      stack({
        aws_vpc: { v: { cidr_block: block } },
        aws_subnet: { s: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.0.0/28" } },
        aws_network_interface: { n: { subnet_id: "${aws_subnet.s.id}" } },
      });

    expect(changes(network("10.0.0.0/24"), network("10.0.0.0/23")).replaced).toEqual([
      {
        address: "aws_network_interface.n",
        because: [{ attribute: "subnet_id", through: "aws_subnet.s" }],
        newFirst: false,
      },
      {
        address: "aws_subnet.s",
        because: [{ attribute: "vpc_id", through: "aws_vpc.v" }],
        newFirst: false,
      },
      {
        address: "aws_vpc.v",
        because: [{ attribute: "cidr_block", before: "10.0.0.0/24", after: "10.0.0.0/23" }],
        newFirst: false,
      },
    ]);
  });

  test("does not follow a reference to a value that stands in the JSON", () => {
    const named = (days: number, name: string) =>
      stack({
        aws_kms_key: { k: { key_usage: name, description: "logs" } },
        aws_cloudwatch_log_group: { g: { name: "${aws_kms_key.k.description}", retention_in_days: days } },
      });

    expect(changes(named(1, "A"), named(1, "B")).replaced.map(({ address }) => address)).toEqual([
      "aws_kms_key.k",
    ]);
  });

  test("ends where references circle", () => {
    const circle = (block: string) =>
      stack({
        aws_vpc: { v: { cidr_block: block } },
        aws_subnet: { a: { vpc_id: "${aws_subnet.b.vpc_id}" }, b: { vpc_id: "${aws_subnet.a.vpc_id}" } },
      });

    expect(changes(circle("10.0.0.0/24"), circle("10.0.0.0/23")).replaced).toHaveLength(1);
  });

  test("leaves out what is to be ignored", () => {
    const bucket = (name: string) =>
      stack({ aws_s3_bucket: { logs: { bucket: name, lifecycle: { ignore_changes: ["bucket"] } } } });

    expect(changes(bucket("a"), bucket("b")).replaced).toEqual([]);
  });

  test("replaces what is to be replaced with another resource", () => {
    const pair = (days: number) =>
      stack({
        aws_cloudwatch_log_group: { g: { name: "g", retention_in_days: days } },
        aws_instance: { i: { lifecycle: { replace_triggered_by: ["aws_cloudwatch_log_group.g"] } } },
      });

    expect(changes(pair(1), pair(2)).replaced).toMatchObject([
      {
        address: "aws_instance.i",
        because: [{ attribute: "lifecycle.replace_triggered_by", through: "aws_cloudwatch_log_group.g" }],
      },
    ]);
  });

  test("moves to another Region with its provider, unless it has one of its own", () => {
    const inRegion = (region: string) =>
      stack(
        {
          aws_s3_bucket: {
            elsewhere: { bucket: "b", region: "eu-west-1" },
            here: { bucket: "a" },
            there: { bucket: "c", provider: "aws.other" },
          },
        },
        { provider: { aws: [{ region }, { alias: "other", region: "eu-west-2" }] } },
      );

    expect(changes(inRegion("eu-west-3"), inRegion("eu-central-1")).replaced).toMatchObject([
      {
        address: "aws_s3_bucket.here",
        because: [{ attribute: "region", before: "eu-west-3", after: "eu-central-1" }],
      },
    ]);
  });

  test("is told from what is only forgotten", () => {
    const removed = { removed: [{ from: "aws_s3_bucket.logs", lifecycle: { destroy: false } }] };

    expect(changes(stack(BUCKET), stack({})).destroyed).toEqual([
      { address: "aws_s3_bucket.logs", kept: false },
    ]);
    expect(changes(stack(BUCKET), stack({}, removed)).destroyed).toEqual([
      { address: "aws_s3_bucket.logs", kept: true },
    ]);
  });
});

describe("another address", () => {
  const renamed = { aws_s3_bucket: { records: { bucket: "logs" } } };

  test("destroys and makes again what is the same but for it", () => {
    expect(changes(stack(BUCKET), stack(renamed))).toMatchObject({
      created: [],
      destroyed: [],
      renamed: [{ from: "aws_s3_bucket.logs", to: "aws_s3_bucket.records", moved: false }],
    });
  });

  test("keeps what a moved block takes along, whatever else changes in it", () => {
    const moved = { moved: [{ from: "aws_s3_bucket.logs", to: "aws_s3_bucket.records" }] };
    const after = stack({ aws_s3_bucket: { records: { bucket: "logs", force_destroy: true } } }, moved);

    expect(changes(stack(BUCKET), after)).toMatchObject({
      created: [],
      destroyed: [],
      renamed: [{ moved: true }],
      updated: [{ address: "aws_s3_bucket.records", attributes: ["force_destroy"] }],
    });
  });

  test("is followed over several moved blocks, and through a circle of them to nowhere", () => {
    const step = (from: string, to: string) => ({ from: `aws_s3_bucket.${from}`, to: `aws_s3_bucket.${to}` });
    const chain = { moved: [step("logs", "old"), step("old", "records")] };
    const circle = { moved: [step("logs", "old"), step("old", "logs")] };

    expect(changes(stack(BUCKET), stack(renamed, chain)).renamed).toMatchObject([{ moved: true }]);
    expect(changes(stack(BUCKET), stack(renamed, circle)).renamed).toMatchObject([{ moved: false }]);
  });

  test("is found for a whole family of resources that refer to each other", () => {
    const text = JSON.stringify(clinicJson());
    const other = JSON.parse(text.replaceAll("edge_network_", "edge_lan_")) as Tree;
    const { created, destroyed, renamed: found } = changes(clinicJson(), other);

    expect([created, destroyed]).toEqual([[], []]);
    expect(found.length).toBeGreaterThan(10);
    expect(found.map(({ from }) => from.replace("edge_network_", "edge_lan_"))).toEqual(
      found.map(({ to }) => to),
    );
  });

  test("replaces what refers to the one that is made again", () => {
    const held = (name: string) =>
      stack({
        aws_eip: { [name]: { domain: "vpc" } },
        aws_eip_association: {
          a: { allocation_id: `\${aws_eip.${name}.id}`, network_interface_id: "eni-0a1b2c3d" },
        },
      });

    expect(changes(held("old"), held("new"))).toMatchObject({
      renamed: [{ from: "aws_eip.old", to: "aws_eip.new", moved: false }],
      replaced: [
        {
          address: "aws_eip_association.a",
          because: [{ attribute: "allocation_id", through: "aws_eip.new" }],
        },
      ],
    });
  });

  test("pairs what cannot be told apart only where none is left over", () => {
    const addresses = (...names: readonly string[]) =>
      stack({ aws_eip: Object.fromEntries(names.map((name) => [name, { domain: "vpc" }])) });

    expect(changes(addresses("a", "b"), addresses("c", "d")).renamed).toHaveLength(2);
    expect(changes(addresses("a", "b"), addresses("c"))).toMatchObject({
      renamed: [],
      created: ["aws_eip.c"],
      destroyed: [{ address: "aws_eip.a" }, { address: "aws_eip.b" }],
    });
  });
});

describe("the real Terraform, in the sandbox", () => {
  const directory = mkdtempSync(join(tmpdir(), "review-plan-"));
  const folder = join(directory, "stack");
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    mkdirSync(folder);
    sandbox = await startSandbox({ directory });
    write(clinicJson());
    await terraform("init", "-input=false");
    await terraform("apply", "-auto-approve", "-input=false");
  });

  afterAll(async () => {
    await sandbox.stop();
  });

  const terraform = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)("terraform", [...words], {
      cwd: folder,
      env: { ...sandbox.env, TF_CLI_ARGS: "-no-color" },
      maxBuffer: 64 * 2 ** 20,
    });
    return stdout;
  };

  /** What Terraform plans, by what the review calls it. */
  const planned = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
    await terraform("plan", "-input=false", "-out=plan");
    const { resource_changes: all } = JSON.parse(await terraform("show", "-json", "plan")) as {
      resource_changes: readonly {
        readonly address: string;
        readonly mode: string;
        readonly change: { readonly actions: readonly string[] };
      }[];
    };
    const withActions = (...wanted: readonly string[]): readonly string[] =>
      all
        .filter(({ mode, change }) => mode === "managed" && wanted.includes(change.actions.join(" ")))
        .map(({ address }) => address)
        .sort();
    return {
      created: withActions("create"),
      destroyed: withActions("delete"),
      replaced: withActions("delete create", "create delete"),
      updated: withActions("update"),
    };
  };

  const write = (json: unknown): void => writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));

  /** The clinic with another file. */
  const changedClinic = (...edits: readonly (readonly [part: RegExp, by: string])[]): unknown => {
    const clients = mkdtempSync(join(tmpdir(), "clients-"));
    writeFileSync(join(clients, "fleet.yaml"), readFileSync(join(CLIENTS, "fleet.yaml"), "utf8"));
    const text = edits.reduce(
      (file, [part, by]) => {
        expect(file).toMatch(part);
        return file.replace(part, by);
      },
      readFileSync(join(CLIENTS, "clinic.yaml"), "utf8"),
    );
    writeFileSync(join(clients, "clinic.yaml"), text);
    return synthesizeClient(clients, "clinic");
  };

  test.each([
    ["a narrower source", [[/ {2}ips:\n/, "  httpsFrom: [192.88.99.0/24]\n  ips:\n"]]],
    ["another network", [[/cidr: 10\.20\.0\.0\/24/, "cidr: 10.21.0.0/24"]]],
    [
      "another host name in another zone",
      [
        [/mail\.clinic\.example/, "post.clinic.example"],
        [/eu-west-3a/, "eu-west-3b"],
      ],
    ],
  ] as const)("plans what the review foretells of %s", async (_what, edits) => {
    const after = changedClinic(...edits);
    write(after);
    const { created, destroyed, replaced, updated, renamed } = changes(clinicJson(), after);

    expect(renamed.filter(({ moved }) => moved)).toEqual([]);
    expect({
      created: [...created, ...renamed.map(({ to }) => to)].sort(),
      destroyed: [...destroyed.map(({ address }) => address), ...renamed.map(({ from }) => from)].sort(),
      replaced: replaced.map(({ address }) => address),
      updated: updated.map(({ address }) => address),
    }).toEqual(await planned());
  });
});
