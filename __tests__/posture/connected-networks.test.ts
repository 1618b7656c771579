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
} from "./hand-written";

const SERVER = "aws_network_interface.server";
const everything = (sources: string, target = SERVER): readonly string[] => [
  `0-65535/tcp ${sources} > ${target}`,
  `0-65535/udp ${sources} > ${target}`,
  `0/icmp ${sources} > ${target}`,
];

/** A server that the internet reaches through the firewall, and whatever connects its network to others. */
const connected = (...more: readonly Resources[]): HandWritten =>
  stackOf(inspectedNetwork(["a"]), publicHost("mail_a", "10.0.0.10"), ...more);

const route = (target: Readonly<Record<string, string>>, destination = "192.168.0.0/16"): Resources => ({
  aws_route: {
    office: {
      route_table_id: "${aws_route_table.mail_a.id}",
      destination_cidr_block: destination,
      ...target,
    },
  },
});

const VPN: Resources = {
  aws_vpn_gateway: { office: { vpc_id: "${aws_vpc.main.id}" } },
  aws_vpn_connection: {
    office: {
      vpn_gateway_id: "${aws_vpn_gateway.office.id}",
      customer_gateway_id: "cgw-1",
      type: "ipsec.1",
      static_routes_only: true,
    },
  },
};

const PROPAGATION: Resources = {
  aws_vpn_gateway_route_propagation: {
    office: {
      vpn_gateway_id: "${aws_vpn_gateway.office.id}",
      route_table_id: "${aws_route_table.mail_a.id}",
    },
  },
};

const STATIC: Resources = {
  aws_vpn_connection_route: {
    office: {
      vpn_connection_id: "${aws_vpn_connection.office.id}",
      destination_cidr_block: "192.168.7.0/24",
    },
  },
};

