import type { Rule } from "./rule";

/** The version that gets updates: https://learn.microsoft.com/lifecycle/products/exchange-server-subscription-edition */
const SUPPORTED = "SE";

/** Last day of those that came before, `YYYY-MM-DD`: https://learn.microsoft.com/lifecycle/products/exchange-server-2019 */
const ENDED: Readonly<Record<string, string>> = { "2016": "2025-10-14", "2019": "2025-10-14" };

/** A hole that is never mended is found by everybody in the end. */
export const EXCHANGE_SUPPORTED: Rule = {
  id: "exchange-supported",
  what: "The servers run Exchange Server Subscription Edition, as the stack states in its output `exchange_version`. A stack that states nothing is not judged.",
  why: "Exchange 2016 and 2019 ended on 14 October 2025: a hole that is found in them stays open, and the firewall's virtual patches are a delay, not a cure.",
  reference: "https://learn.microsoft.com/lifecycle/products/exchange-server-2019",
  severity: "error",
  check: ({ exchangeVersion }) => {
    if (exchangeVersion === null || exchangeVersion === SUPPORTED) {
      return [];
    }
    const ended = ENDED[exchangeVersion];
    return [
      {
        address: "output.exchange_version",
        message: `the servers run Exchange ${JSON.stringify(exchangeVersion)}, ${ended === undefined ? "which is no version with updates" : `whose updates ended on ${ended}`}; upgrade to Exchange Server ${SUPPORTED}, or acknowledge exchange-supported until the day of the upgrade`,
      },
    ];
  },
};
