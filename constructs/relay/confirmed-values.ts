import type { Problem } from "../core/errors";
import type { MxHost } from "./relay";
import type { RelayVendor, SourcedOrNull, VendorMxHost, VendorSmartHost, VendorValues } from "./vendor";

/** A client's place at a vendor. */
export interface VendorChoice {
  /** The vendor's entry in the catalogue. */
  readonly vendor: RelayVendor;
  /**
   * A region of the vendor.
   *
   * @default - the vendor's recommended region
   */
  readonly region?: string;
  /**
   * What the vendor assigned to the client and its names contain, such as an account number.
   *
   * @default - none; refused where a name that is used contains it
   */
  readonly tenant?: string;
}

/**
 * The values of one client at a vendor: the client's own, else the catalogue's where they may be used.
 *
 * Every value that may not be used is noted, so that a client file is told all of them at once.
 */
export class ConfirmedValues {
  /** What is wrong, in the order found. */
  readonly problems: Problem[] = [];
  /** Nothing where there is no such region: what it would lack means nothing then. */
  private readonly values: VendorValues | undefined;

  constructor(private readonly choice: VendorChoice) {
    const { vendor, region: name } = choice;
    const names = Object.keys(vendor.regions);
    const region = vendor.regions[name ?? (names[0] as string)];
    if (region === undefined) {
      this.problems.push({
        code: "RelayRegionUnknown",
        property: "region",
        message: `${vendor.name} has no region ${JSON.stringify(name)}; known are ${names.join(", ")}`,
      });
    }
    this.values = region === undefined ? undefined : { ...vendor, ...region };
    this.checkTenant();
  }

  /** The MX set; hosts may hold `{domainDashed}`. */
  mx(given: readonly MxHost[] | undefined): readonly MxHost[] {
    const hosts: readonly VendorMxHost[] = given ?? this.take("mx", this.values?.mx, shownMx) ?? [];
    return hosts.map(({ host, preference = 0 }) => ({ host: this.filled(host), preference }));
  }

  /** Networks the vendor delivers from. */
  deliversFrom(given: readonly string[] | undefined): readonly string[] {
    return given ?? this.take("deliversFrom", this.values?.deliversFrom, shownList) ?? [];
  }

  /** SPF mechanism. */
  spf(given: string | undefined): string {
    return this.filled(given ?? this.take("spf", this.values?.spf, (spf) => JSON.stringify(spf)) ?? "");
  }

  /** Host for outgoing mail, and its port where the vendor documents one. */
  smartHost(given: string | undefined): { readonly host: string; readonly port: number | undefined } {
    const known = this.values?.smartHost;
    const host = given ?? this.take("smartHost", known, shownSmartHost)?.host ?? "";
    const port = isUsable(known) ? known?.value?.ports[0] : undefined;
    return { host: this.filled(host), port };
  }

  private take<T>(
    property: string,
    known: SourcedOrNull<T> | undefined,
    show: (value: T) => string,
  ): T | undefined {
    const value = known?.value ?? undefined;
    if (this.values !== undefined && !isUsable(known)) {
      this.problems.push({
        code: "VendorValueUnconfirmed",
        property,
        message: unconfirmed(
          this.choice.vendor,
          property,
          known,
          value === undefined ? undefined : show(value),
        ),
      });
    }
    return value;
  }

  private checkTenant(): void {
    const { vendor, tenant } = this.choice;
    if (tenant === undefined) {
      return;
    }
    if (vendor.tenant === undefined) {
      this.problems.push({
        code: "RelayKeyNotAllowed",
        property: "tenant",
        message: `${vendor.name} has the same names for all its clients; remove "tenant"`,
      });
    } else if (!new RegExp(`^(?:${vendor.tenant.pattern})$`).test(tenant)) {
      this.problems.push({
        code: "BadRelayTenant",
        property: "tenant",
        message: `${JSON.stringify(tenant)} is not ${vendor.tenant.what} of ${vendor.name}; write one such as ${JSON.stringify(vendor.tenant.example)}`,
      });
    }
  }

  private filled(text: string): string {
    const { vendor, tenant } = this.choice;
    const missing = text.includes("{tenant}") && tenant === undefined;
    // One sentence is enough, however many names contain it; and none while a value itself is open.
    if (missing && this.problems.length === 0) {
      this.problems.push({
        code: "RelayTenantMissing",
        property: "tenant",
        message: `${vendor.name} has names of its own for each client, such as ${JSON.stringify(text)}; add "tenant", ${vendor.tenant?.what}, such as ${JSON.stringify(vendor.tenant?.example)}`,
      });
    }
    return text.replaceAll("{tenant}", tenant ?? "");
  }
}

/** The MX set of one domain: `{domainDashed}` becomes its name with hyphens for dots. */
export function mxOf(hosts: readonly MxHost[], domain: string): readonly MxHost[] {
  return hosts.map(({ host, preference }) => ({
    host: host.replaceAll("{domainDashed}", domain.replaceAll(".", "-")),
    preference,
  }));
}

/** May a value be used although no client has confirmed it? */
export function isUsable(known: SourcedOrNull<unknown> | undefined): boolean {
  return (
    known !== undefined && known.value !== null && known.confidence === "documented" && known.confirm !== true
  );
}

function unconfirmed(
  vendor: RelayVendor,
  property: string,
  known: SourcedOrNull<unknown> | undefined,
  shown: string | undefined,
): string {
  const { name, asOf, documentation } = vendor;
  const [page] = documentation;
  const look = isPaged(known) || page === undefined ? "" : `; its documentation: ${page}`;
  if (known === undefined) {
    return `the catalogue holds no ${property} of ${name}${look}; ask the vendor and write it here`;
  }
  const note = known.note === undefined ? "" : ` (${known.note.replace(/\.$/, "")})`;
  if (shown === undefined) {
    return `the catalogue holds no ${property} of ${name}${note}; see ${known.sources.join(", ")}${look}, and write it here`;
  }
  const why =
    known.confidence === "documented"
      ? `the ${property} of ${name} must be confirmed${note}`
      : `${name} does not document its ${property}`;
  return `${why}; the catalogue holds ${shown} (${known.confidence}, ${known.sources.join(", ")}, read ${asOf})${look}; check it and write it here`;
}

/** Is a page among the sources, where the engineer can look? */
function isPaged(known: SourcedOrNull<unknown> | undefined): boolean {
  return known?.sources.some((source) => source.startsWith("http")) ?? false;
}

function shownMx(hosts: readonly VendorMxHost[]): string {
  return hosts
    .map(({ host, preference }) => `${preference === undefined ? "?" : preference} ${host}`)
    .join(", ");
}

function shownList(networks: readonly string[]): string {
  return networks.join(", ");
}

function shownSmartHost({ host, ports }: VendorSmartHost): string {
  return `${host} on ${ports.join(", ")}`;
}
