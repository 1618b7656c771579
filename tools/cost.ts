import { Command, InvalidArgumentError } from "commander";
import pc from "picocolors";
import type { CostFact } from "../posture/cost/cost";
import { postureOf } from "../posture/posture";
import { clientsOption } from "./clients-option";
import { postureInputs } from "./posture-input";
import { refuse } from "./refuse";
import { today } from "./today";

interface CostOptions {
  readonly clients: string;
  readonly traffic: number;
  readonly appliance?: number;
}

/** `cost`: what a client's stack costs in a month, and when a firewall in the office is cheaper. */
export function costCommand(): Command {
  return new Command("cost")
    .description("estimate what a stack costs in a month, from dated list prices")
    .argument("<client | file | folder>", "a client's id, a cdk.tf.json, or a folder of such")
    .addOption(clientsOption())
    .option("--traffic <gigabytes>", "what reaches and leaves the server in a month", amount, 100)
    .option(
      "--appliance <dollars>",
      "what a firewall in the office costs you in a month, licence included",
      amount,
    )
    .action(async (argument: string, { clients, traffic, appliance }: CostOptions) => {
      try {
        for (const { name, json } of await postureInputs(argument, clients)) {
          console.log(costText(name, postureOf(json, today()).cost, traffic, appliance));
        }
      } catch (error) {
        refuse(error);
      }
    });
}

/** An estimate on a few lines. */
function costText(title: string, cost: CostFact, traffic: number, appliance: number | undefined): string {
  const moving = traffic * cost.perGigabyte;
  return [
    pc.bold(title),
    ...cost.items.map(({ what, count, dollars, checked }) =>
      line(dollars, `${count} × ${what}${checked ? "" : " *"}`),
    ),
    ...(cost.perGigabyte === 0 ? [] : [line(moving, `${traffic} GB through the firewall and out *`)]),
    pc.bold(line(cost.standing + moving, "a month")),
    pc.dim(`  list prices of us-east-1 as of ${cost.asOf}; server, disks, licences and log volume left out`),
    pc.dim("  * not checked against AWS's own page; look there before you quote it"),
    ...(appliance === undefined || cost.perGigabyte === 0 ? [] : [comparison(cost, traffic, appliance)]),
    "",
  ].join("\n");
}

/** Where an appliance's fixed price meets a price that grows with the traffic. */
function comparison(cost: CostFact, traffic: number, appliance: number): string {
  const here = cost.standing + traffic * cost.perGigabyte;
  const equal = (appliance - cost.standing) / cost.perGigabyte;
  if (equal <= 0) {
    return `  a firewall in the office for ${dollarsOf(appliance)} is cheaper at any traffic, by ${dollarsOf(here - appliance)} at ${traffic} GB`;
  }
  return here > appliance
    ? `  a firewall in the office for ${dollarsOf(appliance)} is cheaper above ${Math.ceil(equal)} GB a month, so here`
    : `  a firewall in the office for ${dollarsOf(appliance)} becomes cheaper above ${Math.ceil(equal)} GB a month`;
}

function line(dollars: number, what: string): string {
  return `  ${dollarsOf(dollars).padStart(9)}  ${what}`;
}

function dollarsOf(amountOfDollars: number): string {
  return `$${amountOfDollars.toFixed(2)}`;
}

function amount(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) {
    throw new InvalidArgumentError("give a number, not below zero.");
  }
  return number;
}
