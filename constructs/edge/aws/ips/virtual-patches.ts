import { type ExchangeVulnerability, exchangeVulnerability } from "../../exchange-vulnerabilities";
import { type Match, not, pattern, percentEncodable, text } from "../suricata/match";

/** A rule of a virtual patch: a request on 443, after TLS inspection, that no honest client sends. */
interface PatchRule {
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

/** What keeps a known attack out while, and although, the server is not patched; its CVE is its switch. */
export interface VirtualPatch extends ExchangeVulnerability {
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
    ...exchangeVulnerability("CVE-2020-0688"),
    rules: [
      {
        sid: 9_251_000,
        message: "sent in the address",
        matches: [GET, text("http.uri", "/ecp/", "start"), text("http.uri", "__VIEWSTATE=")],
      },
    ],
  },
  {
    ...exchangeVulnerability("CVE-2020-17132"),
    rules: [
      {
        sid: 9_251_010,
        message: "from a template file",
        matches: [POST, text("http.uri", "/ecp/DLPPolicy/ManagePolicyFromISV.aspx", "start")],
      },
    ],
  },
  {
    ...exchangeVulnerability("CVE-2021-26855"),
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
    ...exchangeVulnerability("CVE-2021-27065"),
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
    ...exchangeVulnerability("CVE-2021-31207"),
    rules: [
      {
        sid: 9_251_040,
        message: "autodiscover that leads to MAPI",
        matches: [pattern("http.uri", `autodiscover\\.json.*${AT}.*${SLASH}mapi${SLASH}(?:nspi|emsmdb)`)],
      },
    ],
  },
  {
    ...exchangeVulnerability("CVE-2021-33766"),
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
    ...exchangeVulnerability("CVE-2021-34473"),
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
    ...exchangeVulnerability("CVE-2021-34523"),
    rules: [
      {
        sid: 9_251_070,
        message: "access token in the address",
        matches: [pattern("http.uri", "X-Rps-CAT=")],
      },
    ],
  },
  {
    ...exchangeVulnerability("CVE-2021-42321"),
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
    ...exchangeVulnerability("CVE-2022-41040"),
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
    ...exchangeVulnerability("CVE-2022-41080"),
    rules: [
      {
        sid: 9_251_100,
        message: "webmail that leads to PowerShell",
        matches: [pattern("http.uri", "^/owa/[^?]*/powershell")],
      },
    ],
  },
  {
    ...exchangeVulnerability("CVE-2022-41082"),
    rules: [
      {
        sid: 9_251_110,
        message: "remote PowerShell from outside",
        matches: [pattern("http.uri", "^/powershell(?:[/?]|$)")],
      },
    ],
  },
];