describe("a VPN to the office", () => {
  test("lets in who the network's routes lead to, and breaks no rule", () => {
    const stack = connected(VPN, route({ gateway_id: "${aws_vpn_gateway.office.id}" }));

    expect(reached(stack, "connected-network")).toEqual(everything("192.168.0.0/16"));
    expect(pathFindings(stack)).toEqual([]);
    expect(postureOf(stack, TODAY).exposures.at(-1)?.via).toEqual([
      "aws_vpn_connection.office",
      "aws_vpn_gateway.office",
      "aws_security_group.open ingress",
    ]);
  });

  test("is no part of what the internet reaches, or of the networks that deliver mail", () => {
    const stack = connected(VPN, route({ gateway_id: "${aws_vpn_gateway.office.id}" }));

    expect(reached(stack)).toEqual([`25/tcp 198.51.100.0/24 > ${SERVER}`, `443/tcp 0.0.0.0/0 > ${SERVER}`]);
    expect(postureOf(stack, TODAY).mailFlow.deliversFrom).toEqual(["198.51.100.0/24"]);
  });

  test.each([
    ["those of its static routes", STATIC],
    [
      "those that its tunnels are limited to",
      {
        aws_vpn_connection: {
          office: { static_routes_only: false, local_ipv4_network_cidr: "192.168.7.0/24" },
        },
      },
    ],
  ])("lets in networks where routes are propagated: %s", (_what, more: Resources) => {
    expect(reached(connected(VPN, PROPAGATION, more), "connected-network")).toEqual(
      everything("192.168.7.0/24"),
    );
    expect(opened(connected(VPN, PROPAGATION, more))).toContain(`0-65535/tcp 192.168.7.0/24 < ${SERVER}`);
  });

  test.each([
    [
      "it may learn any network",
      [VPN, PROPAGATION, { aws_vpn_connection: { office: { static_routes_only: false } } }],
    ],
    ["nobody says which networks it connects", [VPN]],
    [
      "a table takes what any VPN teaches it",
      [{ aws_route_table: { mail_a: { propagating_vgws: ["vgw-1"] } } }],
    ],
    ["its gateway is attached elsewhere", [VPN, { aws_vpn_gateway: { office: { vpc_id: undefined } } }]],
  ])(
    "may let in anyone where %s, which only a closed port puts right",
    (_what, parts: readonly Resources[]) => {
      const stack = connected(...parts);

      expect(reached(stack, "connected-network")).toEqual(everything("0.0.0.0/0"));
      expect(postureOf(stack, TODAY).exposures.at(-1)?.via[0]).toBe("networks that the stack does not name");
      expect(pathFindings(stack)).toEqual([`only-mail-ports: ${SERVER}`, `smtp-from-relay-only: ${SERVER}`]);
      expect(
        pathFindings(
          stackOf(stack.resource, {
            aws_security_group: {
              open: {
                ingress: [
                  { protocol: "tcp", from_port: 3389, to_port: 3389, cidr_blocks: ["192.168.0.0/16"] },
                ],
              },
            },
          }),
        ),
      ).toEqual([]);
    },
  );

  test("may lead through the firewall by a table of its gateway", () => {
    const stack = connected(VPN, route({ gateway_id: "${aws_vpn_gateway.office.id}" }), {
      aws_route_table: {
        vpn: {
          vpc_id: "${aws_vpc.main.id}",
          route: [{ cidr_block: "10.0.0.0/24", vpc_endpoint_id: endpointIn("a") }],
        },
      },
      aws_route_table_association: {
        vpn: { gateway_id: "${aws_vpn_gateway.office.id}", route_table_id: "${aws_route_table.vpn.id}" },
      },
    });

    expect(reached(stack, "connected-network")).toEqual([`443/tcp 192.168.0.0/16 > ${SERVER}`]);
    expect(pathFindings(stack)).toEqual([]);
  });

  test("reaches a server without an address on the internet, and an internal load balancer", () => {
    const stack = connected(VPN, route({ gateway_id: "${aws_vpn_gateway.office.id}" }), {
      aws_eip: { server: { network_interface: undefined } },
      aws_lb: {
        inner: { load_balancer_type: "network", internal: true, subnets: ["${aws_subnet.mail_a.id}"] },
      },
      aws_lb_listener: {
        inner: {
          load_balancer_arn: "${aws_lb.inner.arn}",
          port: 443,
          protocol: "TCP",
          default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.inner.arn}" }],
        },
      },
      aws_lb_target_group: { inner: { port: 443, protocol: "TCP", target_type: "ip" } },
    });

    expect(reached(stack)).toEqual([]);
    expect(reached(stack, "connected-network")).toEqual([
      ...everything("192.168.0.0/16"),
      "443/tcp 192.168.0.0/16 > aws_lb_target_group.inner",
    ]);
  });
});

