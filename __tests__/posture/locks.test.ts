import {
  type Arguments,
  type HandWritten,
  inspectedNetwork,
  opened,
  publicHost,
  type Resources,
  reached,
  stackOf,
} from "./hand-written";

const SERVER = "aws_network_interface.server";

/** A server behind a firewall that passes everything, so that what is tested is the only lock. */
const behind = (...more: readonly Resources[]): HandWritten =>
  stackOf(
    inspectedNetwork(["a"], "pass ip any any -> any any (sid:1;)"),
    publicHost("mail_a", "10.0.0.10"),
    ...more,
  );
const inGroups = (...groups: readonly string[]): Resources => ({
  aws_network_interface: { server: { security_groups: groups } },
});
const ingress = (...rules: readonly Arguments[]): Resources => ({
  aws_security_group: { open: { ingress: rules } },
});

const ANYTHING = [
  `0-65535/tcp 0.0.0.0/0 > ${SERVER}`,
  `0-65535/udp 0.0.0.0/0 > ${SERVER}`,
  `0/icmp 0.0.0.0/0 > ${SERVER}`,
];

describe("a security group", () => {
  const smtp = { from_port: 25, to_port: 25, protocol: "tcp" };

  test("admits no peer on the internet by membership", () => {
    const rules = ingress({ ...smtp, self: true }, { ...smtp, security_groups: ["sg-0123"] });

    expect(reached(behind(rules))).toEqual([]);
  });

  test("admits the networks of a prefix list that the stack declares, inline and entry by entry", () => {
    const stack = behind(ingress({ ...smtp, prefix_list_ids: ["${aws_ec2_managed_prefix_list.relay.id}"] }), {
      aws_ec2_managed_prefix_list: { relay: { entry: [{ cidr: "198.51.100.0/24" }] } },
      aws_ec2_managed_prefix_list_entry: {
        more: { prefix_list_id: "${aws_ec2_managed_prefix_list.relay.id}", cidr: "203.0.113.0/24" },
      },
    });

    expect(reached(stack)).toEqual([`25/tcp 198.51.100.0/24 203.0.113.0/24 > ${SERVER}`]);
  });

  test.each(["pl-0123", "${data.aws_ec2_managed_prefix_list.relay.id}"])(
    "may admit anyone by the prefix list %s, which is not part of the stack",
    (list) => {
      expect(reached(behind(ingress({ ...smtp, prefix_list_ids: [list] })))).toEqual([
        `25/tcp 0.0.0.0/0 > ${SERVER}`,
      ]);
    },
  );

  test.each<[string, Resources]>([
    [
      "aws_vpc_security_group_ingress_rule",
      {
        aws_vpc_security_group_ingress_rule: {
          smtp: {
            security_group_id: "${aws_security_group.open.id}",
            ip_protocol: "tcp",
            from_port: 25,
            to_port: 25,
            cidr_ipv4: "198.51.100.0/24",
          },
        },
      },
    ],
    [
      "aws_security_group_rule",
      {
        aws_security_group_rule: {
          smtp: {
            security_group_id: "${aws_security_group.open.id}",
            type: "ingress",
            protocol: "6",
            from_port: 25,
            to_port: 25,
            cidr_blocks: ["198.51.100.0/24"],
          },
        },
      },
    ],
  ])("admits what a separate %s says", (_type, rule) => {
    expect(reached(behind(ingress(), rule))).toEqual([`25/tcp 198.51.100.0/24 > ${SERVER}`]);
  });

  test.each<[string, Arguments, readonly string[]]>([
    ["a network", { ...smtp, cidr_blocks: ["${var.relay}"] }, [`25/tcp 0.0.0.0/0 > ${SERVER}`]],
    [
      "a port",
      { ...smtp, from_port: "${var.port}", cidr_blocks: ["0.0.0.0/0"] },
      [`0-65535/tcp 0.0.0.0/0 > ${SERVER}`],
    ],
    [
      "a protocol",
      { ...smtp, protocol: "${var.protocol}", cidr_blocks: ["0.0.0.0/0"] },
      [`25/tcp 0.0.0.0/0 > ${SERVER}`, `25/udp 0.0.0.0/0 > ${SERVER}`, `0/icmp 0.0.0.0/0 > ${SERVER}`],
    ],
  ])("may admit any where only Terraform knows %s", (_what, rule, expected) => {
    expect(reached(behind(ingress(rule)))).toEqual(expected);
  });

  test("admits the network of a reference that the stack itself answers", () => {
    const stack = behind(
      ingress({ ...smtp, cidr_blocks: ["${aws_customer_gateway.office.ip_address}/32"] }),
      {
        aws_customer_gateway: { office: { ip_address: "203.0.113.7" } },
      },
    );

    expect(reached(stack)).toEqual([`25/tcp 203.0.113.7/32 > ${SERVER}`]);
  });

  test("may admit anything where it is not part of the stack", () => {
    expect(reached(behind(inGroups("sg-0123")))).toEqual(ANYTHING);
  });

  test("is added by an attachment", () => {
    const stack = behind(ingress(), {
      aws_security_group: {
        more: { vpc_id: "${aws_vpc.main.id}", ingress: [{ ...smtp, cidr_blocks: ["198.51.100.0/24"] }] },
      },
      aws_network_interface_sg_attachment: {
        more: {
          security_group_id: "${aws_security_group.more.id}",
          network_interface_id: "${aws_network_interface.server.id}",
        },
      },
    });

    expect(reached(stack)).toEqual([`25/tcp 198.51.100.0/24 > ${SERVER}`]);
  });
});

