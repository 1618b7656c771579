import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, LocalBackend, type TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/*
 * What the fleet is measured against, in a process of its own: the same resources declared with the classes of the
 * providers and nothing else, all clients in one app; or the JSON itself, ready, written to files.
 *
 * A resource refers to another as people write it, by the other's attribute (`vpc.id`).
 *
 * Usage: node dist/bench/bare-fleet.js bare|json <plan> <clients> <output folder>
 */

/** One element of a stack: what it is made with, and of what. */
export interface PlannedElement {
  /** File of the class, and its name there. */
  readonly module: string;
  readonly name: string;
  readonly id: string;
  /** `type.name`, of a data source `data.type.name`. */
  readonly address: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** What the class takes for something else than its provider does, by path. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

/** A stack to declare, and the JSON that comes of it. */
export interface PlannedStack {
  readonly elements: readonly PlannedElement[];
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly description: string }>>;
  readonly json: unknown;
}

type Class = new (scope: Construct, id: string, props: unknown) => TerraformElement;

/** Declares a stack with the classes of the providers. */
export class BareStack extends TerraformStack {
  constructor(scope: Construct, id: string, plan: PlannedStack) {
    super(scope, id);
    this.addOverride("terraform.required_version", ">= 1.10");
    new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
    const planned = new Map(plan.elements.map((each) => [each.address, each]));
    const made = new Map<string, TerraformElement>();
    const make = ({
      address,
      module,
      name,
      id: element,
      props,
      overrides,
    }: PlannedElement): TerraformElement => {
      const known = made.get(address);
      if (known !== undefined) {
        return known;
      }
      const attribute = (other: string, member: string): unknown => {
        const plannedOther = planned.get(other);
        return plannedOther && (make(plannedOther) as never)[camelCase(member)];
      };
      const { [name]: Element } = require(module) as Record<string, Class>;
      const { provider } = props;
      const one = new (Element as Class)(this, element, {
        ...(referring(props, attribute) as object),
        ...(typeof provider === "string" ? { provider: make(providerNamed(plan, provider)) } : {}),
      });
      for (const [path, value] of Object.entries(overrides)) {
        one.addOverride(path, value);
      }
      made.set(address, one);
      return one;
    };
    for (const each of plan.elements) {
      make(each);
    }
    for (const [output, { value, description }] of Object.entries(plan.outputs)) {
      new TerraformOutput(this, output, { value, description, staticId: true });
    }
  }
}

/** The provider that resources name `aws.backup`: its type and its alias. */
function providerNamed({ elements }: PlannedStack, name: string): PlannedElement {
  const [type, alias] = name.split(".");
  const found = elements.find(
    ({ address, props }) => address.startsWith(`provider.${type}.`) && props.alias === alias,
  );
  if (found === undefined) {
    throw new Error(`no provider is ${name}`);
  }
  return found;
}

/** An argument's name as the classes write it. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const REFERENCE = /\$\{((?:data\.)?[a-z]\w*\.[\w-]+)\.(\w+)\}/g;

/** A value whose references are the attributes of the other elements. */
function referring(value: unknown, attribute: (address: string, name: string) => unknown): unknown {
  if (typeof value === "string") {
    const [whole, address = "", name = ""] = new RegExp(REFERENCE.source).exec(value) ?? [];
    if (whole === value) {
      return attribute(address, name) ?? value;
    }
    if (value.replace(REFERENCE, "").includes("${")) {
      // A function of Terraform, which stays as it is written.
      return value;
    }
    return value.replace(REFERENCE, (text, other: string, member: string) => {
      const read = attribute(other, member);
      return typeof read === "string" ? read : text;
    });
  }
  if (Array.isArray(value)) {
    return value.map((item) => referring(item, attribute));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, referring(inner, attribute)]));
}

if (require.main === module) {
  const [way, planFile, clients, outdir] = process.argv.slice(2) as [string, string, string, string];
  const plans = JSON.parse(readFileSync(planFile, "utf8")) as readonly PlannedStack[];
  const stacks = Array.from({ length: Number(clients) }, (_, index) => ({
    id: `client-${index}`,
    plan: plans[index % plans.length] as PlannedStack,
  }));
  if (way === "bare") {
    const app = new App({ outdir });
    for (const { id, plan } of stacks) {
      new BareStack(app, id, plan);
    }
    app.synth();
  } else {
    for (const { id, plan } of stacks) {
      const folder = join(outdir, "stacks", id);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(plan.json, undefined, 2));
    }
  }
}
