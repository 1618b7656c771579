import { isExpression } from "../terraform-json";
import { type Published, recordSets } from "./look-up";

/** What a TLSA record says about the certificate of a service (RFC 6698 § 2.1). */
export interface TlsaAssociation {
  /** 0 and 1 rely on public authorities, 2 names an authority, 3 the server's own certificate or key. */
  readonly usage: number;
  /** 0 the certificate, 1 its public key. */
  readonly selector: number;
  /** 0 the data itself, 1 SHA-256, 2 SHA-512. */
  readonly matching: number;
  /** Hexadecimal, lower case, without white space. */
  readonly data: string;
}

/** The fields of a TLSA in presentation form, undefined where it cannot be read. */
export function parseTlsa(value: string): TlsaAssociation | undefined {
  const [, usage, selector, matching, data] = /^(\d+)\s+(\d+)\s+(\d+)\s+(\S.*)$/s.exec(value.trim()) ?? [];
  return data === undefined
    ? undefined
    : {
        usage: Number(usage),
        selector: Number(selector),
        matching: Number(matching),
        data: data.replace(/\s/g, "").toLowerCase(),
      };
}

/** The TLSA records of an SMTP server (RFC 7672 § 2.2.3). */
export interface SmtpTlsa {
  /** Owner name, canonical. */
  readonly name: string;
  /** The host whose port 25 it is about. */
  readonly host: string;
  readonly records: readonly {
    readonly value: string;
    /** Undefined where the value cannot be read. */
    readonly association: TlsaAssociation | undefined;
    readonly address: string;
  }[];
  /** Are all values known before apply? */
  readonly known: boolean;
  /** Address of the first. */
  readonly address: string;
}

/** TLSA of port 25; those of other services follow other rules. */
export function smtpTlsa(facts: Published): readonly SmtpTlsa[] {
  return recordSets(facts, "TLSA").flatMap(({ name, records, address }) => {
    const host = /^_25\._tcp\.(.+)$/.exec(name)?.[1];
    return host === undefined
      ? []
      : [
          {
            name,
            host,
            records: records
              .filter(({ value }) => !isExpression(value))
              .map((record) => ({
                value: record.value,
                association: parseTlsa(record.value),
                address: record.address,
              })),
            known: records.every(({ value }) => !isExpression(value)),
            address,
          },
        ];
  });
}
