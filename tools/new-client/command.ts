import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Command, Option } from "commander";
import pc from "picocolors";
import { certificate } from "../../stacks/certificate-schema";
import { FLEET_FILE, loadClientFiles } from "../../stacks/client";
import { ClientFilesError } from "../../stacks/file-problem";
import { clientsOption } from "../clients-option";
import { PACKAGE_ROOT } from "../package-root";
import { refuse } from "../refuse";
import { today } from "../today";
import {
  type Answers,
  DNS_HOSTS,
  EDGE_KINDS,
  issuersFor,
  NO_ACCOUNT,
  needsAws,
  RELAYS,
  USUAL_REGION,
  valueProblem,
} from "./answers";
import { clientFileText, fleetFileText } from "./file-text";
import { openPoints } from "./marks";
import { terminal } from "./prompts";
import { askFor, idOf } from "./questions";

/** What the command line may say; the rest is asked for, or has a default. */
interface Flags {
  readonly clients: string;
  readonly name?: string;
  readonly domain?: string;
  readonly hostName?: string;
  readonly edge?: Answers["edge"];
  readonly dns?: Answers["dns"];
  readonly zoneId?: string;
  readonly relay?: string;
  readonly certificate?: Answers["issuer"];
  readonly request?: string;
  readonly account?: string;
  readonly region?: string;
}

/** `new-client`: a client file to go on from. */
export function newClientCommand(): Command {
  const choice = (flags: string, what: string, values: readonly string[]): Option =>
    new Option(flags, what).choices([...values]);
  return new Command("new-client")
    .description("write a commented client file that passes its checks; asks for what no option says")
    .argument("[id]", "the client's id: stack name and name of the file")
    .addOption(clientsOption())
    .option("--name <name>", "the company's name, for people")
    .option("--domain <domain>", "its main mail domain")
    .option("--host-name <name>", "public name of the server (default: mail. and the domain)")
    .addOption(choice("--edge <kind>", "what stands in front of the server", EDGE_KINDS))
    .addOption(choice("--dns <host>", "who serves the zone", DNS_HOSTS))
    .option("--zone-id <id>", "the zone's id there (default: the stack makes the zone)")
    .addOption(choice("--relay <vendor>", "the anti-spam relay", RELAYS))
    .addOption(
      choice(
        "--certificate <issuer>",
        "who issues the certificate (default: the usual one for the edge)",
        certificate.options.map(({ shape }) => shape.issuer.value),
      ),
    )
    .option("--request <file>", "certificate request in PEM, for --certificate lets-encrypt")
    .option("--account <number>", "the client's AWS account, where something is on AWS")
    .option("--region <region>", `its AWS Region (default: ${USUAL_REGION})`)
    .addHelpText(
      "after",
      "\nWithout a terminal nothing is asked: --name, --domain, --edge, --dns and --relay are needed then.",
    )
    .action(async (id: string | undefined, flags: Flags) => {
      try {
        const given = givenBy(id, flags);
        const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
        const answers = interactive
          ? await askFor(given, await terminal(), flags.region)
          : completed(given, flags.region);
        write(flags.clients, answers);
      } catch (error) {
        refuse(error);
      }
    });
}

/** What the command line said, each value checked as the client file's is. */
function givenBy(id: string | undefined, flags: Flags): Partial<Answers> {
  const { name, domain, hostName, account, region } = flags;
  const wrong = Object.entries({ id, name, domain, hostName, account, region }).flatMap(([key, value]) => {
    const problem =
      value === undefined ? undefined : valueProblem(key as Parameters<typeof valueProblem>[0], value);
    return problem === undefined ? [] : [problem];
  });
  if (wrong.length > 0) {
    throw new Error(wrong.join("\n"));
  }
  return {
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(domain === undefined ? {} : { domain }),
    ...(hostName === undefined ? {} : { hostName }),
    ...(flags.edge === undefined ? {} : { edge: flags.edge }),
    ...(flags.dns === undefined ? {} : { dns: flags.dns }),
    ...(flags.zoneId === undefined ? {} : { zoneId: flags.zoneId }),
    ...(flags.relay === undefined ? {} : { relay: flags.relay }),
    ...(flags.certificate === undefined ? {} : { issuer: flags.certificate }),
    ...(flags.request === undefined ? {} : { request: readFileSync(flags.request, "utf8") }),
    ...(account === undefined ? {} : { aws: { account, region: region ?? USUAL_REGION } }),
  };
}

