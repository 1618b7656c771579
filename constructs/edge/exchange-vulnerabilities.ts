import type { Problem } from "../core/errors";

/** A vulnerability of Exchange whose attack can be told from honest requests on its way to the server. */
export interface ExchangeVulnerability {
  /** Its number, such as `CVE-2021-26855`. */
  readonly cve: string;
  /** What people call it. */
  readonly name: string;
  /** Where the attack's pattern is published. */
  readonly reference: string;
}

/** One that is not looked for. */
export interface DisabledCve {
  readonly cve: string;
  /** Why, for whoever reads it in a year. */
  readonly reason: string;
}

/** What every edge looks for by name, oldest first. */
export const EXCHANGE_VULNERABILITIES: readonly ExchangeVulnerability[] = [
  {
    cve: "CVE-2020-0688",
    name: "ECP view state",
    reference:
      "https://www.zerodayinitiative.com/blog/2020/2/24/cve-2020-0688-remote-code-execution-on-microsoft-exchange-server-through-fixed-cryptographic-keys",
  },
  {
    cve: "CVE-2020-17132",
    name: "DLP policy import",
    reference: "https://srcincite.io/blog/2021/01/12/making-clouds-rain-rce-in-office-365.html",
  },
  {
    cve: "CVE-2021-26855",
    name: "ProxyLogon",
    reference: "https://microsoft.github.io/CSS-Exchange/Security/BackendCookieMitigation/",
  },
  {
    cve: "CVE-2021-27065",
    name: "ProxyLogon file write",
    reference: "https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/",
  },
  {
    cve: "CVE-2021-31207",
    name: "ProxyShell, mailbox and SID disclosure",
    reference:
      "https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell",
  },
  {
    cve: "CVE-2021-33766",
    name: "ProxyToken",
    reference:
      "https://www.zerodayinitiative.com/blog/2021/8/30/proxytoken-an-authentication-bypass-in-microsoft-exchange-server",
  },
  {
    cve: "CVE-2021-34473",
    name: "ProxyShell, path confusion",
    reference:
      "https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell",
  },
  {
    cve: "CVE-2021-34523",
    name: "ProxyShell, PowerShell back end",
    reference:
      "https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell",
  },
  {
    cve: "CVE-2021-42321",
    name: "user configuration with a serialised object",
    reference:
      "https://techcommunity.microsoft.com/blog/exchange/released-november-2021-exchange-server-security-updates/2933169",
  },
  {
    cve: "CVE-2022-41040",
    name: "ProxyNotShell",
    reference:
      "https://msrc.microsoft.com/blog/2022/09/customer-guidance-for-reported-zero-day-vulnerabilities-in-microsoft-exchange-server/",
  },
  {
    cve: "CVE-2022-41080",
    name: "OWASSRF",
    reference: "https://www.crowdstrike.com/en-us/blog/owassrf-exploit-analysis-and-recommendations/",
  },
  {
    cve: "CVE-2022-41082",
    name: "ProxyNotShell, remote code",
    reference:
      "https://msrc.microsoft.com/blog/2022/09/customer-guidance-for-reported-zero-day-vulnerabilities-in-microsoft-exchange-server/",
  },
];

/** One of {@link EXCHANGE_VULNERABILITIES}. */
export function exchangeVulnerability(cve: string): ExchangeVulnerability {
  const found = EXCHANGE_VULNERABILITIES.find((vulnerability) => vulnerability.cve === cve);
  if (found === undefined) {
    throw new Error(`${cve} is not in the table of vulnerabilities`);
  }
  return found;
}

/** Everything that is wrong with a list of exceptions; properties are paths, such as `disabledCves.0.cve`. */
export function disabledCveProblems(disabled: readonly DisabledCve[]): readonly Problem[] {
  const cves = EXCHANGE_VULNERABILITIES.map(({ cve }) => cve);
  return disabled.flatMap(({ cve, reason }, index) => [
    ...(cves.includes(cve)
      ? []
      : [
          {
            code: "VirtualPatchUnknown" as const,
            property: `disabledCves.${index}.cve`,
            message: `there is no virtual patch for ${JSON.stringify(cve)}; there are ${cves.join(", ")}`,
          },
        ]),
    ...reasonProblems(reason, `disabledCves.${index}.reason`),
  ]);
}

/** What is wrong with the reason of an exception. */
export function reasonProblems(reason: string, property: string): readonly Problem[] {
  return reason.trim() === ""
    ? [
        {
          code: "IpsReasonMissing",
          property,
          message: "an exception needs a reason; say why, for whoever reads it in a year",
        },
      ]
    : [];
}
