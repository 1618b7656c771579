import { CidrSet } from "../constructs/core/cidr-set";
import { ask, type DnsAnswer } from "../constructs/core/dns-question";
import type { NetworkSource, RelayVendor, VendorValues } from "../constructs/relay/vendor";
import { PUBLISHED_SPF } from "../posture/dns/spf/spf-published-data";
import { parseSpf } from "../posture/dns/spf/spf-record";
import { askForSpf, driftOf, type SpfAnswer } from "./spf-refresh";

/** The questions that are asked of a resolver, such as one of `node:dns/promises`. */
export interface RelayResolver {
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
  resolveTxt(name: string): Promise<string[][]>;
}

/** One way in which the DNS and the catalogue differ. */
interface RelayDrift {
  /** Id of the vendor. */
  readonly vendor: string;
  /** The name that was asked for. */
  readonly name: string;
  /** What differs; lower case, no final period. */
  readonly message: string;
}

/** What came of asking for the names of the catalogue. */
interface RelayCheck {
  readonly drift: readonly RelayDrift[];
  /** Names and what the DNS said, each once. */
  readonly answers: readonly ({ readonly name: string } & (DnsAnswer<unknown> | SpfAnswer))[];
  /** Sources that the DNS cannot answer for. */
  readonly notAsked: readonly { readonly vendor: string; readonly name: string }[];
}

/**
 * Asks the DNS for every name that a vendor publishes: hosts, SPF trees, and the names that hold its networks.
 *
 * Names that depend on the client are left out. Never rejects.
 */
export async function checkVendors(
  vendors: readonly RelayVendor[],
  resolver: RelayResolver,
): Promise<RelayCheck> {
  const asking = askingOnce(resolver);
  const checks = await Promise.all(vendors.map((vendor) => checkVendor(vendor, asking)));
  const all = together(checks);
  return { ...all, answers: [...new Map(all.answers.map((answer) => [answer.name, answer])).values()] };
}

/** A resolver that passes each question on once: vendors share hosts, and an SPF record may name the networks, too. */
function askingOnce(resolver: RelayResolver): RelayResolver {
  return {
    resolve4: once((name) => resolver.resolve4(name)),
    resolve6: once((name) => resolver.resolve6(name)),
    resolveTxt: once((name) => resolver.resolveTxt(name)),
  };
}

function once<Answer>(question: (name: string) => Promise<Answer>): (name: string) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (name) => {
    const answer = answers.get(name) ?? question(name);
    answers.set(name, answer);
    return answer;
  };
}

function together(checks: readonly RelayCheck[]): RelayCheck {
  return {
    drift: checks.flatMap((check) => check.drift),
    answers: checks.flatMap((check) => check.answers),
    notAsked: checks.flatMap((check) => check.notAsked),
  };
}

async function checkVendor(vendor: RelayVendor, resolver: RelayResolver): Promise<RelayCheck> {
  const places: readonly VendorValues[] = [
    vendor,
    ...Object.values(vendor.regions).map((region) => ({ ...vendor, ...region })),
  ];
  const spf = [...new Set(places.flatMap((place) => place.spf?.value ?? []))];
  const hosts = [
    ...places.flatMap((place) => place.mx?.value?.map(({ host }) => host) ?? []),
    ...places.flatMap((place) => place.smartHost?.value?.host ?? []),
    ...spf.flatMap((mechanism) => /^a:(.+)$/.exec(mechanism)?.[1] ?? []),
  ];
  const included = spf.flatMap((mechanism) => /^include:(.+)$/.exec(mechanism)?.[1] ?? []);
  const networks = [
    ...new Map(
      places.flatMap((place) =>
        place.networkSource === undefined
          ? []
          : [[place.networkSource.name, { source: place.networkSource, known: place.deliversFrom?.value }]],
      ),
    ).values(),
  ];
  const checks = await Promise.all([
    ...fixed(hosts).map((host) => checkHost(vendor, host, resolver)),
    ...fixed(included).map((name) => checkSpf(vendor, name, resolver)),
    ...networks.map(({ source, known }) => checkNetworks(vendor, source, known ?? undefined, resolver)),
  ]);
  return together(checks);
}

