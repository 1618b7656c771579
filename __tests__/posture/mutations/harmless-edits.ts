import { FORCE_NEW } from "../../../tools/sandbox/plan/force-new";
import { entriesFor } from "../../../tools/sandbox/plan/type-tables";
import { terraformBlock } from "../../../tools/sandbox/schema";
import { type Block, objectType } from "../../../tools/sandbox/schema/model";
import type { Tree } from "../../clinic";
import {
  blockIn,
  type Chance,
  change,
  type Edit,
  type EditedResource,
  listIn,
  type Members,
} from "./edited-stack";

/** A kind of change that means nothing. */
export interface HarmlessEdit {
  /** What it does, as the end of a sentence that begins with "an edit that". */
  readonly does: string;
  readonly edit: Edit;
}

const word = (chance: Chance): string =>
  `${chance.of(["mail", "edge", "blue", "team", "x"])}-${chance.integer(1, 9999)}`;

/** Changes that no finding and no reviewer has to speak of. */
export const HARMLESS_EDITS: readonly HarmlessEdit[] = [
  {
    does: "tags a resource",
    edit: (stack, chance) =>
      change(withArgument(stack.resources, "tags"), chance, ({ attributes }) => {
        attributes.tags = { ...(attributes.tags as Members | undefined), [word(chance)]: word(chance) };
      }),
  },
  {
    does: "takes the tags of a resource away",
    edit: (stack, chance) =>
      change(
        stack.resources.filter(({ attributes }) => attributes.tags !== undefined),
        chance,
        ({ attributes }) => {
          delete attributes.tags;
        },
      ),
  },
  {
    does: "tags everything",
    edit: (stack, chance) => {
      const [aws] = listIn(stack.root.provider, "aws");
      const tags = blockIn(blockIn(aws ?? {}, "default_tags") ?? {}, "tags");
      Object.assign(tags ?? {}, { [word(chance)]: word(chance) });
      return tags !== undefined;
    },
  },
  {
    does: "describes a resource in other words",
    edit: (stack, chance) =>
      change(
        stack.resources.filter(
          ({ type, attributes }) =>
            (attributes.description ?? attributes.comment) !== undefined &&
            !entriesFor(FORCE_NEW, type).flat().includes("description"),
        ),
        chance,
        ({ attributes }) => {
          const member = attributes.description === undefined ? "comment" : "description";
          attributes[member] = `in other words: ${word(chance)}`;
        },
      ),
  },
  {
    does: "describes an output in other words",
    edit: (stack, chance) =>
      change(Object.values(stack.root.output ?? {}) as Members[], chance, (output) => {
        output.description = `in other words: ${word(chance)}`;
      }),
  },
  {
    does: "notes where a resource was declared",
    edit: (stack, chance) =>
      change(stack.resources, chance, ({ attributes }) => {
        attributes["//"] = { metadata: { path: word(chance), uniqueId: word(chance) } };
      }),
  },
  {
    does: "shuffles the members of everything",
    edit: (stack, chance) => {
      shuffleMembers(stack.json, chance);
      return true;
    },
  },
  {
    does: "shuffles the items of a set",
    edit: (stack, chance) =>
      change(
        stack.resources.flatMap((resource) => setsOf(resource)).filter((items) => items.length > 1),
        chance,
        (items) => shuffle(items, chance),
      ),
  },
  {
    does: "shuffles every set",
    edit: (stack, chance) => {
      for (const items of stack.resources.flatMap(setsOf)) {
        shuffle(items, chance);
      }
      return true;
    },
  },
  {
    does: "shuffles what a resource waits for",
    edit: (stack, chance) =>
      change(
        stack.resources.filter(({ attributes }) => Array.isArray(attributes.depends_on)),
        chance,
        ({ attributes }) => shuffle(attributes.depends_on as unknown[], chance),
      ),
  },
  {
    does: "writes a single block without brackets, or with them",
    edit: (stack, chance) =>
      change(
        stack.resources.flatMap(({ type, attributes }) =>
          (terraformBlock("resource", type)?.blocks ?? [])
            .map(({ name }) => name)
            .filter((name) => typeof attributes[name] === "object" && attributes[name] !== null)
            .filter(
              (name) => !Array.isArray(attributes[name]) || (attributes[name] as unknown[]).length === 1,
            )
            .map((name) => ({ attributes, name })),
        ),
        chance,
        ({ attributes, name }) => {
          const block = attributes[name];
          attributes[name] = Array.isArray(block) ? block[0] : [block];
        },
      ),
  },
  {
    does: "writes a number in quotes",
    edit: (stack, chance) =>
      change(
        stack.resources.flatMap(({ attributes }) =>
          Object.keys(attributes)
            .filter((name) => typeof attributes[name] === "number")
            .map((name) => ({ attributes, name })),
        ),
        chance,
        ({ attributes, name }) => {
          attributes[name] = String(attributes[name]);
        },
      ),
  },
];

function withArgument(resources: readonly EditedResource[], name: string): readonly EditedResource[] {
  return resources.filter(({ type }) =>
    terraformBlock("resource", type)?.attributes.some((attribute) => attribute.name === name),
  );
}

/** Lists of a resource that mean sets. */
function setsOf({ type, attributes }: EditedResource): readonly unknown[][] {
  const block = terraformBlock("resource", type);
  return block === undefined ? [] : setsIn(block, attributes);
}

function setsIn(block: Block, attributes: Members): readonly unknown[][] {
  const type = objectType(block);
  return Object.entries(attributes).flatMap(([name, value]) => {
    const declared = (type[1] as Readonly<Record<string, unknown>>)[name];
    return Array.isArray(declared) && declared[0] === "set" && Array.isArray(value)
      ? [value as unknown[]]
      : [];
  });
}

function shuffle(items: unknown[], chance: Chance): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = chance.integer(0, last);
    [items[last], items[other]] = [items[other], items[last]];
  }
}

function shuffleMembers(value: Tree | Members, chance: Chance): void {
  if (typeof value !== "object" || value === null) {
    return;
  }
  if (!Array.isArray(value)) {
    const members = Object.entries(value as Members);
    shuffle(members, chance);
    for (const [name, member] of members) {
      delete (value as Members)[name];
      (value as Members)[name] = member;
    }
  }
  for (const member of Object.values(value as Members)) {
    shuffleMembers(member as Members, chance);
  }
}