describe("the default security group of a VPC", () => {
  const opening = { from_port: 25, to_port: 25, protocol: "tcp", cidr_blocks: ["198.51.100.0/24"] };

  test("holds for a host that is given none: only its members come in, everything leaves", () => {
    expect(reached(behind(inGroups()))).toEqual([]);
    expect(opened(behind(inGroups()))[0]).toBe(`0-65535/tcp 0.0.0.0/0 < ${SERVER}`);
  });

  test.each<[string, Resources]>([
    [
      "the resource that adopts it",
      { aws_default_security_group: { main: { vpc_id: "${aws_vpc.main.id}", ingress: [opening] } } },
    ],
    [
      "a rule that names it by its VPC",
      {
        aws_security_group_rule: {
          main: {
            ...opening,
            type: "ingress",
            security_group_id: "${aws_vpc.main.default_security_group_id}",
          },
        },
      },
    ],
  ])("may be opened by %s", (_how, change) => {
    expect(reached(behind(inGroups(), change))).toEqual([`25/tcp 198.51.100.0/24 > ${SERVER}`]);
    expect(reached(behind(inGroups("${aws_vpc.main.default_security_group_id}"), change))).toEqual([
      `25/tcp 198.51.100.0/24 > ${SERVER}`,
    ]);
  });

  test("admits and lets out nothing that its resource does not say", () => {
    const stack = behind(inGroups(), {
      aws_default_security_group: { main: { vpc_id: "${aws_vpc.main.id}" } },
    });

    expect([...reached(stack), ...opened(stack)]).toEqual([]);
  });

  test("may admit anything in a VPC that the stack adopts", () => {
    const stack = behind(inGroups(), { aws_subnet: { mail_a: { vpc_id: "vpc-0123" } } });

    expect(reached(stack)).toEqual(ANYTHING);
  });
});

describe("a network ACL", () => {
  const rule = (number: number, action: string, more: Arguments = {}): Arguments => ({
    rule_no: number,
    action,
    protocol: "-1",
    from_port: 0,
    to_port: 0,
    cidr_block: "0.0.0.0/0",
    ...more,
  });
  const TCP_25 = { protocol: "tcp", from_port: 25, to_port: 25 };
  const own = (...rules: readonly Arguments[]): Resources => ({
    aws_network_acl: {
      mail: {
        vpc_id: "${aws_vpc.main.id}",
        subnet_ids: ["${aws_subnet.mail_a.id}"],
        ingress: rules,
      },
    },
  });

  test("is read in the order of its numbers", () => {
    expect(
      reached(
        behind(own(rule(2, "allow", TCP_25), rule(1, "deny", { ...TCP_25, cidr_block: "10.0.0.0/8" }))),
      ),
    ).toEqual([`25/tcp 0.0.0.0/0 > ${SERVER}`]);
    expect(reached(behind(own(rule(2, "allow", TCP_25), rule(1, "deny"))))).toEqual([]);
  });

  test.each<[string, Arguments]>([
    ["a network", { cidr_block: "${var.network}" }],
    ["a port", { protocol: "tcp", from_port: "${var.port}", to_port: "${var.port}" }],
    ["a protocol", { protocol: "${var.protocol}" }],
    ["a number", { rule_no: "${var.number}" }],
    ["a protocol that is none of the three", { protocol: "47" }],
  ])("denies nothing for certain where only Terraform knows %s", (_what, more) => {
    expect(reached(behind(own(rule(1, "deny", more), rule(2, "allow"))))).toEqual(ANYTHING);
  });

  test("may allow any port where only Terraform knows it", () => {
    const stack = behind(
      own(rule(1, "allow", { protocol: "tcp", from_port: "${var.port}", to_port: "${var.port}" })),
    );

    expect(reached(stack)).toEqual([`0-65535/tcp 0.0.0.0/0 > ${SERVER}`]);
  });

  test.each<[string, Resources, readonly string[]]>([
    [
      "associated by a resource of its own",
      {
        ...own(rule(1, "allow", TCP_25)),
        aws_network_acl: { mail: { subnet_ids: undefined, ingress: [rule(1, "allow", TCP_25)] } },
        aws_network_acl_association: {
          mail: { subnet_id: "${aws_subnet.mail_a.id}", network_acl_id: "${aws_network_acl.mail.id}" },
        },
      },
      [`25/tcp 0.0.0.0/0 > ${SERVER}`],
    ],
    [
      "not part of the stack",
      {
        aws_network_acl_association: {
          mail: { subnet_id: "${aws_subnet.mail_a.id}", network_acl_id: "acl-0123" },
        },
      },
      ANYTHING,
    ],
    [
      "the VPC's default one, adopted with rules",
      {
        aws_default_network_acl: {
          main: {
            default_network_acl_id: "${aws_vpc.main.default_network_acl_id}",
            ingress: [rule(1, "allow", TCP_25)],
          },
        },
      },
      [`25/tcp 0.0.0.0/0 > ${SERVER}`],
    ],
    [
      "the VPC's default one, adopted without rules",
      {
        aws_default_network_acl: {
          main: { default_network_acl_id: "${aws_vpc.main.default_network_acl_id}" },
        },
      },
      [],
    ],
    [
      "the VPC's default one, with a rule before AWS's own",
      {
        aws_network_acl_rule: {
          main: {
            network_acl_id: "${aws_vpc.main.default_network_acl_id}",
            rule_number: 50,
            rule_action: "deny",
            protocol: "udp",
            from_port: 0,
            to_port: 65_535,
            cidr_block: "0.0.0.0/0",
          },
        },
      },
      ANYTHING.filter((way) => !way.includes("/udp")),
    ],
    ["the VPC's default one as AWS makes it", {}, ANYTHING],
  ])("is found where it is %s", (_where, change, expected) => {
    expect(reached(behind(change))).toEqual(expected);
  });
});
