import { type Derivation, findObject, objectsOf, text } from "./context";
import { below } from "./seeded";

/** Networks set aside for documentation: they can never be somebody's real address. */
const DOCUMENTATION_NETWORKS = ["203.0.113", "198.51.100"];
const HOSTS_PER_NETWORK = 254;
/** AWS keeps the first four addresses of a subnet for itself. */
const RESERVED_HOSTS = 4;
const MACHINES = ["aws_instance", "aws_network_interface", "aws_nat_gateway", "aws_lb"];

function publicAddress(index: number): string {
  const place = index % (DOCUMENTATION_NETWORKS.length * HOSTS_PER_NETWORK);
  const network = DOCUMENTATION_NETWORKS[Math.floor(place / HOSTS_PER_NETWORK)] ?? "203.0.113";
  return `${network}.${(place % HOSTS_PER_NETWORK) + 1}`;
}

/** Position among what the stack declares; a seeded guess for objects it does not. */
function place(derivation: Derivation, types: readonly string[]): number {
  const index = derivation.declaredKeys(types).indexOf(derivation.key);
  return index >= 0 ? index : below(derivation.key, HOSTS_PER_NETWORK);
}

/** A public address no other elastic IP in the cloud has; the same again after destroy and apply. */
export function elasticAddress(derivation: Derivation): string {
  const stack = derivation.key.slice(0, derivation.key.lastIndexOf("/"));
  const taken = new Set(objectsOf(derivation.state, "aws_eip").map((object) => object.values.public_ip));
  const first = below(stack, HOSTS_PER_NETWORK) + place(derivation, ["aws_eip"]);
  const limit = DOCUMENTATION_NETWORKS.length * HOSTS_PER_NETWORK;
  for (let step = 0; step < limit; step++) {
    const address = publicAddress(first + step);
    if (!taken.has(address)) return address;
  }
  throw new Error(`the sandbox has only ${limit} public addresses, and all are taken`);
}

/** Host name AWS gives an address inside (`ip-…`) or outside (`ec2-…`) its network. */
export function addressName(address: string, prefix: "ip" | "ec2", region: string): string {
  if (address === "") return "";
  const domain = prefix === "ip" ? `${region}.compute.internal` : `${region}.compute.amazonaws.com`;
  return `${prefix}-${address.replaceAll(".", "-")}.${domain}`;
}

/** A private address inside the subnet's CIDR, by the order in which the stack declares its machines. */
export function privateAddress(derivation: Derivation, subnetId: string): string {
  const cidr = findObject(derivation.state, "aws_subnet", "id", subnetId)?.cidr_block;
  const [base = "", length = ""] = (typeof cidr === "string" ? cidr : "10.0.0.0/24").split("/");
  const first = base.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const hosts = Math.max(1, 2 ** (32 - Number(length)) - RESERVED_HOSTS - 1);
  const address = first + RESERVED_HOSTS + (place(derivation, MACHINES) % hosts);
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** Private address of whatever an elastic IP is attached to; empty when it is attached to nothing. */
export function attachedPrivateAddress(derivation: Derivation): string {
  const own = text(derivation, "private_ip_address");
  if (own !== "") return own;
  const networkInterface = text(derivation, "network_interface_id") || text(derivation, "network_interface");
  const instance = text(derivation, "instance_id") || text(derivation, "instance");
  const attached =
    findObject(derivation.state, "aws_network_interface", "id", networkInterface) ??
    findObject(derivation.state, "aws_instance", "primary_network_interface_id", networkInterface) ??
    findObject(derivation.state, "aws_instance", "id", instance);
  const address = attached?.private_ip;
  return typeof address === "string" ? address : "";
}
