import { CidrSet } from "../constructs/core/cidr-set";
import { type Problem, throwIfAny, ValidationError } from "../constructs/core/errors";
import type { MailRoute } from "../constructs/dns/mail-domain";
import { mxOf } from "../constructs/relay/confirmed-values";
import { CustomOutbound, CustomRelay } from "../constructs/relay/custom-relay";
import type { OutboundRelay, Relay } from "../constructs/relay/relay";
import type { RelayVendor } from "../constructs/relay/vendor";
import { VendorOutbound } from "../constructs/relay/vendor-outbound";
import { VendorRelay } from "../constructs/relay/vendor-relay";
import { RELAY_VENDORS, relayVendor } from "../constructs/relay/vendors";
import { MAIL_MANAGER } from "./mail-manager";
import type { RELAY_STAGES, RelaySection } from "./relay-schema";

type OutboundSection = NonNullable<RelaySection["outbound"]>;

/** A stage of the move to a relay. */
type RelayStage = (typeof RELAY_STAGES)[number];

/** What `vendor` says where the relay is not in the catalogue. */
const CUSTOM = "custom";

/** The stage in force; a client without a history begins behind the lock. */
export function stageOf(relay: RelaySection): { readonly stage: RelayStage; readonly since?: string } {
  const last = relay.inbound?.at(-1);
  return last === undefined ? { stage: "locked" } : { stage: last.stage, since: last.since };
}

/**
 * The relay a client file chooses, unless it is made on AWS.
 *
 * @throws ValidationError whose problems name the keys of the file's `relay` section, nested ones with dots
 */
export function relayOf(section: RelaySection): Relay {
  const problems: Problem[] = [...contradictions(section)];
  const { outbound: other } = section;
  const outbound =
    other === undefined
      ? undefined
      : (built(problems, "outbound.", () => outboundOf(other)) ?? { spf: [], smartHosts: [] });
  const relay = built(problems, "", () =>
    section.vendor === CUSTOM ? customRelay(section, outbound) : vendorRelay(section, outbound),
  );
  throwIfAny(problems);
  return relay as Relay;
}

/** Who may deliver to port 25: until the lock anyone, because senders may still know the old MX. */
export function admittedSenders(relay: Relay, stage: RelayStage): CidrSet {
  return stage === "locked" ? relay.deliversFrom : CidrSet.ANY_IPV4;
}

/** The hosts on which a relay takes the mail of domains in, sorted: what their MX must name once the move is made. */
export function mxHostNames(relay: Relay, domains: readonly string[]): readonly string[] {
  return [...new Set(domains.flatMap((domain) => relay.mxHosts(domain).map(({ host }) => host)))].sort();
}

/** What DNS says about the relay: before the cutover the old MX still holds, with the new sender authorised already. */
export function mailRoute(section: RelaySection, relay: Relay): MailRoute {
  const { previousMx } = section;
  if (stageOf(section).stage !== "observe" || previousMx === undefined) {
    return relay;
  }
  return { spf: relay.spf, mxHosts: (domain) => mxOf(previousMx.hosts, domain) };
}

/** Collects the problems of a part, so that those of the other parts are told with them. */
function built<T>(problems: Problem[], prefix: string, build: () => T): T | undefined {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof ValidationError)) {
      throw error;
    }
    problems.push(
      ...error.problems.map((problem) =>
        problem.property === undefined ? problem : { ...problem, property: `${prefix}${problem.property}` },
      ),
    );
    return undefined;
  }
}

