import { createSecureContext, type SecureContext } from "node:tls";
import { shown, shownAll, visible } from "../../core/visible-text";
import type { Declaration } from "../declaration";
import { type Check, type CheckFinding, type Observation, verdictOf } from "./check";
import { type Place, serverPlaces } from "./places";
import { probe, type Shown, type Target, trustStore } from "./probe";
import { failureOf, ProbeFailure } from "./probe-failure";
import { atMost, CONNECTIONS_AT_ONCE, type Vantage } from "./vantage";

/** How the servers do TLS, on 443 and behind STARTTLS on 25, and what they call themselves on 25. */
export const STARTTLS: Check = {
  id: "starttls",
  what: "Which versions of TLS the servers take, on 443 and behind STARTTLS on 25, and what they call themselves on 25.",
  run: async (declaration, vantage) => {
    const modern = trustStore(vantage.roots);
    const places = await serverPlaces(declaration, vantage);
    const targets = places.flatMap((place): readonly Target[] => [
      { ...place, port: vantage.httpsPort, protocol: "https" },
      { ...place, port: vantage.smtpPort, protocol: "smtp" },
    ]);
    return atMost(
      CONNECTIONS_AT_ONCE,
      targets.map((target) => () => observed(target, declaration, vantage, modern)),
    );
  },
};

/** What nobody should use any more (RFC 8996): handshakes that offer nothing else. */
function oldVersions(): SecureContext {
  return createSecureContext({
    minVersion: "TLSv1",
    maxVersion: "TLSv1.1",
    // OpenSSL itself does without them otherwise.
    ciphers: "DEFAULT@SECLEVEL=0",
  });
}

async function observed(
  target: Target,
  declaration: Declaration,
  { timeoutMilliseconds }: Vantage,
  modern: SecureContext,
): Promise<Observation> {
  const at: Place & { readonly port: number } = {
    name: target.name,
    port: target.port,
    address: target.address,
  };
  const shownNow = await attempt(target, modern, timeoutMilliseconds);
  if (shownNow instanceof ProbeFailure && shownNow.code !== "tls-failed") {
    return {
      ...at,
      seen: "nothing",
      verdict: "not-seen",
      findings: [],
      note: `${shownNow.message}; whether that is right, the check of certificates says`,
      details: null,
    };
  }
  const old = await attempt(target, oldVersions(), timeoutMilliseconds);
  const oldVersion = old instanceof ProbeFailure ? null : old.protocol;
  const names = shownNow instanceof ProbeFailure ? null : shownNow.names;
  const findings = [
    ...(oldVersion === null ? [] : [oldFinding(oldVersion, target)]),
    ...(names === null ? [] : nameFindings(names, declaration)),
  ];
  const version = shownNow instanceof ProbeFailure ? "no TLS 1.2 or later" : shownNow.protocol;
  return {
    ...at,
    seen: [version, ...(names === null ? [] : [`greets as ${visible(names[0])}`])].join(", "),
    verdict: shownNow instanceof ProbeFailure && findings.length === 0 ? "not-seen" : verdictOf(findings),
    findings,
    note: shownNow instanceof ProbeFailure ? shownNow.message : null,
    details: {
      protocol: shownNow instanceof ProbeFailure ? null : shownNow.protocol,
      oldProtocol: oldVersion,
      greeting: names?.[0] ?? null,
      hello: names?.[1] ?? null,
    },
  };
}

async function attempt(
  target: Target,
  store: SecureContext,
  timeoutMilliseconds: number,
): Promise<Shown | ProbeFailure> {
  try {
    return await probe(target, store, timeoutMilliseconds);
  } catch (error) {
    return failureOf(error);
  }
}

function oldFinding(version: string, { protocol, port }: Target): CheckFinding {
  return {
    code: "old-tls",
    severity: protocol === "https" ? "error" : "warning",
    message: `${port} takes ${version}, which is broken (RFC 8996); switch TLS 1.0 and 1.1 off on the server`,
  };
}

/** A name that is none of the DNS tells whoever connects how things are called inside. */
function nameFindings(names: NonNullable<Shown["names"]>, { servers }: Declaration): readonly CheckFinding[] {
  const own = servers.map(({ name }) => name);
  const others = [...new Set(names.map((name) => name.toLowerCase().replace(/\.$/, "")))].filter(
    (name) => !own.includes(name),
  );
  return others.length === 0 || own.length === 0
    ? []
    : [
        {
          code: "smtp-other-name",
          severity: "warning",
          message: `the server calls itself ${shownAll(others.map(visible))} on 25, and ${shown(own[0])} is declared; give the receive connector that name (Set-ReceiveConnector -Fqdn, -Banner)`,
        },
      ];
}
