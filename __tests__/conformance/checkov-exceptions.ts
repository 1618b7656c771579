import { CidrSet, cidrProblem, PRIVATE_IPV4 } from "../../constructs/core/cidr-set";

/** Findings of checkov that stand, and why. */
export interface CheckovException {
  /** The checks, by their ids (https://www.checkov.io/5.Policy%20Index/terraform.html). */
  readonly checks: readonly string[];
  /** Addresses of the resources. */
  readonly resources: RegExp;
  /**
   * Which of those resources.
   *
   * @default - all of them
   */
  readonly where?: (attributes: Readonly<Record<string, unknown>>) => boolean;
  /** Why the resource is right as it is. */
  readonly reason: string;
}

/** Locks of the subnets: network ACLs, as far as they are about what comes in. */
const SUBNET_LOCKS = /^aws_network_acl_rule\.edge_(server-)?subnet-lock_in_/;

/** Hands connections on 25 and 443 to the servers. */
const LOAD_BALANCER = /^aws_lb\.edge_\S+_load-balancer_/;

/** Holds connections and packet headers. */
const LOG_BUCKET = /^aws_s3_bucket\.edge_logs_bucket_/;

/** Where backups lie. */
const REPOSITORY = /^aws_s3_bucket\.backup-repository(-copy)?_bucket_/;

/** Where it is written who reads and deletes them. */
const ACCESS_LOG = /^aws_s3_bucket\.backup-repository(-copy)?_access-log_bucket_/;

/** Looks at blocklists and at what is live. */
const WATCH_FUNCTION = /^aws_lambda_function\.watch_function_/;

/** What CloudFront serves: MTA-STS policies, and nothing else. */
const POLICY_SITE = /^aws_cloudfront_distribution\.mail_policies_/;

/**
 * Every finding that is not mended, by what it is about. An entry that no longer excuses anything fails the
 * test, so that it does not excuse something else one day.
 */