function vendorRelay(section: RelaySection, outbound: OutboundRelay | undefined): Relay {
  const { region, tenant, mx, deliversFrom, spf, smartHost, continuity } = section;
  return new VendorRelay({
    vendor: vendorOf(section.vendor, MAIL_MANAGER),
    ...(region === undefined ? {} : { region }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(mx === undefined ? {} : { mx }),
    ...(deliversFrom === undefined ? {} : { deliversFrom }),
    ...(continuity === undefined ? {} : { continuity: withoutUndefined(continuity) }),
    ...(spf === undefined ? {} : { spf }),
    ...(smartHost === undefined
      ? {}
      : { smartHost: withoutUndefined(smartHost), smartHostCredentials: smartHost.credentials }),
    ...(outbound === undefined ? {} : { outbound }),
  });
}

function customRelay(section: RelaySection, other: OutboundRelay | undefined): Relay {
  const { name, mx, deliversFrom, continuity } = section;
  const problems: Problem[] = [];
  const outbound =
    other ?? built(problems, "", () => customOutbound(section, { name, mx, deliversFrom, continuity }));
  if (other !== undefined) {
    problems.push(...incomplete({ name, mx, deliversFrom, continuity }));
  }
  throwIfAny(problems);
  return new CustomRelay({
    name: name as string,
    mx: mx as NonNullable<typeof mx>,
    deliversFrom: deliversFrom as NonNullable<typeof deliversFrom>,
    continuity: withoutUndefined(continuity as NonNullable<typeof continuity>),
    outbound: outbound as OutboundRelay,
  });
}

function outboundOf(section: OutboundSection): OutboundRelay {
  const { vendor: id, region, tenant, spf, smartHost } = section;
  if (id === CUSTOM) {
    return customOutbound(section, {});
  }
  const vendor = vendorOf(id);
  if (vendor.direction === "inbound") {
    throw new ValidationError([
      {
        code: "OutboundMissing",
        property: "vendor",
        message: `${vendor.name} takes mail in and sends none; choose one of ${senders().join(", ")}, or custom`,
      },
    ]);
  }
  return new VendorOutbound({
    vendor,
    smartHost: withoutUndefined(smartHost),
    smartHostCredentials: smartHost.credentials,
    ...(region === undefined ? {} : { region }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(spf === undefined ? {} : { spf }),
  });
}

/** @param alsoNeeded what else the same relay must state, so that one sentence names all that is missing */
function customOutbound(
  { spf, smartHost }: Pick<RelaySection, "spf" | "smartHost">,
  alsoNeeded: Readonly<Record<string, unknown>>,
): OutboundRelay {
  throwIfAny(incomplete({ ...alsoNeeded, spf, smartHost, "smartHost.host": smartHost?.host }));
  const { host, ...others } = withoutUndefined(smartHost as NonNullable<typeof smartHost>);
  return new CustomOutbound({ spf: spf as string, smartHost: { host: host as string, ...others } });
}

function incomplete(needed: Readonly<Record<string, unknown>>): readonly Problem[] {
  const missing = Object.keys(needed).filter(
    (key) => needed[key] === undefined && !(key === "smartHost.host" && needed.smartHost === undefined),
  );
  return missing.length === 0
    ? []
    : [
        {
          code: "CustomRelayIncomplete",
          property: "vendor",
          message: `a custom relay has no catalogue to take values from; add ${missing.join(", ")}`,
        },
      ];
}

/** Keys that say what another key already decides. */
function contradictions(section: RelaySection): readonly Problem[] {
  const { vendor: id, outbound } = section;
  const vendor = RELAY_VENDORS.get(id);
  const unwanted: readonly (readonly [keyof RelaySection, boolean, string])[] = [
    ["name", id !== CUSTOM, `"name" is for a custom relay; remove it`],
    ["region", id === CUSTOM, `a custom relay has no regions; remove "region"`],
    ["mailManager", true, `"mailManager" is for ${MAIL_MANAGER}; remove it`],
    ["tenant", id === CUSTOM, `write the names of a custom relay in full; remove "tenant"`],
    ["spf", outbound !== undefined, `"outbound" says who sends, and so does "spf"; remove one of the two`],
    [
      "smartHost",
      outbound !== undefined,
      `"outbound" says who sends, and so does "smartHost"; remove one of the two`,
    ],
  ];
  return [
    ...unwanted
      .filter(([key, wrong]) => wrong && section[key] !== undefined)
      .map(([property, , message]) => ({ code: "RelayKeyNotAllowed" as const, property, message })),
    ...(section.smartHost === undefined && outbound === undefined && vendor?.direction === "both"
      ? [{ code: "MissingKey" as const, message: '"smartHost" is missing; it takes keys and values' }]
      : []),
  ];
}

/**
 * @param others what may stand there beside the catalogue's, all but `custom`
 * @throws ValidationError `RelayVendorUnknown`
 */
function vendorOf(id: string, ...others: readonly string[]): RelayVendor {
  return relayVendor(id, `${others.map((other) => `, ${other}`).join("")}, or custom`);
}

function senders(): readonly string[] {
  return [...RELAY_VENDORS.values()].filter(({ direction }) => direction === "both").map(({ id }) => id);
}

/** An object without the keys that have no value: an optional property is absent, never undefined. */
function withoutUndefined<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}
