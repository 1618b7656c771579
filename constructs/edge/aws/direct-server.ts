import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { Construct } from "constructs";
import type { MailNetwork, ZoneSubnets } from "./mail-network";
import type { PlacedServer } from "./network-layout";

/** The only server of an edge. */
interface DirectServerProps {
  /** Prefix of the resources' names. */
  readonly name: string;
  readonly server: PlacedServer;
  readonly securityGroupId: string;
  readonly network: MailNetwork;
}

/** A server with an elastic address of its own: an interface to launch it with. */
export class DirectServer extends Construct {
  readonly publicAddresses: readonly string[];
  readonly egressAddresses: readonly string[];
  /** By the server's name. */
  readonly networkInterfaceIds: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, props: DirectServerProps) {
    super(scope, id);
    const server = new NetworkInterface(this, "server", {
      subnetId: (props.network.zones[0] as ZoneSubnets).mail.id,
      description: "Exchange server",
      privateIps: [props.server.address],
      securityGroups: [props.securityGroupId],
      tags: { Name: `${props.name}-${props.server.name}` },
    });
    const address = props.network.elasticAddress(this, "address", `${props.name}-${props.server.name}`);
    new EipAssociation(this, "address-association", {
      allocationId: address.id,
      networkInterfaceId: server.id,
    });
    this.networkInterfaceIds = new Map([[props.server.name, server.id]]);
    this.publicAddresses = [address.publicIp];
    this.egressAddresses = [address.publicIp];
  }
}
