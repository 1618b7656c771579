import type { Json } from "../../posture/terraform-json";
import { isMx, SMART_HOST } from "./fact-differences";
import type { Reached } from "./reach-difference";
import { networksText, portsText, stepText, stepTexts } from "./reach-text";
import { label } from "./safe-text";
import type { StackReview } from "./stack-review";

/** More ways than these make a drawing that nobody reads. */
const MOST_WAYS = 6;

/**
 * The ways that a change opens, closes or moves, as a Mermaid flow chart: thick is new, dotted is gone.
 *
 * @returns nothing where no way changes
 */
export function diagram({
  exposures,
  mailFlow,
}: Pick<StackReview, "exposures" | "mailFlow">): readonly string[] {
  const chart = new Chart();
  for (const way of exposures.opens.slice(0, MOST_WAYS)) {
    chart.way(way, "==>", "opens");
  }
  for (const way of exposures.closes.slice(0, MOST_WAYS)) {
    chart.way(way, "-.->", "closes");
  }
  for (const { before, after } of mailFlow.filter(isMx).slice(0, MOST_WAYS)) {
    chart.chain(["senders", hosts(before), SERVER], "-.->", "mail, before");
    chart.chain(["senders", hosts(after), SERVER], "==>", "mail, after");
  }
  for (const { before, after } of mailFlow.filter(({ what }) => what === SMART_HOST)) {
    chart.chain([SERVER, hosts(before), "recipients"], "-.->", "mail, before");
    chart.chain([SERVER, hosts(after), "recipients"], "==>", "mail, after");
  }
  return chart.lines;
}

/** Mail ends and begins here; which host that is, the ways in say. */
const SERVER = "Exchange";

type Arrow = "==>" | "-.->";

class Chart {
  private readonly ids = new Map<string, string>();
  private readonly arrows = new Set<string>();

  /** Nothing, or the whole block. */
  get lines(): readonly string[] {
    return this.arrows.size === 0
      ? []
      : [
          "```mermaid",
          "flowchart LR",
          ...[...this.ids].map(([text, id]) => `  ${id}["${label(text)}"]`),
          ...[...this.arrows].map((arrow) => `  ${arrow}`),
          "```",
        ];
  }

  way(way: Reached, arrow: Arrow, does: string): void {
    const steps = [networksText(way.networks), ...stepTexts(way.via), stepText(way.server)];
    this.chain(steps, arrow, `${does} ${portsText(way)}`);
  }

  /** The first arrow says what the chain is about; a step that is nothing ends it before it begins. */
  chain(steps: readonly (string | undefined)[], arrow: Arrow, about: string): void {
    if (steps.some((step) => step === undefined)) {
      return;
    }
    const ids = (steps as readonly string[]).map((step) => this.id(step));
    for (const [index, id] of ids.slice(1).entries()) {
      this.arrows.add(`${ids[index]} ${arrow}${index === 0 ? `|"${label(about)}"|` : ""} ${id}`);
    }
  }

  private id(text: string): string {
    const known = this.ids.get(text) ?? `n${this.ids.size}`;
    this.ids.set(text, known);
    return known;
  }
}

function hosts(value: Json): string | undefined {
  if (value === null) {
    return undefined;
  }
  const all = [value].flat().map(String);
  return all.length > 3 ? `${all.slice(0, 3).join(", ")}, ...` : all.join(", ");
}
