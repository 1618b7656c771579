import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import { OFFICE, unit } from "./fortigate-unit";
import {
  type HandWritten,
  inspectedNetwork,
  pathFindings,
  publicHost,
  type Resources,
  reached,
  stackOf,
} from "./hand-written";

const SERVER = "aws_network_interface.server";
const ANYONE = "0.0.0.0/0 ::/0";
const MAIL = [`25/tcp 198.51.100.0/24 > ${SERVER}`, `443/tcp 0.0.0.0/0 > ${SERVER}`];

const server = (...more: readonly Resources[]): HandWritten =>
  stackOf(inspectedNetwork(["a"]), publicHost("mail_a", "10.0.0.10"), ...more);

const record = (name: string, type: string, content: string, proxied = true): Resources => ({
  cloudflare_dns_record: {
    [name]: { zone_id: "z", name: `${name}.clinic.example`, type, content, ttl: 1, proxied },
  },
});

describe("a proxied name", () => {
  test("leads to the virtual IP of a FortiGate that has its address", () => {
    const stack = unit(stackOf(OFFICE, record("mail", "A", "203.0.113.10")).resource);

    expect(reached(stack)).toContain(`443/tcp ${ANYONE} > fortios_firewall_address.server`);
    expect(postureOf(stack, TODAY).exposures.at(-1)?.via).toEqual([
      "cloudflare_dns_record.mail",
      "interface wan1",
      "fortios_firewall_vip.https",
      "fortios_firewall_policy.https_in",
    ]);
  });

  test("lets anyone come through Cloudflare to the web ports that its origin opens", () => {
    const stack = server(
      record("mail", "A", "${aws_eip.server.public_ip}"),
      inspectedNetwork(
        ["a"],
        "pass tcp 203.0.113.0/24 any -> 10.0.0.0/16 [25,443,8443] (flow:to_server; sid:1;)",
      ),
    );

    expect(reached(stack)).toEqual([
      `25/tcp 203.0.113.0/24 > ${SERVER}`,
      `443/tcp 203.0.113.0/24 > ${SERVER}`,
      `8443/tcp 203.0.113.0/24 > ${SERVER}`,
      `443/tcp ${ANYONE} > ${SERVER}`,
      `8443/tcp ${ANYONE} > ${SERVER}`,
    ]);
    expect(postureOf(stack, TODAY).exposures.at(-1)?.via.slice(0, 2)).toEqual([
      "cloudflare_dns_record.mail",
      "aws_internet_gateway.main",
    ]);
  });

  test.each([
    [
      "another name of the stack",
      [
        record("www", "CNAME", "mail.clinic.example"),
        record("mail", "A", "${aws_eip.server.public_ip}", false),
      ],
    ],
    [
      "a load balancer's name",
      [
        record("www", "CNAME", "${aws_lb.web.dns_name}"),
        {
          aws_lb: { web: { load_balancer_type: "network", subnets: ["${aws_subnet.mail_a.id}"] } },
          aws_lb_listener: {
            web: {
              load_balancer_arn: "${aws_lb.web.arn}",
              port: 443,
              protocol: "TCP",
              default_action: [{ target_group_arn: "${aws_lb_target_group.web.arn}" }],
            },
          },
          aws_lb_target_group: { web: { port: 443, protocol: "TCP", target_type: "ip" } },
          aws_lb_target_group_attachment: {
            web: { target_group_arn: "${aws_lb_target_group.web.arn}", target_id: "10.0.0.10" },
          },
        },
      ],
    ],
    [
      "an address that is associated",
      [
        record("www", "A", "${aws_eip.other.public_ip}"),
        {
          aws_eip: { other: {} },
          aws_eip_association: {
            other: {
              allocation_id: "${aws_eip.other.id}",
              network_interface_id: "${aws_network_interface.server.id}",
            },
          },
        },
      ],
    ],
  ])("is followed to its origin over %s", (_what, parts: readonly Resources[]) => {
    expect(reached(server(...parts))).toContain(`443/tcp ${ANYONE} > ${SERVER}`);
  });

  test("of a web server outside the stack is said, and is not held against the mail server", () => {
    const stack = server(record("www", "A", "203.0.113.7"));

    expect(reached(stack)).toContain(`443/tcp ${ANYONE} > 203.0.113.7`);
    expect(reached(stack)).toContain(`8080/tcp ${ANYONE} > 203.0.113.7`);
    expect(pathFindings(stack)).toEqual([]);
  });

  test.each([
    ["A", "192.0.2.1"],
    ["AAAA", "100::"],
    ["CNAME", "4c2d.cfargotunnel.com"],
    ["CNAME", "${aws_s3_bucket.site.bucket_domain_name}"],
  ])("leads nowhere with %s %s", (type, content) => {
    const site = { aws_s3_bucket: { site: { bucket: "site" } } };

    expect(reached(server(record("www", type, content), site))).toEqual(MAIL);
  });

  test("leads nowhere when it is not proxied, or names itself", () => {
    expect(reached(server(record("www", "A", "203.0.113.7", false)))).toEqual(MAIL);
    expect(reached(server(record("www", "CNAME", "www.clinic.example")))).toContain(
      `443/tcp ${ANYONE} > www.clinic.example`,
    );
  });
});

