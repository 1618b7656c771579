import { clinicJson, resources, type Tree } from "./clinic";

/** The group that decides who may reach whom. */
function accessGroup(json: Tree): Tree {
  const found = resources(json, "aws_networkfirewall_rule_group").filter(({ name }) =>
    String(name).startsWith("clinic-access-"),
  );
  expect(found).toHaveLength(1);
  return found[0] as Tree;
}

/** Changes the rules of the clinic's firewall. */
export function withRules(change: (rules: string[]) => string[]): Tree {
  const json = clinicJson();
  const source = (accessGroup(json).rule_group as Tree).rules_source as Tree;
  const before = String(source.rules_string).split("\n");
  (source as Record<string, unknown>).rules_string = change(before).join("\n");
  return json;
}

/** Changes the networks that the firewall takes for the relay's. */
export function admitFromRelay(json: Tree, definition: readonly string[]): void {
  const variables = (accessGroup(json).rule_group as Tree).rule_variables as Tree;
  const sets = Object.values(variables.ip_sets as Tree).filter(({ key }) => String(key) === "RELAY");
  expect(sets).toHaveLength(1);
  Object.assign(sets[0]?.ip_set as Tree, { definition });
}

export function openSecurityGroup(json: Tree): void {
  for (const rule of resources(json, "aws_vpc_security_group_ingress_rule")) {
    Object.assign(rule, {
      cidr_ipv4: "0.0.0.0/0",
      ip_protocol: "-1",
      from_port: undefined,
      to_port: undefined,
    });
  }
}

/** Opens every port in the subnet's ACL and in the security group, so that the firewall alone decides. */
export function withoutSecondLock(json: Tree): Tree {
  delete (json.resource as Record<string, Tree | undefined>).aws_network_acl;
  openSecurityGroup(json);
  return json;
}
