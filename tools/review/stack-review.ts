import type { Posture } from "../../posture/facts";
import { postureOf } from "../../posture/posture";
import { type Json, TerraformJson } from "../../posture/terraform-json";
import { backupChanges } from "./backup-differences";
import {
  type Change,
  type CostChange,
  costChange,
  type FindingChanges,
  findingChanges,
  type IpsChange,
  ipsChanges,
  mailFlowChanges,
  otherChanges,
  type RecordChange,
  recordChanges,
} from "./fact-differences";
import { egressDifference, exposureDifference, type ReachDifference } from "./reach-difference";
import { type LookAt, reasonsToLook } from "./reasons";
import { aligned } from "./renames";
import { isDescriptive, type ResourceChanges, resourceChanges } from "./resource-changes";
import { isTagSetting, settingChanges } from "./setting-changes";

/** A stack that exists at the base, at the head, or at both. */
export interface StackPair {
  /** For people: the client or the folder. */
  readonly name: string;
  /** Its Terraform JSON, undefined where it does not exist. */
  readonly base: unknown;
  readonly head: unknown;
  /** Why the base could not be read, where it exists and could not; the head is then shown as if it were new. */
  readonly baseProblem?: string;
}

/** One side of a comparison. */
export interface Side {
  readonly posture: Posture;
  readonly stack: TerraformJson;
}

/** How two versions of a stack differ in what they mean. */
export interface Differences {
  readonly exposures: ReachDifference;
  readonly egress: ReachDifference;
  readonly mailFlow: readonly Change[];
  readonly records: readonly RecordChange[];
  readonly ips: readonly IpsChange[];
  readonly findings: FindingChanges;
  readonly cost: CostChange;
  readonly resources: ResourceChanges;
  /** State, providers, outputs, data sources. */
  readonly settings: readonly Change[];
  /** Facts that are compared as they stand: zones, certificates, MTA-STS policies. */
  readonly facts: readonly Change[];
}

/** What a change does to one stack. */
export interface StackReview extends Differences {
  readonly name: string;
  readonly state: "new" | "removed" | "changed" | "unchanged";
  /** `look`: a human must; `changes`: nothing a human must look at; `none`: no semantic change. */
  readonly verdict: "look" | "changes" | "none";
  /** Why a human must look. */
  readonly lookAt: readonly LookAt[];
}

/**
 * Reviews one stack.
 *
 * @param today day on which exceptions are held against their last one; `YYYY-MM-DD`
 * @param judge what one side says; whoever reviews many heads against one base can keep the base's
 * @throws Error when the head cannot be read
 */
export function reviewStack(
  pair: StackPair,
  today: string,
  judge: (json: Json, today: string) => Side = sideOf,
): StackReview {
  const { name, baseProblem } = pair;
  const head = pair.head as Json | undefined;
  const original = pair.base as Json | undefined;
  const { base, renames } =
    original === undefined || head === undefined ? { base: original, renames: [] } : aligned(original, head);
  const after = head === undefined ? undefined : judge(head, today);
  let before: Side | undefined;
  let unreadable = baseProblem;
  try {
    before = base === undefined ? undefined : judge(base, today);
  } catch (error) {
    unreadable = error instanceof Error ? error.message : String(error);
  }
  const [was, is] = [before?.posture, after?.posture];
  const differences: Differences = {
    exposures: exposureDifference(was?.exposures ?? [], is?.exposures ?? []),
    egress: egressDifference(was?.egress ?? [], is?.egress ?? []),
    mailFlow: mailFlowChanges(was?.mailFlow, is?.mailFlow),
    records: recordChanges(was?.records ?? [], is?.records ?? []),
    ips: ipsChanges(was?.ips ?? [], is?.ips ?? []),
    findings: findingChanges(was, is),
    cost: costChange(was, is),
    resources: resourceChanges(base ?? {}, head ?? {}, renames),
    settings: settingChanges(base, head),
    facts: [...otherChanges(was, is), ...backupChanges(was?.backup, is?.backup)],
  };
  const lookAt = reasonsToLook({ name, before, after, differences, baseProblem: unreadable });
  const changes = isSemantic(differences);
  return {
    name,
    state:
      original === undefined && baseProblem === undefined
        ? "new"
        : head === undefined
          ? "removed"
          : JSON.stringify(original) === JSON.stringify(head)
            ? "unchanged"
            : "changed",
    verdict: lookAt.length > 0 ? "look" : changes ? "changes" : "none",
    lookAt,
    ...differences,
  };
}

/** What one side of a review says. */
export function sideOf(json: Json, today: string): Side {
  return { posture: postureOf(json, today), stack: new TerraformJson(json) };
}

/** Does anything mean something else, or is anything made, unmade or changed but its words and tags? */
function isSemantic({
  exposures,
  egress,
  mailFlow,
  records,
  ips,
  findings,
  cost,
  resources,
  settings,
  facts,
}: Differences): boolean {
  const { created, destroyed, replaced, updated, renamed } = resources;
  return (
    [exposures, egress].some(
      ({ opens, closes, reroutes }) => opens.length + closes.length + reroutes.length > 0,
    ) ||
    [mailFlow, records, ips, facts, created, destroyed, replaced, renamed].some(({ length }) => length > 0) ||
    Object.values(findings).some(({ length }) => length > 0) ||
    cost.standing.before !== cost.standing.after ||
    cost.perGigabyte.before !== cost.perGigabyte.after ||
    updated.some((update) => !isDescriptive(update)) ||
    settings.some((setting) => !isTagSetting(setting))
  );
}
