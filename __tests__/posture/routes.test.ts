import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import {
  endpointIn,
  type HandWritten,
  inspectedNetwork,
  opened,
  pathFindings,
  publicHost,
  type Resources,
  reached,
  stackOf,
  without,
} from "./hand-written";

const SERVER = "aws_network_interface.server";
const MAIL = [`25/tcp 198.51.100.0/24 > ${SERVER}`, `443/tcp 0.0.0.0/0 > ${SERVER}`];

const inspected = (...more: readonly Resources[]): HandWritten =>
  stackOf(inspectedNetwork(["a", "b"]), publicHost("mail_a", "10.0.0.10"), ...more);

const messages = (stack: HandWritten): readonly string[] =>
  postureOf(stack, TODAY)
    .findings.filter(({ rule }) => rule === "symmetric-routes")
    .map(({ message }) => message);

describe("a hand-written network with a firewall in two zones", () => {
  test("is judged by the policy, and breaks no rule about paths", () => {
    expect(reached(inspected())).toEqual(MAIL);
    expect(pathFindings(inspected())).toEqual([]);
  });

  test.each([
    ["by the zone of a subnet", "state.availability_zone == aws_subnet.firewall_a.availability_zone"],
    ["by its subnet", "state.attachment[0].subnet_id == aws_subnet.firewall_a.id"],
    ["the other way round", "aws_subnet.mail_a.availability_zone == state.availability_zone"],
  ])("may pick the endpoint %s", (_how, condition) => {
    const endpoint = `\${element([for state in tolist(aws_networkfirewall_firewall.edge.firewall_status[0].sync_states) : state.attachment[0].endpoint_id if ${condition}], 0)}`;

    expect(pathFindings(inspected({ aws_route: { in_a: { vpc_endpoint_id: endpoint } } }))).toEqual([]);
  });

  test("may pick the endpoint from a map by zone", () => {
    const endpoint =
      '${{for state in aws_networkfirewall_firewall.edge.firewall_status[0].sync_states : state.availability_zone => state.attachment[0].endpoint_id}["a"]}';

    expect(pathFindings(inspected({ aws_route: { in_a: { vpc_endpoint_id: endpoint } } }))).toEqual([]);
  });

  test("cannot be followed when replies cross the endpoint of the other zone", () => {
    const crossing = inspected({ aws_route: { out_a: { vpc_endpoint_id: endpointIn("b") } } });

    expect(pathFindings(crossing)).toEqual([`symmetric-routes: ${SERVER}`]);
    expect(messages(crossing)).toEqual([
      "IPv4 packets of aws_subnet.mail_a come in through aws_networkfirewall_firewall.edge in a and leave through aws_networkfirewall_firewall.edge in b; the firewall cannot follow such connections, lead both directions through one endpoint",
    ]);
  });

  test("cannot be followed when the endpoint is picked by its position in the set", () => {
    const endpoint =
      "${tolist(aws_networkfirewall_firewall.edge.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}";

    expect(pathFindings(inspected({ aws_route: { in_a: { vpc_endpoint_id: endpoint } } }))).toEqual([
      `symmetric-routes: ${SERVER}`,
    ]);
  });

  test("is not crossed on the way in when the gateway has no route to it", () => {
    const network = without(inspectedNetwork(["a"]), "aws_route", "in_a");

    expect(pathFindings(stackOf(network, publicHost("mail_a", "10.0.0.10")))).toEqual([
      `firewall-in-path: ${SERVER}`,
      `symmetric-routes: ${SERVER}`,
      `only-mail-ports: ${SERVER}`,
      `smtp-from-relay-only: ${SERVER}`,
    ]);
  });

  test("is left out by replies that a more specific route takes straight to the gateway", () => {
    const straight = inspected({
      aws_route: {
        straight: {
          route_table_id: "${aws_route_table.mail_a.id}",
          destination_cidr_block: "203.0.113.0/24",
          gateway_id: "${aws_internet_gateway.main.id}",
        },
      },
    });

    expect(pathFindings(straight)).toEqual([`symmetric-routes: ${SERVER}`]);
    expect(opened(straight)).toContain(`0-65535/tcp 203.0.113.0/24 < ${SERVER}`);
  });

  test("is not missed by replies to another network of the company", () => {
    const office = inspected({
      aws_route: {
        office: {
          route_table_id: "${aws_route_table.mail_a.id}",
          destination_cidr_block: "192.168.0.0/16",
          transit_gateway_id: "tgw-0123",
        },
      },
    });

    expect(messages(office)).toEqual([]);
  });

  test("is crossed twice where its subnet leads on to another", () => {
    const chained = inspected({
      aws_route_table_association: {
        firewall_a: { route_table_id: "${aws_route_table.chained.id}" },
      },
      aws_route_table: {
        chained: {
          vpc_id: "${aws_vpc.main.id}",
          route: [
            { cidr_block: "10.0.0.0/24", vpc_endpoint_id: endpointIn("b") },
            { cidr_block: "0.0.0.0/0", vpc_endpoint_id: endpointIn("b") },
          ],
        },
      },
    });

    expect(postureOf(chained, TODAY).paths).toMatchObject([
      {
        inbound: ["aws_networkfirewall_firewall.edge in a", "aws_networkfirewall_firewall.edge in b"],
        outbound: ["aws_networkfirewall_firewall.edge in b", "aws_networkfirewall_firewall.edge in a"],
      },
    ]);
  });
});

