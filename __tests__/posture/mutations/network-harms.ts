import {
  blockIn,
  type Chance,
  change,
  type EditedResource,
  type EditedStack,
  type Harm,
  listIn,
  type Members,
  otherPort,
  strangers,
} from "./edited-stack";

const FROM_INTERNET = /^(?!10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.)\d/;

/** Groups in front of servers and load balancers. */
function locks(stack: EditedStack): readonly EditedResource[] {
  const used = JSON.stringify(
    stack.all("aws_network_interface", "aws_lb").map(({ attributes }) => attributes.security_groups),
  );
  return stack.all("aws_security_group").filter(({ address }) => used.includes(`${address}.id`));
}

/** Groups in front of servers. */
function serverLocks(stack: EditedStack): readonly EditedResource[] {
  const used = JSON.stringify(
    stack.all("aws_network_interface").map(({ attributes }) => attributes.security_groups),
  );
  return locks(stack).filter(({ address }) => used.includes(`${address}.id`));
}

/** Rules of groups that admit networks of the internet, or lead there. */
function openings(stack: EditedStack, direction: "ingress" | "egress"): readonly EditedResource[] {
  return stack
    .all(`aws_vpc_security_group_${direction}_rule`)
    .filter(({ attributes }) => FROM_INTERNET.test(String(attributes.cidr_ipv4 ?? "")));
}

/** The group of firewall rules that decides who may reach whom. */
function access(stack: EditedStack): { readonly source: Members; readonly body: Members } | undefined {
  const [found] = stack
    .all("aws_networkfirewall_rule_group")
    .flatMap(({ attributes }) => listIn(attributes, "rule_group"))
    .filter((body) => /^pass tcp/m.test(String(blockIn(body, "rules_source")?.rules_string)));
  const source = found && blockIn(found, "rules_source");
  return found && source && { source, body: found };
}

/** Changes the firewall's access rules, one to a line. */
function withRules(stack: EditedStack, to: (rules: string[]) => readonly string[]): boolean {
  const source = access(stack)?.source;
  if (source === undefined) {
    return false;
  }
  const before = String(source.rules_string);
  source.rules_string = to(before.split("\n")).join("\n");
  return source.rules_string !== before;
}

/** A place among the rules before the last drops. */
function placeAmong(rules: readonly string[], chance: Chance): number {
  return chance.integer(
    0,
    rules.findIndex((rule) => rule.includes('msg:"closed port"')),
  );
}

const policyOf = (stack: EditedStack): Members | undefined =>
  stack
    .all("aws_networkfirewall_firewall_policy")
    .flatMap(({ attributes }) => listIn(attributes, "firewall_policy"))[0];

/** Subnets whose packets the firewall inspects. */
const mailSubnets = (stack: EditedStack): readonly EditedResource[] =>
  stack.all("aws_subnet").filter(({ name }) => name.includes("mail-subnet"));

const vpcOf = (stack: EditedStack): unknown => stack.all("aws_security_group")[0]?.attributes.vpc_id;

/** Opens every lock for a port, so that only the routes and the listener are left. */
function openLocks(stack: EditedStack, port: number, chance: Chance): void {
  for (const { name, address } of locks(stack)) {
    stack.add("aws_vpc_security_group_ingress_rule", `open_${name}`, {
      security_group_id: `\${${address}.id}`,
      ip_protocol: "tcp",
      from_port: port,
      to_port: port,
      cidr_ipv4: "0.0.0.0/0",
    });
  }
  for (const { name, address } of stack.all("aws_network_acl")) {
    stack.add("aws_network_acl_rule", `open_${name}`, {
      network_acl_id: `\${${address}.id}`,
      egress: false,
      protocol: "tcp",
      rule_action: "allow",
      rule_number: 5,
      cidr_block: "0.0.0.0/0",
      from_port: port,
      to_port: port,
    });
  }
  withRules(stack, (rules) =>
    rules.toSpliced(
      placeAmong(rules, chance),
      0,
      `pass tcp any any -> $SERVER ${port} (flow:to_server; sid:9;)`,
    ),
  );
}

