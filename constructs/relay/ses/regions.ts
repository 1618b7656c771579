/**
 * Regions whose CloudFormation registry holds the Mail Manager types: registry schemas of 20 October 2026, as
 * cfn-lint 1.58.0 ships them; `npm run test:conformance` compares. Isolated, sovereign and government Regions
 * are left out.
 */
export const MAIL_MANAGER_REGIONS: readonly string[] = [
  "af-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-central-1",
  "ca-west-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

/**
 * Regions that publish their DKIM keys in a zone of their own
 * (https://docs.aws.amazon.com/general/latest/gr/ses.html#ses_dkim_domains); the others share one.
 */
const OWN_DKIM_ZONE: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-northeast-3",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "il-central-1",
  "me-central-1",
]);

/** Zone in which SES publishes the public keys of a Region. */
export function dkimZone(region: string): string {
  return OWN_DKIM_ZONE.has(region) ? `dkim.${region}.amazonses.com` : "dkim.amazonses.com";
}

/** Host that takes outgoing mail (https://docs.aws.amazon.com/general/latest/gr/ses.html#ses_smtp_endpoints). */
export function smtpEndpoint(region: string): string {
  return `email-smtp.${region}.amazonaws.com`;
}

/** Host that takes bounces for a custom MAIL FROM domain (https://docs.aws.amazon.com/general/latest/gr/ses.html#ses_feedback_endpoints). */
export function feedbackEndpoint(region: string): string {
  return `feedback-smtp.${region}.amazonses.com`;
}
