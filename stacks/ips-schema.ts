import { z } from "zod";
import { IPS_PRESETS } from "../constructs/edge/aws/ips/managed-rule-groups";
import { DEFAULT_LIMITS } from "../constructs/edge/aws/ips/rule-group-budget";
import { IPS_MODES } from "../constructs/edge/ips-mode";
import { stages } from "./schema-types";

/** `edge.ips` of a client file. */
export const ips = z.strictObject({
  preset: z
    .enum(IPS_PRESETS)
    .default("exchange")
    .describe("Which of AWS's rule groups are wanted; what does not fit is left out and said."),
  stages: stages(
    IPS_MODES,
    "detect for one or two weeks, then prevent-reputation (addresses and domains), then prevent (signatures too).",
  )
    .optional()
    .describe("How far prevention has come, stage by stage; the last one is in force. Default: detect."),
  overrides: z
    .array(
      z.strictObject({
        group: z.string().min(1).describe("An IPS group, from docs/ips-rules.md."),
        action: z.enum(["detect", "prevent"]).describe("What it does, whatever the stage."),
        reason: z.string().min(10).describe("Why; for whoever reads it in a year."),
      }),
    )
    .default([])
    .describe("Groups that do otherwise than the stage says."),
  disabledCves: z
    .array(
      z.strictObject({
        cve: z.string().min(1).describe("A virtual patch, from docs/ips-rules.md."),
        reason: z.string().min(10).describe("Why; for whoever reads it in a year."),
      }),
    )
    .default([])
    .describe("Virtual patches that are switched off."),
  quotas: z
    .strictObject({
      capacity: z
        .int()
        .min(1)
        .max(50_000)
        .default(DEFAULT_LIMITS.capacity)
        .describe("Stateful rules per firewall policy."),
    })
    .optional()
    .describe("The account's quota, once AWS has raised it. Default: 30000 rules."),
});