describe("routes that lead in a circle", () => {
  test("deliver nothing, in neither direction", () => {
    const circle = inspected({
      aws_route_table: {
        firewall: {
          route: [
            { cidr_block: "10.0.0.0/24", vpc_endpoint_id: endpointIn("a") },
            { cidr_block: "0.0.0.0/0", vpc_endpoint_id: endpointIn("a") },
          ],
        },
      },
    });

    expect([...reached(circle), ...opened(circle)]).toEqual([]);
  });
});

describe("a network that is written once for all zones", () => {
  /** Subnets, tables and routes by `for_each`, endpoints by the zone. */
  const repeated = (destination: string): HandWritten => {
    const endpoint =
      "${one([for state in aws_networkfirewall_firewall.edge.firewall_status[0].sync_states : state.attachment[0].endpoint_id if state.availability_zone == each.key])}";
    return stackOf(inspectedNetwork(["a"]), publicHost("mail_a", "10.0.0.10"), {
      aws_subnet: {
        mail_a: { cidr_block: "${each.value.cidr}", availability_zone: "${each.key}" },
        firewall_a: { cidr_block: "${each.value.firewall}", availability_zone: "${each.key}" },
      },
      aws_networkfirewall_firewall: {
        edge: {
          subnet_mapping: undefined,
          dynamic: {
            subnet_mapping: [
              { for_each: "${aws_subnet.firewall_a}", content: { subnet_id: "${subnet_mapping.value.id}" } },
            ],
          },
        },
      },
      aws_route: {
        in_a: { destination_cidr_block: destination, vpc_endpoint_id: endpoint },
        out_a: { vpc_endpoint_id: endpoint },
      },
    });
  };

  test("is judged like one that is written out", () => {
    expect(pathFindings(repeated("${aws_subnet.mail_a[each.key].cidr_block}"))).toEqual([]);
    expect(pathFindings(repeated("${aws_subnet.firewall_a[each.key].cidr_block}"))).toContain(
      `firewall-in-path: ${SERVER}`,
    );
  });

  test("may admit anyone by a rule that is repeated", () => {
    const rules = {
      dynamic: {
        ingress: {
          for_each: "${var.ports}",
          content: {
            protocol: "tcp",
            from_port: "${ingress.value}",
            to_port: "${ingress.value}",
            cidr_blocks: ["0.0.0.0/0"],
          },
        },
      },
    };
    const open = stackOf(
      inspectedNetwork(["a"], "pass ip any any -> any any (sid:1;)"),
      publicHost("mail_a", "10.0.0.10"),
      { aws_security_group: { open: { ingress: undefined, ...rules } } },
    );

    expect(reached(open)).toEqual([`0-65535/tcp 0.0.0.0/0 > ${SERVER}`]);
  });

  test("may take its values from locals", () => {
    const json = {
      ...inspected({
        aws_networkfirewall_firewall: { edge: { firewall_policy_arn: "${local.policy}" } },
        aws_route: { in_a: { destination_cidr_block: "${local.mail}" } },
      }),
      locals: { policy: "${aws_networkfirewall_firewall_policy.edge.arn}", mail: "10.0.0.0/24" },
    };

    expect(reached(json)).toEqual(MAIL);
    expect(pathFindings(json)).toEqual([]);
  });
});

