import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { Command, Option } from "commander";
import pc from "picocolors";
import { messageOf } from "../../constructs/core/thrown";
import { certificates } from "../../posture/certificates";
import { canonical } from "../../posture/dns/names";
import { dnsRecords } from "../../posture/dns-records";
import { type Json, TerraformJson } from "../../posture/terraform-json";
import { clientJson } from "../client-json";
import { clientsOption } from "../clients-option";
import { EXIT } from "../exit-status";
import { refuse } from "../refuse";
import { today } from "../today";
import { type RecordIds, readListing } from "./cloudflare-listing";
import { type Comparison, compareZone } from "./comparison";
import { comparisonText } from "./comparison-text";
import { declaredRecords } from "./declared-records";
import { type ImportBlock, importBlocks, importHcl, importJson, missingIds } from "./import-blocks";
import { parseZoneFile, type ZoneFile, ZoneFileError } from "./zone-file";

interface ImportDnsOptions {
  readonly client: string;
  readonly clients: string;
  readonly origin?: string;
  readonly ids?: string;
  readonly format: "text" | "json";
  readonly all?: true;
  readonly write?: string;
}

/** `import-dns`: what a stack would make of the records a client has, and import blocks for them. */
export function importDnsCommand(): Command {
  return new Command("import-dns")
    .description("compare a client's existing zone with the stack, and write Terraform import blocks")
    .argument("<zone file>", "the zone as it is today, in BIND's format or exported by Cloudflare")
    .requiredOption("--client <id>", "the client whose stack takes the zone over")
    .addOption(clientsOption())
    .option("--origin <zone>", "what relative names are relative to, for a file without $ORIGIN and SOA")
    .option("--ids <file>", "Cloudflare's listing of the zone's records: GET /zones/<zone id>/dns_records")
    .addOption(
      new Option("--format <format>", "for people or for programs").choices(["text", "json"]).default("text"),
    )
    .option("--all", "list also the records that are left alone")
    .option("--write <file>", "write the import blocks; in JSON when the name ends in .json")
    .addHelpText(
      "after",
      "\nExit status: 0 nothing contradicts the stack, 2 something does or an import id is missing, 1 the input cannot be read.",
    )
    .action((zoneFile: string, options: ImportDnsOptions) => {
      try {
        process.exitCode = importDns(zoneFile, options);
      } catch (error) {
        refuse(error);
      }
    });
}

function importDns(zoneFile: string, options: ImportDnsOptions): number {
  const file = shown(zoneFile);
  const zone = parseZoneFile(contentOf(zoneFile), {
    file,
    ...(options.origin === undefined ? {} : { origin: canonical(options.origin) }),
  });
  const ids = options.ids === undefined ? undefined : readListing(contentOf(options.ids), shown(options.ids));
  const comparison = compareWithStack(zone, file, options);
  const blocks = importBlocks(comparison, ids);
  console.log(
    options.format === "json"
      ? JSON.stringify(forPrograms(zone, comparison, blocks), undefined, 2)
      : comparisonText(comparison, blocks, { file, apex: zone.apex, all: options.all === true }),
  );
  if (options.write !== undefined) {
    writeFileSync(options.write, options.write.endsWith(".json") ? importJson(blocks) : importHcl(blocks));
    // Standard output is the comparison's alone, for programs that read it.
    console.error(pc.dim(advice(options.write, blocks, ids)));
  }
  return comparison.contradict.length > 0 || missingIds(blocks).length > 0 ? EXIT.undecided : 0;
}

function compareWithStack(zone: ZoneFile, file: string, { client, clients }: ImportDnsOptions): Comparison {
  const stack = new TerraformJson(clientJson(clients, client) as Json);
  const declared = declaredRecords(stack, dnsRecords(stack), zone.apex);
  if (declared.length === 0) {
    throw new ZoneFileError([
      {
        code: "ZoneFileOfOtherZone",
        file,
        line: zone.records[0]?.line ?? 1,
        column: 1,
        message: `this is the zone ${JSON.stringify(zone.apex)}, in which the stack of ${JSON.stringify(client)} publishes nothing; a relative name where an absolute one was meant is another cause`,
      },
    ]);
  }
  return compareZone(zone, declared, certificates(stack, today()));
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const message = messageOf(error);
    throw new ZoneFileError([{ code: "ZoneFileUnreadable", file: shown(path), line: 1, column: 1, message }]);
  }
}

/** As problems name files: relative to the working directory where they lie below it. */
function shown(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") ? path : below;
}

function forPrograms({ apex }: ZoneFile, comparison: Comparison, blocks: readonly ImportBlock[]): unknown {
  return { zone: apex, ...comparison, imports: blocks, missingIds: missingIds(blocks) };
}

function advice(file: string, blocks: readonly ImportBlock[], ids: RecordIds | undefined): string {
  const missing = missingIds(blocks).length;
  const hint = ids === undefined ? "give --ids, or" : "the listing is older than the zone file, or";
  return missing === 0
    ? `${file} written`
    : `${file} written; ${missing} ids are missing: ${hint} set the variables, without which Terraform stops`;
}
