/**
 * Service part of an ARN by the words a Terraform type starts with (after `aws_`); longest match wins.
 * A type that matches none belongs to the service its first word names.
 */
export const AWS_SERVICES: Readonly<Record<string, string>> = {
  alb: "elasticloadbalancing",
  ami: "ec2",
  apigatewayv2: "apigateway",
  api_gateway: "apigateway",
  cloudwatch_event: "events",
  cloudwatch_log: "logs",
  cognito: "cognito-idp",
  customer_gateway: "ec2",
  db: "rds",
  default: "ec2",
  ebs: "ec2",
  efs: "elasticfilesystem",
  egress: "ec2",
  eip: "ec2",
  flow_log: "ec2",
  instance: "ec2",
  internet_gateway: "ec2",
  key_pair: "ec2",
  kinesis_firehose: "firehose",
  launch_template: "ec2",
  lb: "elasticloadbalancing",
  nat_gateway: "ec2",
  network: "ec2",
  networkfirewall: "network-firewall",
  route: "ec2",
  route53: "route53",
  security_group: "ec2",
  sesv2: "ses",
  sfn: "states",
  subnet: "ec2",
  vpc: "ec2",
  vpn: "ec2",
};

/** Services whose ARNs name no region. */
export const AWS_GLOBAL_SERVICES: ReadonlySet<string> = new Set([
  "cloudfront",
  "iam",
  "organizations",
  "route53",
  "s3",
]);
