import type { BlocklistWatchFact } from "../../posture/facts";
import { postureOf } from "../../posture/posture";
import { clinicJson, only, resources, TODAY, type Tree } from "../clinic";

/** What is said of the sample clinic after an edit. */
function after(edit: (json: Tree) => void): {
  readonly watch: BlocklistWatchFact | null;
  readonly findings: readonly string[];
} {
  const json = clinicJson();
  edit(json);
  const { blocklistWatch, findings } = postureOf(json, TODAY);
  return {
    watch: blocklistWatch,
    findings: findings.flatMap(({ rule, severity, message }) =>
      rule === "blocklists-watched" ? [`${severity}: ${message.split(";")[0]}`] : [],
    ),
  };
}

const schedule = (json: Tree, name: string): Tree =>
  resources(json, "aws_scheduler_schedule").find(
    (one) => String(one.name) === `clinic-watch-${name}`,
  ) as Tree;

const without =
  (type: string) =>
  (json: Tree): void => {
    delete (json.resource as Record<string, unknown>)[type];
  };

const reorder =
  (part: string, by: string) =>
  (json: Tree): void => {
    const target = schedule(json, "blocklists").target as unknown as { input: string };
    expect(target.input).toContain(part);
    target.input = target.input.replace(part, by);
  };

test("the sample clinic's addresses and domains are looked up, and somebody hears of it", () => {
  const { watch, findings } = after(() => {});

  expect(watch).toEqual({
    lists: 108,
    addresses: [expect.stringMatching(/^\$\{aws_eip\.\w+\.public_ip\}$/)],
    domains: ["clinic.example"],
    schedule: "rate(6 hours)",
    live: true,
    heard: true,
    address: expect.stringMatching(/^aws_scheduler_schedule\.watch_blocklists_/),
  });
  expect(findings).toEqual([]);
});

const UNHEARD = "warning: nobody is told of a listing, or of a watch that has fallen silent";
const NOBODY = "warning: nobody looks the addresses and the domains up in blocklists";

test.each([
  ["without a schedule", without("aws_scheduler_schedule"), [NOBODY]],
  [
    "with a schedule that is switched off",
    (json: Tree) => Object.assign(schedule(json, "blocklists"), { state: "DISABLED" }),
    [NOBODY],
  ],
  ["with a schedule of something else", reorder('"looks":"blocklists"', '"looks":"stars"'), [NOBODY]],
  ["with an order that cannot be read", reorder("{", "{{"), [NOBODY]],
  [
    "with a domain that is not looked up",
    reorder('["clinic.example"]', "[]"),
    ["warning: clinic.example is not looked up"],
  ],
  ["without subscribers", without("aws_sns_topic_subscription"), [UNHEARD]],
  ["without an alarm on silence", without("aws_cloudwatch_metric_alarm"), [UNHEARD]],
  [
    "with alarms to which silence is no fault",
    (json: Tree) => {
      for (const alarm of resources(json, "aws_cloudwatch_metric_alarm")) {
        Object.assign(alarm, { treat_missing_data: "notBreaching" });
      }
    },
    [UNHEARD],
  ],
  ["without the function", without("aws_lambda_function"), [UNHEARD]],
  [
    "with a function that pages elsewhere",
    (json: Tree) =>
      delete (
        (only(json, "aws_lambda_function").environment as Tree).variables as unknown as Record<string, string>
      ).WATCH_TOPIC_ARN,
    [UNHEARD],
  ],
] as const)("the clinic %s is found out", (_what, edit, said) => {
  expect(after(edit as (json: Tree) => void).findings).toEqual(said);
});

test("an address that is not looked up is found out", () => {
  const { findings } = after((json) => {
    (json.output as Tree).egress_addresses = { value: ["52.0.0.1"] } as unknown as Tree;
  });

  expect(findings).toEqual(["warning: 52.0.0.1 is not looked up"]);
});

test("a stack that states no addresses is not held to it", () => {
  const { findings } = after((json) => {
    delete (json.output as Record<string, unknown>).egress_addresses;
    without("aws_scheduler_schedule")(json);
  });

  expect(findings).toEqual([]);
});
