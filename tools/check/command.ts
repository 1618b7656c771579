import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { Command, InvalidArgumentError, Option } from "commander";
import { resolverFor } from "../../constructs/core/dns-question";
import type { Problem } from "../../constructs/core/errors";
import { messageOf } from "../../constructs/core/thrown";
import { chosenLists } from "../../constructs/watch/blocklists/choice";
import { resolverProblems, systemResolvers } from "../../constructs/watch/blocklists/dns-client";
import { BlocklistError } from "../../constructs/watch/blocklists/look-up";
import { BLOCKLISTS } from "../../constructs/watch/checks/blocklists";
import type { Check } from "../../constructs/watch/checks/check";
import { CHECKS } from "../../constructs/watch/checks/checks";
import { CLOSED_PORTS, MOST_CLOSED_PORTS } from "../../constructs/watch/checks/ports";
import { trustStore } from "../../constructs/watch/checks/probe";
import { RECORDS } from "../../constructs/watch/checks/records";
import { REVERSE_NAMES } from "../../constructs/watch/checks/reverse-names";
import type { Vantage } from "../../constructs/watch/checks/vantage";
import { postureOf } from "../../posture/posture";
import { declarationOf } from "../../stacks/declaration";
import { clientsOption } from "../clients-option";
import { EXIT } from "../exit-status";
import { type PostureInput, postureInputs } from "../posture-input";
import { refuse } from "../refuse";
import { today } from "../today";
import { type CheckReport, reportOf, reportText } from "./report";

interface CheckOptions {
  readonly clients: string;
  readonly format: "text" | "json";
  readonly address: readonly string[];
  readonly httpsPort: number;
  readonly httpPort: number;
  readonly smtpPort: number;
  readonly dnsPort: number;
  readonly resolver?: string;
  readonly ca: readonly string[];
  readonly ports?: true | readonly number[];
  readonly timeout: number;
  readonly only: readonly string[];
  readonly list: readonly string[];
  readonly key: readonly string[];
  readonly nonCommercial: boolean;
}

/** `check`: is what is live what the stack declares? */
export function checkCommand(): Command {
  return new Command("check")
    .description(
      "look at what is live of a client, against what its stack declares: records, certificates, TLS, what users connect to, names of addresses, blocklists, and on request ports and ways past the relay",
    )
    .argument("<client | file | folder>", "a client's id, a cdk.tf.json, or a folder of such")
    .addOption(clientsOption())
    .addOption(
      new Option(
        "--only <check>",
        `only this check (${CHECKS.map(({ id }) => id).join(", ")}); may be repeated`,
      )
        .argParser(checkNames)
        .default([], "all"),
    )
    .addOption(
      new Option("--format <format>", "for people or for programs").choices(["text", "json"]).default("text"),
    )
    .addOption(
      new Option(
        "--address <ip>",
        "connect to this address instead of those of the server's names in the DNS, as before the cutover, and look it up in the blocklists; may be repeated",
      )
        .argParser(addresses)
        .default([], "the DNS"),
    )
    .addOption(new Option("--https-port <port>", "where HTTPS is looked for").argParser(port).default(443))
    .addOption(new Option("--http-port <port>", "where HTTP is looked for").argParser(port).default(80))
    .addOption(new Option("--smtp-port <port>", "where SMTP is looked for").argParser(port).default(25))
    .addOption(
      new Option("--dns-port <port>", "where the zones' name servers are asked").argParser(port).default(53),
    )
    .addOption(
      new Option(
        "--ports [ports]",
        "connect to the servers' addresses, too: 25 and 443 as declared, and ports that must be closed, those given with commas instead of the usual ones; and to 25 of the usual names of mail hosts",
      ).argParser(closedPorts),
    )
    .option("--resolver <ip:port>", "resolver to ask instead of the system's")
    .addOption(
      new Option("--ca <file>", "PEM file with a root to trust besides those of Node.js; may be repeated")
        .argParser(appended)
        .default([], "none"),
    )
    .addOption(
      new Option("--timeout <seconds>", "how long one connection may take").argParser(timeout).default(10),
    )
    .addOption(
      new Option("--list <zone>", "only this blocklist (docs/watch.md); may be repeated")
        .argParser(appended)
        .default([], "all"),
    )
    .addOption(
      new Option(
        "--key <name=reference>",
        "where the key for some blocklists is: spamhaus-dqs=env:DQS_KEY, or file:<path>; may be repeated",
      )
        .argParser(appended)
        .default([], "none"),
    )
    .option("--non-commercial", "ask blocklists too that are free for non-commercial use only", false)
    .addHelpText(
      "after",
      "\nExit status: 0 nothing is wrong, 3 something is, 2 nothing could be seen from here, 1 the input cannot be read.",
    )
    .action(async (argument: string, options: CheckOptions) => {
      try {
        await check(argument, options);
      } catch (error) {
        refuse(error);
      }
    });
}

async function check(argument: string, options: CheckOptions): Promise<void> {
  const inputs = await postureInputs(argument, options.clients);
  const checks = checksFor(options);
  const vantage = vantageOf(options);
  refuseAnyOf([
    ...chosenLists(vantage.blocklists.choice).problems,
    ...(options.only.includes(BLOCKLISTS.id) ? resolverProblems(vantage.blocklists.resolvers) : []),
  ]);
  const reports: (readonly [PostureInput, CheckReport])[] = [];
  for (const input of inputs) {
    const declaration = declarationOf(postureOf(input.json, today()));
    if (!checks.some((each) => WITHOUT_NAMES.includes(each)) && declaration.names.length === 0) {
      throw new Error(
        `${JSON.stringify(input.name)} declares no certificate and no name of a server (output "server_addresses"); there is nothing to look at`,
      );
    }
    reports.push([input, await reportOf(checks, declaration, vantage)]);
  }
  console.log(
    options.format === "json"
      ? JSON.stringify(inOne(reports), undefined, 2)
      : reports.map(([{ name }, report]) => reportText(name, report)).join("\n\n"),
  );
  const verdicts = reports.map(([, { verdict }]) => verdict);
  if (verdicts.includes("error")) {
    process.exitCode = EXIT.wrong;
  } else if (verdicts.includes("not-seen")) {
    process.exitCode = EXIT.unseen;
  }
}

