import { orderFaults } from "../fortigate/policy-order-faults";
import type { Rule } from "./rule";

/** What refuses stands where it was meant to. */
export const POLICIES_IN_ORDER: Rule = {
  id: "policies-in-order",
  what: "Where one FortiGate policy refuses and another lets in, the stack fixes which stands first: a fortios_firewall_policy_sort that depends on both; a warning where only one depends on the other.",
  why: "A FortiGate appends what is created: policies that are created side by side stand in any order, and one that is added later stands last, whatever its id.",
  reference: "https://github.com/fortinetdev/terraform-provider-fortios/issues/247",
  severity: "error",
  check: (_facts, stack) =>
    orderFaults(stack).map(({ refusing, admitting, byCreation }) => ({
      address: refusing,
      ...(byCreation ? { severity: "warning" as const } : {}),
      message: byCreation
        ? `its place before or after ${admitting.join(", ")} holds only while all are created by one apply, in that order; add a fortios_firewall_policy_sort by policyid that depends on all policies`
        : `nothing says whether it stands before ${admitting.join(", ")} or after; give all a policyid and add a fortios_firewall_policy_sort by policyid that depends on them`,
    })),
};
