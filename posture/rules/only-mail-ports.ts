import { strangers } from "../ports";
import type { TerraformJson } from "../terraform-json";
import type { Rule } from "./rule";

/** Only 25 and 443 come in. */
export const ONLY_MAIL_PORTS: Rule = {
  id: "only-mail-ports",
  what: "From the internet, nothing but 25/tcp and 443/tcp reaches a host, and those by the same ports outside. Networks that are connected to its own may reach more, where it is said which they are: private ones, or public ones no wider than /16 (IPv6 /32). What Cloudflare carries to web servers outside the stack is theirs.",
  why: "Every other port of an Exchange server, remote desktop and management above all, is an attacker's way in.",
  reference: "https://learn.microsoft.com/exchange/plan-and-deploy/deployment-ref/network-ports",
  severity: "error",
  check: ({ exposures }, stack) =>
    exposures
      .filter(({ target, via }) => !isWebElsewhere(stack, target, via))
      .filter(
        ({ protocol, fromPort, toPort, hostPorts }) =>
          protocol !== "tcp" ||
          fromPort !== toPort ||
          ![25, 443].includes(fromPort) ||
          hostPorts !== undefined,
      )
      .map((exposure) => ({ ...exposure, sources: strangers(exposure) }))
      .filter(({ sources }) => sources.length > 0)
      .map(({ from, protocol, fromPort, toPort, hostPorts, sources, target, via }) => ({
        address: target,
        message: `${protocol} ${range({ fromPort, toPort })}${hostPorts === undefined ? "" : `, which leads to ${range(hostPorts)},`} is open to ${sources.join(", ")} through ${via.join(" > ")}; ${REMEDY[from]}`,
      })),
};

function range({ fromPort, toPort }: { readonly fromPort: number; readonly toPort: number }): string {
  return fromPort === toPort ? `${fromPort}` : `${fromPort}-${toPort}`;
}

/** Is it a proxied name whose origin is no part of the stack? */
function isWebElsewhere(stack: TerraformJson, target: string, [first = ""]: readonly string[]): boolean {
  return stack.at(target) === undefined && stack.at(first)?.type === "cloudflare_dns_record";
}

const REMEDY = {
  internet: "close it",
  "connected-network": "close it, or say which networks are connected: route to those and to no others",
} as const;
