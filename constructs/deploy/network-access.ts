import {
  type AccessScope,
  actions,
  arn,
  CLIENT_TAG,
  creating,
  named,
  onTagged,
  type ServiceAccess,
  tagging,
  untagging,
} from "./access";

/*
 * What Terraform asks of the services of the network. Which action knows which resource, and which condition, is in
 * the Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 */

/** Each makes something that has tags from the first moment on. */
const EC2_CREATE = actions(
  "ec2",
  "AllocateAddress",
  "AuthorizeSecurityGroupEgress",
  "AuthorizeSecurityGroupIngress",
  "CreateCustomerGateway",
  "CreateFlowLogs",
  "CreateInternetGateway",
  "CreateNatGateway",
  "CreateNetworkAcl",
  "CreateNetworkInterface",
  "CreateRouteTable",
  "CreateSecurityGroup",
  "CreateSubnet",
  "CreateVpc",
  "CreateVpcEndpoint",
  "CreateVpnConnection",
  "CreateVpnGateway",
);

const EC2_CHANGE = actions(
  "ec2",
  "AssignPrivateIpAddresses",
  "AssociateAddress",
  "AssociateRouteTable",
  "AttachInternetGateway",
  "AttachNetworkInterface",
  "AttachVpnGateway",
  "CreateNetworkAclEntry",
  "CreateRoute",
  "CreateVpnConnectionRoute",
  // Not `Delete*`: that takes tags away as well, and with its tag a thing of the client becomes nobody's.
  "DeleteCustomerGateway",
  "DeleteFlowLogs",
  "DeleteInternetGateway",
  "DeleteNatGateway",
  "DeleteNetworkAcl",
  "DeleteNetworkAclEntry",
  "DeleteNetworkInterface",
  "DeleteRoute",
  "DeleteRouteTable",
  "DeleteSecurityGroup",
  "DeleteSubnet",
  "DeleteVpc",
  "DeleteVpcEndpoints",
  "DeleteVpnConnection",
  "DeleteVpnConnectionRoute",
  "DeleteVpnGateway",
  "DetachInternetGateway",
  "DetachNetworkInterface",
  "DetachVpnGateway",
  "DisassociateAddress",
  "DisassociateRouteTable",
  "ModifyNetworkInterfaceAttribute",
  "ModifySecurityGroupRules",
  "ModifySubnetAttribute",
  "ModifyVpcAttribute",
  "ModifyVpcEndpoint",
  "ModifyVpnConnection",
  "ModifyVpnConnectionOptions",
  "ReleaseAddress",
  "ReplaceNetworkAclAssociation",
  "ReplaceNetworkAclEntry",
  "ReplaceRoute",
  "ReplaceRouteTableAssociation",
  "RevokeSecurityGroupEgress",
  "RevokeSecurityGroupIngress",
  "UnassignPrivateIpAddresses",
  "UpdateSecurityGroupRuleDescriptionsEgress",
  "UpdateSecurityGroupRuleDescriptionsIngress",
);

/** What is done with a network that the client has had before: things are put into it, itself it stays as it is. */
const EC2_INTO = actions(
  "ec2",
  "AssociateRouteTable",
  "CreateFlowLogs",
  "CreateNatGateway",
  "CreateNetworkAcl",
  "CreateNetworkInterface",
  "CreateRouteTable",
  "CreateSecurityGroup",
  "CreateSubnet",
  "CreateVpcEndpoint",
  "DisassociateRouteTable",
  "ModifyVpcEndpoint",
  "ReplaceNetworkAclAssociation",
  "ReplaceRouteTableAssociation",
);

