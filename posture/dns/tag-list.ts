/** One `name=value` of a tag list. */
export interface Tag {
  /** As written: upper and lower case differ in DKIM (RFC 6376 § 3.2), not in DMARC (RFC 9989 § 4.8). */
  readonly name: string;
  readonly value: string;
}

/** Tags separated by semicolons: DKIM (RFC 6376 § 3.2), DMARC (RFC 9989 § 4.8), MTA-STS (RFC 8461 § 3.1) and TLS-RPT (RFC 8460 § 3). */
export interface TagList {
  /** In the order in which they stand. */
  readonly tags: readonly Tag[];
  /** Parts that are no tag. */
  readonly malformed: readonly string[];
}

/**
 * The tags of a text.
 *
 * A semicolon at the end is allowed; an empty part anywhere else is malformed.
 */
export function parseTagList(text: string): TagList {
  const parts = text.split(";").map((part) => part.trim());
  const tags: Tag[] = [];
  const malformed: string[] = [];
  for (const [index, part] of parts.entries()) {
    const [, name, value] = /^([A-Za-z0-9][\w.-]*)\s*=\s*(.*)$/s.exec(part) ?? [];
    if (name !== undefined && value !== undefined) {
      tags.push({ name, value });
    } else if (part !== "" || index < parts.length - 1) {
      malformed.push(part);
    }
  }
  return { tags, malformed };
}

/** The value of the first tag of a name, undefined where there is none. */
export function tagValue(list: TagList, name: string): string | undefined {
  return list.tags.find((tag) => tag.name === name)?.value;
}

/** Names that stand more than once, each once. */
export function duplicates(list: TagList): readonly string[] {
  const names = list.tags.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
