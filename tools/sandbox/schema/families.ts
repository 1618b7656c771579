import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { HAND_WRITTEN_PROVIDERS, type HandWrittenProvider } from "../../../providers/hand-written";

/** A provider that the sandbox can stand in for. */
interface Family {
  /** Registry source address, as in `required_providers`. */
  readonly source: string;
  /** First word of the family's Terraform types: `aws` of `aws_vpc`. */
  readonly typePrefix: string;
  /**
   * How the provider models objects inside a resource. `blocks`: objects that are not blocks are
   * attributes of an object type. `attributes`: they are nested attributes, whose members may be left out.
   */
  readonly objects: "blocks" | "attributes";
}

/** One whose schemas are read out of installed bindings. */
export interface GeneratedFamily extends Family {
  readonly kind: "generated";
  /** Folder that holds one folder per resource, each with an `index` file in the generated style. */
  readonly library: () => string;
}

/** One whose schemas stand in this project. */
export interface HandWrittenFamily extends Family {
  readonly kind: "hand-written";
  readonly declared: HandWrittenProvider;
}

/** Either. */
export type BindingFamily = GeneratedFamily | HandWrittenFamily;

function packageLibrary(name: string): string {
  return join(dirname(require.resolve(`${name}/package.json`)), "lib");
}

/** The providers of this project. To stand in for another one with generated bindings, add them here. */
export const BINDING_FAMILIES: readonly BindingFamily[] = [
  {
    kind: "generated",
    source: "hashicorp/aws",
    typePrefix: "aws",
    library: () => packageLibrary("@cdktf/provider-aws"),
    objects: "blocks",
  },
  {
    kind: "generated",
    source: "cloudflare/cloudflare",
    typePrefix: "cloudflare",
    library: () => packageLibrary("@cdktf/provider-cloudflare"),
    objects: "attributes",
  },
  ...HAND_WRITTEN_PROVIDERS.map((declared): HandWrittenFamily => {
    const { source, name } = declared.provider.origin;
    return { kind: "hand-written", source, typePrefix: name, declared, objects: "blocks" };
  }),
];

/** The family a Terraform type belongs to, or undefined when none is installed for it. */
export function familyOf(type: string): BindingFamily | undefined {
  return BINDING_FAMILIES.find((family) => type.startsWith(`${family.typePrefix}_`));
}

/** What a Terraform name stands for: managed by Terraform, only read, or the provider's own settings. */
export type BindingKind = "resource" | "data" | "provider";

/** Where a binding lives: `<library>/<folder>`. Undefined when the bindings have no such type. */
export function bindingFolder(family: GeneratedFamily, kind: BindingKind, type: string): string | undefined {
  const words = type.slice(family.typePrefix.length + 1).replaceAll("_", "-");
  const name =
    kind === "provider" ? "provider" : kind === "data" ? `data-${family.typePrefix}-${words}` : words;
  const folder = join(family.library(), name);
  return existsSync(join(folder, "index.js")) || existsSync(join(folder, "index.ts")) ? folder : undefined;
}
