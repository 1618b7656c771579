import { CidrSet } from "../core/cidr-set";
import { throwIfAny } from "../core/errors";
import { ConfirmedValues, mxOf } from "./confirmed-values";
import type { Continuity, MxHost, OutboundRelay, Relay, SmartHost } from "./relay";
import { outboundOf, type VendorOutboundProps } from "./vendor-outbound";

/** What a client chooses at a vendor, and the vendor's values it confirms. */
export interface VendorRelayProps extends Omit<VendorOutboundProps, "smartHostCredentials"> {
  /**
   * MX set, as the vendor told this client; `{domainDashed}` in a host stands for the mail domain with hyphens
   * for dots.
   *
   * @default - the catalogue's, when the vendor documents it
   */
  readonly mx?: readonly MxHost[];
  /**
   * Networks the relay delivers from, as the vendor told this client.
   *
   * @default - the catalogue's, when the vendor documents them
   */
  readonly deliversFrom?: readonly string[];
  /**
   * What the client's contract says about outages.
   *
   * @default - the catalogue's; nothing is known where it holds nothing
   */
  readonly continuity?: Continuity;
  /**
   * Where the smart host's credentials are: `ssm:/path` or `secretsmanager:name`.
   *
   * @default - none; needed unless another service takes outgoing mail
   */
  readonly smartHostCredentials?: string;
  /**
   * Another service that takes outgoing mail; needed where the vendor takes mail in only.
   *
   * @default - the vendor itself
   */
  readonly outbound?: OutboundRelay;
}

/** What is known about outages where the catalogue holds nothing. */
const NOTHING_KNOWN: Continuity = {
  webmail: "unknown",
  activation: "Nothing is known about outages; ask the vendor before one happens.",
};

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

  /** @throws ValidationError with every unknown region, missing tenant and unconfirmed value at once */
  constructor(props: VendorRelayProps) {
    const { vendor, smartHostCredentials } = props;
    const values = new ConfirmedValues(props);
    this.mx = values.mx(props.mx);
    const deliversFrom = values.deliversFrom(props.deliversFrom);
    const { outbound, problems } =
      props.outbound === undefined
        ? outboundOf({ ...props, smartHostCredentials: smartHostCredentials ?? "" }, values)
        : { outbound: props.outbound, problems: [] };
    throwIfAny([
      ...values.problems,
      ...problems,
      ...(smartHostCredentials === undefined && outbound.smartHosts.some((host) => host.credentials === "")
        ? [
            {
              code: "MissingSecretReference" as const,
              property: "smartHost",
              message: `outgoing mail is handed to ${vendor.name}, which asks for credentials; say where they are`,
            },
          ]
        : []),
    ]);
    this.name = vendor.name;
    this.deliversFrom = CidrSet.of(...deliversFrom);
    this.spf = outbound.spf;
    this.smartHosts = outbound.smartHosts;
    this.continuity = props.continuity ?? vendor.continuity?.value ?? NOTHING_KNOWN;
  }

  mxHosts(domain: string): readonly MxHost[] {
    return mxOf(this.mx, domain);
  }
}
