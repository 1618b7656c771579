import type { CidrSet } from "../../constructs/core/cidr-set";
import { type Direction, everything, type Passage, through } from "../passages";
import type { Resource, TerraformJson } from "../terraform-json";
import type { Endpoint } from "./endpoints";
import { type Entry, entriesInto } from "./entries";
import { firewallPassages } from "./firewall";
import { type InternetGateway, internetGateway } from "./gateways";
import { type Host, hostsOf } from "./hosts";
import { aclPassages } from "./network-acls";
import { Networks, type Subnet } from "./networks";
import { RouteTables } from "./route-tables";
import { type Step, Ways } from "./ways";

const TOPOLOGIES = new WeakMap<TerraformJson, Topology>();

/** How packets travel in a stack: what every kind of path is read with. */
export class Topology {
  readonly networks: Networks;
  readonly tables: RouteTables;
  readonly ways: Ways;
  readonly hosts: readonly Host[];
  private readonly gateways = new Map<string, InternetGateway | undefined>();
  private readonly entered = new Map<string | undefined, readonly Entry[]>();
  private readonly passages = new Map<string, readonly Passage[]>();

  private constructor(readonly stack: TerraformJson) {
    this.networks = new Networks(stack);
    this.tables = new RouteTables(this.networks);
    this.ways = new Ways(this.networks, this.tables);
    this.hosts = hostsOf(this.networks);
  }

  /** The topology of a stack, read once. */
  static of(stack: TerraformJson): Topology {
    const topology = TOPOLOGIES.get(stack) ?? new Topology(stack);
    TOPOLOGIES.set(stack, topology);
    return topology;
  }

  /** The internet gateway of a VPC. */
  gateway(vpc: string): InternetGateway | undefined {
    if (!this.gateways.has(vpc)) {
      this.gateways.set(vpc, internetGateway(this.networks, this.tables, vpc));
    }
    return this.gateways.get(vpc);
  }

  /** Everything through which packets from outside come to a subnet. */
  entries(subnet: Subnet | undefined): readonly Entry[] {
    const known = this.entered.get(subnet?.vpc) ?? entriesInto(this, subnet?.vpc);
    this.entered.set(subnet?.vpc, known);
    return known;
  }

  /** What the network ACL of a subnet lets across its border; nothing is known of a subnet outside the stack. */
  border(subnet: Subnet | undefined, direction: Direction): readonly Passage[] {
    return subnet === undefined
      ? everything([])
      : this.once(`acl ${subnet.id} ${direction}`, () => aclPassages(this.networks, subnet, direction));
  }

  /** What passes on a way to some addresses inside. */
  passed(steps: readonly Step[], addresses: CidrSet): readonly Passage[] {
    return steps.reduce(
      (outer: readonly Passage[], step) =>
        step.kind === "endpoint"
          ? through(outer, this.inspected(step.endpoint, addresses, "inbound"))
          : outer.map((passage) => ({ ...passage, via: [...passage.via, step.via] })),
      everything([]),
    );
  }

  /**
   * What a firewall lets through at an endpoint.
   *
   * @param addresses the side of the connection that is inside
   */
  inspected(endpoint: Endpoint, addresses: CidrSet, direction: Direction): readonly Passage[] {
    const { firewall, via } = endpoint;
    const passages =
      firewall === undefined
        ? everything([])
        : this.once(`firewall ${firewall.address} ${addresses} ${direction}`, () =>
            firewallPassages(this.stack, firewall, addresses, direction, this.home(firewall)),
          );
    return via.length === 0
      ? passages
      : passages.map((passage) => ({ ...passage, via: [...via, ...passage.via] }));
  }

  private home({ attributes }: Resource): CidrSet {
    return this.networks.own(this.stack.identity(attributes.vpc_id) ?? "");
  }

  private once(key: string, compute: () => readonly Passage[]): readonly Passage[] {
    const known = this.passages.get(key) ?? compute();
    this.passages.set(key, known);
    return known;
  }
}
