/** What a struct's interface says of one argument. */
export interface DeclaredArgument {
  readonly required: boolean;
  /** The doc comment says "<name> block". */
  readonly block: boolean;
}

/** One line of a `synthesizeHclAttributes` or `…ToHclTerraform` table. */
export interface SettableArgument {
  readonly name: string;
  /** `simple`, `list`, `set`, `map` or `struct`. */
  readonly shape: string;
  /** `string`, `stringList`, …, or the class of a nested struct. */
  readonly storage: string;
  /** The nested struct's name, when the argument is made of one. */
  readonly struct: string | undefined;
}

/** What a class says of one attribute: the flags of its comment and how its getter reads it. */
export interface ReadAttribute {
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
  /** Text from the comment to the next one: the getter or the member declaration. */
  readonly body: string;
}

/** A generated class that represents a resource, data source, provider or nested object. */
export interface BindingClass {
  readonly name: string;
  readonly base: string;
  readonly text: string;
}

const TOP_LEVEL_END = /\n\}/g;

/** Text of the top-level declaration that starts at `start`, up to its closing brace in column 0. */
function declarationText(source: string, start: number): string {
  TOP_LEVEL_END.lastIndex = start;
  const end = TOP_LEVEL_END.exec(source);
  return source.slice(start, end === null ? source.length : end.index);
}

/** The generated classes of a binding, by name. */
export function bindingClasses(source: string): ReadonlyMap<string, BindingClass> {
  const classes = new Map<string, BindingClass>();
  for (const match of source.matchAll(/^(?:export )?class (\w+) extends cdktf\.(\w+)/gm)) {
    const [, name, base] = match;
    if (name !== undefined && base !== undefined) {
      classes.set(name, { name, base, text: declarationText(source, match.index) });
    }
  }
  return classes;
}

/** The interfaces of a binding by name, each with its arguments by Terraform name. */
export function bindingInterfaces(
  source: string,
): ReadonlyMap<string, ReadonlyMap<string, DeclaredArgument>> {
  const interfaces = new Map<string, Map<string, DeclaredArgument>>();
  for (const match of source.matchAll(/^export interface (\w+)[^\n]*\{/gm)) {
    const members = new Map<string, DeclaredArgument>();
    const text = declarationText(source, match.index);
    for (const member of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+readonly \w+(\??):/g)) {
      const doc = member[1] ?? "";
      const name = /\{@link [^}]*#(\w+) [^}]*\}/.exec(doc)?.[1];
      if (name !== undefined) {
        members.set(name, {
          required: member[2] === "",
          block: new RegExp(`\\* ${name} block\\n`).test(doc),
        });
      }
    }
    if (match[1] !== undefined) interfaces.set(match[1], members);
  }
  return interfaces;
}

/** Reads the argument tables inside `text`: four fixed lines per argument. */
export function settableArguments(text: string): readonly SettableArgument[] {
  const entry =
    /^ +(\w+): \{\n +value: (.*),\n +isBlock: (?:true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)",/gm;
  return [...text.matchAll(entry)].map(([, name = "", value = "", shape = "", storage = ""]) => {
    const struct = /(?<![.\w])(\w+)ToHclTerraform\b/.exec(value)?.[1];
    return { name, shape, storage, struct: struct && struct.charAt(0).toUpperCase() + struct.slice(1) };
  });
}

/** Text of the function that renders one nested struct; empty when the binding has none. */
export function structRenderer(source: string, struct: string): string {
  const name = `${struct.charAt(0).toLowerCase()}${struct.slice(1)}ToHclTerraform`;
  const start = new RegExp(`^(?:export )?function ${name}\\(`, "m").exec(source);
  return start === null ? "" : declarationText(source, start.index);
}

/** The attributes a class can read, by Terraform name, from the comments the generator leaves. */
export function readAttributes(text: string): ReadonlyMap<string, ReadAttribute> {
  const comment = /\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)/g;
  const matches = [...text.matchAll(comment)];
  const attributes = new Map<string, ReadAttribute>();
  matches.forEach((match, index) => {
    const [line, name = "", computed, optional, required] = match;
    const body = text.slice(match.index + line.length, matches[index + 1]?.index);
    attributes.set(name, {
      computed: computed === "true",
      optional: optional === "true",
      required: required === "true",
      body,
    });
  });
  return attributes;
}