describe("an endpoint of another firewall", () => {
  const associated = (firewall: string, ...more: readonly Resources[]): HandWritten => {
    const endpoint =
      "${one(one(aws_networkfirewall_vpc_endpoint_association.edge.vpc_endpoint_association_status[0].association_sync_state).attachment).endpoint_id}";
    return stackOf(
      inspectedNetwork(["a"]),
      publicHost("mail_a", "10.0.0.10"),
      {
        aws_networkfirewall_vpc_endpoint_association: {
          edge: {
            firewall_arn: firewall,
            vpc_id: "${aws_vpc.main.id}",
            subnet_mapping: [{ subnet_id: "${aws_subnet.firewall_a.id}" }],
          },
        },
        aws_route: { in_a: { vpc_endpoint_id: endpoint }, out_a: { vpc_endpoint_id: endpoint } },
      },
      ...more,
    );
  };
  const ELSEWHERE = "arn:aws:network-firewall:eu-west-3:123456789012:firewall/central";

  test("is judged by that firewall's policy where it is part of the stack", () => {
    const stack = associated("${aws_networkfirewall_firewall.edge.arn}");

    expect(reached(stack)).toEqual(MAIL);
    expect(pathFindings(stack)).toEqual([]);
    expect(postureOf(stack, TODAY).exposures[0]?.via.slice(2, 5)).toEqual([
      "aws_networkfirewall_vpc_endpoint_association.edge",
      "aws_networkfirewall_firewall.edge",
      "aws_networkfirewall_firewall_policy.edge",
    ]);
  });

  test("is taken to pass everything where the firewall is not, and says so", () => {
    const stack = associated(ELSEWHERE);

    expect(reached(stack)).toContain(`0-65535/tcp 0.0.0.0/0 > ${SERVER}`);
    expect(postureOf(stack, TODAY).exposures[0]?.via).toContain(`a firewall outside the stack: ${ELSEWHERE}`);
    expect(pathFindings(stack)).toEqual([`only-mail-ports: ${SERVER}`, `smtp-from-relay-only: ${SERVER}`]);
  });

  test("is another endpoint than the firewall's own, even in the same zone", () => {
    const stack = associated("${aws_networkfirewall_firewall.edge.arn}", {
      aws_route: { out_a: { vpc_endpoint_id: endpointIn("a") } },
    });

    expect(pathFindings(stack)).toEqual([`symmetric-routes: ${SERVER}`]);
  });

  test("that only its id tells of lets everything through, and says so", () => {
    const stack = stackOf(inspectedNetwork(["a"]), publicHost("mail_a", "10.0.0.10"), {
      aws_route: { in_a: { vpc_endpoint_id: "vpce-0123" }, out_a: { vpc_endpoint_id: "vpce-0123" } },
    });

    expect(postureOf(stack, TODAY).exposures[0]?.via.slice(2, 4)).toEqual([
      "vpce-0123",
      "an endpoint whose rules are not part of the stack",
    ]);
    expect(pathFindings(stack)).not.toContain(`symmetric-routes: ${SERVER}`);
  });
});

