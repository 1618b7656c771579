import { createHash } from "node:crypto";
import { Construct } from "constructs";
import { FortiosAddress } from "../../../providers/fortios/address";
import { FortiosAddressGroup } from "../../../providers/fortios/address-group";
import { FortiosAddress6 } from "../../../providers/fortios/address6";
import { FortiosService } from "../../../providers/fortios/service";
import { CidrSet, prefixLength } from "../../core/cidr-set";
import { idFor } from "../../core/ids";

/** A virtual domain, where the unit has several. */
export interface DomainProps {
  /**
   * Virtual domain.
   *
   * @default - the provider's
   */
  readonly vdom?: string;
}

/** What a name stands for in a policy. */
export interface NameReference {
  readonly name: string;
}

/** Addresses of both versions of IP, as a policy names them; an empty list is nobody. */
export interface NamedAddresses {
  readonly ipv4: readonly NameReference[];
  readonly ipv6: readonly NameReference[];
}

const LONGEST_ADDRESS_NAME = 79;

/** What a unit calls everybody. */
const EVERYBODY: readonly NameReference[] = [{ name: "all" }];

/** Where the objects of an edge begin. */
export interface UnitObjectsProps extends DomainProps {
  /** Prefix of names. */
  readonly name: string;
}

/** Addresses and services of a unit, each declared once, however many policies name it. */
export class UnitObjects extends Construct {
  private readonly addresses = new Map<string, NameReference>();
  private readonly services = new Map<string, NameReference>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: UnitObjectsProps,
  ) {
    super(scope, id);
  }

  /**
   * Networks that are named together.
   *
   * @param label what they are, such as `relay`
   */
  networks(label: string, networks: CidrSet): NamedAddresses {
    return {
      ipv4: this.ipv4(label, networks),
      ipv6: networks.containsAll(CidrSet.ANY_IPV6)
        ? EVERYBODY
        : networks.ipv6.blocks.map((block) => this.network6(label, block)),
    };
  }

  /** Countries, by where a database says that addresses are. */
  countries(codes: readonly string[]): NamedAddresses {
    const sorted = [...new Set(codes)].sort();
    const { name, ...place } = this.place;
    return {
      ipv4: sorted.map((country) =>
        this.once(
          `country-${country}`,
          (key) =>
            new FortiosAddress(this, key, { name: `${name}-${key}`, type: "geography", country, ...place }),
        ),
      ),
      ipv6: sorted.map((country) =>
        this.once(
          `country6-${country}`,
          (key) =>
            new FortiosAddress6(this, key, { name: `${name}-${key}`, type: "geography", country, ...place }),
        ),
      ),
    };
  }

  /**
   * A group of host names; `*.` and a domain stand for every name below it. The unit learns their addresses from the
   * answers of the resolvers that pass it.
   */
  hosts(label: string, hosts: readonly string[]): readonly NameReference[] {
    const { name, ...place } = this.place;
    const members = [...new Set(hosts)].sort().map((fqdn) =>
      this.once(
        `host-${idFor(fqdn)}`,
        (key) =>
          new FortiosAddress(this, key, {
            name: shortened(`${name}-${fqdn}`, name),
            type: "fqdn",
            fqdn,
            ...place,
          }),
      ),
    );
    return this.group(label, members);
  }

  /** One port of a protocol. */
  service(protocol: "tcp" | "udp", port: number): NameReference {
    const { name, ...place } = this.place;
    const key = `${protocol}-${port}`;
    const known = this.services.get(key);
    if (known !== undefined) {
      return known;
    }
    const made = new FortiosService(this, key, {
      name: `${name}-${key}`,
      // Its kind is the default, whose name is another one in each release.
      ...(protocol === "tcp" ? { tcpPortrange: `${port}` } : { udpPortrange: `${port}` }),
      ...place,
    });
    const reference = { name: made.name };
    this.services.set(key, reference);
    return reference;
  }

  private get place() {
    const { name, vdom } = this.props;
    return { name, ...(vdom === undefined ? {} : { vdomparam: vdom }) };
  }

  private ipv4(label: string, networks: CidrSet): readonly NameReference[] {
    if (networks.containsAll(CidrSet.ANY_IPV4)) {
      return EVERYBODY;
    }
    const { name, ...place } = this.place;
    const members = networks.ipv4.blocks.map((block) =>
      this.once(
        `${label}-${idFor(block)}`,
        (key) =>
          new FortiosAddress(this, key, {
            name: `${name}-${label}-${block.replace("/", "_")}`,
            type: "ipmask",
            subnet: withMask(block),
            ...place,
          }),
      ),
    );
    return members.length < 2 ? members : this.group(label, members);
  }

  private network6(label: string, block: string): NameReference {
    const { name, ...place } = this.place;
    return this.once(
      `${label}-${idFor(block)}`,
      (key) =>
        new FortiosAddress6(this, key, {
          name: `${name}-${label}-${block.replace("/", "_")}`,
          type: "ipprefix",
          ip6: block,
          ...place,
        }),
    );
  }

  private group(label: string, members: readonly NameReference[]): readonly NameReference[] {
    const { name, ...place } = this.place;
    return [
      this.once(
        `${label}-group`,
        (key) =>
          new FortiosAddressGroup(this, key, { name: `${name}-${label}`, member: [...members], ...place }),
      ),
    ];
  }

  private once(key: string, make: (key: string) => NameReference): NameReference {
    const known = this.addresses.get(key);
    if (known !== undefined) {
      return known;
    }
    // A reference, and not the text: what is named exists first.
    const { name } = make(key);
    this.addresses.set(key, { name });
    return { name };
  }
}

/** A network with its mask in dots, as the unit answers it: any other form would be a change at every plan. */
function withMask(block: string): string {
  const bits = prefixLength(block);
  const mask = bits === 0 ? 0 : (0xff_ff_ff_ff << (32 - bits)) >>> 0;
  return `${block.split("/")[0]} ${[24, 16, 8, 0].map((shift) => (mask >>> shift) & 0xff).join(".")}`;
}

/** Names of addresses have 79 characters; of a longer one its beginning, a hash of the whole and its end are left. */
function shortened(name: string, prefix: string): string {
  if (name.length <= LONGEST_ADDRESS_NAME) {
    return name;
  }
  const beginning = `${prefix}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}-`;
  return `${beginning}${name.slice(beginning.length - LONGEST_ADDRESS_NAME)}`;
}
