import type { SecureContext } from "node:tls";
import { messageOf } from "../../core/thrown";
import { visible } from "../../core/visible-text";
import type { Declaration, DeclaredCertificate, DeclaredName } from "../declaration";
import { addressesFor, MOST_ADDRESSES } from "./addresses";
import { certificateFindings, issuerName } from "./certificate-findings";
import { type Check, type CheckFinding, type Observation, verdictOf } from "./check";
import { probe, type Target, trustStore } from "./probe";
import { type FailureCode, failureOf, ProbeFailure } from "./probe-failure";
import { readCertificate, type SeenCertificate, type ShownChain } from "./seen-certificate";
import { atMost, CONNECTIONS_AT_ONCE, type Vantage } from "./vantage";

/** The certificate of each declared name, on 443 and, where the server takes mail, behind STARTTLS on 25. */
export const CERTIFICATES: Check = {
  id: "certificates",
  what: "The certificate that each declared name shows on 443, and the server's on 25, against the declared one.",
  run: async (declaration, vantage) => {
    const store = trustStore(vantage.roots);
    const { names } = declaration;
    const places = await atMost(
      CONNECTIONS_AT_ONCE,
      names.map((declared) => () => placesOf(declared, vantage)),
    );
    const looks = await atMost(
      CONNECTIONS_AT_ONCE,
      places.flat().map((place) => () => look(place, declaration, vantage, store)),
    );
    return inOneCertificate(looks, declaration).map(({ observation }) => observation);
  },
};

/** Where one certificate is looked for. */
interface Place {
  readonly declared: DeclaredName;
  readonly protocol: Target["protocol"];
  readonly port: number;
  /** The address, or why there is none. */
  readonly address: string | ProbeFailure;
}

/** What came of looking. */
interface Look {
  readonly place: Place;
  readonly certificate: SeenCertificate | undefined;
  readonly observation: Observation;
}

async function placesOf(declared: DeclaredName, vantage: Vantage): Promise<readonly Place[]> {
  const { httpsPort, smtpPort, serverAddresses } = vantage;
  const addresses =
    declared.ofServer && serverAddresses.length > 0
      ? serverAddresses
      : await addressesFor(declared.name, vantage.resolver);
  return addresses
    .slice(0, MOST_ADDRESSES)
    .flatMap((address): readonly Place[] => [
      { declared, protocol: "https", port: httpsPort, address },
      ...(declared.mail ? [{ declared, protocol: "smtp", port: smtpPort, address } as const] : []),
    ]);
}

async function look(
  place: Place,
  declaration: Declaration,
  vantage: Vantage,
  store: SecureContext,
): Promise<Look> {
  const { declared, port, protocol, address } = place;
  const at = { name: declared.name, port, address: typeof address === "string" ? address : null };
  try {
    if (typeof address !== "string") {
      throw address;
    }
    const shown = await probe({ ...at, address, protocol }, store, vantage.timeoutMilliseconds);
    const certificate = await readable(shown, vantage.now);
    const findings = [
      ...(shown.advertised ? [] : [HIDDEN_STARTTLS]),
      ...certificateFindings(certificate, declared, vantage.now),
    ];
    const observation = {
      ...at,
      seen: inOneLine(certificate),
      verdict: verdictOf(findings),
      findings,
      note: null,
      details: certificate,
    };
    return { place, certificate, observation };
  } catch (error) {
    const failure = failureOf(error);
    return { place, certificate: undefined, observation: unseen(at, place, failure, declaration) };
  }
}

async function readable(shown: ShownChain, now: Date): Promise<SeenCertificate> {
  try {
    return await readCertificate(shown, now);
  } catch (error) {
    throw new ProbeFailure(
      "certificate-unreadable",
      `what the server shows is no certificate that can be read (${visible(messageOf(error))})`,
    );
  }
}

const HIDDEN_STARTTLS: CheckFinding = {
  code: "starttls-hidden",
  severity: "error",
  message:
    "the server does not offer STARTTLS and takes the command all the same: something in between takes the offer out, and senders deliver in clear; switch off its SMTP inspection",
};

function inOneLine({ issuer, key, daysLeft, validTo }: SeenCertificate): string {
  const size = key.bits ?? key.curve;
  return [
    issuerName(issuer),
    `${key.type.toUpperCase()}${size === null ? "" : ` ${size}`}`,
    `${daysLeft < 0 ? "ended" : "until"} ${validTo.slice(0, 10)} (${daysLeft} ${Math.abs(daysLeft) === 1 ? "day" : "days"})`,
  ].join(", ");
}

