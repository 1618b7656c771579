import { settingsOf, type WatchOrder } from "./order";
import { type RunResult, run } from "./run";

/**
 * What AWS Lambda calls.
 *
 * @throws Error where a run fails; it is then repeated, and told of where that does not help
 */
export async function handler(order: WatchOrder): Promise<RunResult> {
  if (order.looks !== "blocklists" && order.looks !== "live") {
    throw new Error("the input does not say what to look at");
  }
  const begin = performance.now();
  const result = await run(order, settingsOf(process.env));
  const seconds = Math.round((performance.now() - begin) / 100) / 10;
  console.log(JSON.stringify({ looks: order.looks, seconds, ...result }));
  return result;
}