/** Names that are the same for every client, each once. */
function fixed(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => !name.includes("{")).sort();
}

async function checkHost(vendor: RelayVendor, name: string, resolver: RelayResolver): Promise<RelayCheck> {
  const answer = await askForAddresses(name, resolver);
  return {
    drift: answer.kind === "nothing" ? [{ vendor: vendor.id, name, message: "has no address any more" }] : [],
    answers: [{ name, ...answer }],
    notAsked: [],
  };
}

async function checkSpf(vendor: RelayVendor, name: string, resolver: RelayResolver): Promise<RelayCheck> {
  const answers = await askForSpf([name], resolver);
  const gone = answers.some((answer) => answer.name === name && answer.kind === "nothing");
  return {
    drift: [
      ...(gone ? [{ vendor: vendor.id, name, message: "publishes no SPF record any more" }] : []),
      ...driftOf(PUBLISHED_SPF, answers)
        // Names that no catalogue has held yet are for `spf refresh` to record.
        .filter(({ kind, name: changed }) => kind !== "new" && !(gone && changed === name))
        .map((drift) => ({
          vendor: vendor.id,
          name: drift.name,
          message: `publishes ${JSON.stringify(drift.is)}, recorded is ${JSON.stringify(drift.was)}; run "protected-exchange spf refresh"`,
        })),
    ],
    answers,
    notAsked: [],
  };
}

async function checkNetworks(
  vendor: RelayVendor,
  { type, name }: NetworkSource,
  known: readonly string[] | undefined,
  resolver: RelayResolver,
): Promise<RelayCheck> {
  if (type === "https-json") {
    return { drift: [], answers: [], notAsked: [{ vendor: vendor.id, name }] };
  }
  if (type === "A") {
    const answer = await askForAddresses(name, resolver);
    return {
      drift:
        answer.kind === "record"
          ? strangers(vendor, name, answer.value, known)
          : missing(vendor, name, answer),
      answers: [{ name, ...answer }],
      notAsked: [],
    };
  }
  const answers = await askForSpf([name], resolver);
  const root = answers.find((answer) => answer.name === name) ?? { kind: "nothing" as const };
  const published = answers.flatMap((answer) =>
    answer.kind === "record" ? parseSpf(answer.text).terms.flatMap(({ network }) => network ?? []) : [],
  );
  return {
    drift: root.kind === "record" ? strangers(vendor, name, published, known) : missing(vendor, name, root),
    answers,
    notAsked: [],
  };
}

/** Addresses that deliver and that no firewall rule of this catalogue would admit. */
function strangers(
  vendor: RelayVendor,
  name: string,
  published: readonly string[],
  known: readonly string[] | undefined,
): readonly RelayDrift[] {
  const others = CidrSet.of(...published).minus(CidrSet.of(...(known ?? published)));
  return others.isEmpty
    ? []
    : [{ vendor: vendor.id, name, message: `names ${others}, which the catalogue does not hold` }];
}

function missing(
  vendor: RelayVendor,
  name: string,
  answer: { readonly kind: string },
): readonly RelayDrift[] {
  return answer.kind === "nothing"
    ? [{ vendor: vendor.id, name, message: "names no networks any more" }]
    : [];
}

/** IPv4 and IPv6 addresses of a name; "nothing" only where it has neither. */
async function askForAddresses(name: string, resolver: RelayResolver): Promise<DnsAnswer<readonly string[]>> {
  const [four, six] = await Promise.all([
    ask(() => resolver.resolve4(name)),
    ask(() => resolver.resolve6(name)),
  ]);
  const addresses = [four, six].flatMap((answer) => (answer.kind === "record" ? answer.value : []));
  if (addresses.length > 0) {
    return { kind: "record", value: addresses };
  }
  return four.kind === "unanswered" ? four : six.kind === "unanswered" ? six : { kind: "nothing" };
}