/** What the network does where nobody answers, and what a server does that does not want to talk to us. */
const NOBODY: ReadonlySet<FailureCode> = new Set([
  "refused",
  "timeout",
  "unreachable",
  "closed",
  "silent",
  "smtp-refused",
  "network-failure",
]);

function unseen(
  at: Pick<Observation, "name" | "port" | "address">,
  place: Place,
  { code, message }: ProbeFailure,
  declaration: Declaration,
): Observation {
  const excuse = NOBODY.has(code) ? excuseFor(place, code, declaration) : undefined;
  const advice =
    NOBODY.has(code) && place.protocol === "smtp" && excuse === undefined ? `; ${PORT_25_BLOCKED}` : "";
  return {
    ...at,
    seen: "nothing",
    verdict: excuse === undefined ? "error" : "not-seen",
    findings: excuse === undefined ? [{ code, severity: "error", message: `${message}${advice}` }] : [],
    note: excuse === undefined ? null : `${message}; ${excuse}`,
    details: null,
  };
}

const PORT_25_BLOCKED =
  "many providers block outgoing connections to port 25, so look from a machine that may send mail before you blame the server";

/** Why it is right that nobody answers here; undefined where it is not. */
function excuseFor(
  { declared, protocol, address }: Place,
  code: FailureCode,
  declaration: Declaration,
): string | undefined {
  if (code === "unreachable" && typeof address === "string" && address.includes(":")) {
    return "this machine reaches no IPv6 address";
  }
  if (protocol === "smtp") {
    return lockedTo(declaration);
  }
  return declared.ofServer && declaration.limitsHttps
    ? "443 is open to named networks only, so that is expected from elsewhere"
    : undefined;
}

function lockedTo({ stage, relay }: Declaration): string | undefined {
  return stage === "locked"
    ? `25 is open to ${relay?.name ?? "the relay"} only, so that is expected from anywhere else`
    : undefined;
}

/**
 * Holds the certificates of the servers against one another, where the stack says that there is one.
 *
 * Extended Protection binds a login to the certificate that the client saw; behind a firewall that decrypts, 443 shows
 * the firewall's and 25 the server's own (https://microsoft.github.io/CSS-Exchange/Security/Extended-Protection/).
 */
function inOneCertificate(looks: readonly Look[], { names, isOneServer }: Declaration): readonly Look[] {
  const declared = names.filter(({ ofServer }) => ofServer).flatMap(({ certificates }) => certificates);
  const shared = different(declared.filter(({ installable }) => installable));
  const [certificate] = shared;
  if (certificate === undefined || shared.length > 1 || declared.some(({ installable }) => !installable)) {
    return looks;
  }
  // Servers that order for themselves have a certificate each.
  const ofEach = certificate.renewal?.by === "server" && !isOneServer;
  const ofServers = looks.filter(
    ({ place, certificate }) => place.declared.ofServer && certificate !== undefined,
  );
  const reference =
    ofServers.find(({ place }) => place.declared.mail && place.protocol === "https") ?? ofServers[0];
  return looks.map((one) =>
    reference === undefined ||
    !ofServers.includes(one) ||
    one.certificate?.fingerprint256 === reference.certificate?.fingerprint256
      ? one
      : withFinding(one, ofEach ? PERHAPS_ANOTHER_SERVER : differing(reference)),
  );
}

/** Each certificate once; in JSON, one that several names have stands at each. */
function different(certificates: readonly DeclaredCertificate[]): readonly DeclaredCertificate[] {
  return [...new Map(certificates.map((each) => [JSON.stringify(each), each] as const)).values()];
}

const PERHAPS_ANOTHER_SERVER: CheckFinding = {
  code: "certificates-differ",
  severity: "warning",
  message:
    "it is another certificate than the first one seen; that is right where another server answered, which has one of its own, and wrong where there is one server: then let it bind the one it has",
};

function differing({ place: { declared, port, address } }: Look): CheckFinding {
  return {
    code: "certificates-differ",
    severity: "error",
    message: `it is another certificate than that of ${declared.name} on ${port}${typeof address === "string" ? ` at ${address}` : ""}, and the stack declares one for all: Extended Protection refuses logins where the firewall's and the server's differ; bind the declared one to IIS and SMTP on the server (docs/certificates.md)`,
  };
}

function withFinding(look: Look, finding: CheckFinding): Look {
  const findings = [...look.observation.findings, finding];
  return { ...look, observation: { ...look.observation, findings, verdict: verdictOf(findings) } };
}
