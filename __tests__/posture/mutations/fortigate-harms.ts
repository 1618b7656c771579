import {
  type Chance,
  change,
  type EditedResource,
  type EditedStack,
  type Harm,
  listIn,
  type Members,
  otherPort,
} from "./edited-stack";

const POLICY = "fortios_firewall_policy";

/** Interfaces of a policy by name. */
const interfaces = (policy: EditedResource, side: "srcintf" | "dstintf"): readonly string[] =>
  listIn(policy.attributes, side).map(({ name }) => String(name));

/** Policies that let something in from the internet. */
function inward(stack: EditedStack): readonly EditedResource[] {
  const outside = outsideOf(stack);
  return stack
    .all(POLICY)
    .filter(
      (policy) =>
        policy.attributes.action === "accept" &&
        interfaces(policy, "srcintf").some((each) => outside.includes(each)),
    );
}

/** Policies that let the server out. */
function outward(stack: EditedStack): readonly EditedResource[] {
  const outside = outsideOf(stack);
  return stack
    .all(POLICY)
    .filter(
      (policy) =>
        policy.attributes.action === "accept" &&
        interfaces(policy, "dstintf").some((each) => outside.includes(each)),
    );
}

function outsideOf(stack: EditedStack): readonly string[] {
  return (stack.output("edge_interfaces")?.outside ?? []) as readonly string[];
}

/** Policies that refuse the rest, one each way. */
function finalDenials(stack: EditedStack): readonly EditedResource[] {
  return stack
    .all(POLICY)
    .filter(({ attributes, name }) => attributes.action === "deny" && /-else_/.test(name));
}

/** Refuses the internet the unit's own administration. */
function administrationLocks(stack: EditedStack): readonly EditedResource[] {
  const outside = outsideOf(stack);
  return stack
    .all("fortios_firewall_localinpolicy", "fortios_firewall_localinpolicy6")
    .filter(({ attributes }) =>
      listIn(attributes, "intf_block").some(({ name }) => outside.includes(String(name))),
    );
}

/** Virtual IPs in front of the server. */
const published = (stack: EditedStack): readonly EditedResource[] => stack.all("fortios_firewall_vip");

/** Adds a policy that accepts, before the one that refuses the rest. */
function admit(stack: EditedStack, chance: Chance, more: Members): boolean {
  const like = chance.of(inward(stack));
  const order = stack.all("fortios_firewall_policy_sort")[0];
  if (like === undefined || order === undefined) {
    return false;
  }
  const address = stack.add(POLICY, "opened", {
    ...like.attributes,
    name: "opened",
    policyid: 2_000_002,
    ...more,
  });
  (order.attributes.depends_on as string[]).push(address);
  return true;
}

/** A virtual IP beside those that are there. */
function publish(stack: EditedStack, chance: Chance, more: Members): string | undefined {
  const like = chance.of(published(stack));
  return like && stack.add("fortios_firewall_vip", "opened", { ...like.attributes, name: "opened", ...more });
}

