import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SynthesizedStack } from "../../synthesized-stack";
import { type Rehearsal, rehearse, runProgram, type TerraformRun } from "../../tools/sandbox/rehearsal";
import { edge } from "./lone-edge";

/** A network that the client has, in the words of Terraform: another stack made it. */
const CLIENTS_NETWORK = {
  resource: {
    aws_vpc: { office: { cidr_block: "10.40.0.0/16" } },
    aws_internet_gateway: { office: { vpc_id: "${aws_vpc.office.id}" } },
    aws_subnet: Object.fromEntries(
      ["mail", "firewall"].map((purpose, index) => [
        purpose,
        {
          vpc_id: "${aws_vpc.office.id}",
          cidr_block: `10.40.${index}.0/24`,
          availability_zone: "eu-west-3a",
        },
      ]),
    ),
    aws_route_table: { office: { vpc_id: "${aws_vpc.office.id}" } },
    aws_route_table_association: {
      mail: { subnet_id: "${aws_subnet.mail.id}", route_table_id: "${aws_route_table.office.id}" },
    },
    aws_network_acl: {
      office: { vpc_id: "${aws_vpc.office.id}", subnet_ids: ["${aws_subnet.mail.id}"] },
    },
  },
};

let rehearsal: Rehearsal;

beforeEach(async () => {
  rehearsal = await rehearse();
});

afterEach(() => rehearsal.end());

async function run(stack: SynthesizedStack, ...words: readonly string[]): Promise<TerraformRun> {
  const { resource, data, import: imports } = stack.json;
  rehearsal.declare({
    resource,
    ...(data === undefined ? {} : { data }),
    ...(imports === undefined ? {} : { import: imports }),
  });
  await rehearsal.terraform("init");
  return rehearsal.terraform(...words);
}

test("servers in the office are said to see no client's address", () => {
  const said: string[] = [];
  edge(
    { onPremises: { servers: ["192.168.10.5"], publicAddress: "8.8.4.4", networks: ["192.168.10.0/24"] } },
    ({ node }) =>
      said.push(
        ...node.findAll().flatMap(({ node: { metadata } }) => metadata.map(({ data }) => String(data))),
      ),
  );

  expect(said).toContainEqual(expect.stringMatching(/see the load balancer's address and not who connects/));
});

describe("a network that the client has", () => {
  /** Applies the client's own network as another stack, beside ours in the same cloud. */
  async function existing(): Promise<Readonly<Record<string, string>>> {
    const folder = join(rehearsal.directory, "cdktf.out", "stacks", "office");
    mkdirSync(folder, { recursive: true });
    rehearsal.declare(CLIENTS_NETWORK);
    writeFileSync(
      join(folder, "cdk.tf.json"),
      readFileSync(join(rehearsal.stack, "cdk.tf.json"), "utf8").replace("contoso.tfstate", "office.tfstate"),
    );
    const options = { cwd: folder, env: rehearsal.sandbox.env };
    await runProgram("terraform", ["init", "-no-color"], options);
    expect((await runProgram("terraform", ["apply", "-auto-approve", "-no-color"], options)).text).toContain(
      "Apply complete!",
    );
    const { objects } = JSON.parse(readFileSync(join(rehearsal.directory, "cloud.json"), "utf8")) as {
      readonly objects: Readonly<Record<string, { readonly values: { readonly id: string } }>>;
    };
    return Object.fromEntries(
      Object.entries(objects).map(([key, { values }]) => [key.replace(/^office\//, ""), values.id]),
    );
  }

  function adopted(ids: Readonly<Record<string, string>>, adopt: boolean): SynthesizedStack {
    return edge({
      network: {
        cidr: "10.40.0.0/16",
        vpc: { id: ids["aws_vpc.office"] ?? "", internetGateway: ids["aws_internet_gateway.office"] ?? "" },
        subnets: [
          {
            availabilityZone: "eu-west-3a",
            mail: { cidr: "10.40.0.0/24", id: ids["aws_subnet.mail"] ?? "", adopt },
            firewall: { cidr: "10.40.1.0/24", id: ids["aws_subnet.firewall"] ?? "" },
          },
        ],
      },
    });
  }

  test("keeps its route tables and network ACLs: a plan that would take a subnet from them is refused", async () => {
    const ids = await existing();
    const { status, text } = await run(adopted(ids, false), "plan");

    expect(status).not.toBe(0);
    expect(text.replace(/[\s│]+/g, " ")).toContain(
      `RouteTableInUse: the subnet ${ids["aws_subnet.mail"]} is led by another route table (${ids["aws_route_table.office"]}); say "adopt: true"`,
    );
    expect(text.replace(/[\s│]+/g, " ")).toContain(
      `NetworkAclInUse: the subnet ${ids["aws_subnet.mail"]} has a network ACL of its own (${ids["aws_network_acl.office"]})`,
    );
  });

  test("gives a subnet over where that is said, in place and without a moment without a table", async () => {
    const ids = await existing();
    const { text } = await run(adopted(ids, true), "apply", "-auto-approve");

    expect(text).toMatch(/1 imported, \d+ added, 1 changed, 0 destroyed/);
    expect((await run(adopted(ids, true), "plan", "-detailed-exitcode")).text).toContain("No changes.");
  });
});
