import { visible } from "../../core/visible-text";
import { type Declaration, type DeclaredName, sourcesOf } from "../declaration";
import { addressesFor, MOST_ADDRESSES } from "./addresses";
import { type Check, type CheckFinding, error, type Observation, verdictOf, warning } from "./check";
import { get, type HttpReply } from "./https-get";
import { knock } from "./knock";
import { type FailureCode, failureOf, ProbeFailure } from "./probe-failure";
import { atMost, CONNECTIONS_AT_ONCE, type Vantage } from "./vantage";

/** Does what users connect to work: Exchange's own pages about its health, and Autodiscover. */
export const ENDPOINT: Check = {
  id: "endpoint",
  what: "Exchange's pages about its own health and Autodiscover, at the declared names over HTTPS, and that there is no HTTP on 80. Nobody logs in.",
  run: async (declaration, vantage) => {
    const places = (
      await atMost(
        CONNECTIONS_AT_ONCE,
        namesOf(declaration).map((name) => () => placesOf(name, vantage)),
      )
    ).flat();
    return atMost(
      CONNECTIONS_AT_ONCE,
      places.map((place) => () => observed(place, declaration, vantage)),
      (done, all) => vantage.onProgress(ENDPOINT.id, done, all),
    );
  },
};

/**
 * Pages that Exchange answers with `200 OK` and the server's name while the service works, to anybody
 * (https://learn.microsoft.com/en-us/exchange/architecture/client-access/load-balancing).
 */
const HEALTH_PAGES = [
  "/owa/healthcheck.htm",
  "/mapi/healthcheck.htm",
  "/Microsoft-Server-ActiveSync/healthcheck.htm",
] as const;

/** What Outlook and phones ask; they are told to log in. */
const AUTODISCOVER_PAGE = "/autodiscover/autodiscover.xml";

/** A name, where it leads, and what is asked there. */
interface Place {
  readonly name: string;
  readonly address: string | ProbeFailure;
  readonly paths: readonly string[];
}

function namesOf({ names }: Declaration): readonly (DeclaredName & { readonly paths: readonly string[] })[] {
  const own = names.filter(({ ofServer }) => ofServer);
  const autodiscover = own.filter(({ name }) => name.startsWith("autodiscover."));
  return own.map((each) => ({
    ...each,
    paths: autodiscover.includes(each)
      ? [AUTODISCOVER_PAGE]
      : each.mail
        ? [...HEALTH_PAGES, ...(autodiscover.length === 0 ? [AUTODISCOVER_PAGE] : [])]
        : [HEALTH_PAGES[0]],
  }));
}

async function placesOf(
  { name, paths }: { readonly name: string; readonly paths: readonly string[] },
  { resolver, serverAddresses }: Vantage,
): Promise<readonly Place[]> {
  const addresses = serverAddresses.length > 0 ? serverAddresses : await addressesFor(name, resolver);
  return addresses.slice(0, MOST_ADDRESSES).map((address) => ({ name, address, paths }));
}

/** The port that the stack opens to nobody, unless it says otherwise. */
const HTTP = 80;

/** What one page answered. */
interface Page {
  readonly path: string;
  readonly reply: HttpReply | ProbeFailure;
}

async function observed(
  { name, address, paths }: Place,
  declaration: Declaration,
  vantage: Vantage,
): Promise<Observation> {
  const at = { name, port: vantage.httpsPort, address: typeof address === "string" ? address : null };
  if (typeof address !== "string") {
    return { ...at, ...unseen(address, null, declaration) };
  }
  const [pages, plain] = await Promise.all([
    Promise.all(paths.map((path) => page(name, address, path, vantage))),
    knock({ name, address }, vantage.httpPort, vantage.timeoutMilliseconds),
  ]);
  const http =
    plain.failure === null && sourcesOf(declaration, HTTP).length === 0 ? [openHttp(vantage.httpPort)] : [];
  const silence = pages.map(({ reply }) => reply).find((reply) => reply instanceof ProbeFailure);
  if (silence !== undefined && pages.every(({ reply }) => reply instanceof ProbeFailure)) {
    const result = unseen(silence, address, declaration);
    const findings = [...result.findings, ...http];
    return { ...at, ...result, findings, verdict: http.length > 0 ? "error" : result.verdict };
  }
  const findings = [...pages.flatMap((each) => pageFindings(each)), ...http];
  const servers = [...new Set(pages.flatMap(({ reply }) => serverIn(reply)))].sort();
  return {
    ...at,
    seen: pages.map(({ path, reply }) => `${shortName(path)} ${statusOf(reply)}`).join(", "),
    verdict: verdictOf(findings),
    findings,
    note: null,
    details: { pages: pages.map(({ path, reply }) => ({ path, status: statusOf(reply) })), servers },
  };
}