describe("the main route table of a VPC", () => {
  const host = publicHost("mail_a", "10.0.0.10");
  const own = without(inspectedNetwork(["a"]), "aws_route_table_association", "mail_a");

  test("holds for a subnet that has no other", () => {
    const stack = stackOf(own, host, {
      aws_main_route_table_association: {
        main: { vpc_id: "${aws_vpc.main.id}", route_table_id: "${aws_route_table.mail_a.id}" },
      },
    });

    expect(pathFindings(stack)).toEqual([]);
    expect(opened(stack)).toEqual([`443/tcp 0.0.0.0/0 < ${SERVER}`]);
  });

  test.each([
    [
      "the resource that adopts it",
      {
        aws_default_route_table: {
          main: {
            default_route_table_id: "${aws_vpc.main.default_route_table_id}",
            route: [{ cidr_block: "0.0.0.0/0", vpc_endpoint_id: endpointIn("a") }],
          },
        },
      },
    ],
    [
      "routes that name it by its VPC",
      {
        aws_route: {
          main: {
            route_table_id: "${aws_vpc.main.main_route_table_id}",
            destination_cidr_block: "0.0.0.0/0",
            vpc_endpoint_id: endpointIn("a"),
          },
        },
      },
    ],
  ])("may be written as %s", (_how, table: Resources) => {
    expect(opened(stackOf(own, host, table))).toEqual([`443/tcp 0.0.0.0/0 < ${SERVER}`]);
  });

  test("leads nowhere as AWS makes it", () => {
    expect(opened(stackOf(own, host))).toEqual([]);
    expect(reached(stackOf(own, host))).toEqual(MAIL);
  });
});

