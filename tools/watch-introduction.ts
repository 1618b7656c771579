import { LIVE_CHECKS } from "../constructs/watch/function/live-sightings";
import { LONGEST_LOOK_MILLISECONDS, PATIENCE } from "../constructs/watch/function/run";
import { WATCH_DEFAULTS } from "../constructs/watch/watch";
import { WATCH_METRICS } from "../posture/cost/cost";
import { STANDING_PRICES } from "../posture/cost/prices";
import { watchedLists } from "../stacks/watch-choice";
import { watch } from "../stacks/watch-schema";
import { markdownTable } from "./markdown";

const asked = (section: object): number =>
  watchedLists(watch.parse(section) as NonNullable<ReturnType<typeof watch.parse>>).asked.length;

const KEYS = { keys: { "spamhaus-dqs": "ssm:/key", abusix: "ssm:/key" } };

const { blocklistsEveryHours, liveEveryMinutes, historyDays } = WATCH_DEFAULTS;

const RUNS = { blocklists: (30 * 24) / blocklistsEveryHours, live: (30 * 24 * 60) / liveEveryMinutes };

const dollars = (amount: number): string => amount.toFixed(2);

const METRICS = WATCH_METRICS * STANDING_PRICES.customMetric.dollars;
const ALARMS = 3 * STANDING_PRICES.alarmMetric.dollars;

/** How the watch runs, what pages and what it costs, as the code has it. */
export const WATCH_INTRODUCTION: readonly string[] = [
  "```yaml",
  "watch:",
  "  keys: { spamhaus-dqs: ssm:/clinic/spamhaus-dqs, abusix: ssm:/clinic/abusix }",
  "  notify: [noc@msp.example]      # default: msp.contact of the fleet file",
  "  chat: ssm:/clinic/chat-webhook # Slack, Google Chat or Microsoft Teams; default: none",
  "```",
  "",
  "A client with an AWS account is watched without a word in its file: one whose edge is on AWS, or has `edge.aws`. All",
  "keys stand in [the schema](../schemas/client.schema.json). Without a watch, `blocklists-watched` warns.",
  "",
  `Without keys ${asked({})} lists are asked, with both ${asked(KEYS)}. A key is read by the function at each run from AWS Systems Manager`,
  "(a SecureString) or AWS Secrets Manager; it stands in no file, plan or state. A parameter that is encrypted with a key",
  "of your own needs that key's policy to let the function's role decrypt.",
  "",
  "## How it runs",
  "",
  ...markdownTable(
    ["look", "every", "at"],
    [
      [
        "blocklists",
        `${blocklistsEveryHours} hours`,
        "every address that the servers' connections leave from, `watch.addresses`, every mail domain, `watch.domains`",
      ],
      [
        "live",
        `${liveEveryMinutes} minutes`,
        `${LIVE_CHECKS.map(({ id }) => `\`${id}\``).join(", ")}: the checks of [check.md](check.md) that need no port 25`,
      ],
    ],
  ),
  "",
  "- **Lists change within hours and operators count questions**, hence four looks a day. A wrong certificate or record",
  "  keeps people from their mail at once, and one look costs next to nothing.",
  "- A schedule of EventBridge (UTC, with a window, so that not all clients ask at once) calls a function of AWS Lambda and",
  "  gives it what the stack declares, with the addresses that only the apply knows.",
  `- A look takes ${LONGEST_LOOK_MILLISECONDS / 1000} seconds at most; who has not answered by then gives no answer. 32 questions at once, per operator two at`,
  "  once and ten a second, and no more after four without an answer.",
  `- What is wrong, since when, and everything that began or ended in the last ${historyDays} days is in the table \`<id>-watch\``,
  "  of DynamoDB: encrypted with a key of the client's own, backed up, protected against deletion (`watch.protection`).",
  "- A relay's addresses are looked up where they are the client's own: add them to `watch.addresses`. Those of Amazon SES",
  "  and of relays of the catalogue are shared; their operators watch them.",
  "- AWS blocks port 25 for functions, so nothing there is looked at. From `locked` on it is the relay's alone anyway.",
  "- Should two runs meet, the table makes the later one begin again. `watch.reserveConcurrency: true` keeps one execution",
  "  of the account's for the watch, so that none meet; in a new account, whose quota is 10, the apply then fails.",
  "",
  "## What pages",
  "",
  ...markdownTable(
    ["what", "begins", "ends"],
    [
      [
        "a listing on a decisive list",
        `at once (in ${PATIENCE.blocklists.toBegin} look): the list's own probes hold`,
        `with ${PATIENCE.blocklists.toEnd} looks in a row without it: a list's servers do not all forget at once`,
      ],
      [
        "a key that cannot be read; more than half of the answers missing",
        "at once",
        `with ${PATIENCE.blocklists.toEnd} looks in a row without it`,
      ],
      [
        "an error of a live check, and a warning about a certificate: a renewal that is due, an older one shown",
        `with ${PATIENCE.live.toBegin} looks in a row, as networks lose packets`,
        `with ${PATIENCE.live.toEnd} look without it`,
      ],
      [
        "two looks at blocklists, or three at what is live, that did not happen",
        "by an alarm of CloudWatch",
        "with the next look",
      ],
      ["a run that failed three times", "by an alarm of CloudWatch", "after five minutes"],
    ],
  ),
  "",
  "One message for all that a look has changed, however many looks see it afterwards. It goes to the topic `<id>-alarms`,",
  "to which the firewall's alarms go too, and to the chat. After the first deployment AWS asks each address whether it",
  "wants the mail; until somebody clicks on the link, nobody is told.",
  "",
  "**What never pages**: a list that is dead, refuses, fails or lists everything (`error`, `unusable`): it changes",
  "nothing, neither a beginning nor an end. Advisory lists, those in `watch.advisory`, and other warnings of live checks",
  "stand below what pages, and in the chat.",
  "",
  "Failed backups and attacks have alarms of their own, of the backup and of the edge ([edge-aws.md](edge-aws.md)).",
  "",
  "## What it costs",
  "",
  `${dollars(METRICS)} US dollars a month for ${WATCH_METRICS} metrics, ${dollars(ALARMS)} for 3 alarms, ${dollars(STANDING_PRICES.kmsKey.dollars)} for the key, and where no edge is on AWS another`,
  `${dollars(STANDING_PRICES.kmsKey.dollars)} for the topic's key. ${RUNS.blocklists + RUNS.live} runs of a few seconds, the table and the schedules come to less than half a dollar.`,
  "",
];