/** The answers without a question: what has no default must be given. */
function completed(given: Partial<Answers>, region = USUAL_REGION): Answers {
  const { name, domain, edge, dns, relay } = given;
  if (
    name === undefined ||
    domain === undefined ||
    edge === undefined ||
    dns === undefined ||
    relay === undefined
  ) {
    const missing = Object.entries({ name, domain, edge, dns, relay }).filter(
      ([, value]) => value === undefined,
    );
    throw new Error(
      `there is no terminal to ask at; add ${missing.map(([key]) => `--${key}`).join(", ")} (--help says what they take)`,
    );
  }
  const issuer = given.issuer ?? (issuersFor(edge)[0] as Answers["issuer"]);
  return {
    id: given.id ?? idOf(name),
    name,
    domain,
    hostName: given.hostName ?? `mail.${domain}`,
    edge,
    dns,
    zoneId: given.zoneId,
    relay,
    issuer,
    request: given.request,
    aws: given.aws ?? (needsAws({ edge, dns, relay, issuer }) ? { account: NO_ACCOUNT, region } : undefined),
  };
}

/**
 * Writes the file, and `fleet.yaml` where there is none; says what is open in it and how to go on.
 *
 * @throws Error when there is such a file already, or when it would not pass its checks; then nothing is written
 */
function write(clients: string, answers: Answers): void {
  const file = join(clients, `${answers.id}.yaml`);
  if (existsSync(file)) {
    throw new Error(`${file} exists already; choose another id, or edit it`);
  }
  if (!existsSync(clients)) {
    throw new Error(`${clients} does not exist; make the folder, or name another with --clients`);
  }
  const fleetFile = join(clients, FLEET_FILE);
  const made = [
    [file, clientFileText(answers, today(), schemaFrom(clients, "client"))] as const,
    ...(existsSync(fleetFile) ? [] : [[fleetFile, fleetFileText(schemaFrom(clients, "fleet"))] as const]),
  ];
  for (const [path, text] of made) {
    writeFileSync(path, text);
  }
  try {
    loadClientFiles(clients, [`${answers.id}.yaml`]);
  } catch (error) {
    for (const [path] of made) {
      rmSync(path);
    }
    throw error instanceof ClientFilesError
      ? new Error(error.problems.map(({ code, message }) => `${code}: ${message}`).join("\n"))
      : error;
  }
  for (const [path, text] of made) {
    console.log(`${pc.green("written")}  ${path}`);
    for (const { line, setting, note } of openPoints(text)) {
      console.log(`  ${path}:${line}: ${setting}  ${pc.dim(note)}`);
    }
  }
  console.log(`\n${pc.bold("Next")}`);
  for (const [command, purpose] of nextCommands(clients, answers.id)) {
    console.log(`  ${command.padEnd(52)} ${pc.dim(purpose)}`);
  }
}

function nextCommands(clients: string, id: string): readonly (readonly [command: string, purpose: string])[] {
  const folder = clients === "clients" ? "" : ` --clients ${clients}`;
  return [
    [`npx protected-exchange validate${folder}`, "after each change: every mistake, with its place"],
    [`npx protected-exchange posture ${id}${folder}`, "what it would expose, and where its mail would flow"],
    ["npx protected-exchange review --base main", "what the pull request changes, for whoever approves it"],
  ];
}

/** Path of a schema as an editor finds it from a client file. */
function schemaFrom(clients: string, name: "client" | "fleet"): string {
  return relative(resolve(clients), join(PACKAGE_ROOT, "schemas", `${name}.schema.json`)).replaceAll(
    "\\",
    "/",
  );
}
