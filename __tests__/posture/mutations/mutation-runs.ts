import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import type { Finding } from "../../../posture/facts";
import { postureOf } from "../../../posture/posture";
import type { Json } from "../../../posture/terraform-json";
import { reviewStack, type Side, type StackReview, sideOf } from "../../../tools/review/stack-review";
import { TODAY } from "../../clinic";
import { BACKUP_HARMS } from "./backup-harms";
import { type Chance, type Edit, EditedStack, type Harm } from "./edited-stack";
import { FORTIGATE_HARMS } from "./fortigate-harms";
import { HARMLESS_EDITS, type HarmlessEdit } from "./harmless-edits";
import { NETWORK_HARMS } from "./network-harms";
import { PROTECTION_HARMS } from "./protection-harms";
import { RECORD_HARMS } from "./record-harms";

const HARMS: readonly Harm[] = [
  ...NETWORK_HARMS.map((harm) => ({
    ...harm,
    edit: (stack: EditedStack, chance: Chance) =>
      stack.all("aws_subnet").length > 0 && harm.edit(stack, chance),
  })),
  ...FORTIGATE_HARMS,
  ...RECORD_HARMS,
  ...PROTECTION_HARMS,
  ...BACKUP_HARMS,
];

/** The same edits at every run. */
const SEED = 20_261_124;

/** How many edits of each sort a long run makes to a stack; fewer where time is short, as in CI. */
export const EDITS = Number(process.env.EDITS ?? 1000);

/** A sample stack, as it is committed. */
class GoldenStack {
  private readonly text: string;
  private readonly broken: ReadonlySet<string>;
  private readonly judged = new Map<string, string | undefined>();
  private readonly side: Side;

  /** @param name `clinic` for `golden/clinic.tf.json` */
  constructor(readonly name: string) {
    this.text = readFileSync(join(__dirname, "..", "..", "golden", `${name}.tf.json`), "utf8");
    this.side = sideOf(JSON.parse(this.text), TODAY);
    this.broken = new Set(this.side.posture.findings.map(textOf));
  }

  /** Kinds of harm that can be done to it. */
  get harms(): readonly Harm[] {
    return HARMS.filter(({ edit }) => this.isPossible(edit));
  }

  /** Kinds of edits that can be made to it and mean nothing. */
  get harmless(): readonly HarmlessEdit[] {
    return HARMLESS_EDITS.filter(({ edit }) => this.isPossible(edit));
  }

  /** The stack after one edit, as Terraform would read it. */
  after(edit: Edit, chance: Chance): EditedStack {
    const stack = EditedStack.copyOf(this.text);
    edit(stack, chance);
    return stack;
  }

  /** Rules that are newly broken, as one line each. */
  newFindings(edited: EditedStack): readonly string[] {
    return postureOf(edited.json, TODAY)
      .findings.map(textOf)
      .filter((finding) => !this.broken.has(finding));
  }

  /** What a reviewer is told. */
  review({ json }: EditedStack): StackReview {
    const base: Json = JSON.parse(this.text);
    return reviewStack({ name: this.name, base, head: json }, TODAY, (side, today) =>
      side === base ? this.side : sideOf(side, today),
    );
  }

  /** What is wrong with how a harm is noticed; undefined where it is. */
  unnoticed(harm: Harm, edited: EditedStack): string | undefined {
    return this.once(`${harm.caughtBy} ${JSON.stringify(edited.json)}`, () => {
      const noticed =
        harm.caughtBy === "rule"
          ? this.newFindings(edited).length > 0
          : this.review(edited).verdict === "look";
      return noticed ? undefined : this.difference(edited);
    });
  }

  /** What is said about an edit that means nothing; undefined where nothing is. */
  saidAbout(edited: EditedStack): string | undefined {
    return this.once(JSON.stringify(edited.json), () => {
      const { verdict, findings } = this.review(edited);
      return verdict === "none"
        ? undefined
        : [...findings.new.map(textOf), `verdict: ${verdict}`, this.difference(edited)].join("\n");
    });
  }

  private once(key: string, judge: () => string | undefined): string | undefined {
    if (!this.judged.has(key)) {
      this.judged.set(key, judge());
    }
    return this.judged.get(key);
  }

  /** The lines in which an edited stack differs. */
  private difference({ json }: EditedStack): string {
    const lines = (value: unknown): readonly string[] => JSON.stringify(value, undefined, 1).split("\n");
    const [before, after] = [lines(JSON.parse(this.text)), lines(json)];
    const [old, now] = [new Set(before), new Set(after)];
    return [
      ...before.filter((line) => !now.has(line)).map((line) => `- ${line.trim()}`),
      ...after.filter((line) => !old.has(line)).map((line) => `+ ${line.trim()}`),
    ].join("\n");
  }

  private isPossible(edit: Edit): boolean {
    return edit(EditedStack.copyOf(this.text), { of: ([first]) => first, integer: (from) => from });
  }
}

/**
 * Tests that harm is noticed, and that nothing is said of what means nothing; the names of the tests hold the figures.
 *
 * @param edits how many harmful edits are made to each stack, and how many harmless ones; each kind has the same share,
 * one at least
 * @param stacks names of sample stacks
 */
export function testEdits(edits: number, stacks: readonly string[]): void {
  describe.each(stacks)("the sample stack %s", (name) => {
    const golden = new GoldenStack(name);
    const { harms, harmless } = golden;

    test.each(harms.map((harm) => [share(edits, harms), harm.does, harm.caughtBy, harm] as const))(
      "notices %d of as many edits: one that %s (%s)",
      (times, _does, _by, harm) => {
        judgeEach(times, golden, harm.edit, (edited) => golden.unnoticed(harm, edited));
      },
    );

    test.each(harmless.map((kind) => [share(edits, harmless), kind.does, kind] as const))(
      "says nothing about %d edits: one that %s",
      (times, _does, { edit }) => {
        judgeEach(times, golden, edit, (edited) => golden.saidAbout(edited));
      },
    );
  });
}

function share(edits: number, kinds: readonly unknown[]): number {
  return Math.ceil(edits / kinds.length);
}

/** Makes one kind of edit again and again, and fails at the first that is not judged as it should be. */
function judgeEach(
  times: number,
  golden: GoldenStack,
  edit: Edit,
  judge: (edited: EditedStack) => string | undefined,
): void {
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const complaint = judge(
        golden.after(edit, {
          // By number: fast-check takes equal items of another copy for the same.
          of: (items) => (items.length === 0 ? undefined : items[draw(fc.nat, items.length - 1)]),
          integer: (min, max) => draw(fc.integer, { min, max }),
        }),
      );
      if (complaint !== undefined) {
        throw new Error(complaint);
      }
    }),
    { numRuns: times, seed: SEED, endOnFailure: true },
  );
}

function textOf({ rule, address, message }: Finding): string {
  return `${rule}: ${address}: ${message}`;
}
