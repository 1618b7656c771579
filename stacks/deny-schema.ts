import { z } from "zod";
import { countryCodeProblem } from "../constructs/core/country-codes";
import { cidr, report } from "./schema-types";

const countryCode = z.string().superRefine((text, context) => {
  const problem = countryCodeProblem(text);
  if (problem !== undefined) {
    report(context, "CountryUnknown", problem);
  }
});

/** `edge.deny` of a client file. */
export const deny = z.strictObject({
  countries: z
    .array(countryCode)
    .default([])
    .describe(
      "Countries that do not reach 443, such as KP (ISO 3166-1); mail on 25 is never turned away by country.",
    ),
  networks: z
    .array(cidr)
    .default([])
    .describe("Public networks that reach neither port; the relay's are refused here."),
  reason: z
    .string()
    .min(10)
    .max(200)
    .regex(/^.*$/, "one line")
    .optional()
    .describe("Why; for whoever reads it in a year. It stands at the rule group in AWS, too."),
});

/** `edge.httpsFrom` of a client file. */
export const httpsFrom = z
  .array(cidr)
  .min(1)
  .optional()
  .describe("Networks whose users may reach Exchange over HTTPS. Default: the whole internet.");
