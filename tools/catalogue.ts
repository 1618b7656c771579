import { Command } from "commander";
import pc from "picocolors";
import { reasons, resolverFor, resolverName } from "../constructs/core/dns-question";
import { RELAY_VENDORS } from "../constructs/relay/vendors";
import { EXIT } from "./exit-status";
import { refuse } from "./refuse";
import { checkVendors, type RelayResolver } from "./relay-drift";
import { continuityWords, vendorRows, vendorsById } from "./relay-vendor-table";

/** `catalogue`: the relays that client files can name, and whether what is known about them still holds. */
export function catalogueCommand(): Command {
  return new Command("catalogue")
    .description("list the relays that client files can name; compare what is known about them with the DNS")
    .addCommand(listCommand())
    .addCommand(checkCommand());
}

function listCommand(): Command {
  return new Command("list")
    .description("show every relay with its regions and the values a client file has to confirm")
    .action(() => {
      for (const vendor of vendorsById()) {
        console.log(`${pc.bold(vendor.id)}  ${vendor.name}; when down: ${continuityWords(vendor)}`);
        for (const { region, confirm } of vendorRows(vendor)) {
          console.log(
            `  ${region.padEnd(14)} ${confirm.length === 0 ? "nothing to confirm" : `confirm ${confirm.join(", ")}`}`,
          );
        }
      }
    });
}

function checkCommand(): Command {
  return new Command("check")
    .description("resolve the names that vendors publish and report what differs from the catalogue")
    .option("--resolver <ip:port>", "resolver to ask instead of the system's")
    .addHelpText(
      "after",
      "\nExit status: 0 nothing differs, 2 something does, 1 the DNS could not be asked or left names open.",
    )
    .action(async ({ resolver: server }: { readonly resolver?: string }) => {
      try {
        await check(resolverFor(server), resolverName(server));
      } catch (error) {
        refuse(error);
      }
    });
}

async function check(resolver: RelayResolver, server: string): Promise<void> {
  const { drift, answers, notAsked } = await checkVendors([...RELAY_VENDORS.values()], resolver);
  if (!answers.some(({ kind }) => kind === "record")) {
    throw new Error(
      `offline: ${server} knew none of ${answers.length} names (${reasons(answers)}); nothing was compared`,
    );
  }
  for (const { vendor, name, message } of drift) {
    console.log(`${pc.yellow("differs")} ${vendor}: ${name} ${message}`);
  }
  const open = answers.filter((answer) => answer.kind === "unanswered");
  for (const { name, reason } of open) {
    console.log(`${pc.red("no answer")} ${name}: ${reason}`);
  }
  for (const { vendor, name } of notAsked) {
    console.log(`${pc.dim("not asked")} ${vendor}: ${name} is no name of the DNS; read it by hand`);
  }
  console.log(`${answers.length} names asked, ${drift.length} differences, ${open.length} without answer`);
  if (drift.length > 0) {
    process.exitCode = EXIT.drift;
  } else if (open.length > 0) {
    process.exitCode = EXIT.badInput;
  }
}