async function page(name: string, address: string, path: string, vantage: Vantage): Promise<Page> {
  try {
    const target = { name, address, port: vantage.httpsPort, path, protocol: "https" } as const;
    return { path, reply: await get(target, vantage.timeoutMilliseconds) };
  } catch (thrown) {
    return { path, reply: failureOf(thrown) };
  }
}

/** What the network does where nobody may come in. */
const NOBODY: ReadonlySet<FailureCode> = new Set([
  "refused",
  "timeout",
  "unreachable",
  "closed",
  "network-failure",
]);

function unseen(
  { code, message }: ProbeFailure,
  address: string | null,
  { limitsHttps }: Declaration,
): Pick<Observation, "seen" | "verdict" | "findings" | "note" | "details"> {
  // Many machines, functions of AWS among them, have no IPv6; that no way leads to an IPv4 address is the server's fault.
  const isOurs = code === "unreachable" && address?.includes(":") === true;
  const excused = isOurs || (limitsHttps && NOBODY.has(code));
  return {
    seen: "nothing",
    verdict: excused ? "not-seen" : "error",
    findings: excused
      ? []
      : [{ code: "endpoint-down", severity: "error", message: `nobody answers over HTTPS: ${message}` }],
    note: excused
      ? `${message}; ${isOurs ? "look from a machine that reaches the address" : "443 is open to named networks only, so that is expected from elsewhere"}`
      : null,
    details: null,
  };
}

function openHttp(port: number): CheckFinding {
  return {
    code: "http-open",
    severity: "error",
    message: `${port} accepts connections: passwords and cookies could travel in clear, and the stack lets nobody in there; close it on the edge`,
  };
}

function pageFindings({ path, reply }: Page): readonly CheckFinding[] {
  if (reply instanceof ProbeFailure) {
    return [error("service-unhealthy", `${path} does not answer: ${reply.message}`)];
  }
  const { status, body } = reply;
  if (status >= 500) {
    return [
      error(
        "service-unhealthy",
        `${path} answers with status ${status}: the service does not work; look at its state in Exchange (Get-ServerComponentState) and IIS`,
      ),
    ];
  }
  if (path === AUTODISCOVER_PAGE) {
    return status === 200 || status === 401
      ? []
      : [
          warning(
            "autodiscover-unexpected",
            `${path} answers with status ${status}, where Outlook is told to log in (401); something else answers at the name, or stands before it`,
          ),
        ];
  }
  return status === 200 && /^\s*200 OK/i.test(body)
    ? []
    : [
        warning(
          "health-hidden",
          `${path} answers with status ${status}${status === 200 ? " and another page" : ""} instead of Exchange's own "200 OK"; something stands before it, or it is not Exchange, so its health is not known`,
        ),
      ];
}

/** Behind `200 OK` stands the name of the server. */
function serverIn(reply: HttpReply | ProbeFailure): readonly string[] {
  const [, server] =
    reply instanceof ProbeFailure ? [] : (/^\s*200 OK<br\s*\/?>([^<\s]+)/i.exec(reply.body) ?? []);
  return server === undefined ? [] : [visible(server)];
}

function statusOf(reply: HttpReply | ProbeFailure): number | string {
  return reply instanceof ProbeFailure ? reply.code : reply.status;
}

/** The service that a page is about. */
function shortName(path: string): string {
  return path.split("/")[1] ?? path;
}
