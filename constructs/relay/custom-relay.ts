import { CidrSet } from "../core/cidr-set";
import { throwIfAny } from "../core/errors";
import { mxOf } from "./confirmed-values";
import type { Continuity, MxHost, OutboundRelay, Relay, SmartHost } from "./relay";
import { type SmartHostProps, smartHostOf } from "./smart-host";

/** A service that sends mail and is not in the catalogue, as its vendor describes it to the client. */
export interface CustomOutboundProps {
  /** SPF mechanism that authorises it. */
  readonly spf: string;
  /** Where outgoing mail is handed over. */
  readonly smartHost: SmartHostProps;
}

/** A relay that is not in the catalogue, as its vendor describes it to the client. */
export interface CustomRelayProps {
  /** Name for people. */
  readonly name: string;
  /** MX set; `{domainDashed}` in a host stands for the mail domain with hyphens for dots. */
  readonly mx: readonly MxHost[];
  /** Networks it delivers from, in CIDR notation. */
  readonly deliversFrom: readonly string[];
  /** What it does while the server is down. */
  readonly continuity: Continuity;
  /** Who takes outgoing mail: the relay itself, or another service. */
  readonly outbound: OutboundRelay;
}

/** A service that sends mail and is not in the catalogue. */
export class CustomOutbound implements OutboundRelay {
  readonly spf: readonly string[];
  readonly smartHosts: readonly SmartHost[];

  /** @throws ValidationError `SmartHostPort25Anywhere` */
  constructor(props: CustomOutboundProps) {
    const { smartHost, problems } = smartHostOf(props.smartHost);
    throwIfAny(problems);
    this.spf = [props.spf];
    this.smartHosts = [smartHost];
  }
}

/** A relay that is not in the catalogue: every value is the client's. */
export class CustomRelay implements Relay {
  readonly name: string;
  readonly deliversFrom: CidrSet;
  readonly spf: readonly string[];
  readonly smartHosts: readonly SmartHost[];
  readonly continuity: Continuity;
  private readonly mx: readonly MxHost[];

  constructor(props: CustomRelayProps) {
    this.name = props.name;
    this.mx = props.mx;
    this.deliversFrom = CidrSet.of(...props.deliversFrom);
    this.spf = props.outbound.spf;
    this.smartHosts = props.outbound.smartHosts;
    this.continuity = props.continuity;
  }

  mxHosts(domain: string): readonly MxHost[] {
    return mxOf(this.mx, domain);
  }
}
