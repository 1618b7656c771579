import { z } from "zod";
import { messageOf } from "../../constructs/core/thrown";
import { canonical } from "../../posture/dns/names";
import type { ZoneRecord } from "./record";
import { canonicalData, txtText } from "./record-data";
import { ZoneFileError } from "./zone-file";

const record = z.object({
  id: z.string().min(1),
  name: z.string(),
  type: z.string(),
  content: z.string().default(""),
  priority: z.number().nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
});

const page = z.object({
  result: z.array(record),
  result_info: z.object({ total_count: z.int() }).partial().nullish(),
});

/** One answer of the API, several in a list, or their records in a list. */
const listing = z.union([
  page.transform((one) => [one]),
  z.array(page),
  z.array(record).transform((result) => [{ result }]),
]);

/** Ids of a zone's records, by name, type and data. */
export type RecordIds = ReadonlyMap<string, string>;

/**
 * Reads Cloudflare's listing of a zone's records, the body of `GET /zones/<zone id>/dns_records`.
 *
 * @param text content of the file
 * @param file its name, for the problem
 * @throws ZoneFileError `RecordIdsUnreadable` for anything else, or when pages are missing
 */
export function readListing(text: string, file: string): RecordIds {
  const pages = parsed(text, file);
  const records = pages.flatMap(({ result }) => result);
  const total = Math.max(...pages.map((one) => ("result_info" in one && one.result_info?.total_count) || 0));
  if (records.length < total) {
    throw unreadable(file, `the listing has ${records.length} of ${total} records; ask with ?per_page=5000`);
  }
  return new Map(records.map((one) => [keyOf(asZoneRecord(one)), one.id]));
}

/** The id of a record; undefined where the listing has none like it. */
export function idOf(
  ids: RecordIds,
  existing: Pick<ZoneRecord, "name" | "type" | "value">,
): string | undefined {
  return ids.get(keyOf(existing));
}

function parsed(text: string, file: string): z.output<typeof listing> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw unreadable(file, messageOf(error));
  }
  const read = listing.safeParse(json);
  if (!read.success || read.data.length === 0) {
    throw unreadable(
      file,
      "this is no listing of DNS records: an object with result, a list of records with id, name and type, was expected",
    );
  }
  return read.data;
}

function unreadable(file: string, message: string): ZoneFileError {
  return new ZoneFileError([{ code: "RecordIdsUnreadable", file, line: 1, column: 1, message }]);
}

function asZoneRecord({ name, type, content, priority, data }: z.output<typeof record>): {
  readonly name: string;
  readonly type: string;
  readonly value: string;
} {
  const value =
    type === "MX"
      ? `${priority} ${content}`
      : type === "SRV" && data !== null && data !== undefined
        ? [data.priority ?? priority, data.weight, data.port, data.target].join(" ")
        : type === "TXT" && !content.startsWith('"')
          ? // Records from before Cloudflare kept the quotes.
            `"${content.replace(/["\\]/g, "\\$&")}"`
          : content;
  return { name: canonical(name), type, value: canonicalData(type, value) };
}

function keyOf({ name, type, value }: Pick<ZoneRecord, "name" | "type" | "value">): string {
  return JSON.stringify([name, type, type === "TXT" ? txtText(value) : value]);
}