/** Checks that find something to look at where a stack declares no name of a server. */
const WITHOUT_NAMES: readonly Check[] = [RECORDS, REVERSE_NAMES, BLOCKLISTS];

/** The checks that were asked for; one with an option of its own only with that. */
function checksFor(options: CheckOptions): readonly Check[] {
  const only = CHECKS.filter(({ id }) => options.only.length === 0 || options.only.includes(id));
  const withheld = only.find(({ option }) => option !== undefined && options[option] === undefined);
  if (withheld?.option !== undefined && options.only.length > 0) {
    throw new Error(`--only ${withheld.id} needs --${withheld.option} too`);
  }
  return only.filter((check) => check.option === undefined || options[check.option] !== undefined);
}

/** One stack as itself, several by name. */
function inOne(reports: readonly (readonly [PostureInput, CheckReport])[]): unknown {
  const [first, ...others] = reports;
  return first !== undefined && others.length === 0
    ? first[1]
    : Object.fromEntries(reports.map(([{ name }, report]) => [name, report]));
}

function vantageOf(options: CheckOptions): Vantage {
  return {
    resolver: resolverFor(options.resolver),
    dns: {
      resolvers: options.resolver === undefined ? systemResolvers() : [options.resolver],
      port: options.dnsPort,
      timeoutMilliseconds: Math.min(options.timeout * 1000, LONGEST_DNS_MILLISECONDS),
    },
    serverAddresses: options.address,
    httpsPort: options.httpsPort,
    httpPort: options.httpPort,
    smtpPort: options.smtpPort,
    closedPorts: options.ports === undefined || options.ports === true ? CLOSED_PORTS : options.ports,
    timeoutMilliseconds: options.timeout * 1000,
    roots: options.ca.map(rootFrom),
    blocklists: {
      choice: {
        zones: options.list,
        keys: Object.fromEntries(options.key.map(keyFrom)),
        commercial: !options.nonCommercial,
      },
      resolvers: options.resolver === undefined ? systemResolvers() : [options.resolver],
      timeoutMilliseconds: Math.min(options.timeout * 1000, LONGEST_DNS_MILLISECONDS),
    },
    onProgress: showProgress,
    now: new Date(),
  };
}

/** A list that takes longer has lost the question. */
const LONGEST_DNS_MILLISECONDS = 2000;

/** On a terminal, one line that is written over; elsewhere nothing. */
function showProgress(check: string, done: number, all: number): void {
  if (process.stderr.isTTY) {
    process.stderr.write(done < all ? `\r\x1b[K  ${check}: ${done} of ${all}` : "\r\x1b[K");
  }
}

/** The key that a reference leads to: its value stands neither in the history of the shell nor in a list of processes. */
function keyFrom(text: string): readonly [name: string, key: string] {
  const [, name = "", kind = "", place = ""] = /^([^=]+)=(env|file):(.+)$/s.exec(text) ?? [];
  if (name === "") {
    // What was given may be the key itself, so it is not repeated.
    throw new BlocklistError([
      {
        code: "BlocklistKeyMalformed",
        message:
          "--key takes a name and a reference, such as spamhaus-dqs=env:DQS_KEY or abusix=file:/run/secrets/abusix",
      },
    ]);
  }
  const key = kind === "env" ? process.env[place] : readFileSync(place, "utf8").trim();
  if (key === undefined) {
    throw new BlocklistError([
      {
        code: "BlocklistKeyMissing",
        message: `the environment has no variable ${place} for the key ${name}`,
      },
    ]);
  }
  return [name, key];
}

function refuseAnyOf(problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new BlocklistError(problems);
  }
}

function checkNames(value: string, before: readonly string[]): readonly string[] {
  if (!CHECKS.some(({ id }) => id === value)) {
    throw new InvalidArgumentError(`Give one of ${CHECKS.map(({ id }) => id).join(", ")}.`);
  }
  return [...before, value];
}

function rootFrom(file: string): string {
  const pem = readFileSync(file, "utf8");
  try {
    if (!pem.includes("-----BEGIN CERTIFICATE-----")) {
      throw new Error("it holds no BEGIN CERTIFICATE");
    }
    trustStore([pem]);
    return pem;
  } catch (error) {
    throw new Error(`${file} holds no certificate in PEM: ${messageOf(error)}`);
  }
}

function addresses(value: string, before: readonly string[]): readonly string[] {
  if (isIP(value) === 0) {
    throw new InvalidArgumentError("Give an IPv4 or IPv6 address.");
  }
  return [...before, value];
}

function appended(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new InvalidArgumentError("Give a port from 1 to 65535.");
  }
  return number;
}

function closedPorts(value: string): readonly number[] {
  const ports = value.split(",").map(port);
  if (ports.length > MOST_CLOSED_PORTS) {
    throw new InvalidArgumentError(`Give ${MOST_CLOSED_PORTS} ports at most.`);
  }
  return ports;
}

/** Long enough for any network; a check that takes longer is a check that hangs. */
const LONGEST_TIMEOUT_SECONDS = 300;

function timeout(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= LONGEST_TIMEOUT_SECONDS)) {
    throw new InvalidArgumentError(`Give seconds, more than 0 and at most ${LONGEST_TIMEOUT_SECONDS}.`);
  }
  return number;
}
