import type { Client } from "../../stacks/client-schema";
import type { Fleet } from "../../stacks/fleet-schema";

/**
 * Environment variables in which Terraform looks for what cannot be had by a role: tokens of Cloudflare, of the units in
 * offices and of HCP Terraform. Sorted.
 */
export function environmentOf(
  clients: readonly Client[],
  { msp: { zone }, backend }: Fleet,
): readonly string[] {
  const own = zone?.host === "cloudflare" ? ["CLOUDFLARE_API_TOKEN"] : [];
  // https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials
  const states =
    backend.kind === "hcp" ? [`TF_TOKEN_${backend.hostname.replaceAll("-", "__").replaceAll(".", "_")}`] : [];
  return [...new Set([...own, ...states, ...clients.flatMap(ofClient)])].sort();
}

function ofClient({ dns, edge }: Client): readonly string[] {
  return [
    ...(dns.host === "cloudflare" ? variableOf(dns.apiToken) : []),
    ...(edge.kind === "fortigate" ? variableOf(edge.unit.apiToken) : []),
    ...(edge.kind === "fortigate" && edge.unit.hostName === undefined ? ["FORTIOS_ACCESS_HOSTNAME"] : []),
    ...(edge.kind === "meraki" ? ["MERAKI_API_KEY"] : []),
  ];
}

/** The variable of a reference such as `env:CLOUDFLARE_API_TOKEN`; none of one to a store that a role may read. */
function variableOf(reference: string): readonly string[] {
  return reference.startsWith("env:") ? [reference.slice("env:".length)] : [];
}
