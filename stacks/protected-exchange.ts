import { Annotations, TerraformOutput, type TerraformStack } from "cdktf";
import { ValidationError } from "../constructs/core/errors";
import type { Acknowledgement } from "../posture/facts";
import { postureOf } from "../posture/posture";

/** How a stack is guarded. */
export interface GuardProps {
  /**
   * Findings that somebody answers for, each until a day. They become the stack's output `acknowledgements`, so
   * that a reviewer sees them come and go.
   *
   * @default - none; an output `acknowledgements` that the stack has already counts all the same
   */
  readonly acknowledge?: readonly Acknowledgement[];
  /**
   * Day on which acknowledgements are held against their last one, `YYYY-MM-DD`. It never changes what is written.
   *
   * @default - the day of the synthesis
   */
  readonly today?: string;
}

/** The rules of a protected Exchange, for any stack. */
// biome-ignore lint/complexity/noStaticOnlyClass: what a consumer writes, `ProtectedExchange.guard(stack)`, is the API
export class ProtectedExchange {
  private static readonly guarded = new WeakSet<TerraformStack>();

  /**
   * Holds a stack against the rules (docs/rules.md) at every synthesis, whatever its resources are made of: a broken
   * rule of severity error stops it and nothing is written, one of severity warning becomes a warning of the stack.
   *
   * Judges the JSON that would be written, not the constructs that make it. `Testing.synth` of CDKTF runs no
   * validations; `app.synth()` and `Testing.fullSynth` do.
   *
   * @throws ValidationError `StackGuardedTwice`
   */
  static guard(stack: TerraformStack, props: GuardProps = {}): void {
    if (ProtectedExchange.guarded.has(stack)) {
      throw new ValidationError(
        [
          {
            code: "StackGuardedTwice",
            message: "the stack is guarded already; give all acknowledgements at once",
          },
        ],
        stack,
      );
    }
    ProtectedExchange.guarded.add(stack);
    const { acknowledge = [], today } = props;
    if (acknowledge.length > 0) {
      new TerraformOutput(stack, "acknowledgements", {
        value: acknowledge,
        description: "Rules this client is excepted from, each for a time.",
        staticId: true,
      });
    }
    stack.node.addValidation({
      validate: () => judge(stack, today ?? new Date().toISOString().slice(0, 10)),
    });
  }
}

/** Every broken rule of severity error, one text each; the others become warnings. */
function judge(stack: TerraformStack, today: string): string[] {
  const json: unknown = JSON.parse(JSON.stringify(stack.toTerraform()));
  const broken: string[] = [];
  for (const { rule, severity, address, message } of postureOf(json, today).findings) {
    const text = `PostureRuleBroken: ${rule}: ${address}: ${message}`;
    if (severity === "error") {
      broken.push(text);
    } else {
      Annotations.of(stack).addWarning(text);
    }
  }
  return broken;
}
