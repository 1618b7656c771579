import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NetworkfirewallFirewall } from "@cdktf/provider-aws/lib/networkfirewall-firewall";
import { NetworkfirewallFirewallPolicy } from "@cdktf/provider-aws/lib/networkfirewall-firewall-policy";
import { NetworkfirewallLoggingConfiguration } from "@cdktf/provider-aws/lib/networkfirewall-logging-configuration";
import { NetworkfirewallRuleGroup } from "@cdktf/provider-aws/lib/networkfirewall-rule-group";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

const ZONE = "023e105f4ecef8ad9ca31a8372d0c353";
const RELAY = "198.51.100.0/24";
const SMART_HOST = "203.0.113.25/32";

const RULES = [
  `pass tcp ${RELAY} any -> 10.0.1.0/24 25 (flow:to_server; sid:1;)`,
  "pass tcp any any -> 10.0.1.0/24 443 (flow:to_server; sid:2;)",
  `pass tcp 10.0.1.0/24 any -> ${SMART_HOST} 587 (flow:to_server; sid:3;)`,
].join("\n");

/** An Exchange server behind a firewall as somebody writes it with the providers' own classes, and none of ours. */
export class PlainStack extends TerraformStack {
  readonly group: SecurityGroup;
  readonly serverSubnet: Subnet;
  readonly gateway: InternetGateway;
  readonly serverRoutes: RouteTable;
  readonly gatewayRoutes: RouteTable;
  readonly policy: NetworkfirewallFirewallPolicy;
  readonly rules: NetworkfirewallRuleGroup;
  readonly exchanges: DnsRecord;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new S3Backend(this, { bucket: "states", key: "plain.tfstate", region: "eu-west-3", encrypt: true });
    new AwsProvider(this, "aws", { region: "eu-west-3" });
    new CloudflareProvider(this, "cloudflare");
    const vpc = new Vpc(this, "vpc", { cidrBlock: "10.0.0.0/16" });
    this.gateway = new InternetGateway(this, "gateway", { vpcId: vpc.id });
    const subnet = (name: string, cidrBlock: string): Subnet =>
      new Subnet(this, name, { vpcId: vpc.id, cidrBlock, availabilityZone: "eu-west-3a" });
    this.serverSubnet = subnet("server-subnet", "10.0.1.0/24");
    const firewallSubnet = subnet("firewall-subnet", "10.0.0.0/28");

    this.rules = new NetworkfirewallRuleGroup(this, "rules", {
      name: "mail",
      type: "STATEFUL",
      capacity: 10,
      ruleGroup: { rulesSource: { rulesString: RULES }, statefulRuleOptions: { ruleOrder: "STRICT_ORDER" } },
    });
    this.policy = new NetworkfirewallFirewallPolicy(this, "policy", {
      name: "mail",
      firewallPolicy: {
        statelessDefaultActions: ["aws:forward_to_sfe"],
        statelessFragmentDefaultActions: ["aws:forward_to_sfe"],
        statefulEngineOptions: { ruleOrder: "STRICT_ORDER" },
        statefulDefaultActions: ["aws:drop_strict", "aws:alert_strict"],
        statefulRuleGroupReference: [{ priority: 1, resourceArn: this.rules.arn }],
      },
    });
    const firewall = new NetworkfirewallFirewall(this, "firewall", {
      name: "mail",
      vpcId: vpc.id,
      firewallPolicyArn: this.policy.arn,
      subnetMapping: [{ subnetId: firewallSubnet.id }],
      deleteProtection: true,
      subnetChangeProtection: true,
      firewallPolicyChangeProtection: true,
    });
    const endpoint = `\${one([for state in ${firewall.fqn}.firewall_status[0].sync_states : state.attachment[0].endpoint_id])}`;
    const table = (name: string, route: readonly { cidrBlock: string; via: object }[]): RouteTable =>
      new RouteTable(this, name, {
        vpcId: vpc.id,
        route: route.map(({ cidrBlock, via }) => ({ cidrBlock, ...via })),
      });
    this.gatewayRoutes = table("from-gateway", [
      { cidrBlock: "10.0.1.0/24", via: { vpcEndpointId: endpoint } },
    ]);
    this.serverRoutes = table("from-server", [{ cidrBlock: "0.0.0.0/0", via: { vpcEndpointId: endpoint } }]);
    const firewallRoutes = table("from-firewall", [
      { cidrBlock: "0.0.0.0/0", via: { gatewayId: this.gateway.id } },
    ]);
    new RouteTableAssociation(this, "gateway-table", {
      gatewayId: this.gateway.id,
      routeTableId: this.gatewayRoutes.id,
    });
    new RouteTableAssociation(this, "server-table", {
      subnetId: this.serverSubnet.id,
      routeTableId: this.serverRoutes.id,
    });
    new RouteTableAssociation(this, "firewall-table", {
      subnetId: firewallSubnet.id,
      routeTableId: firewallRoutes.id,
    });

