import type { Problem } from "../../core/errors";

/** A filter that Mail Manager asks for a verdict, billed per message. */
export interface MailFilter {
  /**
   * Name of the result that says a message passed, as the API spells it.
   *
   * The console calls it "Is passed"; no page of AWS says what the API calls it, so it is never assumed.
   * Make a rule with it in the console, and read it with `aws mailmanager get-rule-set`.
   */
  readonly passedField: string;
  /**
   * ARN of an instance that the account has already. AWS allows one subscription per add-on and Region, so the
   * second client of an account has to use the first one's.
   *
   * @default - the relay subscribes, which accepts the add-on's terms and price
   */
  readonly instanceArn?: string;
}

/**
 * What the API calls the add-ons
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ses-mailmanageraddonsubscription.html).
 */
export const ADD_ON_NAMES = {
  /** Spam, phishing and malware by content. */
  spam: "VADE_ADVANCED_EMAIL_SECURITY",
  /** Trend Micro's virus scanner. */
  virus: "TRENDMICRO_VSAPI",
} as const;

/** What a filter looks for. */
export type FilterKind = keyof typeof ADD_ON_NAMES;

/** What the API accepts as a result field (AWS::SES::MailManagerRuleSet Analysis). */
const RESULT_FIELD = /^(addon\.)?[\sa-zA-Z0-9_]{1,250}$/;

/** What the API accepts as an analyzer, narrowed to an instance of an add-on. */
const INSTANCE_ARN = /^arn:aws:ses:[a-z0-9-]+:\d{12}:[a-z-]*addon-instance\/ai-[a-zA-Z0-9]{1,64}$/;

/** What is wrong with a filter. */
export function filterProblems(
  kind: FilterKind,
  { passedField, instanceArn }: MailFilter,
): readonly Problem[] {
  return [
    ...(RESULT_FIELD.test(passedField)
      ? []
      : [
          {
            code: "VendorValueUnconfirmed" as const,
            property: `${kind}Filter`,
            message: `AWS does not document what its API calls the result "Is passed" of ${ADD_ON_NAMES[kind]}, and ${JSON.stringify(passedField)} cannot be it; make a rule with it in the console, read it with "aws mailmanager get-rule-set", and write it here`,
          },
        ]),
    ...(instanceArn === undefined || INSTANCE_ARN.test(instanceArn)
      ? []
      : [
          {
            code: "ValueNotAllowed" as const,
            property: `${kind}Filter`,
            message: `${JSON.stringify(instanceArn)} is not the ARN of an add-on's instance, such as "arn:aws:ses:eu-west-3:123456789012:mailmanager-addon-instance/ai-1a2b"`,
          },
        ]),
  ];
}
