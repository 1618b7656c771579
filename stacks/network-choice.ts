import type { NetworkLayoutProps } from "../constructs/edge/aws/network-layout";
import type { Client } from "./client-schema";

/** The network of a client's edge, as its layout takes it. */
export function networkOf({ network }: Client["edge"]): NetworkLayoutProps {
  const { cidr, mailSubnet, firewallSubnet, serverAddress } = network;
  return {
    vpcCidr: cidr,
    ...(mailSubnet === undefined ? {} : { mailSubnetCidr: mailSubnet }),
    ...(firewallSubnet === undefined ? {} : { firewallSubnetCidr: firewallSubnet }),
    ...(serverAddress === undefined ? {} : { serverAddress }),
  };
}

/** Keys of the client file by the property of the network layout. */
export const NETWORK_KEYS: Readonly<Record<string, string>> = {
  vpcCidr: "cidr",
  mailSubnetCidr: "mailSubnet",
  firewallSubnetCidr: "firewallSubnet",
  serverAddress: "serverAddress",
};
