import type { Client } from "./client-schema";

/** Names at which Outlook looks for its settings, and which the certificate must hold. */
export function autodiscoverNames(domains: Client["domains"]): readonly string[] {
  return domains
    .filter(({ mail, autodiscover }) => mail === undefined && autodiscover === "host")
    .map(({ name }) => `autodiscover.${name}`);
}

/** Every host name of a client's certificate, the mail host first. */
export function certificateNames({
  server,
  domains,
  certificate,
}: Pick<Client, "server" | "domains" | "certificate">): readonly string[] {
  return [server.hostName, ...autodiscoverNames(domains), ...certificate.aliases];
}
