import { CidrSet } from "../core/cidr-set";
import { type Problem, throwIfAny } from "../core/errors";
import type { Continuity, MxHost, Relay, SmartHost } from "./relay";
import type { RelayVendor, Sourced } from "./vendor";

/** What a client chooses at a vendor, and the vendor's values it confirms. */
export interface VendorRelayProps {
  /** The vendor's entry in the catalogue. */
  readonly vendor: RelayVendor;
  /**
   * A region of the vendor.
   *
   * @default - the vendor's recommended region
   */
  readonly region?: string;
  /**
   * Where the smart host's credentials are: `ssm:/path` or `secretsmanager:name`.
   */
  readonly smartHostCredentials: string;
  /**
   * Networks the relay delivers from, as the vendor told this client.
   *
   * @default - the catalogue's, when the vendor documents them
   */
  readonly deliversFrom?: readonly string[];
  /**
   * SPF mechanism that authorises the vendor, as the vendor told this client.
   *
   * @default - the catalogue's, when the vendor documents it
   */
  readonly spf?: string;
  /**
   * Host and port for outgoing mail, as the vendor told this client.
   *
   * @default - the catalogue's, when the vendor documents it
   */
  readonly smartHost?: { readonly host: string; readonly port: number };
}

/**
 * A relay from the catalogue, with the values of this client.
 *
 * Values that the vendor does not document are never used silently: the client has to confirm each.
 */
export class VendorRelay implements Relay {
  readonly name: string;
  readonly deliversFrom: CidrSet;
  readonly spf: readonly string[];
  readonly smartHosts: readonly SmartHost[];
  readonly continuity: Continuity;
  private readonly mx: readonly MxHost[];

  /** @throws ValidationError with every unknown region and unconfirmed value at once */
  constructor(props: VendorRelayProps) {
    const { vendor } = props;
    const problems: Problem[] = [];
    const regionNames = Object.keys(vendor.regions);
    const region = vendor.regions[props.region ?? (regionNames[0] as string)];
    if (region === undefined) {
      problems.push({
        code: "RelayRegionUnknown",
        property: "region",
        message: `${vendor.name} has no region ${JSON.stringify(props.region)}; known are ${regionNames.join(", ")}`,
      });
    }
    const confirmed = <T>(property: string, given: T | undefined, known: Sourced<T>): T => {
      if (given === undefined && known.confidence !== "documented") {
        problems.push(unconfirmed(vendor, property, known));
      }
      return given ?? known.value;
    };
    const deliversFrom = confirmed("deliversFrom", props.deliversFrom, vendor.deliversFrom);
    const spf = confirmed("spf", props.spf, vendor.spf);
    const smartHost = confirmed("smartHost", props.smartHost, vendor.smartHost);
    throwIfAny(problems);

    this.name = vendor.name;
    this.mx = region?.mx.value.hosts ?? [];
    this.deliversFrom = CidrSet.of(...deliversFrom);
    this.spf = [spf];
    this.smartHosts = [{ ...smartHost, credentials: props.smartHostCredentials }];
    this.continuity = vendor.continuity.value;
  }

  mxHosts(_domain: string): readonly MxHost[] {
    return this.mx;
  }
}

function unconfirmed(vendor: RelayVendor, property: string, known: Sourced<unknown>): Problem {
  return {
    code: "VendorValueUnconfirmed",
    property,
    message: `${vendor.name} does not document its ${property}; the catalogue holds ${JSON.stringify(known.value)} (${known.confidence}, ${known.sources.join(", ")}, read ${vendor.asOf}); check it and write it here`,
  };
}