export const CHECKOV_EXCEPTIONS: readonly CheckovException[] = [
  {
    checks: ["CKV_AWS_345", "CKV_AWS_346"], // Network Firewall encrypted with a key of the client's own
    resources: /^aws_networkfirewall_(firewall|firewall_policy|rule_group)\.edge_/,
    reason:
      "Rules hold no secret and AWS encrypts them with a key of its own; the firewall stops all traffic while a key of the client's is disabled or deleted (https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-and-firewall-endpoints-considerations.html).",
  },
  {
    checks: ["CKV_AWS_231"], // no network ACL rule admits 3389 from everywhere
    resources: SUBNET_LOCKS,
    where: ({ rule_action, protocol, from_port, to_port }) =>
      rule_action === "allow" && protocol === "tcp" && from_port === 1024 && to_port === 65_535,
    reason:
      "Replies come back on these ports; rules with lower numbers deny 3389 and Windows remote management, and the check looks at one rule at a time.",
  },
  {
    checks: ["CKV_AWS_352"], // no network ACL rule admits all ports
    resources: SUBNET_LOCKS,
    where: ({ cidr_block }) => {
      const network = String(cidr_block);
      return cidrProblem(network) === undefined && PRIVATE_IPV4.containsAll(CidrSet.of(network));
    },
    reason:
      "It admits private networks only, its own and those of the domain; the check does not look at where packets come from.",
  },
  {
    checks: ["CKV2_AWS_19"], // elastic addresses belong to an instance
    resources: /^aws_eip\.edge_(address_|\S+_load-balancer_address-)/,
    reason:
      "It belongs to the load balancer, or to the network interface that the server is launched with; the server itself is not in the stack.",
  },
  {
    checks: ["CKV_AWS_338"], // logs kept for a year
    resources: /^aws_cloudwatch_log_group\.edge_logs_/,
    where: ({ retention_in_days: days }) => Number(days) >= 90,
    reason:
      "They hold the addresses of the people who read their mail, which are kept no longer than needed (GDPR, article 5(1)(e)): 90 days, more with edge.logs.",
  },
  {
    checks: ["CKV_AWS_338"], // logs kept for a year
    resources: /^aws_cloudwatch_log_group\.watch_function_logs_/,
    reason: "They say how runs of the watch went; what began and ended is in its table for 400 days.",
  },
  {
    checks: ["CKV_AWS_116"], // dead letters of a function
    resources: WATCH_FUNCTION,
    reason:
      "A run that has failed three times goes to a queue with its error, as the function's destination on failure, which AWS prefers to a dead-letter queue (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html); an alarm tells of it.",
  },
  {
    checks: ["CKV_AWS_117"], // a function in the client's network
    resources: WATCH_FUNCTION,
    reason:
      "It asks public name servers and connects to public names only; inside a network it would need a NAT gateway, which costs ten times as much as the watch. watch.network puts it into one.",
  },
  {
    checks: ["CKV_AWS_272"], // signed code
    resources: WATCH_FUNCTION,
    reason:
      "Whoever may deploy the stack may deploy another signing configuration with it; the plan shows the digest of the code.",
  },
  {
    checks: ["CKV_AWS_115"], // executions of the account's kept for it
    resources: WATCH_FUNCTION,
    reason:
      "A new account's quota lets it keep none, and the apply would fail; runs that meet are told apart by the table (docs/adr/0028).",
  },
  {
    checks: ["CKV_AWS_50"], // traces
    resources: WATCH_FUNCTION,
    reason: "It is called by nothing but its schedule; its log says what a run did and how long it took.",
  },
  {
    checks: ["CKV_AWS_297"], // schedules encrypted with a key of the client's own
    resources: /^aws_scheduler_schedule\.watch_/,
    reason:
      "Their input is what the DNS publishes anyway, and AWS encrypts it with a key of its own; secrets are in it by reference.",
  },
  {
    checks: ["CKV_AWS_152"], // every zone's address serves all servers
    resources: LOAD_BALANCER,
    reason: "A connection stays in its zone, and with it at one endpoint of the firewall.",
  },
  {
    checks: ["CKV_AWS_91"], // requests of a load balancer logged
    resources: LOAD_BALANCER,
    reason:
      "It opens no TLS, and without that there is no such log (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html); the firewall and the flow log record every connection.",
  },
  {
    checks: ["CKV_AWS_18"], // reading of a bucket logged
    resources: LOG_BUCKET,
    reason:
      "It is where logs end: only AWS's log delivery writes there, and a log of its readers would need the next bucket.",
  },
  {
    checks: ["CKV2_AWS_62"], // a message for each new file
    resources: LOG_BUCKET,
    reason: "A file of logs arrives every few minutes and calls for nothing; alarms are made of alerts.",
  },
  {
    checks: ["CKV_AWS_144"], // copied to another Region
    resources: LOG_BUCKET,
    reason:
      "People's addresses stay in the Region that the client chose; a Region that is lost with its logs is no intrusion.",
  },
  {
    checks: ["CKV2_AWS_39"], // queries of a zone logged
    resources: /^aws_route53_zone\.dns_/,
    reason:
      "The records are public and the askers are other people's resolvers; a log of them shows no attack on the server.",
  },
  {
    checks: ["CKV_AWS_68", "CKV2_AWS_47"], // a web application firewall
    resources: POLICY_SITE,
    reason: "Nothing stands behind it that could be attacked: a function answers with a fixed public text.",
  },
  {
    checks: ["CKV_AWS_305", "CKV_AWS_310"], // a default root object, a second origin
    resources: POLICY_SITE,
    reason: "The function answers every request itself; the origin that must be named is never asked.",
  },
  {
    checks: ["CKV_AWS_374"], // some countries only
    resources: POLICY_SITE,
    reason: "Mail comes from every country, and a sender that cannot read the policy does not keep to it.",
  },
  {
    checks: ["CKV2_AWS_32"], // headers that protect browsers
    resources: POLICY_SITE,
    reason: "Mail servers read it, not browsers; the headers protect pages with scripts.",
  },
  {
    checks: ["CKV_AWS_86"], // requests logged
    resources: POLICY_SITE,
    reason:
      "The senders themselves report when they cannot read the policy (TLS-RPT, RFC 8460); a log of who did would cost a bucket and say less.",
  },
  {
    checks: ["CKV_AWS_124"], // a topic for the events of a CloudFormation stack
    resources: /^aws_cloudformation_stack\.mail-manager_/,
    reason:
      "Terraform makes every change of it, waits for its end and shows its errors; nobody else changes it.",
  },
  {
    checks: ["CKV_AWS_273", "CKV_AWS_40"], // no users, and no policies on them
    resources: /^aws_iam_user(_policy_attachment)?\.challenge-writer_/,
    reason:
      "A server in an office has no role to take; its user may write one TXT record, from the office's address only, and a group for one user would hide that.",
  },
  {
    checks: ["CKV2_AWS_39"], // queries are logged
    resources: /^aws_route53_zone\.challenge-zone_/,
    reason: "Authorities ask it for one record, some times a year; whom they certify stands in public logs.",
  },
  {
    checks: ["CKV_AWS_273", "CKV_AWS_40"], // no users, and no policies on them
    resources: /^aws_iam_user(_policy_attachment)?\.backup-repository(-copy)?_principal_/,
    reason:
      "Veeam and Arcserve sign in with the access key of a user and cannot take a role (https://helpcenter.veeam.com/docs/vbr_aws/deployment/permissions.html); the user writes from the site only and is denied by name what destroys.",
  },
  {
    checks: ["CKV2_AWS_61"], // a lifecycle configuration
    resources: REPOSITORY,
    reason:
      "The product alone decides how long an object stays: with lifecycle rules, Veeam's backups and restores fail (https://helpcenter.veeam.com/docs/backup/hyperv/object_storage_repository_cal.html).",
  },
  {
    checks: ["CKV_AWS_144"], // copied to another Region
    resources: REPOSITORY,
    reason:
      "It is the copy in another Region, or has a second repository that the product itself fills; a replica would have no owner in its database (docs/adr/0030).",
  },
  {
    checks: ["CKV2_AWS_62"], // a message for each new file
    resources: REPOSITORY,
    reason: "A backup is thousands of objects a night; the product says whether it has succeeded.",
  },
  {
    checks: ["CKV_AWS_144", "CKV2_AWS_62"], // copied to another Region, a message for each new file
    resources: ACCESS_LOG,
    reason:
      "It is a log of who came; losing it together with the Region loses no mail, and each file calls for nothing.",
  },
  {
    checks: ["CKV_AWS_145"], // encrypted with a key of the client's own
    resources: ACCESS_LOG,
    reason:
      "S3's log delivery writes into buckets with S3's own key only (https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html).",
  },
  {
    checks: ["CKV2_AWS_11"], // packets of a network recorded
    resources: /^aws_vpc\.backup-snapshots_restore-test_network_/,
    reason:
      "Nothing leads in or out, and for some hours a month one machine stands there that nobody talks to.",
  },
  {
    checks: ["CKV2_AWS_5"], // groups belong to something
    resources: /^aws_security_group\.backup-snapshots_restore-test_group_/,
    reason: "AWS Backup launches the restored server with it.",
  },
];
