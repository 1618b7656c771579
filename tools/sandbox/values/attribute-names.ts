import type { Rule } from "./rule";

/** An attribute name, or a pattern for names, and what such an attribute usually holds. */
export interface NameRule {
  readonly name: RegExp;
  readonly rule: Rule;
}

/** For AWS types and attributes without a rule of their own; the first that fits counts. */
export const AWS_NAME_RULES: readonly NameRule[] = [
  {
    name: /^arn$/,
    rule: "arn:{partition}:{service}:{region}:{account}:{kind}/{name|bucket|identifier|hex:8}",
  },
  { name: /^id$/, rule: "{name|identifier|bucket|arn|hex:17}" },
  { name: /^name$/, rule: "{name_prefix}terraform-{digits:26}" },
  { name: /^(owner|owner_id|account_id|aws_account_id|registry_id)$/, rule: "{account}" },
  { name: /_arn$/, rule: "arn:{partition}:{service}:{region}:{account}:{kind}/{hex:8}" },
  { name: /(^|_)(created|modified|updated)(_|$)|(_at|_on|_date|_time|timestamp)$/, rule: "{time}" },
  { name: /(^|_)url$/, rule: "https://{hex:10}.{service}.{region}.amazonaws.com" },
  { name: /(^|_)(dns_name|endpoint|domain_name)$/, rule: "{hex:10}.{service}.{region}.amazonaws.com" },
  { name: /^hosted_zone_id$|^zone_id$/, rule: "Z{letters:13}" },
  { name: /^(status|state)$/, rule: "ACTIVE" },
  { name: /(^|_)(token|version_id)$/, rule: "{uuid}" },
  { name: /(^|_)etag$/, rule: "{hex:32}" },
  { name: /(^|_)id$/, rule: "{hex:17}" },
];

/** For Cloudflare and other providers whose ids are plain hexadecimal. */
export const PLAIN_NAME_RULES: readonly NameRule[] = [
  { name: /^id$/, rule: "{hex:32}" },
  { name: /(^|_)(created|modified|updated)(_|$)|(_at|_on|_date|_time)$/, rule: "{time}" },
  { name: /(^|_)(tag|id)$/, rule: "{hex:32}" },
];
