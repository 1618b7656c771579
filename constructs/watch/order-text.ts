import { throwIfAny } from "../core/errors";
import type { WatchOrder } from "./function/order";

/**
 * Longest input of a schedule, in bytes (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), with
 * room for what an apply fills in.
 */
export const MOST_BYTES = 240_000;

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

const WHOLE = /^\$\{((?:[^{}]|\{[^{}]*\})*)\}$/s;

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
  const [, expression] = WHOLE.exec(value) ?? [];
  return expression === undefined ? `"${parts(value)}"` : `\${jsonencode(${expression})}`;
}

/** Texts around expressions are escaped as JSON has it; expressions are Terraform's own. */
function parts(text: string): string {
  return text
    .split(/(\$\{(?:[^{}]|\{[^{}]*\})*\})/s)
    .map((part, index) => (index % 2 === 1 ? part : literal(part).slice(1, -1)))
    .join("");
}

/** A text that begins no template of Terraform's, as an SPF macro would (https://developer.hashicorp.com/terraform/language/expressions/strings). */
function literal(text: string): string {
  return JSON.stringify(text).replaceAll("%{", "%%{");
}