describe("a Spectrum application", () => {
  const application = (attributes: Readonly<Record<string, unknown>>): HandWritten =>
    server({ cloudflare_spectrum_application: { mail: { zone_id: "z", ...attributes } } });

  test("lets anyone come to an origin outside the stack, on the port that it takes", () => {
    const stack = application({ protocol: "tcp/2525", origin_direct: ["tcp://203.0.113.7:25"] });

    expect(reached(stack)).toContain(`2525/tcp ${ANYONE} > 203.0.113.7`);
    expect(pathFindings(stack)).toEqual(["only-mail-ports: 203.0.113.7"]);
  });

  test("lets anyone come to what an origin of the stack opens on its port", () => {
    const to = (port: number, protocol = "tcp"): readonly string[] =>
      reached(
        application({
          protocol: `${protocol}/25`,
          origin_dns: { name: "${aws_eip.server.public_dns}" },
          origin_port: port,
        }),
      ).slice(2);

    expect(to(443)).toEqual([`25/tcp ${ANYONE} > ${SERVER}`]);
    expect(to(3389)).toEqual([]);
    expect(to(443, "udp")).toEqual([]);
  });

  test.each([
    ["tcp/1000-2000", ["1000-2000/tcp"]],
    ["udp/53", ["53/udp"]],
    ["rdp", ["3389/tcp"]],
    ["${var.protocol}", ["0-65535/tcp", "0-65535/udp"]],
  ])("that takes %s is one of %j", (protocol, expected) => {
    const stack = application({ protocol, origin_direct: ["tcp://203.0.113.7:25"] });

    expect(reached(stack).slice(2)).toEqual(expected.map((ports) => `${ports} ${ANYONE} > 203.0.113.7`));
  });

  test("may be for one version of IP", () => {
    const stack = application({
      protocol: "tcp/25",
      origin_direct: ["tcp://203.0.113.7:25"],
      edge_ips: { type: "dynamic", connectivity: "ipv4" },
    });

    expect(reached(stack)).toContain("25/tcp 0.0.0.0/0 > 203.0.113.7");
    expect(pathFindings(stack)).toEqual(["smtp-from-relay-only: 203.0.113.7"]);
  });
});

describe("a tunnel", () => {
  const TUNNEL = "cloudflare_zero_trust_tunnel_cloudflared.office";
  const tunnel = (...services: readonly string[]): HandWritten =>
    server({
      cloudflare_zero_trust_tunnel_cloudflared: { office: { account_id: "a", name: "office" } },
      cloudflare_zero_trust_tunnel_cloudflared_config: {
        office: {
          account_id: "a",
          tunnel_id: `\${${TUNNEL}.id}`,
          config: { ingress: services.map((service) => ({ hostname: "x.clinic.example", service })) },
        },
      },
    });

  test.each([
    ["https://10.0.0.10:443", [`443/tcp ${ANYONE} > ${SERVER}`]],
    ["rdp://10.0.0.10", [`3389/tcp ${ANYONE} > ${SERVER}`]],
    ["tcp://${aws_network_interface.server.private_ip}:25", [`25/tcp ${ANYONE} > ${SERVER}`]],
    ["https://192.168.1.10", [`443/tcp ${ANYONE} > 192.168.1.10`]],
    ["http://localhost:8080", [`8080/tcp ${ANYONE} > ${TUNNEL}`]],
    ["tcp://mail.office", [`0-65535/tcp ${ANYONE} > mail.office`]],
    ["bastion", [`0-65535/tcp ${ANYONE} > ${TUNNEL}`]],
    ["http_status:404", []],
  ])("to %s lets anyone in to it", (service, expected) => {
    expect(reached(tunnel(service)).slice(2)).toEqual(expected);
  });

  test("leads past the firewall, whatever its port", () => {
    expect(pathFindings(tunnel("https://10.0.0.10"))).toEqual([`firewall-in-path: ${TUNNEL}`]);
    expect(pathFindings(tunnel("rdp://10.0.0.10"))).toEqual([
      `firewall-in-path: ${TUNNEL}`,
      `only-mail-ports: ${SERVER}`,
    ]);
  });

  test("leads past the firewall where the stack configures one that it does not declare", () => {
    const adopted = server({
      cloudflare_zero_trust_tunnel_cloudflared_config: {
        office: {
          account_id: "a",
          tunnel_id: "4c2d",
          config: { ingress: [{ service: "https://10.0.0.10" }] },
        },
      },
    });

    expect(pathFindings(adopted)).toEqual(["firewall-in-path: 4c2d"]);
  });

  test("may lead to anything where its services are configured elsewhere", () => {
    const elsewhere = server({
      cloudflare_zero_trust_tunnel_cloudflared: { office: { account_id: "a", name: "office" } },
    });

    expect(reached(elsewhere).slice(2)).toEqual([`0-65535/tcp ${ANYONE} > ${TUNNEL}`]);
    expect(postureOf(elsewhere, TODAY).exposures.at(-1)?.via).toEqual([
      TUNNEL,
      "services that are configured outside the stack",
    ]);
  });
});
