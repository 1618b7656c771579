import { PolicyInspection } from "../../../../posture/aws/inspection";
import type { HttpRequest } from "../../../../posture/suricata-conditions";
import {
  blockOf,
  type Json,
  listOf,
  objectOf,
  type Resource,
  TerraformJson,
  textOf,
  textsOf,
} from "../../../../posture/terraform-json";
import { HANDSHAKE, httpTo, type Turn, tlsTo } from "../../../corpus/outgoing-connections";
import { type EdgeEvaluator, type Incoming, isIpv6, type Outgoing, within } from "../edge-evaluator";

/** Where clients open connections from. */
const CLIENT_PORT = 50_123;

/** One packet, as a lock sees it that knows no connections. */
interface Crossing {
  readonly protocol: string;
  readonly peer: string;
  readonly port: number;
}

/** What becomes of a request. */
interface RequestVerdict {
  readonly passes: boolean;
  /** Rules that decided, or were logged. */
  readonly sids: readonly string[];
}

/**
 * Walks single connections of a server with an address of its own through a rendered VPC: firewall, network ACL and
 * security group, packet by packet.
 */
export class VpcEvaluator implements EdgeEvaluator {
  private readonly stack: TerraformJson;
  private readonly inspection: PolicyInspection;
  private readonly groupRules: Readonly<Record<"in" | "out", readonly Resource[]>>;
  private readonly aclRules: Readonly<Record<"in" | "out", readonly Resource[]>>;

  /** @throws Error for IPv6, and for a network that has not one server with one lock */
  constructor(
    json: Json,
    private readonly server: string,
  ) {
    if (/ipv6(?!_ebgp)/.test(JSON.stringify(json).replace(/cidr_ipv4/g, ""))) {
      throw new Error("IPv6 on AWS is not understood");
    }
    this.stack = new TerraformJson(json);
    this.inspection = new PolicyInspection(
      this.stack,
      only(this.stack.all("aws_networkfirewall_firewall_policy")),
      "as-sent",
    );
    const host = only(
      this.stack
        .all("aws_network_interface")
        .filter(({ attributes }) => textsOf(attributes.private_ips).includes(server)),
    );
    const lock = only(listOf(host.attributes.security_groups).flatMap((one) => this.stack.referredBy(one)));
    this.groupRules = {
      in: this.stack.pointing("aws_vpc_security_group_ingress_rule", "security_group_id", lock.address),
      out: this.stack.pointing("aws_vpc_security_group_egress_rule", "security_group_id", lock.address),
    };
    const subnet = only(this.stack.referredBy(host.attributes.subnet_id));
    const acl = only(
      this.stack
        .all("aws_network_acl")
        .filter(({ attributes }) =>
          listOf(attributes.subnet_ids).some((id) => this.stack.refers(id, subnet)),
        ),
    );
    const rules = this.stack
      .pointing("aws_network_acl_rule", "network_acl_id", acl.address)
      .slice()
      .sort((a, b) => Number(a.attributes.rule_number) - Number(b.attributes.rule_number));
    this.aclRules = {
      in: rules.filter(({ attributes }) => attributes.egress !== true),
      out: rules.filter(({ attributes }) => attributes.egress === true),
    };
  }

  admits({ protocol, source, port, country }: Incoming): boolean {
    if (isIpv6(source)) {
      return false;
    }
    const ends = {
      protocol,
      source,
      sourcePort: CLIENT_PORT,
      destination: this.server,
      destinationPort: port,
    };
    const packet = { ...ends, ...(country === undefined ? {} : { sourceCountry: country }) };
    const send = this.inspection.connection();
    return (
      this.crosses("in", { protocol, peer: source, port }) &&
      this.crosses("out", { protocol, peer: source, port: CLIENT_PORT }) &&
      this.holds(this.groupRules.in, { protocol, peer: source, port }) &&
      (["opening", "established"] as const).every((state) => {
        return (
          send({ ...packet, side: "to_server", state }).passes &&
          send({ ...reversed(ends), side: "to_client", state }).passes
        );
      })
    );
  }

  letsOut({ protocol, destination, port, says }: Outgoing): boolean {
    if (isIpv6(destination)) {
      return false;
    }
    const ends = {
      protocol,
      source: this.server,
      sourcePort: CLIENT_PORT,
      destination,
      destinationPort: port,
    };
    const send = this.inspection.connection();
    return (
      this.holds(this.groupRules.out, { protocol, peer: destination, port }) &&
      this.crosses("out", { protocol, peer: destination, port }) &&
      this.crosses("in", { protocol, peer: destination, port: CLIENT_PORT }) &&
      turnsOf(protocol, says).every(
        ([by, packet]) =>
          send({
            ...(by === "server" ? ends : reversed(ends)),
            side: by === "server" ? "to_server" : "to_client",
            state: "established",
            ...packet,
          }).passes,
      )
    );
  }

