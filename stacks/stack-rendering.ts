import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  TerraformOutput,
  type TerraformStack,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";

type Tree = Record<string, unknown>;

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** Texts in which CDKTF could see a token or something to escape; all others are written as they stand. */
const MAY_HOLD_TOKEN = /TfToken\[|\$\{|\d[eE]/;

/** Tokens that stand for numbers lie far below any number that means something. */
const LOWEST_NUMBER = -1e100;

/** What stacks come to that are being rendered. */
const UNDER_WAY = new WeakMap<TerraformStack, Rendering>();

interface Rendering {
  readonly tree: Tree;
  /** Is everything in the tree that does not ask for the rest? */
  isWhole: boolean;
  wasAsked: boolean;
}

/**
 * Everything that a stack comes to but what asks for it, for a value that is produced while the stack is rendered by
 * {@link renderStack}: what asks is rendered after all others. Where somebody else renders it, all that it comes to.
 *
 * @throws Error before the others are rendered, which postpones what asks
 */
export function restOf(stack: TerraformStack): object {
  const rendering = UNDER_WAY.get(stack);
  if (rendering === undefined) {
    return stack.toTerraform();
  }
  if (!rendering.isWhole) {
    rendering.wasAsked = true;
    throw new Error(`the rest of ${stack.node.path} is not known yet`);
  }
  return rendering.tree;
}

/**
 * The Terraform JSON of a stack, the same as `toTerraform()` of CDKTF gives, in half the time.
 *
 * CDKTF resolves each element and then the whole once more, with three regular expressions for each text. Here a value
 * is resolved once, and only where it may hold a token. Everything that makes the content is CDKTF's own: what the
 * elements say of themselves, and its resolver.
 *
 * @param version of CDKTF, as the JSON states it
 * @param overrides what was overridden in the stack itself
 */
export function renderStack(stack: TerraformStack, version: unknown, overrides: Readonly<Tree>): Tree {
  const elements = elementsOf(stack);
  const metadata: Tree = {
    version,
    stackName: stack.node.id,
    backend: "local",
    ...(Object.keys(overrides).length > 0 ? { overrides: { stack: Object.keys(overrides) } } : {}),
  };
  const outputs: Tree = {};
  const tree: Tree = { "//": { metadata, outputs } };
  const rendering: Rendering = { tree, isWhole: false, wasAsked: false };
  const contentOf = (element: TerraformElement) => rendered(stack, element.toTerraform()) as Tree;
  const add = (element: TerraformElement, content: Tree): void => {
    merge(metadata, rendered(stack, element.toMetadata()) as Tree);
    if (TerraformOutput.isTerraformOutput(element)) {
      const path = element.node.path.split("/");
      merge(
        outputs,
        path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), element.friendlyUniqueId) as Tree,
      );
    }
    merge(tree, content);
  };
  UNDER_WAY.set(stack, rendering);
  try {
    const last = elements.filter((element) => {
      const content = unlessItAsks(rendering, () => contentOf(element));
      if (content !== undefined) {
        add(element, content);
      }
      return content === undefined;
    });
    rendering.isWhole = true;
    // Each is told of the same rest, whichever comes first.
    const contents = last.map((element) => [element, contentOf(element)] as const);
    for (const [element, content] of contents) {
      add(element, content);
    }
  } finally {
    UNDER_WAY.delete(stack);
  }
  merge(tree, rendered(stack, overrides) as Tree);
  return tree;
}

/** What an element comes to; undefined where it asks for what is not rendered yet. */
function unlessItAsks(rendering: Rendering, content: () => Tree): Tree | undefined {
  try {
    return content();
  } catch (error) {
    if (!rendering.wasAsked) {
      throw error;
    }
    rendering.wasAsked = false;
    return undefined;
  }
}

function elementsOf(construct: IConstruct): readonly TerraformElement[] {
  const below = construct.node.children.flatMap(elementsOf);
  return TerraformElement.isTerraformElement(construct) ? [construct, ...below] : below;
}

/** A value without tokens, and without what is undefined. */
function rendered(stack: TerraformStack, value: unknown): unknown {
  if (typeof value === "string") {
    return MAY_HOLD_TOKEN.test(value) ? resolved(stack, value) : value;
  }
  if (typeof value === "number") {
    return value < LOWEST_NUMBER ? resolved(stack, value) : value;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.some(isListToken)
      ? resolved(stack, value)
      : value.map((item) => rendered(stack, item)).filter((item) => item !== undefined);
  }
  if (!isPlain(value)) {
    return resolved(stack, value);
  }
  const result: Tree = {};
  for (const [key, member] of Object.entries(value)) {
    const inner = rendered(stack, member);
    if (inner !== undefined) {
      result[key] = inner;
    }
  }
  return result;
}

function resolved(stack: TerraformStack, value: unknown): unknown {
  return Tokenization.resolve(value, { scope: stack, resolver: RESOLVER, preparing: false });
}

/** A list that is one token has a single element, in which that shows. */
function isListToken(item: unknown): boolean {
  return (
    (typeof item === "string" && item.includes("#{TfToken[")) ||
    (typeof item === "number" && item < LOWEST_NUMBER)
  );
}

/** Neither a token, nor a class of its own, nor a map with tokens for keys. */
function isPlain(value: object): value is Tree {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) &&
    !("resolve" in value) &&
    !Object.keys(value).some((key) => MAY_HOLD_TOKEN.test(key))
  );
}

/** Objects are merged, lists are joined, everything else is replaced. */
function merge(target: Tree, source: Tree): void {
  for (const [key, value] of Object.entries(source)) {
    const there = target[key];
    if (Array.isArray(value)) {
      target[key] = Array.isArray(there) ? [...there, ...value] : value;
    } else if (typeof value === "object" && value !== null) {
      if (typeof there === "object" && there !== null) {
        merge(there as Tree, value as Tree);
      } else {
        target[key] = value;
      }
    } else {
      target[key] = value;
    }
  }
}
