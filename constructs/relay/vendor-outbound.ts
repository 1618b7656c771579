import { type Problem, throwIfAny } from "../core/errors";
import { ConfirmedValues, type VendorChoice } from "./confirmed-values";
import type { OutboundRelay, SmartHost } from "./relay";
import { smartHostOf } from "./smart-host";

/** The vendor's values for outgoing mail, as far as the client states them. */
export interface VendorOutboundProps extends VendorChoice {
  /**
   * SPF mechanism that authorises the vendor, as the vendor told this client.
   *
   * @default - the catalogue's, when the vendor documents it
   */
  readonly spf?: string;
  /**
   * Host, port and addresses for outgoing mail, as the vendor told this client.
   *
   * @default - the catalogue's, when the vendor documents it
   */
  readonly smartHost?: {
    /** @default - the catalogue's, when the vendor documents it */
    readonly host?: string;
    /** @default - the vendor's first, where it documents one, else 587 */
    readonly port?: number;
    /** @default - unknown; the port is then open to any address, which port 25 never is */
    readonly addresses?: readonly string[];
  };
  /** Where the smart host's credentials are: `ssm:/path` or `secretsmanager:name`. */
  readonly smartHostCredentials: string;
}

/** A vendor of the catalogue that sends the server's mail, whoever takes mail in. */
export class VendorOutbound implements OutboundRelay {
  readonly spf: readonly string[];
  readonly smartHosts: readonly SmartHost[];

  /** @throws ValidationError with everything that is wrong or unconfirmed, at once */
  constructor(props: VendorOutboundProps) {
    const values = new ConfirmedValues(props);
    const { outbound, problems } = outboundOf(props, values);
    throwIfAny([...values.problems, ...problems]);
    this.spf = outbound.spf;
    this.smartHosts = outbound.smartHosts;
  }
}

/**
 * The outgoing half of a vendor's service.
 *
 * @param values notes what is unconfirmed
 */
export function outboundOf(
  props: VendorOutboundProps,
  values: ConfirmedValues,
): { readonly outbound: OutboundRelay; readonly problems: readonly Problem[] } {
  const { vendor, smartHost: given, smartHostCredentials } = props;
  if (vendor.direction === "inbound") {
    return { outbound: { spf: [], smartHosts: [] }, problems: [inboundOnly(vendor.name)] };
  }
  const spf = values.spf(props.spf);
  const known = values.smartHost(given?.host);
  const port = given?.port ?? known.port;
  const { smartHost, problems } = smartHostOf({
    host: known.host,
    credentials: smartHostCredentials,
    ...(port === undefined ? {} : { port }),
    ...(given?.addresses === undefined ? {} : { addresses: given.addresses }),
  });
  return { outbound: { spf: [spf], smartHosts: [smartHost] }, problems };
}

function inboundOnly(name: string): Problem {
  return {
    code: "OutboundMissing",
    property: "outbound",
    message: `${name} takes mail in and sends none; add "outbound": another vendor, or "vendor: custom" with spf and smartHost. The server never delivers directly: its address has no reputation, and a stolen mailbox would ruin it`,
  };
}
