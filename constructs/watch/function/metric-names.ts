/** Names of the metrics that a run counts, by what it looks at. */
export const METRIC_NAMES = {
  blocklists: { runs: "BlocklistRuns", pages: "BlocklistFaults", informs: "BlocklistAdvisories" },
  live: { runs: "LiveRuns", pages: "LiveFaults", informs: "LiveAdvisories" },
} as const;
