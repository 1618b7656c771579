import type { DecodedPacket } from "dns-packet";
import { messageOf } from "../../core/thrown";
import { type DnsServerPlace, transact } from "../dns-transport";

/** What a name server says about the addresses of a name. */
export interface DnsAnswer {
  /** Does it know by itself (RFC 1035 § 4.1.1, AA)? */
  readonly authoritative: boolean;
  readonly addresses: readonly string[];
  /** Is the name an alias, of whose target it says no address? */
  readonly isAlias: boolean;
  /** Name servers of a zone that it names instead, in lower case. */
  readonly delegatedTo: readonly { readonly zone: string; readonly host: string }[];
  readonly glue: readonly { readonly host: string; readonly address: string }[];
}

/** What is said where not one server could be asked. */
export const ALL_SERVERS_FAIL = "its name servers have no address";

const RESPONSE_CODES: Readonly<Record<string, string>> = {
  SERVFAIL: "its servers fail (SERVFAIL)",
  REFUSED: "its servers refuse (REFUSED)",
  FORMERR: "its servers do not understand the question (FORMERR)",
  NOTIMP: "its servers do not know the kind of question (NOTIMP)",
};

/** Asks one name server for the IPv4 addresses of a name, without recursion; over TCP where UDP is too short. */
export async function exchange(
  name: string,
  server: DnsServerPlace,
): Promise<DnsAnswer | { readonly failure: string }> {
  try {
    return answerOf(await transact({ name, type: "A" }, server, { recursive: false, extended: false }));
  } catch (error) {
    return { failure: messageOf(error) };
  }
}

function answerOf(packet: DecodedPacket): DnsAnswer | { readonly failure: string } {
  // dns-packet knows it; its types do not.
  const { rcode } = packet as DecodedPacket & { readonly rcode: string };
  if (rcode !== "NOERROR" && rcode !== "NXDOMAIN") {
    return { failure: RESPONSE_CODES[rcode] ?? `its servers answer ${rcode}` };
  }
  const addresses = (packet.answers ?? []).flatMap((record) => (record.type === "A" ? [record.data] : []));
  return {
    authoritative: packet.flag_aa,
    addresses,
    isAlias: addresses.length === 0 && (packet.answers ?? []).some(({ type }) => type === "CNAME"),
    delegatedTo: (packet.authorities ?? []).flatMap((record) =>
      record.type === "NS" ? [{ zone: record.name.toLowerCase(), host: record.data.toLowerCase() }] : [],
    ),
    glue: (packet.additionals ?? []).flatMap((record) =>
      record.type === "A" ? [{ host: record.name.toLowerCase(), address: record.data }] : [],
    ),
  };
}