/** Harm to a FortiGate in front of the server. */
export const FORTIGATE_HARMS: readonly Harm[] = [
  {
    does: "publishes another port of the server on the unit",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const port = String(otherPort(chance));
      const vip = publish(stack, chance, { extport: port, mappedport: port });
      return (
        vip !== undefined &&
        admit(stack, chance, { dstaddr: [{ name: `\${${vip}.name}` }], service: [{ name: "ALL" }] })
      );
    },
  },
  {
    does: "publishes another host on the unit",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const vip = publish(stack, chance, {
        portforward: "disable",
        extip: "198.51.100.11",
        mappedip: [{ range: `192.168.10.${chance.integer(6, 250)}` }],
      });
      return (
        vip !== undefined &&
        admit(stack, chance, { dstaddr: [{ name: `\${${vip}.name}` }], service: [{ name: "ALL" }] })
      );
    },
  },
  {
    does: "leads a published port to another port of the server",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(published(stack), chance, ({ attributes }) => {
        attributes.mappedport = String(otherPort(chance));
        for (const policy of inward(stack)) {
          policy.attributes.service = [{ name: "ALL" }];
        }
      }),
  },
  {
    does: "publishes every port of the server on the unit",
    caughtBy: "rule",
    edit: (stack, chance) => {
      for (const { attributes } of inward(stack)) {
        attributes.service = [{ name: "ALL" }];
      }
      return change(published(stack), chance, ({ attributes }) => {
        attributes.portforward = "disable";
      });
    },
  },
  {
    does: "lets anyone deliver to 25 through the unit",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        inward(stack).filter(({ name }) => /in-25/.test(name)),
        chance,
        ({ attributes }) => {
          attributes.srcaddr = [{ name: "all" }];
        },
      ),
  },
  {
    does: "widens the relay's network on the unit",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("fortios_firewall_address").filter(({ name }) => /objects_relay-/.test(name)),
        chance,
        ({ attributes }) => {
          attributes.subnet = chance.of([
            "0.0.0.0 0.0.0.0",
            "185.0.0.0 255.0.0.0",
            "185.201.0.0 255.255.0.0",
          ]);
        },
      ),
  },
  {
    does: "turns round who may deliver through the unit",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        inward(stack).filter(({ name }) => /in-25/.test(name)),
        chance,
        ({ attributes }) => {
          attributes.srcaddr_negate = "enable";
        },
      ),
  },
  {
    does: "lets everything in over IPv6 through the unit",
    caughtBy: "rule",
    edit: (stack, chance) =>
      admit(stack, chance, {
        srcaddr6: [{ name: "all" }],
        dstaddr6: [{ name: "all" }],
        service: [{ name: "ALL" }],
      }),
  },
  {
    does: "leaves the order of the unit's policies to chance",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("fortios_firewall_policy_sort"), chance, (resource) => {
        stack.remove(resource);
        for (const { attributes } of stack.all(POLICY)) {
          delete attributes.depends_on;
        }
      }),
  },
  {
    does: "puts a policy that accepts all before the others of the unit",
    caughtBy: "rule",
    edit: (stack, chance) =>
      admit(stack, chance, {
        policyid: 1,
        srcaddr: [{ name: "all" }],
        service: [{ name: "ALL" }],
      }) &&
      change(inward(stack), chance, () => {
        for (const { attributes } of published(stack)) {
          attributes.portforward = "disable";
        }
      }),
  },
  {
    does: "logs nothing of what the unit refuses",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(finalDenials(stack), chance, ({ attributes }) => {
        attributes.logtraffic = "disable";
      }),
  },
  {
    does: "lets the internet administer the unit",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(administrationLocks(stack), chance, (resource) => {
        if (chance.integer(0, 1) === 0) {
          stack.remove(resource);
        } else {
          resource.attributes.action = "accept";
        }
      }),
  },
  {
    does: "lets the internet administer the unit over one of its lines",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(administrationLocks(stack), chance, ({ attributes }) => {
        attributes.intf_block = listIn(attributes, "intf_block").slice(1);
      }),
  },
  {
    does: "switches off administration's lock of the unit",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(administrationLocks(stack), chance, ({ attributes }) => {
        attributes.status = "disable";
      }),
  },
  {
    does: "lets floods through one line of the unit",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("fortios_firewall_DoSpolicy"), chance, (resource) => {
        const kind = chance.integer(0, 2);
        if (kind === 0) {
          stack.remove(resource);
        } else if (kind === 1) {
          resource.attributes.status = "disable";
        } else {
          for (const anomaly of listIn(resource.attributes, "anomaly")) {
            anomaly.action = "pass";
          }
        }
      }),
  },
  {
    does: "looks for no attacks in what the unit lets in",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(inward(stack), chance, ({ attributes }) => {
        if (chance.integer(0, 1) === 0) {
          attributes.utm_status = "disable";
        } else {
          delete attributes.ips_sensor;
        }
      }),
  },
  {
    does: "switches off an entry of the unit's sensor",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(
        stack.all("fortios_ips_sensor").filter(({ name }) => !/outgoing/.test(name)),
        chance,
        ({ attributes }) =>
          change(listIn(attributes, "entries"), chance, (entry) => {
            entry.status = "disable";
          }),
      ),
  },
  {
    does: "sends the unit's log nowhere",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(stack.all("fortios_log_syslog_setting"), chance, ({ attributes }) => {
        attributes.status = "disable";
      }),
  },
  {
    does: "lets the server deliver anywhere through the unit",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(outward(stack), chance, ({ attributes }) => {
        attributes.dstaddr = [{ name: "all" }];
        attributes.service = [{ name: chance.of(["SMTP", "ALL"]) }];
      }),
  },
  {
    does: "lets the server share files through the unit",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(outward(stack), chance, ({ attributes }) => {
        attributes.dstaddr = [{ name: "all" }];
        attributes.service = [{ name: "SMB" }];
      }),
  },
  {
    does: "opens a VPN for people into the unit",
    caughtBy: "rule",
    edit: (stack) => {
      if (stack.all(POLICY).length === 0) {
        return false;
      }
      stack.add("fortios_vpnssl_settings", "opened", { status: "enable", port: 10443 });
      return true;
    },
  },
];
