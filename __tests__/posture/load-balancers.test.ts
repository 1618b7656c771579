import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import {
  type Arguments,
  type HandWritten,
  inspectedNetwork,
  opened,
  pathFindings,
  type Resources,
  reached,
  stackOf,
  without,
} from "./hand-written";

const SERVER = "aws_network_interface.server";
const FROM_RELAY = `25/tcp 198.51.100.0/24 > ${SERVER}`;

const group = (
  name: string,
  ingress: readonly Arguments[],
  egress: readonly Arguments[] = [],
): Resources => ({
  aws_security_group: { [name]: { vpc_id: "${aws_vpc.main.id}", ingress, egress } },
});
const tcp = (port: number, peers: Arguments): Arguments => ({
  protocol: "tcp",
  from_port: port,
  to_port: port,
  ...peers,
});
const ANYONE = { cidr_blocks: ["0.0.0.0/0"] };
const BALANCER = { security_groups: ["${aws_security_group.balancer.id}"] };

/** A Network Load Balancer in the mail subnets of two zones that sends 25 to a server in a private subnet. */
const balanced = (...more: readonly Resources[]): HandWritten =>
  stackOf(
    inspectedNetwork(["a", "b"]),
    group("balancer", [tcp(25, ANYONE)], [{ protocol: "-1", ...ANYONE }]),
    group("server", [tcp(2525, BALANCER)]),
    {
      aws_subnet: {
        private: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.8.0/24", availability_zone: "a" },
      },
      aws_network_interface: {
        server: {
          subnet_id: "${aws_subnet.private.id}",
          private_ips: ["10.0.8.10"],
          security_groups: ["${aws_security_group.server.id}"],
        },
      },
      aws_lb: {
        mail: {
          load_balancer_type: "network",
          security_groups: ["${aws_security_group.balancer.id}"],
          subnet_mapping: [
            { subnet_id: "${aws_subnet.mail_a.id}", allocation_id: "eipalloc-a" },
            { subnet_id: "${aws_subnet.mail_b.id}", allocation_id: "eipalloc-b" },
          ],
        },
      },
      aws_lb_listener: {
        smtp: {
          load_balancer_arn: "${aws_lb.mail.arn}",
          port: 25,
          protocol: "TCP",
          default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.smtp.arn}" }],
        },
      },
      aws_lb_target_group: {
        smtp: { port: 25, protocol: "TCP", target_type: "ip", vpc_id: "${aws_vpc.main.id}" },
      },
      aws_lb_target_group_attachment: {
        smtp: {
          target_group_arn: "${aws_lb_target_group.smtp.arn}",
          target_id: "${aws_network_interface.server.private_ip}",
          port: 2525,
        },
      },
    },
    ...more,
  );

