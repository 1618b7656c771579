import { type Match, not, pattern, percentEncodable, text } from "../suricata/match";

/** A rule of a virtual patch: a request on 443, after TLS inspection, that no honest client sends. */
export interface PatchRule {
  /** Fixed for good, so that log lines keep their meaning: a removed rule's id is not used again. */
  readonly sid: number;
  readonly message: string;
  readonly matches: readonly Match[];
  /**
   * Never more than an alert: honest requests may look the same.
   *
   * @default false
   */
  readonly alertOnly?: boolean;
}

/** What keeps a known attack out while, and although, the server is not patched. */
export interface VirtualPatch {
  /** Its switch. */
  readonly cve: string;
  /** What people call it. */
  readonly name: string;
  /** Where the attack's pattern is published. */
  readonly reference: string;
  readonly rules: readonly PatchRule[];
}

const POST = pattern("http.method", "^POST$");
const GET = pattern("http.method", "^GET$");

/** Any of the two signs that separate an address, as sent or percent-encoded. */
const AT = "(?:@|%40)";
const SLASH = "(?:/|%2f)";

/**
 * Virtual patches, oldest vulnerability first. Written from the published patterns of the attacks; no text of
 * anybody's rule set is used.
 */
export const VIRTUAL_PATCHES: readonly VirtualPatch[] = [
  {
    cve: "CVE-2020-0688",
    name: "ECP view state",
    reference:
      "https://www.zerodayinitiative.com/blog/2020/2/24/cve-2020-0688-remote-code-execution-on-microsoft-exchange-server-through-fixed-cryptographic-keys",
    rules: [
      {
        sid: 9_251_000,
        message: "sent in the address",
        matches: [GET, text("http.uri", "/ecp/", "start"), text("http.uri", "__VIEWSTATE=")],
      },
    ],
  },
  {
    cve: "CVE-2020-17132",
    name: "DLP policy import",
    reference: "https://srcincite.io/blog/2021/01/12/making-clouds-rain-rce-in-office-365.html",
    rules: [
      {
        sid: 9_251_010,
        message: "from a template file",
        matches: [POST, text("http.uri", "/ecp/DLPPolicy/ManagePolicyFromISV.aspx", "start")],
      },
    ],
  },
  {
    cve: "CVE-2021-26855",
    name: "ProxyLogon",
    reference: "https://microsoft.github.io/CSS-Exchange/Security/BackendCookieMitigation/",
    rules: [
      {
        sid: 9_251_020,
        message: "back end named by an anonymous client",
        matches: [text("http.cookie", "X-AnonResource-Backend=")],
      },
      {
        sid: 9_251_021,
        message: "back end cookie with a path",
        matches: [pattern("http.cookie", `X-BEResource=[^;]*${SLASH}[^;]*(?:~|%7e)`)],
      },
    ],
  },
  {
    cve: "CVE-2021-27065",
    name: "ProxyLogon file write",
    reference: "https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/",
    rules: [
      {
        sid: 9_251_030,
        message: "offline address book directory set through ECP",
        matches: [
          POST,
          text("http.uri", "/ecp/DDI/DDIService.svc/SetObject", "start"),
          pattern("http.uri", "schema=(?:Reset)?OABVirtualDirectory"),
        ],
      },
    ],
  },
  {
    cve: "CVE-2021-31207",
    name: "ProxyShell, mailbox and SID disclosure",
    reference:
      "https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell",
    rules: [
      {
        sid: 9_251_040,
        message: "autodiscover that leads to MAPI",
        matches: [pattern("http.uri", `autodiscover\\.json.*${AT}.*${SLASH}mapi${SLASH}(?:nspi|emsmdb)`)],
      },
    ],
  },
  {
    cve: "CVE-2021-33766",
    name: "ProxyToken",
    reference:
      "https://www.zerodayinitiative.com/blog/2021/8/30/proxytoken-an-authentication-bypass-in-microsoft-exchange-server",
    rules: [
      {
        sid: 9_251_050,
        message: "security token cookie at ECP",
        matches: [text("http.uri", "/ecp/", "start"), pattern("http.cookie", "(?:^|;)\\s*SecurityToken=")],
      },
      {
        sid: 9_251_051,
        message: "inbox rules of a mailbox named in the path",
        matches: [pattern("http.uri", "^/ecp/[^/?]*@[^/?]*/RulesEditor/InboxRules\\.svc/")],
      },
    ],
  },
  {
    cve: "CVE-2021-34473",
    name: "ProxyShell, path confusion",
    reference:
      "https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell",
    rules: [
      {
        sid: 9_251_060,
        message: "autodiscover that leads to another service",
        matches: [
          pattern(
            "http.uri",
            `autodiscover\\.json.*${AT}.*${SLASH}(?:ews|ecp|owa|autodiscover${SLASH}autodiscover\\.xml)(?:[/?&]|%2f|$)`,
          ),
        ],
      },
      {
        sid: 9_251_061,
        message: "autodiscover that names itself as mailbox",
        matches: [pattern("http.uri", `[?&]Email=autodiscover${SLASH}autodiscover\\.json`)],
      },
      {
        sid: 9_251_062,
        message: "cookie that names autodiscover as mailbox",
        matches: [pattern("http.cookie", `(?:^|;)\\s*Email=autodiscover${SLASH}autodiscover\\.json`)],
      },
    ],
  },
  {
    cve: "CVE-2021-34523",
    name: "ProxyShell, PowerShell back end",
    reference:
      "https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell",
    rules: [
      {
        sid: 9_251_070,
        message: "access token in the address",
        matches: [pattern("http.uri", "X-Rps-CAT=")],
      },
    ],
  },
  {
    cve: "CVE-2021-42321",
    name: "user configuration with a serialised object",
    reference:
      "https://techcommunity.microsoft.com/blog/exchange/released-november-2021-exchange-server-security-updates/2933169",
    rules: [
      {
        sid: 9_251_080,
        message: "sent through EWS",
        matches: [
          POST,
          text("http.uri", "/ews/", "start"),
          text("http.request_body", "CreateUserConfiguration"),
          text("http.request_body", "AAEAAAD/////"),
        ],
        alertOnly: true,
      },
    ],
  },
  {
    cve: "CVE-2022-41040",
    name: "ProxyNotShell",
    reference:
      "https://msrc.microsoft.com/blog/2022/09/customer-guidance-for-reported-zero-day-vulnerabilities-in-microsoft-exchange-server/",
    rules: [
      {
        sid: 9_251_090,
        message: "autodiscover that leads to PowerShell",
        matches: [text("http.uri", "autodiscover"), text("http.uri", "powershell")],
      },
      {
        sid: 9_251_091,
        message: "autodiscover that leads to PowerShell, encoded",
        matches: [
          pattern("http.uri.raw", percentEncodable("autodiscover")),
          pattern("http.uri.raw", percentEncodable("powershell")),
          not(pattern("http.uri", "powershell")),
        ],
      },
    ],
  },
  {
    cve: "CVE-2022-41080",
    name: "OWASSRF",
    reference: "https://www.crowdstrike.com/en-us/blog/owassrf-exploit-analysis-and-recommendations/",
    rules: [
      {
        sid: 9_251_100,
        message: "webmail that leads to PowerShell",
        matches: [pattern("http.uri", "^/owa/[^?]*/powershell")],
      },
    ],
  },
  {
    cve: "CVE-2022-41082",
    name: "ProxyNotShell, remote code",
    reference:
      "https://msrc.microsoft.com/blog/2022/09/customer-guidance-for-reported-zero-day-vulnerabilities-in-microsoft-exchange-server/",
    rules: [
      {
        sid: 9_251_110,
        message: "remote PowerShell from outside",
        matches: [pattern("http.uri", "^/powershell(?:[/?]|$)")],
      },
    ],
  },
];
