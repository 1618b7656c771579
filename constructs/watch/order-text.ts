import { throwIfAny } from "../core/errors";
import type { WatchOrder } from "./function/order";

/**
 * Longest input of a schedule, in bytes (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), with
 * room for what an apply fills in.
 */
const MOST_BYTES = 240_000;

/**
 * An order as JSON in which Terraform fills in what only an apply knows: addresses, names of servers, keys.
 *
 * A text that is one expression becomes whatever JSON its value is; one with an expression in it stays a text.
 *
 * @throws ValidationError `ValueOutOfRange` where it is longer than a schedule takes
 */
export function orderText(order: WatchOrder): string {
  const text = rendered(order);
  throwIfAny(
    Buffer.byteLength(text) <= MOST_BYTES
      ? []
      : [
          {
            code: "ValueOutOfRange",
            message: `what is to be watched takes ${Buffer.byteLength(text)} bytes, and a schedule takes ${MOST_BYTES}; divide the domains among several clients`,
          },
        ],
  );
  return text;
}

function rendered(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(rendered).join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => `${literal(key)}:${rendered(inner)}`)
      .join(",")}}`;
  }
  if (typeof value !== "string") {
    return JSON.stringify(value ?? null);
  }
  const parts = partsOf(value);
  const [only] = parts;
  return parts.length === 1 && only?.isExpression
    ? `\${jsonencode(${only.text.slice(2, -1)})}`
    : `"${parts.map(({ text, isExpression }) => (isExpression ? text : literal(text).slice(1, -1))).join("")}"`;
}

/** A piece of a text: what stands there as it is, or an expression with the braces around it. */
interface Part {
  readonly text: string;
  readonly isExpression: boolean;
}

/** Texts around expressions are escaped as JSON has it; expressions are Terraform's own. */
function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { index } of text.matchAll(/(?<!\$)\$\{/g)) {
    if (index < from) {
      continue;
    }
    const end = endOfExpression(text, index);
    parts.push({ text: text.slice(from, index), isExpression: false });
    parts.push({ text: text.slice(index, end), isExpression: true });
    from = end;
  }
  return [...parts, { text: text.slice(from), isExpression: false }].filter((part) => part.text !== "");
}

/**
 * Where an expression ends that begins with `${`: it may hold objects, and quoted texts that hold braces and expressions
 * of their own (https://developer.hashicorp.com/terraform/language/expressions/strings).
 */
function endOfExpression(text: string, start: number): number {
  const open = ["{"];
  for (let at = start + 2; at < text.length; at += 1) {
    const character = text[at] as string;
    if (open.at(-1) === '"') {
      if (character === "\\") {
        at += 1;
      } else if (character === '"') {
        open.pop();
      } else if (/^[$%]\{/.test(text.slice(at, at + 2)) && text[at - 1] !== character) {
        open.push("{");
        at += 1;
      }
    } else if (character === '"' || character === "{") {
      open.push(character);
    } else if (character === "}") {
      open.pop();
      if (open.length === 0) {
        return at + 1;
      }
    }
  }
  return text.length;
}

/** A text that begins no template of Terraform's, as an SPF macro would (https://developer.hashicorp.com/terraform/language/expressions/strings). */
function literal(text: string): string {
  return JSON.stringify(text).replaceAll("%{", "%%{");
}
