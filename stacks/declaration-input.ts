import { Lazy, type TerraformStack } from "cdktf";
import { factsOf } from "../posture/posture";
import { declarationOf } from "./declaration";

/** Stacks whose JSON is being made for their own declaration: that of the inner round is not needed, and has no end. */
const within = new WeakSet<TerraformStack>();

/**
 * What a stack declares about its live installation, as a text for something in the stack itself, such as the input of
 * a schedule: Terraform makes JSON of it, with everything filled in that only an apply knows.
 *
 * It is read from the JSON that the stack comes to, as everything that judges it is, so it holds for records and
 * servers whoever declared them.
 *
 * @returns a token for a string; what it stands for is a {@link Declaration} as JSON
 */
export function declarationInput(stack: TerraformStack): string {
  return Lazy.stringValue({
    produce: () => {
      if (within.has(stack)) {
        return "";
      }
      within.add(stack);
      try {
        const json: unknown = JSON.parse(JSON.stringify(stack.toTerraform()));
        return `\${jsonencode(${expression(declarationOf(factsOf(json, ANY_DAY)))})}`;
      } finally {
        within.delete(stack);
      }
    },
  });
}

/** Nothing of a declaration depends on the day; a fixed one says so. */
const ANY_DAY = "2000-01-01";

/** A value in Terraform's language. */
function expression(value: unknown): string {
  if (typeof value === "string") {
    return template(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(expression).join(", ")}]`;
  }
  return typeof value === "object" && value !== null
    ? `{${Object.entries(value)
        .map(([key, inner]) => `${JSON.stringify(key)} = ${expression(inner)}`)
        .join(", ")}}`
    : JSON.stringify(value);
}

/** A text as a quoted template: its expressions stay as they are, the rest is escaped. */
function template(text: string): string {
  let rendered = "";
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf("${", at);
    const end = start < 0 ? text.length : start;
    rendered += JSON.stringify(text.slice(at, end)).slice(1, -1).replaceAll("%{", "%%{");
    at = start < 0 ? text.length : endOfExpression(text, start);
    rendered += text.slice(end, at);
  }
  return `"${rendered}"`;
}

/** Where an expression ends that begins with `${`: braces in its own quoted texts do not count. */
function endOfExpression(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") {
        at += 1;
      } else if (character === '"') {
        quoted = false;
      }
    } else if (character === '"') {
      quoted = true;
    } else if (character === "{") {
      depth += 1;
    } else if (character === "}") {
      depth -= 1;
      if (depth === 0) {
        return at + 1;
      }
    }
  }
  return text.length;
}
