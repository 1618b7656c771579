import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, LocalBackend, type TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/*
 * What the fleet is measured against, in a process of its own: the same resources declared with the classes of the
 * providers and nothing else, all clients in one app; or the JSON itself, ready, written to files.
 *
 * What stands between resources is text here (`${aws_vpc.edge.id}`), which spares CDKTF its tokens: a stack written
 * by hand costs more.
 *
 * Usage: node dist/bench/bare-fleet.js bare|json <plan> <clients> <output folder>
 */

/** One element of a stack: what it is made with, and of what. */
export interface PlannedElement {
  /** File of the class, and its name there. */
  readonly module: string;
  readonly name: string;
  readonly id: string;
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
    for (const { module, name, id: element, props, overrides } of plan.elements) {
      const { [name]: Element } = require(module) as Record<string, Class>;
      const made = new (Element as Class)(this, element, props);
      for (const [path, value] of Object.entries(overrides)) {
        made.addOverride(path, value);
      }
    }
    for (const [output, { value, description }] of Object.entries(plan.outputs)) {
      new TerraformOutput(this, output, { value, description, staticId: true });
    }
  }
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
