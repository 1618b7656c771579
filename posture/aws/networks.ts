import { CidrSet } from "../../constructs/core/cidr-set";
import {
  isExpression,
  type Json,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "../terraform-json";

/** Version of the internet protocol. */
export type IpVersion = 4 | 6;

/** Both versions. */
export const IP_VERSIONS: readonly IpVersion[] = [4, 6];

/** Every address of a version. */
export function anyAddress(version: IpVersion): CidrSet {
  return version === 4 ? CidrSet.ANY_IPV4 : CidrSet.ANY_IPV6;
}

/** The part of a set that belongs to a version. */
export function ofVersion(addresses: CidrSet, version: IpVersion): CidrSet {
  return version === 4 ? addresses.ipv4 : addresses.ipv6;
}

/** A subnet: the stack's own, or one that the stack names by its id. */
export interface Subnet {
  /** Its identity in the JSON. */
  readonly id: string;
  /** Identity of its VPC; its own with `.vpc_id` where the JSON says no more. */
  readonly vpc: string;
  /** Its availability zone, in equal words where it is the same. */
  readonly zone: string | undefined;
  /** Is it the stack's own? */
  readonly declared: boolean;
  readonly attributes: Resource["attributes"];
}

/** Addresses of a network, as far as the JSON says. */
export interface Block {
  /** Undefined where they are known after apply only. */
  readonly addresses: CidrSet | undefined;
  /** The block as the JSON spells it; equal where it is the same. */
  readonly spelling: string;
}

/** The VPCs and subnets of a stack, its own and those it adopts. */
export class Networks {
  private readonly subnets = new Map<string, Subnet>();

  constructor(readonly stack: TerraformJson) {}

  /** The subnet that a value points to; undefined where there is no value. */
  subnet(value: Json | undefined): Subnet | undefined {
    const id = this.stack.identity(value);
    if (id === undefined) {
      return undefined;
    }
    const known = this.subnets.get(id);
    if (known !== undefined) {
      return known;
    }
    const thing = this.stack.thing(id);
    const attributes = thing?.attributes ?? {};
    const declared = thing?.type === "aws_subnet" && this.stack.at(id) !== undefined;
    const zone = this.stack.resolved(attributes.availability_zone);
    const subnet: Subnet = {
      id,
      vpc: this.stack.identity(attributes.vpc_id) ?? this.vpcByTable(id) ?? `${id}.vpc_id`,
      zone: textOf(zone) ?? (declared ? `\${${id}.availability_zone}` : undefined),
      declared,
      attributes,
    };
    this.subnets.set(id, subnet);
    return subnet;
  }

  /** Does the stack declare this VPC whole? What is adopted may have more gateways, tables and groups. */
  declaresVpc(vpc: string): boolean {
    return this.stack.at(vpc)?.type === "aws_vpc";
  }

  /** The block of a subnet. */
  subnetBlock(subnet: Subnet, version: IpVersion): Block {
    return this.block(subnet.id, subnet.attributes, version);
  }

  /** The blocks of a VPC, the first and those added to it; empty where none is known. */
  vpcBlocks(vpc: string, version: IpVersion): readonly Block[] {
    const attributes = this.stack.thing(vpc)?.attributes ?? {};
    const type =
      version === 4 ? "aws_vpc_ipv4_cidr_block_association" : "aws_vpc_ipv6_cidr_block_association";
    const added = this.stack
      .pointing(type, "vpc_id", vpc)
      .map(({ address, attributes: association }) => this.block(address, association, version));
    return [this.block(vpc, attributes, version), ...added];
  }

  /** All addresses of a VPC, as far as they are known. */
  own(vpc: string): CidrSet {
    return IP_VERSIONS.flatMap((version) => this.vpcBlocks(vpc, version)).reduce(
      (all, { addresses = CidrSet.EMPTY }) => all.union(addresses),
      CidrSet.EMPTY,
    );
  }

  /** Every address that a subnet may give out: its block where it is known, else any. */
  addresses(subnet: Subnet | undefined, version: IpVersion): CidrSet {
    const block = subnet === undefined ? undefined : this.subnetBlock(subnet, version);
    return block?.addresses ?? anyAddress(version);
  }

  /** A network in the JSON's words, or the addresses where it is literal. */
  spelt(value: Json | undefined, version: IpVersion): Block | undefined {
    const spelling = textOf(this.stack.resolved(value));
    return spelling === undefined
      ? undefined
      : {
          addresses: isExpression(spelling) ? undefined : ofVersion(CidrSet.of(spelling), version),
          spelling,
        };
  }

  private block(id: string, attributes: Resource["attributes"], version: IpVersion): Block {
    const attribute = version === 4 ? "cidr_block" : "ipv6_cidr_block";
    return (
      this.spelt(attributes[attribute], version) ?? {
        addresses: undefined,
        spelling: `\${${id}.${attribute}}`,
      }
    );
  }

  /** An adopted subnet is in the VPC of the table that the stack ties it to. */
  private vpcByTable(subnet: string): string | undefined {
    return this.stack
      .pointing("aws_route_table_association", "subnet_id", subnet)
      .flatMap(({ attributes }) => this.stack.identities(attributes.route_table_id))
      .flatMap((table) => textsOf(this.stack.thing(table)?.attributes.vpc_id))
      .flatMap((vpc) => this.stack.identities(vpc))[0];
  }
}
