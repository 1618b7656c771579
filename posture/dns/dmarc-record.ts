import type { Published } from "./look-up";
import { parseTagList, type TagList } from "./tag-list";
import { textRecords } from "./text-records";

/** A DMARC policy record (RFC 9989 § 4.7), known before apply. */
export interface DmarcRecord {
  /** The domain it is about, canonical. */
  readonly domain: string;
  /** Its text. */
  readonly text: string;
  /** Its tags; names in lower case, which is how they are compared (RFC 9989 § 4.8). */
  readonly list: TagList;
  /** Address of the resource. */
  readonly address: string;
}

/** Is a text a DMARC record at all? What does not begin with the version, in capitals, is ignored (RFC 9989 § 4.7). */
export function isDmarc(text: string): boolean {
  return /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text);
}

/** Every DMARC policy record. */
export function dmarcRecords(facts: Published): readonly DmarcRecord[] {
  return textRecords(facts, "_dmarc")
    .filter(({ text, known }) => known && isDmarc(text))
    .map(({ domain, text, address }) => ({ domain, text, list: lowerCased(parseTagList(text)), address }));
}

function lowerCased({ tags, malformed }: TagList): TagList {
  return { tags: tags.map(({ name, value }) => ({ name: name.toLowerCase(), value })), malformed };
}

/** What receivers are asked to do, weakest first (RFC 9989 § 4.7). */
const POLICIES: readonly string[] = ["none", "quarantine", "reject"];

/** How much a policy asks for, undefined where it is none of the three. */
export function strength(policy: string | undefined): number | undefined {
  const index = POLICIES.indexOf(policy?.toLowerCase() ?? "");
  return index < 0 ? undefined : index;
}
