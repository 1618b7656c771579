import { createPublicKey } from "node:crypto";
import { txtText } from "../dns-records";
import type { DnsRecordFact } from "../facts";
import { isExpression } from "../terraform-json";
import type { Published } from "./look-up";
import { indexOf, perRecords } from "./record-index";
import { parseTagList, type TagList, tagValue } from "./tag-list";

/** A name under which a domain publishes a DKIM key (RFC 6376 § 3.6.2.1). */
interface DkimSelector {
  readonly selector: string;
  readonly domain: string;
  /** Owner name, canonical. */
  readonly name: string;
  /** TXT and CNAME at the name. */
  readonly records: readonly DnsRecordFact[];
  /** Address of the first. */
  readonly address: string;
}

/** Every selector. */
export const dkimSelectors = perRecords((facts): readonly DkimSelector[] => {
  const { byType } = indexOf(facts);
  const owners = ["TXT", "CNAME"].flatMap((type) => [...(byType.get(type)?.keys() ?? [])]);
  return [...new Set(owners)].flatMap((name) => {
    const [, selector, domain] = /^(.+)\._domainkey\.(.+)$/.exec(name) ?? [];
    if (selector === undefined || domain === undefined || isExpression(name)) {
      return [];
    }
    const records = ["TXT", "CNAME"].flatMap((type) => byType.get(type)?.get(name) ?? []);
    return [{ selector, domain, name, records, address: records[0]?.address ?? "" }];
  });
});

/**
 * Owner names of a domain's selectors that are known only after apply: a service that gives its selectors out
 * when the domain is declared, such as Amazon SES.
 */
export function pendingSelectors(facts: Published, domain: string): readonly string[] {
  return [...(indexOf(facts).byType.get("CNAME")?.keys() ?? [])].filter(
    (name) => isExpression(name) && name.endsWith(`}._domainkey.${domain}`),
  );
}

/** What a key record says (RFC 6376 § 3.6.1). */
interface DkimKey {
  readonly list: TagList;
  /** Key type; `rsa` where none is given. */
  readonly type: string;
  /** Hashes that signatures may use; empty where all are allowed. */
  readonly hashes: readonly string[];
  readonly flags: readonly string[];
  /** Base64 without white space; empty where the key is revoked, undefined where there is no `p`. */
  readonly publicKey: string | undefined;
}

/** A key record, taken apart. */
export function parseDkimKey(text: string): DkimKey {
  const list = parseTagList(text);
  return {
    list,
    type: tagValue(list, "k") ?? "rsa",
    hashes: colonSeparated(tagValue(list, "h")),
    flags: colonSeparated(tagValue(list, "t")),
    publicKey: tagValue(list, "p")?.replace(/\s/g, ""),
  };
}

function colonSeparated(value: string | undefined): readonly string[] {
  return value === undefined || value === "" ? [] : value.split(":").map((item) => item.trim());
}

/** A key that is published, at its selector. */
export interface PublishedDkimKey extends DkimKey {
  readonly name: string;
  readonly domain: string;
  /** Address of the resource. */
  readonly address: string;
}

/** Every key that is known before apply. */
export function dkimKeys(facts: Published): readonly PublishedDkimKey[] {
  return dkimSelectors(facts).flatMap(({ name, domain, records }) =>
    records
      .filter(({ type, value }) => type === "TXT" && !isExpression(value))
      .map(({ value, address }) => ({ ...parseDkimKey(txtText(value)), name, domain, address })),
  );
}

/** Modulus of an RSA key, in bits; undefined where the text is no RSA key in SubjectPublicKeyInfo form. */
export function rsaBits(publicKey: string): number | undefined {
  const der = decodedBase64(publicKey);
  if (der === undefined) {
    return undefined;
  }
  try {
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return key.asymmetricKeyType === "rsa" ? key.asymmetricKeyDetails?.modulusLength : undefined;
  } catch {
    // Whatever is no key is reported by the rule that asked.
    return undefined;
  }
}

/** Octets of a base64 text, undefined where it is none. */
export function decodedBase64(text: string): Buffer | undefined {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? Buffer.from(text, "base64")
    : undefined;
}