describe("a peered VPC", () => {
  const PEER: Resources = {
    aws_vpc: { peer: { cidr_block: "172.16.0.0/16" } },
    aws_vpc_peering_connection: {
      peer: { vpc_id: "${aws_vpc.main.id}", peer_vpc_id: "${aws_vpc.peer.id}" },
    },
  };

  test("lets in its own addresses and no others", () => {
    expect(reached(connected(PEER), "connected-network")).toEqual(everything("172.16.0.0/16"));
    expect(pathFindings(connected(PEER))).toEqual([]);
  });

  test("is entered from either side", () => {
    const stack = connected(PEER, {
      aws_subnet: { peer: { vpc_id: "${aws_vpc.peer.id}", cidr_block: "172.16.0.0/24" } },
      aws_network_interface: {
        peer: { subnet_id: "${aws_subnet.peer.id}", security_groups: ["${aws_security_group.peer.id}"] },
      },
      aws_security_group: {
        peer: {
          vpc_id: "${aws_vpc.peer.id}",
          ingress: [{ protocol: "tcp", from_port: 25, to_port: 25, cidr_blocks: ["0.0.0.0/0"] }],
        },
      },
    });

    expect(reached(stack, "connected-network")).toContain("25/tcp 10.0.0.0/16 > aws_network_interface.peer");
  });

  test.each([
    ["its id, and routes say which it is", "vpc-9", "192.168.0.0/16"],
    ["its id alone", "vpc-9", undefined],
  ])("is known by %s", (_how, peer, destination) => {
    const stack = connected(
      { aws_vpc_peering_connection: { peer: { vpc_id: "${aws_vpc.main.id}", peer_vpc_id: peer } } },
      destination === undefined
        ? {}
        : route({ vpc_peering_connection_id: "${aws_vpc_peering_connection.peer.id}" }, destination),
    );

    expect(reached(stack, "connected-network")).toEqual(everything(destination ?? "0.0.0.0/0"));
    expect(pathFindings(stack).length > 0).toBe(destination === undefined);
  });

  test("may be accepted from another stack", () => {
    const stack = connected(
      { aws_vpc_peering_connection_accepter: { peer: { vpc_peering_connection_id: "pcx-1" } } },
      route({ vpc_peering_connection_id: "${aws_vpc_peering_connection_accepter.peer.id}" }),
    );

    expect(reached(stack, "connected-network")).toEqual(everything("192.168.0.0/16"));
    expect(postureOf(stack, TODAY).exposures.at(-1)?.via[0]).toBe("pcx-1");
  });

  test.each([
    ["of its own network", "${aws_vpc.main.id}", []],
    ["of the peer's", "${aws_vpc.peer.id}", [`0-65535/tcp 172.16.0.0/16 > ${SERVER}`]],
  ])("is admitted by a group %s", (_whose, vpc, expected) => {
    const stack = connected(PEER, {
      aws_security_group: {
        open: {
          ingress: [
            {
              protocol: "tcp",
              from_port: 0,
              to_port: 65535,
              security_groups: ["${aws_security_group.clients.id}"],
            },
          ],
        },
        clients: { vpc_id: vpc },
      },
    });

    expect(reached(stack, "connected-network")).toEqual(expected);
    expect(reached(stack)).toEqual([]);
  });
});

describe("a transit gateway", () => {
  const ATTACHMENT: Resources = {
    aws_subnet: { transit: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.9.0/24" } },
    aws_ec2_transit_gateway_vpc_attachment: {
      main: {
        transit_gateway_id: "tgw-1",
        vpc_id: "${aws_vpc.main.id}",
        subnet_ids: ["${aws_subnet.transit.id}"],
      },
    },
  };

  test("lets in the networks that routes lead to", () => {
    const stack = connected(ATTACHMENT, route({ transit_gateway_id: "tgw-1" }, "172.20.0.0/16"));

    expect(reached(stack, "connected-network")).toEqual(everything("172.20.0.0/16"));
    expect(pathFindings(stack)).toEqual([]);
  });

  test("may let in anyone where it is the way out to everywhere", () => {
    const stack = connected(ATTACHMENT, {
      aws_route: { out_a: { vpc_endpoint_id: undefined, transit_gateway_id: "tgw-1" } },
    });

    expect(pathFindings(stack)).toContain(`only-mail-ports: ${SERVER}`);
    expect(opened(stack)).toContain(`0-65535/tcp 0.0.0.0/0 < ${SERVER}`);
  });

  test("hands packets to the table of its subnet, which may lead them through the firewall", () => {
    const stack = connected(ATTACHMENT, route({ transit_gateway_id: "tgw-1" }, "172.20.0.0/16"), {
      aws_route_table: {
        transit: {
          vpc_id: "${aws_vpc.main.id}",
          route: [{ cidr_block: "10.0.0.0/24", vpc_endpoint_id: endpointIn("a") }],
        },
      },
      aws_route_table_association: {
        transit: { subnet_id: "${aws_subnet.transit.id}", route_table_id: "${aws_route_table.transit.id}" },
      },
    });

    expect(reached(stack, "connected-network")).toEqual([`443/tcp 172.20.0.0/16 > ${SERVER}`]);
  });
});