describe("a private subnet behind a NAT gateway", () => {
  /** A server in `private`, a NAT gateway in `mail_a`, whose way out leads through the firewall. */
  const behindNat = (...more: readonly Resources[]): HandWritten =>
    stackOf(
      inspectedNetwork(["a"]),
      publicHost("private", "10.0.8.10"),
      {
        aws_eip: { server: { network_interface: undefined }, nat: { domain: "vpc" } },
        aws_subnet: { private: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.8.0/24" } },
        aws_nat_gateway: {
          main: { subnet_id: "${aws_subnet.mail_a.id}", allocation_id: "${aws_eip.nat.id}" },
        },
        aws_route_table: {
          private: {
            vpc_id: "${aws_vpc.main.id}",
            route: [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.main.id}" }],
          },
        },
        aws_route_table_association: {
          private: {
            subnet_id: "${aws_subnet.private.id}",
            route_table_id: "${aws_route_table.private.id}",
          },
        },
      },
      ...more,
    );

  test("lets nothing in", () => {
    expect(reached(behindNat())).toEqual([]);
    expect(pathFindings(behindNat())).toEqual([]);
  });

  test("lets out what the firewall passes from the gateway's address", () => {
    expect(opened(behindNat())).toEqual([`443/tcp 0.0.0.0/0 < ${SERVER}`]);
    expect(postureOf(behindNat(), TODAY).egress[0]?.via).toEqual([
      "aws_networkfirewall_firewall.edge",
      "aws_networkfirewall_firewall_policy.edge",
      "aws_networkfirewall_rule_group.access sid 3",
      "aws_nat_gateway.main",
      "aws_security_group.open egress",
    ]);
  });

  test("is told apart from the server: rules for the server's own address do not hold behind the gateway", () => {
    const rules = "pass tcp 10.0.8.0/24 any -> any 443 (flow:to_server; sid:1;)";

    expect(opened(behindNat(inspectedNetwork(["a"], rules)))).toEqual([]);
  });

  test("lets nothing out through a private one", () => {
    const nat = { aws_nat_gateway: { main: { connectivity_type: "private" } } };

    expect(opened(behindNat(nat))).toEqual([]);
  });

  test("lets out what the ACLs of both subnets allow", () => {
    const acl = (name: string, subnet: string, port: number): Resources => ({
      aws_network_acl: {
        [name]: {
          vpc_id: "${aws_vpc.main.id}",
          subnet_ids: [`\${aws_subnet.${subnet}.id}`],
          ingress: [
            {
              rule_no: 1,
              action: "allow",
              protocol: "tcp",
              cidr_block: "10.0.8.0/24",
              from_port: port,
              to_port: port,
            },
          ],
          egress: [
            {
              rule_no: 1,
              action: "allow",
              protocol: "-1",
              cidr_block: "0.0.0.0/0",
              from_port: 0,
              to_port: 0,
            },
          ],
        },
      },
    });

    expect(opened(behindNat(acl("nat", "mail_a", 443)))).toEqual([`443/tcp 0.0.0.0/0 < ${SERVER}`]);
    expect(opened(behindNat(acl("nat", "mail_a", 80)))).toEqual([]);
  });

  test("needs symmetric routes as well: replies that come straight to the gateway are found out", () => {
    const network = without(behindNat().resource, "aws_route", "in_a");

    expect(pathFindings({ resource: network })).toEqual([`symmetric-routes: ${SERVER}`]);
  });

  test("may have the firewall between server and gateway, if replies cross it too", () => {
    const between = (back: string): HandWritten =>
      behindNat({
        aws_route_table: {
          private: { route: [{ cidr_block: "0.0.0.0/0", vpc_endpoint_id: endpointIn("a") }] },
          firewall: { route: [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.main.id}" }] },
        },
        aws_route: {
          in_a: { destination_cidr_block: "10.0.9.0/24" },
          out_a: { vpc_endpoint_id: undefined, gateway_id: "${aws_internet_gateway.main.id}" },
          back: {
            route_table_id: "${aws_route_table.mail_a.id}",
            destination_cidr_block: back,
            vpc_endpoint_id: endpointIn("a"),
          },
        },
      });

    expect(pathFindings(between("10.0.8.0/24"))).toEqual([]);
    expect(opened(between("10.0.8.0/24"))).toEqual([`443/tcp 0.0.0.0/0 < ${SERVER}`]);
    expect(pathFindings(between("10.0.9.0/24"))).toEqual([`symmetric-routes: ${SERVER}`]);
  });
});

describe("IPv6", () => {
  const RULES = `${[
    "pass tcp any any -> 2001:db8:1::/64 443 (flow:to_server; sid:1;)",
    "pass tcp 2001:db8:1::/64 any -> any 443 (flow:to_server; sid:2;)",
  ].join("\n")}`;

  /** A host without an elastic address in a subnet with IPv6. */
  const dual = (...more: readonly Resources[]): HandWritten =>
    stackOf(
      inspectedNetwork(["a"], RULES),
      publicHost("mail_a", "10.0.0.10"),
      {
        aws_eip: { server: { network_interface: undefined } },
        aws_vpc: { main: { ipv6_cidr_block: "2001:db8:1::/56" } },
        aws_subnet: { mail_a: { ipv6_cidr_block: "2001:db8:1::/64" } },
        aws_network_interface: { server: { ipv6_addresses: ["2001:db8:1::10"] } },
        aws_security_group: {
          open: {
            ingress: [{ protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] }],
            egress: [{ protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] }],
          },
        },
        aws_route: {
          in_6: {
            route_table_id: "${aws_route_table.gateway.id}",
            destination_ipv6_cidr_block: "2001:db8:1::/64",
            vpc_endpoint_id: endpointIn("a"),
          },
          out_6: {
            route_table_id: "${aws_route_table.mail_a.id}",
            destination_ipv6_cidr_block: "::/0",
            vpc_endpoint_id: endpointIn("a"),
          },
        },
        aws_route_table: {
          firewall: {
            route: [
              { cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.main.id}" },
              { ipv6_cidr_block: "::/0", gateway_id: "${aws_internet_gateway.main.id}" },
            ],
          },
        },
      },
      ...more,
    );

  test("puts a host on the internet without an elastic address", () => {
    expect(reached(dual())).toEqual([`443/tcp ::/0 > ${SERVER}`]);
    expect(opened(dual())).toEqual([`443/tcp ::/0 < ${SERVER}`]);
    expect(pathFindings(dual())).toEqual([]);
  });

  test("does so as well where the subnet gives the address", () => {
    const given = dual({
      aws_network_interface: { server: { ipv6_addresses: undefined } },
      aws_subnet: { mail_a: { assign_ipv6_address_on_creation: true } },
    });

    expect(reached(given)).toEqual([`443/tcp ::/0 > ${SERVER}`]);
  });

  test("needs a route to the firewall of its own", () => {
    const network = without(dual().resource, "aws_route", "in_6");

    expect(pathFindings({ resource: network })).toEqual([
      `firewall-in-path: ${SERVER}`,
      `symmetric-routes: ${SERVER}`,
      `only-mail-ports: ${SERVER}`,
      `smtp-from-relay-only: ${SERVER}`,
    ]);
  });

  test("is followed where only AWS knows the addresses", () => {
    const unknown = dual({
      aws_vpc: { main: { ipv6_cidr_block: undefined, assign_generated_ipv6_cidr_block: true } },
      aws_subnet: { mail_a: { ipv6_cidr_block: "${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 0)}" } },
      aws_network_interface: { server: { ipv6_addresses: undefined, ipv6_address_count: 1 } },
      aws_route: { in_6: { destination_ipv6_cidr_block: "${aws_subnet.mail_a.ipv6_cidr_block}" } },
    });

    expect(reached(unknown)).toEqual([`443/tcp ::/0 > ${SERVER}`]);
    expect(pathFindings(unknown)).toEqual([]);
  });

  test("comes in nowhere behind an egress-only gateway", () => {
    const { aws_route: routes = {}, ...rest } = dual().resource;
    const { in_6: _in, ...others } = routes;
    const stack = stackOf(
      rest,
      { aws_route: others },
      {
        aws_egress_only_internet_gateway: { main: { vpc_id: "${aws_vpc.main.id}" } },
        aws_route: {
          out_6: {
            vpc_endpoint_id: undefined,
            egress_only_gateway_id: "${aws_egress_only_internet_gateway.main.id}",
          },
        },
      },
    );

    expect(reached(stack)).toEqual([]);
    expect(opened(stack)).toEqual([
      `0-65535/tcp ::/0 < ${SERVER}`,
      `0-65535/udp ::/0 < ${SERVER}`,
      `0/icmp ::/0 < ${SERVER}`,
    ]);
  });
});

