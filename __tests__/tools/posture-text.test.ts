import { postureOf } from "../../posture/posture";
import { postureText } from "../../tools/posture-text";
import { clinicJson, TODAY } from "../clinic";
import { OFFICE, unit } from "../posture/fortigate-unit";
import {
  type HandWritten,
  inspectedNetwork,
  publicHost,
  type Resources,
  stackOf,
} from "../posture/hand-written";

const shown = (stack: HandWritten): readonly string[] =>
  postureText("office", postureOf(stack, TODAY))
    .split("\n")
    .map((line) => line.trimEnd());

const server = (...more: readonly Resources[]): HandWritten =>
  stackOf(inspectedNetwork(["a"]), publicHost("mail_a", "10.0.0.10"), ...more);

describe("a posture on one screen", () => {
  test("says of a FortiGate which policies open, who may reach the unit, and what this rests on", () => {
    const { fortios_firewall_localinpolicy: _, ...open } = OFFICE;
    const lines = shown(unit(open));

    expect(lines.slice(2, 6)).toEqual([
      "  Who can reach the server from the internet",
      "    25/tcp    198.51.100.0/24        firewall policy smtp_in",
      "    443/tcp   anywhere               firewall policy https_in",
      "    nothing else comes in",
    ]);
    expect(lines).toContain("    perhaps   anywhere               ssh at interface wan1");
    expect(lines).toContain(
      "    nobody from outside is behind internal (show system interface, show system zone)",
    );
  });

  test("says what is looked up in blocklists", () => {
    expect(postureText("clinic", postureOf(clinicJson(), TODAY))).toContain(
      "    watched   1 address and 1 domain in 108 blocklists, rate(6 hours)\n",
    );
  });

  test("says nothing of units where there are none", () => {
    expect(shown(server()).join("\n")).not.toMatch(/What this rests on|firewall itself/);
  });

  test("says who comes in from the internet, and what leaves", () => {
    expect(shown(server()).slice(2, 9)).toEqual([
      "  Who can reach the server from the internet",
      "    25/tcp    198.51.100.0/24        firewall rule 1 + security group",
      "    443/tcp   anywhere               firewall rule 2 + security group",
      "    nothing else comes in",
      "",
      "  What the server can reach",
      "    443/tcp   anywhere",
    ]);
  });

  test("keeps networks that are connected apart", () => {
    const lines = shown(
      server({
        aws_vpn_gateway: { office: { vpc_id: "${aws_vpc.main.id}" } },
        aws_route: {
          office: {
            route_table_id: "${aws_route_table.mail_a.id}",
            destination_cidr_block: "192.168.0.0/16",
            gateway_id: "${aws_vpn_gateway.office.id}",
          },
        },
      }),
    );
    const start = lines.indexOf("  Who can reach it from networks that are connected");

    expect(lines.slice(start + 1, start + 3)).toEqual([
      "    0-65535/tcp 192.168.0.0/16         security group",
      "    0-65535/udp 192.168.0.0/16         security group",
    ]);
  });

  test("names what a load balancer sends to, where it is not part of the stack", () => {
    const lines = shown(
      server({
        aws_eip: { server: { network_interface: undefined } },
        aws_lb: { mail: { load_balancer_type: "network", subnets: ["${aws_subnet.mail_a.id}"] } },
        aws_lb_listener: {
          mail: {
            load_balancer_arn: "${aws_lb.mail.arn}",
            port: 443,
            protocol: "TCP",
            default_action: [{ target_group_arn: "${aws_lb_target_group.mail.arn}" }],
          },
        },
        aws_lb_target_group: { mail: { port: 443, protocol: "TCP", target_type: "ip" } },
        aws_lb_target_group_attachment: {
          mail: { target_group_arn: "${aws_lb_target_group.mail.arn}", target_id: "192.168.1.10" },
        },
      }),
    );

    expect(lines).toContain(
      "    443/tcp   anywhere               firewall rule 2 + load balancer > 192.168.1.10",
    );
    expect(lines).toContain("    nothing, by way of this stack");
  });

  test("says a web server behind Cloudflare once, whatever its ports", () => {
    const record = { zone_id: "z", name: "www.office.example", type: "A", content: "203.0.113.7", ttl: 1 };
    const lines = shown(server({ cloudflare_dns_record: { www: { ...record, proxied: true } } }));

    expect(lines.filter((line) => line.includes("Cloudflare"))).toEqual([
      "    web       anywhere               Cloudflare > 203.0.113.7",
    ]);
  });

  test("says where its secrets are, and never what they are", () => {
    const lines = shown(
      server({
        aws_ssm_parameter: { relay: { type: "SecureString", value: "Winter-2026!" } },
        random_password: { relay: { length: 20 } },
      }),
    );
    const start = lines.indexOf("  Secrets");

    expect(lines.slice(start + 1, start + 3)).toEqual([
      "    in JSON   a literal, in value aws_ssm_parameter.relay",
      "    in state  a password that Terraform makes random_password.relay",
    ]);
    expect(lines.join("\n")).not.toContain("Winter");
  });
});
