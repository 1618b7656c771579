import type { Resource } from "../terraform-json";
import type { Breach, Rule } from "./rule";

/** A switch of a resource, and why it has to be on. */
interface Switch {
  readonly type: string;
  readonly attribute: string;
  readonly keeps: string;
}

const SWITCHES: readonly Switch[] = [
  {
    type: "aws_networkfirewall_firewall",
    attribute: "delete_protection",
    keeps: "the firewall from being deleted",
  },
  {
    type: "aws_networkfirewall_firewall",
    attribute: "firewall_policy_change_protection",
    keeps: "the firewall from being given another policy",
  },
  {
    type: "aws_networkfirewall_firewall",
    attribute: "subnet_change_protection",
    keeps: "the firewall from being moved to other subnets",
  },
  {
    type: "aws_lb",
    attribute: "enable_deletion_protection",
    keeps: "the load balancer, and with it the servers' addresses, from being deleted",
  },
];

/** What protects is protected. */
export const PROTECTIONS_ON: Rule = {
  id: "protections-on",
  what: "A firewall is protected from deletion and from other policies and subnets, a load balancer from deletion; keys wait 30 days before they are gone, and those that AWS can rotate are rotated.",
  why: "One wrong command, or one stolen session, must not take the protection away, or what it has written down.",
  reference:
    "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-update-settings.html; advice sheet, row 9",
  severity: "warning",
  check: (_facts, stack) => [
    ...SWITCHES.flatMap(({ type, attribute, keeps }) =>
      stack
        .all(type)
        .filter(({ attributes }) => attributes[attribute] !== true)
        .map(({ address }) => ({ address, message: `nothing keeps ${keeps}; set ${attribute} = true` })),
    ),
    ...stack.all("aws_kms_key").flatMap(keyBreaches),
  ],
};

/** The longest that AWS waits, and what it waits where nobody says (https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html). */
const LONGEST_WAIT = 30;

function keyBreaches({ address, attributes }: Resource): readonly Breach[] {
  const {
    deletion_window_in_days: days = LONGEST_WAIT,
    enable_key_rotation: rotated,
    key_usage: usage = "ENCRYPT_DECRYPT",
    customer_master_key_spec: spec = "SYMMETRIC_DEFAULT",
    is_enabled: enabled,
  } = attributes;
  return [
    ...(Number(days) < LONGEST_WAIT
      ? [
          {
            address,
            message: `the key is gone ${Number(days)} days after somebody deletes it, with all that it encrypted; set deletion_window_in_days = ${LONGEST_WAIT}`,
          },
        ]
      : []),
    ...(usage === "ENCRYPT_DECRYPT" && spec === "SYMMETRIC_DEFAULT" && rotated !== true
      ? [{ address, message: "the key is never rotated; set enable_key_rotation = true" }]
      : []),
    ...(enabled === false ? [{ address, message: "the key is disabled; set is_enabled = true" }] : []),
  ];
}