describe("a network that the stack adopts", () => {
  /** Server and firewall in subnets that are named by their ids. */
  const adopted = (data: Resources = {}, ...more: readonly Resources[]): HandWritten => ({
    ...stackOf(
      inspectedNetwork(["a"]),
      publicHost("mail_a", "10.0.0.10"),
      {
        aws_network_interface: { server: { subnet_id: "subnet-mail" } },
        aws_networkfirewall_firewall: {
          edge: { vpc_id: "vpc-0123", subnet_mapping: [{ subnet_id: "subnet-firewall" }] },
        },
        aws_security_group: { open: { vpc_id: "vpc-0123" } },
        aws_route_table: {
          gateway: { vpc_id: "vpc-0123" },
          firewall: { vpc_id: "vpc-0123", route: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-0123" }] },
          mail_a: { vpc_id: "vpc-0123" },
        },
        aws_route_table_association: {
          gateway: { gateway_id: "igw-0123" },
          firewall_a: { subnet_id: "subnet-firewall" },
          mail_a: { subnet_id: "subnet-mail" },
        },
        aws_route: { in_a: { destination_cidr_block: "10.0.0.0/24" } },
      },
      ...more,
    ),
    data,
  });
  const known = (attributes: Record<string, unknown>): Resources => ({
    aws_subnet: { mail: { id: "subnet-mail", ...attributes } },
  });

  test.each([
    ["is looked up by", known({ cidr_block: "10.0.0.0/24" })],
    [
      "must have",
      known({
        lifecycle: {
          postcondition: [
            { condition: '${self.cidr_block == "10.0.0.0/24"}', error_message: "another network" },
          ],
        },
      }),
    ],
  ])("is judged with the block that a subnet %s", (_how, data) => {
    expect(reached(adopted(data))).toEqual(MAIL);
    expect(opened(adopted(data))).toEqual([`443/tcp 0.0.0.0/0 < ${SERVER}`]);
    expect(pathFindings(adopted(data))).toEqual([]);
  });

  test("is the same whether its id stands there or is looked up", () => {
    const looked = adopted(known({ cidr_block: "10.0.0.0/24" }), {
      aws_network_interface: { server: { subnet_id: "${data.aws_subnet.mail.id}" } },
      aws_route: { in_a: { destination_cidr_block: "${data.aws_subnet.mail.cidr_block}" } },
    });

    expect(pathFindings(looked)).toEqual([]);
  });

  test("follows a route to a subnet whose block nobody knows, if it is that subnet's", () => {
    const unknown = adopted(known({}), {
      aws_route: { in_a: { destination_cidr_block: "${data.aws_subnet.mail.cidr_block}" } },
    });

    expect(reached(unknown)).toEqual(MAIL);
    expect(pathFindings(unknown)).toEqual([]);
  });

  test("may have other addresses than those that a literal route leads to the firewall", () => {
    expect(pathFindings(adopted())).toContain(`firewall-in-path: ${SERVER}`);
  });

  test("has a gateway, even where the stack does not name it", () => {
    const { aws_route_table_association: associations = {}, ...rest } = adopted().resource;
    const { gateway: _gateway, ...others } = associations;
    const stack = { resource: { ...rest, aws_route_table_association: others } };

    expect(pathFindings(stack)).toContain(`firewall-in-path: ${SERVER}`);
  });

  test("may let replies out anywhere where its route table is not part of the stack", () => {
    const network = without(
      adopted(known({ cidr_block: "10.0.0.0/24", vpc_id: "vpc-0123" })).resource,
      "aws_route_table_association",
      "mail_a",
    );
    const stack = { resource: network, data: known({ cidr_block: "10.0.0.0/24", vpc_id: "vpc-0123" }) };

    expect(pathFindings(stack)).toEqual([`symmetric-routes: ${SERVER}`]);
    expect(messages(stack)[0]).toContain("leave through the route table of subnet-mail, outside the stack");
    expect(opened(stack)).toContain(`0-65535/tcp 0.0.0.0/0 < ${SERVER}`);
  });

  test("is entered through an elastic address of a host that the stack does not declare", () => {
    const stack = stackOf({ aws_eip: { old: { instance: "i-0123" } } });

    expect(reached(stack)).toContain("0-65535/tcp 0.0.0.0/0 > aws_eip.old");
    expect(pathFindings(stack)).toContain("firewall-in-path: aws_eip.old");
  });

  test("is the default VPC for an instance that names none", () => {
    const stack = stackOf({ aws_instance: { old: { ami: "ami-1", instance_type: "t3.small" } } });

    expect(pathFindings(stack)).toContain("firewall-in-path: aws_instance.old");
  });

  test("is the default VPC for an instance in a default subnet", () => {
    const stack = stackOf({
      aws_default_subnet: { a: { availability_zone: "eu-west-3a" } },
      aws_instance: { old: { subnet_id: "${aws_default_subnet.a.id}" } },
    });

    expect(reached(stack)).toContain("0-65535/tcp 0.0.0.0/0 ::/0 > aws_instance.old");
  });
});