  /** Ports of the server on which the firewall reads what is encrypted. */
  get decryptedPorts(): readonly number[] {
    return this.stack
      .all("aws_networkfirewall_tls_inspection_configuration")
      .flatMap(({ attributes }) => listOf(attributes.tls_inspection_configuration).map(objectOf))
      .flatMap((one) => listOf(one.server_certificate_configuration).map(objectOf))
      .flatMap((one) => listOf(one.scope).map(objectOf))
      .filter(({ destination }) =>
        listOf(destination).some((one) => objectOf(one).address_definition === `${this.server}/32`),
      )
      .flatMap(({ destination_ports: ports }) => listOf(ports).map(objectOf))
      .flatMap(({ from_port: from, to_port: to }) => [...new Set([Number(from), Number(to)])]);
  }

  /** Does the firewall read requests with the server's own certificate? */
  get decrypts443(): boolean {
    return this.decryptedPorts.includes(443);
  }

  /** What becomes of a request that somebody sends over 443. */
  request(request: HttpRequest, source: string): RequestVerdict {
    const { passes, by, alerts } = this.inspection.connection()({
      protocol: "tcp",
      source,
      sourcePort: CLIENT_PORT,
      destination: this.server,
      destinationPort: 443,
      side: "to_server",
      state: "established",
      request,
    });
    return { passes, sids: [by, ...alerts] };
  }

  /** The vulnerabilities that rules say they are about, by the rule's id. */
  get cves(): ReadonlyMap<string, string> {
    const rules = this.stack
      .all("aws_networkfirewall_rule_group")
      .map(
        ({ attributes }) => textOf(blockOf(blockOf(attributes.rule_group).rules_source).rules_string) ?? "",
      );
    return new Map(
      [...rules.join("\n").matchAll(/reference:cve,([\d-]+);.* sid:(\d+);/g)].map(
        ([, cve = "", sid = ""]) => [sid, `CVE-${cve}`] as const,
      ),
    );
  }

  /** AWS's own groups, and whether they report only. */
  get managedGroups(): readonly { readonly name: string; readonly reportsOnly: boolean }[] {
    const [policy] = this.stack.all("aws_networkfirewall_firewall_policy");
    return listOf(blockOf(policy?.attributes.firewall_policy).stateful_rule_group_reference)
      .map(objectOf)
      .flatMap(({ resource_arn: arn, override }) => {
        const [, name] = /stateful-rulegroup\/(\w+)StrictOrder$/.exec(textOf(arn) ?? "") ?? [];
        return name === undefined
          ? []
          : [{ name, reportsOnly: blockOf(override).action === "DROP_TO_ALERT" }];
      });
  }

  private crosses(way: "in" | "out", { protocol, peer, port }: Crossing): boolean {
    const first = this.aclRules[way].find(
      ({ attributes }) =>
        within(peer, textOf(attributes.cidr_block) ?? "") &&
        (attributes.protocol === "-1" ||
          (attributes.protocol === protocol &&
            Number(attributes.from_port) <= port &&
            port <= Number(attributes.to_port))),
    );
    return first?.attributes.rule_action === "allow";
  }

  private holds(rules: readonly Resource[], { protocol, peer, port }: Crossing): boolean {
    return rules.some(
      ({ attributes }) =>
        attributes.ip_protocol === protocol &&
        Number(attributes.from_port) <= port &&
        port <= Number(attributes.to_port) &&
        typeof attributes.cidr_ipv4 === "string" &&
        within(peer, attributes.cidr_ipv4),
    );
  }
}

function turnsOf(protocol: Outgoing["protocol"], says: Outgoing["says"]): readonly Turn[] {
  if (protocol !== "tcp") {
    return [
      ["server", { state: "opening", payload: "question" }],
      ["peer", { payload: "answer" }],
    ];
  }
  switch (says.speaks) {
    case "http":
      return httpTo(says.name);
    case "tls":
      return says.name === undefined
        ? [...HANDSHAKE, ["server", { clientHello: {} }], ["peer", { payload: "hello" }]]
        : tlsTo(says.name);
    default:
      return [
        ...HANDSHAKE,
        ["server", { payload: "EHLO mail.clinic.example\r\n", application: "other" }],
        ["peer", { payload: "250 relay\r\n" }],
      ];
  }
}

function reversed<
  E extends { source: string; sourcePort: number; destination: string; destinationPort: number },
>(ends: E): E {
  const { source, sourcePort, destination, destinationPort } = ends;
  return {
    ...ends,
    source: destination,
    sourcePort: destinationPort,
    destination: source,
    destinationPort: sourcePort,
  };
}

function only<T>(items: readonly T[]): T {
  const [item, ...more] = items;
  if (item === undefined || more.length > 0) {
    throw new Error(`${items.length} where one is expected`);
  }
  return item;
}