const EC2: ServiceAccess = {
  types:
    /^aws_(vpc|subnet|eip|internet_gateway|nat_gateway|route|route_table|network_acl|network_interface|security_group|flow_log|customer_gateway|vpn_connection|vpn_gateway)(_|$)/,
  // Not `Describe*`: that tells what instances are started with, which may hold passwords.
  read: actions(
    "ec2",
    "DescribeAccountAttributes",
    "DescribeAddresses*",
    "DescribeAvailabilityZones",
    "DescribeCustomerGateways",
    "DescribeFlowLogs",
    "DescribeInternetGateways",
    "DescribeManagedPrefixLists",
    "DescribeNatGateways",
    "DescribeNetworkAcls",
    "DescribeNetworkInterface*",
    "DescribePrefixLists",
    "DescribeRouteTables",
    "DescribeSecurityGroup*",
    "DescribeSubnets",
    "DescribeTags",
    "DescribeTransitGateway*",
    "DescribeVpc*",
    "DescribeVpnGateways",
    "GetManagedPrefixListEntries",
  ),
  manage: (scope) => {
    const everything = [arn(scope, "ec2", "*")];
    return [
      creating(scope, EC2_CREATE, everything),
      {
        ...creating(scope, ["ec2:CreateTags"], everything),
        Condition: {
          StringEquals: {
            [`aws:RequestTag/${CLIENT_TAG}`]: scope.name,
            "ec2:CreateAction": EC2_CREATE.map((action) => action.replace("ec2:", "")),
          },
        },
      },
      onTagged(scope, [...EC2_CREATE, ...EC2_CHANGE], everything),
      {
        Action: ["ec2:CreateTags"],
        Resource: everything,
        Condition: {
          StringEquals: { [`aws:ResourceTag/${CLIENT_TAG}`]: scope.name },
          StringEqualsIfExists: { [`aws:RequestTag/${CLIENT_TAG}`]: scope.name },
        },
      },
      untagging(scope, ["ec2:DeleteTags"], everything),
      ...(scope.ownedNetworks.length === 0 ? [] : [{ Action: EC2_INTO, Resource: scope.ownedNetworks }]),
    ];
  },
  passesRolesTo: ["vpc-flow-logs.amazonaws.com"],
};

/** Tunnels. Their keys are in what is read of them, of any in the account: no condition of AWS's tells whose they are. */
const VPN: ServiceAccess = {
  types: /^aws_vpn_connection(_|$)/,
  read: ["ec2:DescribeVpnConnections"],
  manage: () => [],
};

/** AWS makes it together with the VPC, without tags; it is emptied, and gets them then. */
const DEFAULT_SECURITY_GROUP: ServiceAccess = {
  types: /^aws_default_security_group$/,
  read: [],
  manage: (scope) => {
    const groups = [arn(scope, "ec2", "security-group/*")];
    return [
      {
        Action: actions("ec2", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"),
        Resource: groups,
        Condition: { Null: { [`aws:ResourceTag/${CLIENT_TAG}`]: "true" } },
      },
      tagging(scope, ["ec2:CreateTags"], groups),
    ];
  },
};

const NETWORK_FIREWALL: ServiceAccess = {
  types: /^aws_networkfirewall_/,
  read: actions("network-firewall", "Describe*", "List*"),
  manage: (scope) => [
    {
      Action: actions(
        "network-firewall",
        "Associate*",
        "Create*",
        "Delete*",
        "Disassociate*",
        "TagResource",
        "UntagResource",
        "Update*",
      ),
      Resource: named(scope, "network-firewall", [
        "firewall/",
        "firewall-policy/",
        "stateful-rulegroup/",
        "stateless-rulegroup/",
        "tls-configuration/",
      ]),
    },
    {
      Action: actions("network-firewall", "CreateFirewallPolicy", "UpdateFirewallPolicy"),
      Resource: [`arn:${scope.partition}:network-firewall:${scope.region}:aws-managed:*`],
    },
    ...(scope.sharedFirewalls.length === 0
      ? []
      : [
          { Action: ["network-firewall:CreateVpcEndpointAssociation"], Resource: scope.sharedFirewalls },
          creating(scope, actions("network-firewall", "CreateVpcEndpointAssociation", "TagResource"), [
            arn(scope, "network-firewall", "vpc-endpoint-association/*"),
          ]),
          onTagged(scope, actions("network-firewall", "DeleteVpcEndpointAssociation", "TagResource"), [
            arn(scope, "network-firewall", "vpc-endpoint-association/*"),
          ]),
        ]),
    // Logs of AWS's own services: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions.html
    {
      Action: actions(
        "logs",
        "CreateLogDelivery",
        "DeleteLogDelivery",
        "DescribeResourcePolicies",
        "GetLogDelivery",
        "ListLogDeliveries",
        "PutResourcePolicy",
        "UpdateLogDelivery",
      ),
      Resource: ["*"],
    },
  ],
  serviceRoles: ["network-firewall.amazonaws.com", "delivery.logs.amazonaws.com"],
};

const LOAD_BALANCING: ServiceAccess = {
  types: /^aws_lb(_|$)/,
  read: actions("elasticloadbalancing", "Describe*"),
  manage: (scope) => [
    {
      Action: actions(
        "elasticloadbalancing",
        "AddTags",
        "CreateListener",
        "CreateLoadBalancer",
        "CreateTargetGroup",
        "DeleteListener",
        "DeleteLoadBalancer",
        "DeleteTargetGroup",
        "DeregisterTargets",
        "Modify*",
        "RegisterTargets",
        "RemoveTags",
        "SetSecurityGroups",
        "SetSubnets",
      ),
      Resource: [
        ...named(scope, "elasticloadbalancing", ["loadbalancer/net/", "targetgroup/"], "/*"),
        ...named(scope, "elasticloadbalancing", ["listener/net/"], "/*/*"),
      ],
    },
  ],
  serviceRoles: ["elasticloadbalancing.amazonaws.com"],
};

/**
 * Records of the client's own names alone, whatever zone they are in. Route 53 knows no tags, and whoever makes zones
 * cannot name them before (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html).
 */
const ROUTE53: ServiceAccess = {
  types: /^aws_route53_/,
  read: actions("route53", "Get*", "List*"),
  manage: (scope) => {
    const zones =
      scope.zoneIds.length > 0
        ? scope.zoneIds.map((id) => `arn:${scope.partition}:route53:::hostedzone/${id}`)
        : [`arn:${scope.partition}:route53:::hostedzone/*`];
    return [
      {
        Action: ["route53:ChangeResourceRecordSets"],
        Resource: zones,
        Condition: {
          "ForAllValues:StringLike": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": scope.domains.flatMap((domain) => [
              domain,
              `*.${domain}`,
            ]),
          },
        },
      },
      ...(scope.zoneIds.length > 0 ? [] : [{ Action: ["route53:CreateHostedZone"], Resource: ["*"] }]),
      {
        Action: actions(
          "route53",
          "ActivateKeySigningKey",
          "ChangeTagsForResource",
          "CreateKeySigningKey",
          "DeactivateKeySigningKey",
          "DeleteKeySigningKey",
          "DisableHostedZoneDNSSEC",
          "EnableHostedZoneDNSSEC",
          "UpdateHostedZoneComment",
          ...(scope.zoneIds.length > 0 ? [] : ["DeleteHostedZone"]),
        ),
        Resource: zones,
      },
    ];
  },
};

