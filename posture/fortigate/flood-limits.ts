import type { Exposure } from "../facts";
import { listOf, objectOf, type TerraformJson, textOf } from "../terraform-json";
import { Interfaces } from "./interfaces";
import { unitsOf } from "./unit";

/** An interface that lets in what comes from the internet without a limit on floods. */
interface UnlimitedInterface {
  readonly address: string;
  readonly version: 4 | 6;
}

const TABLES = { 4: "fortios_firewall_DoSpolicy", 6: "fortios_firewall_DoSpolicy6" } as const;

/** Interfaces that something comes in through, and at which no DoS policy refuses floods. */
export function unlimitedInterfaces(
  stack: TerraformJson,
  exposures: readonly Exposure[],
): readonly UnlimitedInterface[] {
  return unitsOf(stack).flatMap((unit) => {
    const interfaces = new Interfaces(unit);
    return interfaces.names.flatMap((one) =>
      ([4, 6] as const)
        .filter((version) =>
          exposures.some(
            ({ from, via, sources }) =>
              from === "internet" &&
              via[0] === interfaces.label(one) &&
              sources.some((block) => block.includes(":") === (version === 6)),
          ),
        )
        .filter(
          (version) =>
            !unit
              .enabled(TABLES[version])
              .some(
                ({ attributes }) =>
                  interfaces.covers(unit.nameOf(attributes.interface), one).least &&
                  listOf(attributes.anomaly).map(objectOf).some(refuses),
              ),
        )
        .map((version) => ({ address: interfaces.label(one), version })),
    );
  });
}

function refuses({ status, action }: ReturnType<typeof objectOf>): boolean {
  return textOf(status) === "enable" && textOf(action) === "block";
}
