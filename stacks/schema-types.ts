import { z } from "zod";
import { cidrProblem } from "../constructs/core/cidr-set";
import type { ErrorCode } from "../constructs/core/error-codes";
import { hostName, mailDomain, type NameResult } from "./names";

/** Attaches a stable code and a message to a zod issue. */
export function report(context: z.RefinementCtx, code: ErrorCode, message: string): void {
  context.addIssue({ code: "custom", message, params: { code } });
}

/** A mail domain, given as people write it, kept as A-labels. */
export const domainName = named("BadDomain", mailDomain);

/** A host name, given as people write it, kept as A-labels. */
export const fullHostName = named("BadHostName", hostName);

/** A network in CIDR notation. */
export const cidr = z.string().superRefine((text, context) => {
  const problem = cidrProblem(text);
  if (problem !== undefined) {
    report(context, "BadCidr", problem);
  }
});

/** An IPv4 address, without a mask. */
export const privateAddress = z
  .string()
  .refine((text) => z.ipv4().safeParse(text).success, "not an IPv4 address, such as 10.20.0.10");

/** The number of an AWS account. */
export const awsAccount = z.string().superRefine((text, context) => {
  if (!/^\d{12}$/.test(text)) {
    report(
      context,
      "BadAwsAccount",
      `${JSON.stringify(text)} is not an AWS account number: twelve digits, in quotes`,
    );
  }
});

/** The code of an AWS Region. */
export const awsRegion = z.string().superRefine((text, context) => {
  if (
    !/^(af|ap|ca|eu|il|me|mx|sa|us)(-gov)?-(central|north|south|east|west|northeast|northwest|southeast|southwest)-[1-9]$/.test(
      text,
    )
  ) {
    report(context, "BadAwsRegion", `${JSON.stringify(text)} is not an AWS Region, such as "eu-west-3"`);
  }
});

/** A plain e-mail address. */
export const emailAddress = z.string().superRefine((text, context) => {
  const [local, domain, ...rest] = text.split("@");
  const valid =
    rest.length === 0 &&
    local !== undefined &&
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/.test(local) &&
    domain !== undefined &&
    !("problem" in hostName(domain));
  if (!valid) {
    report(
      context,
      "BadEmailAddress",
      `${JSON.stringify(text)} is not an e-mail address; give one, such as "noc@msp.fr"`,
    );
  }
});

/** Kinds of places where a secret can be. */
const SCHEMES = {
  env: { pattern: /^env:[A-Z][A-Z0-9_]*$|^env:TF_VAR_[a-z][a-z0-9_]*$/, example: "env:CLOUDFLARE_API_TOKEN" },
  ssm: { pattern: /^ssm:\/[A-Za-z0-9_.\-/]+$/, example: "ssm:/clinic/smart-host" },
  secretsmanager: {
    pattern: /^secretsmanager:[A-Za-z0-9_+=.@\-/:]+$/,
    example: "secretsmanager:clinic/smart-host",
  },
} as const;

/**
 * A reference to a secret: where it is, never what it is.
 *
 * @param schemes the places allowed here
 */
export function secretReference(...schemes: readonly (keyof typeof SCHEMES)[]): z.ZodType<string, string> {
  const allowed = schemes.map((scheme) => JSON.stringify(SCHEMES[scheme].example)).join(" or ");
  return z.string().superRefine((text, context) => {
    if (schemes.some((scheme) => SCHEMES[scheme].pattern.test(text))) {
      return;
    }
    // The value is not repeated: it may be the secret.
    if (!/^[a-z]+:/.test(text)) {
      report(
        context,
        "SecretInClientFile",
        `this looks like the secret itself; store it and write where it is, such as ${allowed}`,
      );
      return;
    }
    report(
      context,
      "BadSecretReference",
      `not a reference that works here; write where the secret is, such as ${allowed}`,
    );
  });
}

/** The parameter of AWS Systems Manager that a reference names, from its first slash; undefined for another place. */
export function parameterOf(reference: string): string | undefined {
  return /^ssm:(.+)$/.exec(reference)?.[1];
}

/** A calendar day. */
export const day = z.string().superRefine((text, context) => {
  const date = new Date(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(date.getTime()) ||
    date.toISOString().slice(0, 10) !== text
  ) {
    report(context, "BadDate", `${JSON.stringify(text)} is not a calendar day; write it as 2026-11-24`);
  }
});

/** A rollout: stages, each with the day on which it began. */
export function stages<Name extends string>(names: readonly [Name, ...Name[]], what: string) {
  return z
    .array(
      z.strictObject({
        stage: z.enum(names).describe(what),
        since: day.describe("Day on which the stage began, such as 2026-11-24."),
        inherited: z
          .boolean()
          .optional()
          .describe("The first stage was in force before this product took the domain over."),
      }),
    )
    .min(1);
}

/** An HTTPS address. */
export const httpsUrl = z.string().superRefine((text, context) => {
  if (!URL.canParse(text) || new URL(text).protocol !== "https:") {
    report(context, "BadUrl", `${JSON.stringify(text)} is not an address that begins with https://`);
  }
});

/** One SPF mechanism that authorises a sender (RFC 7208 § 5). */
export const spfMechanism = z.string().superRefine((text, context) => {
  if (
    !/^(include:[\w.-]+\.[a-z]{2,}|a:[\w.-]+\.[a-z]{2,}|exists:[\w.%{}-]+\.[a-z]{2,}|ip4:[\d.]+(\/\d{1,2})?|ip6:[\da-f:]+(\/\d{1,3})?)$/i.test(
      text,
    )
  ) {
    report(
      context,
      "BadSpfMechanism",
      `${JSON.stringify(text)} is not one SPF mechanism that authorises a relay, such as "include:spf.example.net"`,
    );
  }
});

/** Tags by key, within AWS's limits (https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html). */
export const tags = z.record(
  z
    .string()
    .min(1)
    .max(128)
    .regex(/^(?!aws:)[\w .:/=+\-@]+$/, "letters, digits and _ . : / = + - @; not beginning with aws:"),
  z.string().max(256),
);

/**
 * A host of an MX set, kept as A-labels; `{domainDashed}` stands for the mail domain with hyphens for dots,
 * which is what vendors with a name per domain use.
 */
export const mxHostName: z.ZodType<string, string> = z.string().transform((text, context) => {
  const placeholder = "{domainDashed}";
  const [before = "", ...after] = text.split(placeholder);
  const stand = "domain-dashed";
  const result = hostName([before, ...after].join(stand));
  if ("problem" in result) {
    report(context, "BadHostName", result.problem.replaceAll(stand, placeholder));
    return z.NEVER;
  }
  return after.length === 0 ? result.name : result.name.replaceAll(stand, placeholder);
});

function named(code: ErrorCode, read: (text: string) => NameResult): z.ZodType<string, string> {
  return z.string().transform((text, context) => {
    const result = read(text);
    if ("problem" in result) {
      report(context, code, result.problem);
      return z.NEVER;
    }
    return result.name;
  });
}
