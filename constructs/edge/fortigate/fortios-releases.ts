import type { Problem } from "../../core/errors";

/** A release of FortiOS. */
export interface FortiOsRelease {
  /** Its first two numbers, such as `7.4`. */
  readonly release: string;
  /**
   * Last day of fixes for vulnerabilities, `YYYY-MM-DD`.
   *
   * @default - not known yet
   */
  readonly endOfSupport?: string;
  /** First patch that works here; `intf_block` of local-in policies is why it is not 0 everywhere. */
  readonly firstPatch: number;
}

/**
 * Releases that have fixes and that the provider configures. What is older has neither
 * (https://endoflife.date/fortios; 54 months from the first version to the end, by Fortinet's life cycle policy).
 */
export const FORTIOS_RELEASES: readonly FortiOsRelease[] = [
  // Interfaces of a local-in policy are a list from here on: resource_firewall_localinpolicy.go of the provider.
  { release: "7.4", endOfSupport: "2027-11-11", firstPatch: 2 },
  { release: "7.6", endOfSupport: "2029-01-25", firstPatch: 0 },
  { release: "8.0", firstPatch: 0 },
];

/** Releases that once were, with their last day of fixes. */
const ENDED: ReadonlyMap<string, string> = new Map([
  ["6.0", "2022-09-29"],
  ["6.2", "2023-09-28"],
  ["6.4", "2024-09-30"],
  ["7.0", "2025-09-30"],
  ["7.2", "2026-09-30"],
]);

/** What is wrong with the version that a unit runs. */
export function fortiOsProblems(version: string, property: string): readonly Problem[] {
  const [, release = "", patch = ""] = /^(\d+\.\d+)\.(\d+)$/.exec(version) ?? [];
  const supported = FORTIOS_RELEASES.map((each) => each.release).join(", ");
  if (release === "") {
    return [
      {
        code: "BadFortiOsVersion",
        property,
        message: `${JSON.stringify(version)} is no version of FortiOS, such as "7.6.4"; "get system status" shows the unit's`,
      },
    ];
  }
  const ended = ENDED.get(release);
  const known = FORTIOS_RELEASES.find((each) => each.release === release);
  if (known === undefined) {
    return [
      {
        code: "FortiOsUnsupported",
        property,
        message:
          ended === undefined
            ? `the provider does not know FortiOS ${release}; supported are ${supported}`
            : `FortiOS ${release} has had no fixes since ${ended}; update the unit to one of ${supported}`,
      },
    ];
  }
  return Number(patch) >= known.firstPatch
    ? []
    : [
        {
          code: "FortiOsUnsupported",
          property,
          message: `FortiOS ${version} takes one interface in a local-in policy where later ones take several; update the unit to ${release}.${known.firstPatch} or later`,
        },
      ];
}
