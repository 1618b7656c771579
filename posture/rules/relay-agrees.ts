import { CidrSet } from "../../constructs/core/cidr-set";
import { mailDomains } from "../dns/mail-names";
import { canonical } from "../dns/names";
import type { Facts } from "../facts";
import { admitsTcp, leadsToInternet } from "../ports";
import { isExpression, objectOf, textOf } from "../terraform-json";
import type { Breach, Rule } from "./rule";

/** The relay gets through. */
export const RELAY_REACHES_SERVER: Rule = {
  id: "relay-reaches-server",
  what: "Every network from which the relay delivers, as the stack states it, reaches 25 of a server.",
  why: "Mail from a network that the locks keep out waits at the relay, and goes back to its senders after days.",
  reference: "advice sheet, row 3",
  severity: "error",
  check: ({ exposures, mailFlow: { relay } }) => {
    if (relay === null || exposures.length === 0) {
      return [];
    }
    const admitted = exposures
      .filter((exposure) => admitsTcp(exposure, 25))
      .flatMap(({ sources }) => sources);
    const open = CidrSet.of(...admitted);
    // A server without IPv6 is reached by the relay's IPv4 networks alone.
    const stated = CidrSet.of(...relay.networks);
    const missing = (open.ipv6.isEmpty ? stated.intersect(CidrSet.ANY_IPV4) : stated).minus(open);
    return missing.isEmpty
      ? []
      : [
          {
            address: "output.relay",
            message: `${relay.name} delivers from ${missing} as well, and the locks keep that out; admit it on 25, or correct what the stack states`,
          },
        ];
  },
};

/** Mail goes to the relay. */
export const MX_IS_RELAY: Rule = {
  id: "mx-is-relay",
  what: "Once the move to the relay has reached the cutover, every MX of a mail domain is one of the hosts that the stack states for the relay.",
  why: "Senders may try any MX: mail to a host that is not the relay's is filtered by nobody, or read by somebody else.",
  reference: "RFC 5321 § 5.1",
  severity: "error",
  check: (facts) => {
    const { relay, stage } = facts.mailFlow;
    const stated = relay?.mxHosts ?? [];
    if (relay === null || stage === "observe" || stated.length === 0 || stated.some(isExpression)) {
      return [];
    }
    const hosts = new Set(stated.map(canonical));
    return mailDomains(facts)
      .flatMap(({ exchanges }) => exchanges)
      .filter(({ host, known }) => known && !hosts.has(host))
      .map(({ domain, host, address }) => ({
        address,
        message: `the MX of ${domain} names ${host}, which is none of ${relay.name}'s hosts (${stated.join(", ")}); name those`,
      }));
  },
};

/** Mail to the smart host is encrypted. */
export const SMART_HOST_ENCRYPTED: Rule = {
  id: "smart-host-encrypted",
  what: "The connection to the smart host is encrypted: from its first byte, or by STARTTLS before anything is sent.",
  why: "Otherwise every network in between reads the mail, and the credentials.",
  reference: "RFC 8314 § 3",
  severity: "error",
  check: (_facts, stack) => {
    const smartHost = objectOf(stack.output("smart_host"));
    const tls = textOf(smartHost.tls);
    return tls === undefined || tls === "starttls" || tls === "implicit"
      ? []
      : [
          {
            address: "output.smart_host",
            message: `outgoing mail is handed over with tls ${JSON.stringify(tls)}; set "starttls" (587) or "implicit" (465)`,
          },
        ];
  },
};

/** Outgoing mail gets out, and nowhere else. */
export const SMART_HOST_REACHED: Rule = {
  id: "smart-host-reached",
  what: "The port of the smart host is open from each server to the internet, and mail ports are open for a stated smart host only.",
  why: "What the stack states is what Exchange is set up with: where the locks differ, mail stays in the queue, or an open port serves nobody but an intruder.",
  reference: "advice sheet, row 6",
  severity: "error",
  check: (facts) => [...unreached(facts), ...unstated(facts)],
};

function unreached({ egress, mailFlow: { smartHost } }: Facts): readonly Breach[] {
  const sources = [...new Set(egress.map(({ source }) => source))];
  return smartHost === null
    ? []
    : sources
        .filter(
          (source) =>
            !egress.some(
              (way) => way.source === source && admitsTcp(way, smartHost.port) && leadsToInternet(way),
            ),
        )
        .map((source) => ({
          address: source,
          message: `${smartHost.host}:${smartHost.port} is where outgoing mail goes, and no lock lets ${smartHost.port}/tcp out; open it, or correct the output "smart_host"`,
        }));
}

function unstated({ egress, mailFlow: { smartHost, relay } }: Facts): readonly Breach[] {
  return smartHost !== null || relay === null
    ? []
    : egress
        .filter((way) => [465, 587].some((port) => admitsTcp(way, port) && way.fromPort === port))
        .map(({ source, fromPort, via }) => ({
          address: source,
          message: `${fromPort}/tcp leads out through ${via.join(" > ")}, and the stack states no smart host; state it in the output "smart_host", or close the port`,
        }));
}

/** The server sees who sends. */
export const SENDER_SEEN: Rule = {
  id: "sender-seen",
  what: "A load balancer hands mail to the servers with the sender's own address, or says it in the PROXY protocol.",
  why: "A server that sees the load balancer's address takes every sender for the relay, and logs nobody.",
  reference:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html",
  severity: "error",
  check: (_facts, stack) =>
    stack
      .all("aws_lb_target_group")
      .filter(
        ({ address, attributes: { protocol, preserve_client_ip: kept, proxy_protocol_v2: said } }) =>
          /^TCP/.test(textOf(protocol) ?? "") &&
          `${kept}` === "false" &&
          `${said}` !== "true" &&
          // For targets outside the VPC the sender's address cannot be kept.
          !stack
            .pointing("aws_lb_target_group_attachment", "target_group_arn", address)
            .some(({ attributes }) => attributes.availability_zone === "all"),
      )
      .map(({ address }) => ({
        address,
        message:
          "the servers see the load balancer's address instead of the sender's; set preserve_client_ip = \"true\"",
      })),
};