    this.group = new SecurityGroup(this, "group", {
      vpcId: vpc.id,
      ingress: [
        { protocol: "tcp", fromPort: 25, toPort: 25, cidrBlocks: [RELAY] },
        { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
      ],
      egress: [{ protocol: "tcp", fromPort: 587, toPort: 587, cidrBlocks: [SMART_HOST] }],
    });
    const server = new Instance(this, "server", {
      ami: "ami-0123456789abcdef0",
      instanceType: "m6i.xlarge",
      subnetId: this.serverSubnet.id,
      vpcSecurityGroupIds: [this.group.id],
      rootBlockDevice: { encrypted: true },
    });
    const address = new Eip(this, "address", { instance: server.id, domain: "vpc" });

    this.watch(firewall);
    this.exchanges = this.publish(address.publicIp);
  }

  private watch(firewall: NetworkfirewallFirewall): void {
    const logs = new CloudwatchLogGroup(this, "alerts", { name: "firewall-alerts", retentionInDays: 90 });
    new NetworkfirewallLoggingConfiguration(this, "logging", {
      firewallArn: firewall.arn,
      loggingConfiguration: {
        logDestinationConfig: [
          {
            logType: "ALERT",
            logDestinationType: "CloudWatchLogs",
            logDestination: { logGroup: logs.name },
          },
        ],
      },
    });
    const topic = new SnsTopic(this, "topic", { name: "alarms", kmsMasterKeyId: "alias/aws/sns" });
    new SnsTopicSubscription(this, "mail", {
      topicArn: topic.arn,
      protocol: "email",
      endpoint: "noc@msp.example",
    });
    new CloudwatchMetricAlarm(this, "dropped", {
      alarmName: "dropped",
      namespace: "AWS/NetworkFirewall",
      metricName: "DroppedPackets",
      dimensions: { FirewallName: firewall.name },
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      period: 300,
      statistic: "Sum",
      threshold: 1000,
      alarmActions: [topic.arn],
    });
  }

  private publish(address: string): DnsRecord {
    const record = (name: string, type: string, content: string, priority?: number): DnsRecord =>
      new DnsRecord(this, `${type}-${name}-${priority ?? 0}`.replaceAll(".", "-"), {
        zoneId: ZONE,
        name,
        type,
        ttl: 3600,
        content,
        ...(priority === undefined ? {} : { priority }),
      });
    record("mail.plain.example", "A", address);
    record("plain.example", "TXT", '"v=spf1 include:spf.relay.example ~all"');
    record("mail.plain.example", "TXT", '"v=spf1 a -all"');
    record("_dmarc.plain.example", "TXT", '"v=DMARC1; p=reject; rua=mailto:dmarc@plain.example"');
    record("plain.example", "MX", "mx2.relay.example", 20);
    new AcmCertificate(this, "certificate", { domainName: "mail.plain.example", validationMethod: "DNS" });
    return record("plain.example", "MX", "mx1.relay.example", 10);
  }
}
