import type { Answer } from "dns-packet";
import ipaddr from "ipaddr.js";
import { aLabels, canonical } from "../../core/domain-names";
import { txtText } from "../../core/txt-text";
import { visible } from "../../core/visible-text";
import { isKnown } from "../declaration";

/**
 * The value of a record that a server gave, as it is compared: names in lower case and without trailing dot, addresses
 * in their shortest form, a TXT as its text. Undefined for types that are not compared.
 */
export function liveValue(answer: Answer): string | undefined {
  switch (answer.type) {
    case "A":
    case "AAAA":
      return address(answer.data);
    case "CNAME":
    case "NS":
    case "PTR":
      return host(answer.data);
    case "MX":
      return `${answer.data.preference ?? 0} ${host(answer.data.exchange)}`;
    case "SRV": {
      const { priority = 0, weight = 0, port, target } = answer.data;
      return `${priority} ${weight} ${port} ${host(target)}`;
    }
    case "TXT":
      return [answer.data]
        .flat()
        .map((part) => (typeof part === "string" ? part : part.toString("latin1")))
        .join("");
    case "CAA":
      return caa(String(answer.data.flags ?? 0), answer.data.tag, answer.data.value);
    case "DS": {
      const { keyTag, algorithm, digestType, digest } = answer.data;
      return `${keyTag} ${algorithm} ${digestType} ${digest.toString("hex")}`;
    }
    case "DNSKEY": {
      const { flags, algorithm, key } = answer.data;
      return `${flags} 3 ${algorithm} ${key.toString("base64")}`;
    }
    case "TLSA": {
      const { usage, selector, matchingType, certificate } = answer.data;
      return `${usage} ${selector} ${matchingType} ${certificate.toString("hex")}`;
    }
    default:
      return undefined;
  }
}

/** A declared value, in presentation form, in the form of {@link liveValue}; one that is not known stays as it is. */
export function declaredValue(type: string, value: string): string {
  if (type === "TXT") {
    return txtText(value);
  }
  if (!isKnown(value)) {
    return value;
  }
  const parts = value.trim().split(/\s+/);
  switch (type) {
    case "A":
    case "AAAA":
      return address(value);
    case "CNAME":
    case "NS":
      return host(value);
    case "MX":
    case "SRV":
      return [...parts.slice(0, -1), host(parts.at(-1) ?? "")].join(" ");
    case "CAA": {
      const [, flags = "", tag = "", text = ""] = /^(\d+)\s+(\S+)\s+(.*)$/s.exec(value) ?? [];
      return caa(flags, tag, txtText(text));
    }
    case "DS":
    case "TLSA":
      return value.toLowerCase();
    default:
      return value;
  }
}

/**
 * The root, which stands for "none" in MX and SRV records, keeps its dot. What no host name holds is spelt out: names
 * come from servers that may be anybody's, and are shown.
 */
function host(name: string): string {
  const plain = name === "" || name === "." ? "." : aLabels(canonical(name));
  return /^[\x21-\x7e]*$/.test(plain) ? plain : visible(plain);
}

function address(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.parse(text).toString() : text;
}

/** Tags have no case (RFC 8659 § 4.1), and around the semicolons of a value blanks mean nothing (§ 4.2). */
function caa(flags: string, tag: string, value: string): string {
  const plain =
    tag.toLowerCase() === "iodef"
      ? value
      : value
          .trim()
          .replace(/\s*;\s*/g, ";")
          .toLowerCase();
  return `${flags} ${tag.toLowerCase()} "${plain}"`;
}