const CLOUDFRONT: ServiceAccess = {
  types: /^aws_cloudfront_/,
  read: actions("cloudfront", "Describe*", "Get*", "List*"),
  manage: (scope) => {
    const distributions = [`arn:${scope.partition}:cloudfront::${scope.account}:distribution/*`];
    return [
      // What is made has no name before; AWS knows no resource for it.
      creating(scope, ["cloudfront:CreateDistribution"], ["*"]),
      creating(scope, ["cloudfront:TagResource"], distributions),
      onTagged(
        scope,
        actions("cloudfront", "DeleteDistribution", "TagResource", "UpdateDistribution"),
        distributions,
      ),
      untagging(scope, ["cloudfront:UntagResource"], distributions),
      { Action: ["cloudfront:CreateFunction"], Resource: ["*"] },
      {
        Action: actions("cloudfront", "DeleteFunction", "PublishFunction", "UpdateFunction"),
        Resource: [`arn:${scope.partition}:cloudfront::${scope.account}:function/${scope.name}-*`],
      },
    ];
  },
};

/** The services of the network, of names and of what stands at the internet. */
export const NETWORK_ACCESS: readonly ServiceAccess[] = [
  ROUTE53,
  DEFAULT_SECURITY_GROUP,
  EC2,
  VPN,
  NETWORK_FIREWALL,
  LOAD_BALANCING,
  CLOUDFRONT,
];

/** What a network of the client is called in an ARN, by the beginning of its id. */
const NETWORK_KINDS: Readonly<Record<string, string>> = {
  eipalloc: "elastic-ip",
  eni: "network-interface",
  igw: "internet-gateway",
  rtb: "route-table",
  sg: "security-group",
  subnet: "subnet",
  tgw: "transit-gateway",
  vpc: "vpc",
};

/** ARN of something in EC2 by its id, such as `vpc-0c1d2e3f4a5b60718`; undefined for an id of something else. */
export function networkArn(
  scope: Pick<AccessScope, "partition" | "account" | "region">,
  id: string,
): string | undefined {
  const kind = NETWORK_KINDS[id.replace(/-.*$/, "")];
  return kind && `arn:${scope.partition}:ec2:${scope.region}:${scope.account}:${kind}/${id}`;
}
