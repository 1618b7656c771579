import { Construct } from "constructs";
import { FortiosLocalInPolicy } from "../../../providers/fortios/local-in-policy";
import { FortiosLocalInPolicy6 } from "../../../providers/fortios/local-in-policy6";
import { FortiosService } from "../../../providers/fortios/service";
import type { CidrSet } from "../../core/cidr-set";
import { UNIT_DEFAULTS } from "./unit-defaults";
import type { NameReference, UnitObjects, UnitObjectsProps } from "./unit-objects";

/** Who administers the unit. */
export interface AdministrationProps {
  /**
   * Networks inside that reach the unit's administration; whoever applies the stack must be in one.
   *
   * @default - everybody inside, as the interface says
   */
  readonly networks?: CidrSet;
  /**
   * More TCP ports of the administration, where it does not listen on those it comes with.
   *
   * @default - none
   */
  readonly ports?: readonly number[];
  /**
   * Answer to ping from the internet.
   *
   * @default false
   */
  readonly answersPing?: boolean;
}

/** What is locked. */
interface AdministrationLockProps extends UnitObjectsProps, AdministrationProps {
  /** Interfaces to the internet. */
  readonly outside: readonly string[];
  /** Interface of the server. */
  readonly inside: string;
  /** Is IPv6 in use at the interfaces to the internet? */
  readonly ipv6: boolean;
}

const ALL = [{ name: "all" }];
const EVERY_SERVICE = [{ name: "ALL" }];
const PING = [{ name: "ALL_ICMP" }];

/**
 * Nobody on the internet reaches the unit's administration, whatever its interfaces allow. A VPN that ends on the unit
 * is left alone.
 *
 * Where IPv6 is not used, the unit answers nothing at all over it. Where it is used, neighbours and routers are still
 * found by ICMPv6, of which the echo alone is refused.
 */
export class AdministrationLock extends Construct {
  constructor(scope: Construct, id: string, props: AdministrationLockProps, objects: UnitObjects) {
    super(scope, id);
    const { outside, inside, networks } = props;
    const { name, vdom } = props;
    const place: Readonly<Record<string, string>> = vdom === undefined ? {} : { vdomparam: vdom };
    const service = new FortiosService(this, "administration", {
      name: `${name}-administration`,
      tcpPortrange: [...UNIT_DEFAULTS.administration.tcp, ...(props.ports ?? []).map(String)].join(" "),
      udpPortrange: UNIT_DEFAULTS.administration.udp.join(" "),
      ...place,
    });
    const administration = [{ name: service.name }];
    const echo = props.answersPing === true;
    const closed = {
      action: "deny",
      schedule: "always",
      status: "enable",
      srcaddr: ALL,
      dstaddr: ALL,
      ...place,
    };
    const intfBlock = [...outside].sort().map((each) => ({ name: each }));
    new FortiosLocalInPolicy(this, "outside", {
      ...closed,
      intfBlock,
      service: [...administration, ...(echo ? [] : PING)],
      comments: "Nobody on the internet administers this unit",
    });
    new FortiosLocalInPolicy6(this, "outside-ipv6", {
      ...closed,
      intfBlock,
      service: props.ipv6 ? [...administration, ...(echo ? [] : this.echo6(name, place))] : EVERY_SERVICE,
      comments: "Nobody on the internet administers this unit",
    });
    if (networks !== undefined) {
      const admitted = new FortiosLocalInPolicy(this, "administrators", {
        ...closed,
        action: "accept",
        intfBlock: [{ name: inside }],
        srcaddr: [...objects.networks("administrators", networks.ipv4).ipv4],
        service: administration,
        comments: "Who administers this unit",
      });
      new FortiosLocalInPolicy(this, "inside", {
        ...closed,
        intfBlock: [{ name: inside }],
        service: administration,
        comments: "Nobody else inside administers this unit, the mail server least of all",
        dependsOn: [admitted],
      });
    }
  }

  private echo6(name: string, place: Readonly<Record<string, string>>): readonly NameReference[] {
    const echo = new FortiosService(this, "echo-ipv6", {
      name: `${name}-ping6`,
      protocol: "ICMP6",
      icmptype: 128,
      ...place,
    });
    return [{ name: echo.name }];
  }
}
