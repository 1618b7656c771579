import ipaddr from "ipaddr.js";

/**
 * Resolvers that anyone shares, by who runs them.
 *
 * Operators of lists cannot tell who asks through them, so they refuse, throttle, or answer falsely
 * (https://www.spamhaus.org/news/article/788, https://uribl.com/refused.shtml).
 */
const PUBLIC_RESOLVERS: Readonly<Record<string, readonly string[]>> = {
  "Google Public DNS": ["8.8.8.8/32", "8.8.4.4/32", "2001:4860:4860::/48"],
  "Cloudflare 1.1.1.1": ["1.1.1.0/29", "1.0.0.0/29", "2606:4700:4700::/48"],
  Quad9: ["9.9.9.8/29", "149.112.112.0/24", "2620:fe::/48"],
  OpenDNS: ["208.67.220.0/24", "208.67.222.0/24", "2620:119:35::/48", "2620:119:53::/48"],
  "AdGuard DNS": ["94.140.14.0/24", "94.140.15.0/24", "2a10:50c0::/32"],
  "Level 3": ["4.2.2.0/29", "209.244.0.0/24"],
  Verisign: ["64.6.64.6/32", "64.6.65.6/32"],
  UltraDNS: ["156.154.70.0/23"],
  "Yandex DNS": ["77.88.8.0/24"],
  CleanBrowsing: ["185.228.168.0/24", "185.228.169.0/24"],
  "Control D": ["76.76.2.0/24", "76.76.10.0/24"],
  "Alibaba DNS": ["223.5.5.5/32", "223.6.6.6/32"],
  "dns0.eu": ["193.110.81.0/24", "185.253.5.0/24"],
};

/**
 * Who runs a public resolver; undefined where the address is none that is known.
 *
 * @param server `ip`, `ip:port` or `[ip]:port`, as `Resolver.getServers` of Node.js gives them
 */
export function publicResolver(server: string): string | undefined {
  const text = addressOf(server);
  if (!ipaddr.isValid(text)) {
    return undefined;
  }
  const address = ipaddr.process(text);
  return Object.entries(PUBLIC_RESOLVERS).find(([, networks]) =>
    networks.some((network) => {
      const [base, length] = ipaddr.parseCIDR(network);
      return base.kind() === address.kind() && address.match(base, length);
    }),
  )?.[0];
}

function addressOf(server: string): string {
  const [, bracketed] = /^\[([^\]]+)\]/.exec(server) ?? [];
  return bracketed ?? (server.split(":").length === 2 ? (server.split(":")[0] ?? "") : server);
}
