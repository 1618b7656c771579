/**
 * How far prevention has come, in the order in which stages may follow.
 *
 * Alerts are read for one or two weeks, then reputation lists prevent, then signatures do
 * (https://aws.github.io/aws-security-services-best-practices/guides/network-firewall/).
 */
export const IPS_MODES = ["detect", "prevent-reputation", "prevent"] as const;

/** A stage of prevention. */
export type IpsMode = (typeof IPS_MODES)[number];

/** What a group does with what it finds. */
export type GroupAction = "detect" | "prevent";

/** How sure a finding is: an address known to be bad, or a pattern that an honest request might hold. */
export type GroupKind = "reputation" | "signatures";

/** What a group of a kind does in a mode. */
export function actionIn(mode: IpsMode, kind: GroupKind): GroupAction {
  return mode === "prevent" || (mode === "prevent-reputation" && kind === "reputation")
    ? "prevent"
    : "detect";
}