describe("a server behind a Network Load Balancer", () => {
  test("is reached on the listener's port, by whom the firewall passes to the balancer's subnet", () => {
    expect(reached(balanced())).toEqual([FROM_RELAY]);
    expect(pathFindings(balanced())).toEqual([]);
    expect(opened(balanced())).toEqual([]);
  });

  test("is reached through the node of its own zone, step by step", () => {
    expect(postureOf(balanced(), TODAY).exposures.map(({ via }) => via)).toEqual([
      [
        "aws_internet_gateway.main",
        "aws_route.in_a",
        "aws_networkfirewall_firewall.edge",
        "aws_networkfirewall_firewall_policy.edge",
        "aws_networkfirewall_rule_group.access sid 1",
        "aws_security_group.balancer ingress",
        "aws_lb.mail",
        "aws_lb_listener.smtp",
        "aws_lb_target_group.smtp",
        "aws_security_group.server ingress",
      ],
    ]);
  });

  test.each([
    ["the balancer", { aws_lb: { mail: { enable_cross_zone_load_balancing: true } } }],
    ["the target group", { aws_lb_target_group: { smtp: { load_balancing_cross_zone_enabled: "true" } } }],
    ["the target", { aws_lb_target_group_attachment: { smtp: { availability_zone: "all" } } }],
  ])("is reached through the nodes of all zones where %s says so", (_who, change: Resources) => {
    expect(postureOf(balanced(change), TODAY).exposures.map(({ via }) => via[1])).toEqual([
      "aws_route.in_a",
      "aws_route.in_b",
    ]);
  });

  test("is not reached from the internet through an internal one", () => {
    expect(reached(balanced({ aws_lb: { mail: { internal: true } } }))).toEqual([]);
  });

  test.each([
    ["the balancer's group admits nobody", group("balancer", [], [{ protocol: "-1", ...ANYONE }])],
    ["the balancer's group lets nothing out", group("balancer", [tcp(25, ANYONE)], [])],
    ["the server's group names another group", group("server", [tcp(2525, { security_groups: ["sg-1"] })])],
    ["the server's group admits the listener's port, not its own", group("server", [tcp(25, BALANCER)])],
    [
      "the server's subnet lets nothing in",
      {
        aws_network_acl: {
          private: { vpc_id: "${aws_vpc.main.id}", subnet_ids: ["${aws_subnet.private.id}"] },
        },
      },
    ],
    [
      "the balancer's subnet lets nothing out to it",
      {
        aws_network_acl: {
          mail: {
            vpc_id: "${aws_vpc.main.id}",
            subnet_ids: ["${aws_subnet.mail_a.id}"],
            ingress: [{ rule_no: 1, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" }],
          },
        },
      },
    ],
  ])("is not reached where %s", (_what, change: Resources) => {
    expect(reached(balanced(change))).toEqual([]);
  });

  test.each([
    [false, "10.0.0.0/24", [FROM_RELAY]],
    [false, "198.51.100.0/24", []],
    [true, "10.0.0.0/24", []],
    [true, "198.51.100.0/25", [`25/tcp 198.51.100.0/25 > ${SERVER}`]],
  ])(
    "sees the client or the balancer (preserve_client_ip %s), and admits %s",
    (preserve, block, expected) => {
      const stack = balanced(group("server", [tcp(2525, { cidr_blocks: [block] })]), {
        aws_lb_target_group: { smtp: { preserve_client_ip: `${preserve}` } },
      });

      expect(reached(stack)).toEqual(expected);
    },
  );

  test("sees the client where the target is an instance, and nobody says otherwise", () => {
    const stack = balanced(group("server", [tcp(2525, { cidr_blocks: ["198.51.100.0/25"] })]), {
      aws_lb_target_group: { smtp: { target_type: "instance" } },
    });

    expect(reached(stack)).toEqual([`25/tcp 198.51.100.0/25 > ${SERVER}`]);
  });

  test("may be an instance, by its id or with an interface of its own", () => {
    const instance: Resources = {
      aws_instance: {
        exchange: {
          subnet_id: "${aws_subnet.private.id}",
          vpc_security_group_ids: ["${aws_security_group.server.id}"],
        },
      },
      aws_lb_target_group: { smtp: { target_type: "instance" } },
      aws_lb_target_group_attachment: { smtp: { target_id: "${aws_instance.exchange.id}" } },
    };
    const launched: Resources = {
      aws_instance: {
        exchange: {
          network_interface: [
            { device_index: 0, network_interface_id: "${aws_network_interface.server.id}" },
          ],
        },
      },
    };

    expect(reached(balanced(instance))).toEqual(["25/tcp 198.51.100.0/24 > aws_instance.exchange"]);
    expect(reached(balanced(instance, launched))).toEqual([FROM_RELAY]);
  });

  test("may be found by its literal address", () => {
    const literal = balanced({ aws_lb_target_group_attachment: { smtp: { target_id: "10.0.8.10" } } });

    expect(reached(literal)).toEqual([FROM_RELAY]);
  });
});

describe("a load balancer whose targets are not part of the stack", () => {
  test.each([
    [
      "nothing is attached",
      without(balanced().resource, "aws_lb_target_group_attachment", "smtp"),
      "targets that are not part of the stack",
    ],
    [
      "the target is an address in the office",
      balanced({
        aws_lb_target_group_attachment: { smtp: { target_id: "192.168.1.10", availability_zone: "all" } },
      }).resource,
      "192.168.1.10, a target that is not part of the stack",
    ],
    [
      "an autoscaling group registers them",
      stackOf(without(balanced().resource, "aws_lb_target_group_attachment", "smtp"), {
        aws_autoscaling_attachment: { mail: { lb_target_group_arn: "${aws_lb_target_group.smtp.arn}" } },
      }).resource,
      "the targets of aws_autoscaling_attachment.mail",
    ],
  ])("is a way in all the same where %s", (_what, resource, named) => {
    expect(reached({ resource })).toEqual(["25/tcp 198.51.100.0/24 > aws_lb_target_group.smtp"]);
    expect(postureOf({ resource }, TODAY).exposures[0]?.via.at(-1)).toBe(named);
  });

  test("is one itself where it answers on its own", () => {
    const redirect = balanced({
      aws_lb_listener: {
        plain: {
          load_balancer_arn: "${aws_lb.mail.arn}",
          port: 443,
          protocol: "TLS",
          default_action: [{ type: "fixed-response" }],
        },
      },
      ...group("balancer", [tcp(443, ANYONE)]),
    });

    expect(reached(redirect)).toEqual(["443/tcp 0.0.0.0/0 > aws_lb.mail"]);
  });
});

describe("a load balancer that is changed for the worse", () => {
  test("is found out when it listens on a third port", () => {
    const listener = balanced(
      inspectedNetwork(["a", "b"], "pass tcp any any -> 10.0.0.0/16 any (flow:to_server; sid:1;)"),
      {
        aws_security_group: { balancer: { ingress: [{ protocol: "-1", ...ANYONE }] } },
        aws_lb_listener: { smtp: { port: 3389 } },
      },
    );

    expect(reached(listener)).toEqual([`3389/tcp 0.0.0.0/0 > ${SERVER}`]);
    expect(pathFindings(listener)).toEqual([`only-mail-ports: ${SERVER}`]);
  });

  test("is found out when the internet comes to one of its subnets past the firewall", () => {
    const around = { resource: without(balanced().resource, "aws_route", "in_b") };

    expect(pathFindings(around)).toEqual(["firewall-in-path: aws_lb.mail", "symmetric-routes: aws_lb.mail"]);
  });

  test("is found out when the firewall stands behind it", () => {
    const network = without(without(balanced().resource, "aws_route", "in_a"), "aws_route", "in_b");
    const behind = stackOf(network, {
      aws_route: {
        out_a: { vpc_endpoint_id: undefined, gateway_id: "${aws_internet_gateway.main.id}" },
        out_b: { vpc_endpoint_id: undefined, gateway_id: "${aws_internet_gateway.main.id}" },
        inner: {
          route_table_id: "${aws_route_table.mail_a.id}",
          destination_cidr_block: "10.0.8.0/24",
          vpc_endpoint_id: String(balanced().resource.aws_route?.in_a?.vpc_endpoint_id),
        },
      },
    });

    expect(pathFindings(behind)).toContain("firewall-in-path: aws_lb.mail");
  });
});

describe("an Application Load Balancer", () => {
  const application = (...more: readonly Resources[]): HandWritten =>
    balanced(
      group("balancer", [tcp(443, ANYONE)], [{ protocol: "-1", ...ANYONE }]),
      group("server", [tcp(8443, { cidr_blocks: ["10.0.0.0/24", "10.0.1.0/24"] })]),
      {
        aws_lb: {
          mail: {
            load_balancer_type: "application",
            subnet_mapping: [],
            subnets: ["${aws_subnet.mail_a.id}", "${aws_subnet.mail_b.id}"],
          },
        },
        aws_lb_listener: { smtp: { port: 443, protocol: "HTTPS" } },
        aws_lb_target_group: { smtp: { port: 8443, protocol: "HTTPS", target_type: "instance" } },
        aws_lb_target_group_attachment: { smtp: { target_id: SERVER_ID, port: undefined } },
      },
      ...more,
    );
  const SERVER_ID = "${aws_network_interface.server.private_ip}";

  test("speaks to its targets from its own address, over all zones", () => {
    expect(reached(application())).toEqual([`443/tcp 0.0.0.0/0 > ${SERVER}`]);
    expect(postureOf(application(), TODAY).exposures).toHaveLength(2);
  });

  test("sends by its rules as well as by default", () => {
    const ruled = application({
      aws_lb_listener: {
        smtp: { default_action: [{ type: "fixed-response" }] },
      },
      aws_lb_listener_rule: {
        owa: {
          listener_arn: "${aws_lb_listener.smtp.arn}",
          action: [
            {
              type: "forward",
              forward: [{ target_group: [{ arn: "${aws_lb_target_group.smtp.arn}", weight: 1 }] }],
            },
          ],
        },
      },
    });

    expect(reached(ruled)).toEqual([`443/tcp 0.0.0.0/0 > ${SERVER}`]);
  });

  describe("that ends TLS", () => {
    const bridge = (...more: readonly Resources[]) =>
      postureOf(application(...more), TODAY)
        .findings.filter(({ rule }) => rule === "tls-bridge-certificate")
        .map(({ address, message }) => `${address}: ${message.split(";")[0]}`);
    const shows = (
      certificate: Resources[string][string],
      listener: Resources[string][string] = {},
    ): Resources => ({
      aws_acm_certificate: { mail: { domain_name: "mail.clinic.example", ...certificate } },
      aws_lb_listener: { smtp: { certificate_arn: "${aws_acm_certificate.mail.arn}", ...listener } },
    });

    test("shows a certificate that the server cannot have", () => {
      expect(bridge(shows({}))).toEqual([
        "aws_lb_listener.smtp: the key of aws_acm_certificate.mail cannot leave AWS, so the server cannot show the same certificate",
      ]);
    });

    test("shows one among others that the server cannot have", () => {
      const more: Resources = {
        aws_acm_certificate: { web: { domain_name: "www.clinic.example" } },
        aws_lb_listener_certificate: {
          web: {
            listener_arn: "${aws_lb_listener.smtp.arn}",
            certificate_arn: "${aws_acm_certificate.web.arn}",
          },
        },
      };

      expect(bridge(shows({ private_key: "${var.key}" }), more)).toEqual([
        "aws_lb_listener.smtp: the key of aws_acm_certificate.web cannot leave AWS, so the server cannot show the same certificate",
      ]);
    });

    test.each([
      ["can be exported", { options: { export: "ENABLED" } }],
      ["was imported", { private_key: "${var.key}" }],
    ])("may show one that %s", (_, certificate) => {
      expect(bridge(shows(certificate))).toEqual([]);
    });

    test("may not go on in clear, whatever it shows", () => {
      const clear: Resources = { aws_lb_target_group: { smtp: { protocol: "HTTP" } } };

      expect(bridge(shows({ private_key: "${var.key}" }), clear)).toEqual([
        "aws_lb_listener.smtp: it ends TLS, and aws_lb_target_group.smtp goes on in HTTP",
      ]);
    });

    test("is no bridge where it lets TLS through", () => {
      const through: Resources = {
        aws_lb: { mail: { load_balancer_type: "network" } },
        aws_lb_target_group: { smtp: { protocol: "TCP" } },
      };

      expect(bridge(shows({}, { protocol: "TCP" }), through)).toEqual([]);
    });

    test("is another matter for what answers by itself", () => {
      expect(bridge(shows({}, { default_action: [{ type: "fixed-response" }] }))).toEqual([]);
    });
  });

  test("has the VPC's default group where it is given none", () => {
    expect(reached(application({ aws_lb: { mail: { security_groups: [] } } }))).toEqual([]);
  });

  test("may stand behind a network one", () => {
    const chained = application({
      aws_lb: {
        mail: { internal: true },
        front: { load_balancer_type: "network", subnets: ["${aws_subnet.mail_a.id}"] },
      },
      aws_lb_listener: {
        front: {
          load_balancer_arn: "${aws_lb.front.arn}",
          port: 443,
          protocol: "TCP",
          default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.front.arn}" }],
        },
      },
      aws_lb_target_group: { front: { port: 443, protocol: "TCP", target_type: "alb" } },
      aws_lb_target_group_attachment: {
        front: { target_group_arn: "${aws_lb_target_group.front.arn}", target_id: "${aws_lb.mail.arn}" },
      },
    });

    expect(reached(chained)).toEqual([`443/tcp 0.0.0.0/0 > ${SERVER}`]);
    expect(postureOf(chained, TODAY).exposures[0]?.via).toContain("aws_lb.mail");
  });
});

describe("a load balancer outside the stack", () => {
  test("may take anything, where the stack gives it a listener", () => {
    const adopted = balanced({
      aws_lb_listener: { smtp: { load_balancer_arn: "arn:aws:elasticloadbalancing:x" } },
    });

    expect(reached(adopted)).toEqual([]);
    expect(
      reached(
        balanced(group("server", [tcp(2525, { security_groups: ["sg-0123"] })]), {
          aws_lb_listener: { smtp: { load_balancer_arn: "arn:aws:elasticloadbalancing:x" } },
        }),
      ),
    ).toEqual([`25/tcp 0.0.0.0/0 ::/0 > ${SERVER}`]);
  });

  test("may listen on any port, where the stack gives it targets only", () => {
    const adopted = balanced(group("server", [tcp(2525, ANYONE)]), {
      aws_lb_target_group_attachment: { smtp: { target_group_arn: "arn:aws:elasticloadbalancing:y" } },
    });

    expect(reached(adopted)).toContain(`0-65535/tcp 0.0.0.0/0 ::/0 > ${SERVER}`);
  });
});