/** A host with an elastic address in an inspected subnet. */
function secondHost(stack: EditedStack, subnet: EditedResource, group: string): void {
  stack.add("aws_network_interface", "second", {
    subnet_id: `\${${subnet.address}.id}`,
    private_ips: [String(subnet.attributes.cidr_block).replace(/\.\d+\/\d+$/, ".12")],
    security_groups: [`\${${group}.id}`],
  });
  const eip = stack.add("aws_eip", "second", { domain: "vpc" });
  stack.add("aws_eip_association", "second", {
    allocation_id: `\${${eip}.id}`,
    network_interface_id: "${aws_network_interface.second.id}",
  });
}

/** What it takes to reach more, or to be seen by more, than the sample stacks allow. */
export const NETWORK_HARMS: readonly Harm[] = [
  {
    does: "opens every lock for a third port",
    caughtBy: "rule",
    edit: (stack, chance) => {
      openLocks(stack, otherPort(chance), chance);
      for (const balancer of stack.all("aws_lb")) {
        const [group] = stack.all("aws_lb_target_group");
        stack.add("aws_lb_listener", "third", {
          load_balancer_arn: `\${${balancer.address}.arn}`,
          port: 3389,
          protocol: "TCP",
          default_action: [{ type: "forward", target_group_arn: `\${${group?.address}.arn}` }],
        });
      }
      return true;
    },
  },
  {
    does: "adds a rule for another port to a security group",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(locks(stack), chance, ({ address }) => {
        const port = otherPort(chance);
        stack.add("aws_vpc_security_group_ingress_rule", "added", {
          security_group_id: `\${${address}.id}`,
          ip_protocol: "tcp",
          from_port: port,
          to_port: port + chance.integer(0, 20),
          cidr_ipv4: strangers(chance),
        });
      }),
  },
  {
    does: "opens another port inside a security group",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(locks(stack), chance, ({ attributes }) => {
        const port = otherPort(chance);
        attributes.ingress = [
          { protocol: "tcp", from_port: port, to_port: port, cidr_blocks: [strangers(chance)] },
        ];
      }),
  },
  {
    does: "widens the ports of a security group's rule",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(openings(stack, "ingress"), chance, ({ attributes }) => {
        if (chance.integer(0, 3) === 0) {
          Object.assign(attributes, { ip_protocol: "-1" });
          delete attributes.from_port;
          delete attributes.to_port;
        } else {
          attributes.from_port = Number(attributes.from_port) - chance.integer(1, 20);
          attributes.to_port = Number(attributes.to_port) + chance.integer(0, 400);
        }
      }),
  },
  {
    does: "admits more senders on 25 in a security group",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        openings(stack, "ingress").filter(({ attributes }) => attributes.from_port === 25),
        chance,
        ({ attributes }) => {
          attributes.cidr_ipv4 = strangers(chance);
        },
      ),
  },
  {
    does: "admits more senders on 25 at every lock",
    caughtBy: "rule",
    edit: (stack, chance) => {
      openLocks(stack, 25, chance);
      return true;
    },
  },
  {
    does: "admits more users on 443 at every lock",
    caughtBy: "review",
    edit: (stack, chance) => {
      if (!JSON.stringify(access(stack)?.body ?? null).includes('"USERS"')) {
        return false;
      }
      openLocks(stack, 443, chance);
      return true;
    },
  },
  {
    does: "adds a rule to the firewall that passes another port",
    caughtBy: "rule",
    edit: (stack, chance) =>
      withRules(stack, (rules) =>
        rules.toSpliced(
          placeAmong(rules, chance),
          0,
          `pass ${chance.of(["tcp", "udp", "ip"])} any any -> ${chance.of(["$SERVER", "any"])} ${chance.of([
            otherPort(chance),
            "any",
            "1:1023",
          ])} (flow:to_server; sid:9;)`,
        ),
      ),
  },
  {
    does: "widens the ports of a firewall rule",
    caughtBy: "rule",
    edit: (stack, chance) =>
      withRules(stack, (rules) =>
        rules.map((rule) =>
          /^pass .* -> \$SERVER (?:25|443) /.test(rule)
            ? rule.replace(/ -> \$SERVER (25|443) /, ` -> $SERVER [$1,${otherPort(chance)}] `)
            : rule,
        ),
      ),
  },
  {
    does: "widens the relay's networks in the firewall",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const variables = blockIn(access(stack)?.body, "rule_variables");
      const [relay] = listIn(variables, "ip_sets").filter(({ key }) => key === "RELAY");
      const set = relay && blockIn(relay, "ip_set");
      (set?.definition as string[] | undefined)?.push(strangers(chance));
      return set !== undefined;
    },
  },
  {
    does: "takes networks of the relay away from the firewall alone",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const variables = blockIn(access(stack)?.body, "rule_variables");
      const [relay] = listIn(variables, "ip_sets").filter(({ key }) => key === "RELAY");
      const set = relay && blockIn(relay, "ip_set");
      Object.assign(set ?? {}, { definition: [`185.201.${chance.integer(16, 19)}.0/24`] });
      return set !== undefined;
    },
  },
  {
    does: "puts the firewall's last drops first",
    caughtBy: "rule",
    edit: (stack) =>
      withRules(stack, (rules) => [
        ...rules.filter((rule) => /^drop (?:ip|tcp) any any -> any any/.test(rule)),
        ...rules.filter((rule) => !/^drop (?:ip|tcp) any any -> any any/.test(rule)),
      ]),
  },
  {
    does: "passes the web out before the names are looked at",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const port = chance.of([80, 443]);
      return withRules(stack, (rules) => {
        const isPass = (rule: string) => rule.startsWith(`pass tcp $SERVER any -> any ${port} `);
        const isReply = (rule: string) => rule.startsWith(`pass tcp any ${port} -> $SERVER any `);
        const moved = rules.filter((rule) => isPass(rule) || isReply(rule));
        const rest = rules.filter((rule) => !moved.includes(rule));
        return [...moved, ...rest];
      });
    },
  },
  {
    does: "takes a name check of the web out of the firewall",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const port = chance.of([80, 443]);
      return withRules(stack, (rules) =>
        rules.filter((rule) => !rule.startsWith(`drop tcp any ${port} -> $SERVER any `)),
      );
    },
  },
  {
    does: "evaluates the access rules before the rules against attacks",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const references = listIn(policyOf(stack), "stateful_rule_group_reference");
      const last = references.find(({ priority }) => priority === 100);
      Object.assign(last ?? {}, { priority: chance.integer(11, 29) });
      return last !== undefined;
    },
  },
  {
    does: "evaluates the deny list after the access rules",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const references = listIn(policyOf(stack), "stateful_rule_group_reference");
      const first = references.find(({ priority }) => priority === 10);
      Object.assign(first ?? {}, { priority: chance.integer(101, 999) });
      return first !== undefined;
    },
  },
  {
    does: "has the firewall evaluate its rules by action",
    caughtBy: "rule",
    edit: (stack) => {
      const options = blockIn(policyOf(stack), "stateful_engine_options");
      Object.assign(options ?? {}, { rule_order: "DEFAULT_ACTION_ORDER" });
      return options !== undefined;
    },
  },
  {
    does: "has the firewall pass what no rule matches",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const policy = policyOf(stack);
      Object.assign(policy ?? {}, {
        stateful_default_actions: chance.of([[], ["aws:alert_strict"], ["aws:drop_established"]]),
      });
      return policy !== undefined;
    },
  },
  {
    does: "passes packets, or fragments, before the stateful rules",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const policy = policyOf(stack);
      const which = chance.of(["stateless_default_actions", "stateless_fragment_default_actions"]);
      Object.assign(policy ?? {}, { [which ?? ""]: ["aws:pass"] });
      return policy !== undefined;
    },
  },
  {
    does: "puts a stateless rule that passes a port before all others",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const policy = policyOf(stack);
      const port = otherPort(chance);
      const group = stack.add("aws_networkfirewall_rule_group", "stateless", {
        name: "stateless",
        type: "STATELESS",
        capacity: 10,
        rule_group: {
          rules_source: {
            stateless_rules_and_custom_actions: {
              stateless_rule: [
                {
                  priority: 1,
                  rule_definition: {
                    actions: ["aws:pass"],
                    match_attributes: {
                      source: [{ address_definition: strangers(chance) }],
                      destination: [{ address_definition: "0.0.0.0/0" }],
                      destination_port: [{ from_port: port, to_port: port }],
                      protocols: [6],
                    },
                  },
                },
              ],
            },
          },
        },
      });
      Object.assign(policy ?? {}, {
        stateless_rule_group_reference: [
          { priority: chance.integer(1, 50), resource_arn: `\${${group}.arn}` },
        ],
      });
      return policy !== undefined;
    },
  },
  {
    does: "allows another port in a network ACL, before its other rules",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_network_acl"), chance, ({ address }) => {
        const port = otherPort(chance);
        stack.add("aws_network_acl_rule", "added", {
          network_acl_id: `\${${address}.id}`,
          egress: false,
          protocol: chance.of(["tcp", "6", "-1"]),
          rule_action: "allow",
          rule_number: chance.integer(1, 9),
          cidr_block: strangers(chance),
          from_port: Math.min(port, 1000),
          to_port: port,
        });
      }),
  },
  {
    does: "widens the source of 25 in a network ACL",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack
          .all("aws_network_acl_rule")
          .filter(({ attributes }) => attributes.from_port === 25 && attributes.egress === false),
        chance,
        ({ attributes }) => {
          attributes.cidr_block = strangers(chance);
        },
      ),
  },
  {
    does: "takes a deny rule out of a network ACL, or puts it behind what it denies",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_network_acl_rule").filter(({ attributes }) => attributes.rule_action === "deny"),
        chance,
        (rule) => {
          if (chance.integer(0, 1) === 0) {
            stack.remove(rule);
          } else {
            rule.attributes.rule_number = chance.integer(200, 30_000);
          }
        },
      ),
  },
  {
    does: "takes a subnet out of its network ACL",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_network_acl"), chance, ({ attributes }) => {
        const subnets = attributes.subnet_ids as string[];
        subnets.splice(chance.integer(0, subnets.length - 1), 1);
      }),
  },
  {
    does: "drops a route to the firewall's endpoint",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_route").filter(({ attributes }) => attributes.vpc_endpoint_id !== undefined),
        chance,
        (route) => stack.remove(route),
      ),
  },
  {
    does: "drops the route of a firewall's subnet to the internet",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_route").filter(({ attributes }) => attributes.gateway_id !== undefined),
        chance,
        (route) => stack.remove(route),
      ),
  },
  {
    does: "leads a server's subnet straight to the internet",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const gateway = stack.all("aws_route").find(({ attributes }) => attributes.gateway_id !== undefined)
        ?.attributes.gateway_id;
      return change(
        stack
          .all("aws_route")
          .filter(
            ({ attributes }) =>
              attributes.vpc_endpoint_id !== undefined && attributes.destination_cidr_block === "0.0.0.0/0",
          ),
        chance,
        ({ attributes }) => {
          delete attributes.vpc_endpoint_id;
          attributes.gateway_id = gateway;
        },
      );
    },
  },
  {
    does: "leads around the firewall for some destinations",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const gateway = stack.all("aws_route").find(({ attributes }) => attributes.gateway_id !== undefined)
        ?.attributes.gateway_id;
      return change(
        stack
          .all("aws_route")
          .filter(
            ({ attributes }) =>
              attributes.vpc_endpoint_id !== undefined && attributes.destination_cidr_block === "0.0.0.0/0",
          ),
        chance,
        ({ attributes }) =>
          stack.add("aws_route", "around", {
            route_table_id: attributes.route_table_id,
            destination_cidr_block: `${chance.integer(11, 99)}.0.0.0/8`,
            gateway_id: gateway,
          }),
      );
    },
  },
  {
    does: "sends a zone's packets to the endpoint of another zone",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const routes = stack
        .all("aws_route")
        .filter(({ attributes }) => attributes.vpc_endpoint_id !== undefined);
      return change(routes, chance, ({ attributes }) => {
        const other = routes.find((route) => route.attributes.vpc_endpoint_id !== attributes.vpc_endpoint_id);
        attributes.vpc_endpoint_id = other?.attributes.vpc_endpoint_id ?? attributes.vpc_endpoint_id;
        return other !== undefined;
      });
    },
  },
  {
    does: "takes a route table away from the gateway or a mail subnet",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_route_table_association").filter(({ name }) => !/from-(?:server|firewall)/.test(name)),
        chance,
        (association) => stack.remove(association),
      ),
  },
  {
    does: "makes a second host public that anyone reaches",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(mailSubnets(stack), chance, (subnet) => {
        const open = stack.add("aws_security_group", "open", {
          vpc_id: vpcOf(stack),
          ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: [strangers(chance)] }],
        });
        secondHost(stack, subnet, open);
      }),
  },
  {
    does: "makes a second host public behind the servers' own locks",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(mailSubnets(stack), chance, (subnet) =>
        change(locks(stack), chance, ({ address }) => secondHost(stack, subnet, address)),
      ),
  },
  {
    does: "starts an instance with a public address in a firewall's subnet",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_subnet").filter(({ name }) => name.includes("firewall-subnet")),
        chance,
        ({ address }) => {
          const port = otherPort(chance);
          const group = stack.add("aws_security_group", "open", {
            vpc_id: vpcOf(stack),
            ingress: [{ protocol: "tcp", from_port: port, to_port: port, cidr_blocks: [strangers(chance)] }],
          });
          stack.add("aws_instance", "second", {
            subnet_id: `\${${address}.id}`,
            associate_public_ip_address: true,
            vpc_security_group_ids: [`\${${group}.id}`],
          });
        },
      ),
  },
  {
    does: "gives a server behind the load balancer an address of its own",
    caughtBy: "rule",
    edit: (stack, chance) =>
      stack.all("aws_lb").length > 0 &&
      change(stack.all("aws_network_interface"), chance, ({ address }) => {
        const eip = stack.add("aws_eip", "direct", { domain: "vpc" });
        stack.add("aws_eip_association", "direct", {
          allocation_id: `\${${eip}.id}`,
          network_interface_id: `\${${address}.id}`,
        });
      }),
  },
  {
    does: "adds a listener to the load balancer",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_lb"), chance, ({ address }) =>
        change(stack.all("aws_lb_target_group"), chance, (group) =>
          stack.add("aws_lb_listener", "added", {
            load_balancer_arn: `\${${address}.arn}`,
            port: otherPort(chance),
            protocol: chance.of(["TCP", "TCP_UDP", "UDP"]),
            default_action: [{ type: "forward", target_group_arn: `\${${group.address}.arn}` }],
          }),
        ),
      ),
  },
  {
    does: "takes the security groups off the load balancer",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_lb"), chance, ({ attributes }) => {
        delete attributes.security_groups;
      }),
  },
  {
    does: "puts a second load balancer where no firewall looks",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_lb_target_group"), chance, (group) =>
        change(
          stack.all("aws_subnet").filter(({ name }) => name.includes("firewall-subnet")),
          chance,
          (subnet) => {
            const balancer = stack.add("aws_lb", "second", {
              name: "second",
              internal: false,
              load_balancer_type: "network",
              subnets: [`\${${subnet.address}.id}`],
              enable_deletion_protection: true,
            });
            stack.add("aws_lb_listener", "second", {
              load_balancer_arn: `\${${balancer}.arn}`,
              port: group.attributes.port,
              protocol: "TCP",
              default_action: [{ type: "forward", target_group_arn: `\${${group.address}.arn}` }],
            });
          },
        ),
      ),
  },
  {
    does: "has the servers take a load balancer's address for the sender's",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_lb_target_group").filter(({ attributes }) => attributes.port === 25),
        chance,
        ({ attributes }) => {
          attributes.preserve_client_ip = "false";
        },
      ),
  },
  {
    does: "adds a resource that leads inwards and is not followed",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const added = chance.of<readonly [string, Members]>([
        ["aws_autoscaling_group", { min_size: 1, max_size: 1 }],
        ["aws_elb", { subnets: ["${aws_subnet.x.id}"] }],
        ["aws_globalaccelerator_accelerator", { name: "in" }],
        ["aws_ec2_instance_connect_endpoint", { subnet_id: "${aws_subnet.x.id}" }],
        ["aws_ec2_client_vpn_endpoint", { client_cidr_block: "10.99.0.0/16" }],
        ["aws_db_instance", { engine: "postgres", publicly_accessible: true }],
        ["aws_lightsail_instance", { name: "in" }],
        ["aws_vpc_endpoint_service", { acceptance_required: false }],
      ]);
      stack.add(added?.[0] ?? "", "added", added?.[1] ?? {});
      return true;
    },
  },
  {
    does: "connects a network that anyone may be in",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const gateway = stack.add("aws_vpn_gateway", "added", { vpc_id: vpcOf(stack) });
      return change(
        stack.all("aws_route_table").filter(({ name }) => /from-(?:mail|server)/.test(name)),
        chance,
        (table) => {
          stack.add("aws_route", "added", {
            route_table_id: `\${${table.address}.id}`,
            destination_cidr_block: `${chance.integer(11, 90)}.0.0.0/8`,
            gateway_id: `\${${gateway}.id}`,
          });
          for (const { name, address } of locks(stack)) {
            stack.add("aws_vpc_security_group_ingress_rule", `added_${name}`, {
              security_group_id: `\${${address}.id}`,
              ip_protocol: "-1",
              cidr_ipv4: "0.0.0.0/0",
            });
          }
        },
      );
    },
  },
  {
    does: "lets a server's security group out to everything",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(serverLocks(stack), chance, ({ address }) => {
        const port = chance.of([21, 22, 25, 53, 123, 137, 445, 465, 853, 3306, 8080]);
        const all = chance.integer(0, 1) === 0;
        stack.add("aws_vpc_security_group_egress_rule", "added", {
          security_group_id: `\${${address}.id}`,
          ip_protocol: all ? "-1" : "tcp",
          ...(all ? {} : { from_port: port, to_port: port }),
          cidr_ipv4: "0.0.0.0/0",
        });
      }),
  },
  {
    does: "lets the firewall pass another port out",
    caughtBy: "rule",
    edit: (stack, chance) =>
      withRules(stack, (rules) =>
        rules.toSpliced(
          placeAmong(rules, chance),
          0,
          `pass ${chance.of(["tcp", "udp"])} $SERVER any -> ${chance.of(["any", "203.0.114.0/24"])} ${chance.of(
            [21, 22, 25, 445, 465, 1433, 4444, 8080],
          )} (flow:to_server; sid:9;)`,
        ),
      ),
  },
  {
    does: "lets the servers out on 25, 465 or SMB at every lock",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const port = chance.of([25, 465, 139, 445]);
      for (const { name, address } of locks(stack)) {
        stack.add("aws_vpc_security_group_egress_rule", `out_${name}`, {
          security_group_id: `\${${address}.id}`,
          ip_protocol: "tcp",
          from_port: port,
          to_port: port,
          cidr_ipv4: "0.0.0.0/0",
        });
      }
      for (const { name, address } of stack.all("aws_network_acl")) {
        stack.add("aws_network_acl_rule", `out_${name}`, {
          network_acl_id: `\${${address}.id}`,
          egress: true,
          protocol: "tcp",
          rule_action: "allow",
          rule_number: 5,
          cidr_block: "0.0.0.0/0",
          from_port: port,
          to_port: port,
        });
      }
      return withRules(stack, (rules) => [
        `pass tcp $SERVER any -> any ${port} (flow:to_server; sid:9;)`,
        ...rules,
      ]);
    },
  },
  {
    does: "has a network ACL let another port out",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_network_acl"), chance, ({ address }) => {
        const port = chance.of([21, 22, 25, 53, 137, 445, 465]);
        stack.add("aws_network_acl_rule", "added", {
          network_acl_id: `\${${address}.id}`,
          egress: true,
          protocol: "tcp",
          rule_action: "allow",
          rule_number: chance.integer(1, 9),
          cidr_block: strangers(chance),
          from_port: port,
          to_port: port,
        });
      }),
  },
];
