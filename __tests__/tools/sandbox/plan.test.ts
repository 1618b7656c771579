import { planChange } from "../../../tools/sandbox/plan/plan";
import { UNKNOWN } from "../../../tools/sandbox/protocol/value";
import { terraformBlock } from "../../../tools/sandbox/schema";
import type { Attribute, Block } from "../../../tools/sandbox/schema/model";

function attribute(name: string, flags: Partial<Attribute>): Attribute {
  return {
    name,
    type: "string",
    required: false,
    optional: false,
    computed: false,
    writeOnly: false,
    ...flags,
  };
}

const RULE: Block = {
  attributes: [attribute("port", { required: true }), attribute("rule_id", { computed: true })],
  blocks: [],
};
const BLOCK: Block = {
  attributes: [
    attribute("name", { required: true }),
    attribute("id", { computed: true }),
    attribute("secret_wo", { optional: true, writeOnly: true }),
  ],
  blocks: [{ name: "rule", nesting: "set", minItems: 0, maxItems: 0, block: RULE }],
};
const CONTEXT = { type: "aws_test", region: "eu-west-3", defaultTags: { client: "contoso" } };

test("what a new object is yet to be given is unknown, what is set stays", () => {
  const proposed = { name: "a", id: null, secret_wo: null, rule: [{ port: "25", rule_id: null }] };
  const { planned } = planChange(BLOCK, CONTEXT, undefined, proposed, proposed);
  expect(planned).toEqual({
    name: "a",
    id: UNKNOWN,
    secret_wo: null,
    rule: [{ port: "25", rule_id: UNKNOWN }],
  });
});

test("a write-only argument never reaches the state", () => {
  const proposed = { name: "a", id: null, secret_wo: "hunter2", rule: [] };
  expect(planChange(BLOCK, CONTEXT, undefined, proposed, proposed).planned.secret_wo).toBeNull();
});

test("an element of a set keeps what was computed for it beside a new element", () => {
  const prior = { name: "a", id: "1", secret_wo: null, rule: [{ port: "25", rule_id: "r25" }] };
  const rule = [
    { port: "443", rule_id: null },
    { port: "25", rule_id: null },
  ];
  const { planned } = planChange(BLOCK, CONTEXT, prior, { ...prior, rule }, { ...prior, rule });
  expect(planned.rule).toEqual([
    { port: "443", rule_id: UNKNOWN },
    { port: "25", rule_id: "r25" },
  ]);
});

function subnet(changes: Readonly<Record<string, string | null>>) {
  const block = terraformBlock("resource", "aws_subnet");
  if (block === undefined) throw new Error("no aws_subnet");
  const prior = Object.fromEntries(block.attributes.map((each) => [each.name, null]));
  const proposed = { ...prior, ...changes };
  return planChange(block, { ...CONTEXT, type: "aws_subnet" }, prior, proposed, proposed);
}

test("a change of a subnet's network replaces it, a change of its host names does not", () => {
  expect(subnet({ cidr_block: "10.0.9.0/24" }).requiresReplace).toEqual(["cidr_block"]);
  expect(subnet({ private_dns_hostname_type_on_launch: "ip-name" }).requiresReplace).toEqual([]);
});

test("tags and the provider's default tags are planned together", () => {
  expect(subnet({}).planned.tags_all).toEqual({ client: "contoso" });
});
