import { leadsToInternet } from "../ports";
import type { Rule } from "./rule";

/** Windows file sharing: over NetBIOS, and by itself (https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements). */
const FILE_SHARING_PORTS = [137, 138, 139, 445] as const;

/** The server's password hash stays at home; a domain controller needs file sharing. */
export const NO_SMB_OUT: Rule = {
  id: "no-smb-out",
  what: "From a host, neither 137 to 139 nor 445 leads to the internet, by TCP or UDP.",
  why: "A crafted message makes a computer open a file share of the attacker's and sign in to it: the password hash it sends can be relayed to any other server.",
  reference:
    "CVE-2023-23397, https://learn.microsoft.com/windows-server/storage/file-server/smb-secure-traffic",
  severity: "error",
  check: ({ egress }) =>
    egress.filter(leadsToInternet).flatMap((way) => {
      const ports = FILE_SHARING_PORTS.filter((port) => way.fromPort <= port && port <= way.toPort);
      return way.protocol === "icmp" || ports.length === 0
        ? []
        : [
            {
              address: way.source,
              message: `Windows file sharing can leave: ${ports.join(", ")}/${way.protocol} is open to ${way.destinations.join(", ")} through ${way.via.join(" > ")}; close it`,
            },
          ];
    }),
};
