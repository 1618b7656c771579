import { CidrSet } from "../../constructs/core/cidr-set";
import { isExpression, type Resource, type TerraformJson, textsOf } from "../terraform-json";

/** A host of the stack that has an address on the internet. */
export interface PublicHost {
  /** Its network interface, or the instance where that has no interface of its own in the stack. */
  readonly resource: Resource;
  /** What gives it its public address. */
  readonly publicAddress: Resource;
  /** Private addresses; empty where only AWS knows them. */
  readonly privateAddresses: CidrSet;
  readonly subnet: Resource | undefined;
  readonly securityGroups: readonly Resource[];
}

/** Every interface and instance that the internet can address. */
export function publicHosts(stack: TerraformJson): readonly PublicHost[] {
  const interfaces = stack.all("aws_network_interface");
  const instances = stack.all("aws_instance");
  return [...interfaces, ...instances].flatMap((resource) => {
    const publicAddress = addressOf(stack, resource);
    if (publicAddress === undefined) {
      return [];
    }
    const { attributes } = resource;
    const addresses = [...textsOf(attributes.private_ips), ...textsOf(attributes.private_ip)].filter(
      (address) => !isExpression(address),
    );
    return [
      {
        resource,
        publicAddress,
        privateAddresses: CidrSet.of(...addresses),
        subnet: stack.referredBy(attributes.subnet_id)[0],
        securityGroups: [
          ...stack.referredBy(attributes.security_groups),
          ...stack.referredBy(attributes.vpc_security_group_ids),
        ],
      },
    ];
  });
}

function addressOf(stack: TerraformJson, host: Resource): Resource | undefined {
  const attribute = host.type === "aws_instance" ? "instance" : "network_interface";
  const [association] = stack.referring("aws_eip_association", `${attribute}_id`, host);
  const [direct] = stack.referring("aws_eip", attribute, host);
  if (association !== undefined || direct !== undefined) {
    return direct ?? stack.referredBy(association?.attributes.allocation_id)[0] ?? association;
  }
  const [subnet] = stack.referredBy(host.attributes.subnet_id);
  const automatic = host.attributes.associate_public_ip_address ?? subnet?.attributes.map_public_ip_on_launch;
  return host.type === "aws_instance" && automatic === true ? host : undefined;
}
