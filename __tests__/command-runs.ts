/** Commands that a test runs as they stand on their pages, with the exit statuses that they may end with. */
export const RUN: readonly (readonly [command: string, statuses: readonly number[]])[] = [
  ["npx protected-exchange validate", [0]],
  ["npx protected-exchange ci atlantis --output atlantis.yaml", [0]],
  ["npx protected-exchange posture bakery", [0]],
  ["npx protected-exchange posture clinic", [0]],
  ["npx protected-exchange posture clinic --format json", [0]],
  ["npx protected-exchange posture law-firm", [0]],
  ["npx protected-exchange posture path/to/stack.tf.json", [0]],
  // A new client opens ports, at which a human must look.
  ["npx protected-exchange review --base main", [3]],
  ["npx protected-exchange review --base origin/main", [3]],
  ["npx protected-exchange review --base origin/main --format json", [3]],
  ["npx protected-exchange review before.tf.json after.tf.json", [0]],
  ["npx protected-exchange review cdktf.out-before cdktf.out", [0]],
  ["npx protected-exchange cost bakery --traffic 200 --appliance 60", [0]],
  ["npx protected-exchange catalogue list", [0]],
  ["npx protected-exchange spf tree bakery", [0]],
  ["npx protected-exchange spf tree clinic", [0]],
  ["npx protected-exchange report bakery", [0]],
  ["npx protected-exchange report clinic --lang fr --output clinic.html", [0]],
  ["npx protected-exchange report cdktf.out/stacks/clinic/cdk.tf.json --lang en", [0]],
  ["npx protected-exchange report clinic --format json", [0]],
  ["npx protected-exchange runbook bakery", [0]],
  ["npx protected-exchange runbook clinic --output clinic.runbook.ps1", [0]],
  ["npx protected-exchange runbook clinic --part rollback --output clinic.rollback.ps1", [0]],
  ["npx protected-exchange runbook <client> --part edge --output firewall.md", [0]],
  ["npx protected-exchange runbook clinic --format markdown --output clinic.md", [0]],
  // Somebody has to decide about records that contradict the stack.
  ["npx protected-exchange import-dns clinic.txt --client clinic --ids clinic-ids.json", [2]],
  [
    "npx protected-exchange import-dns clinic.txt --client clinic --ids clinic-ids.json --write cdktf.out/stacks/clinic/import.tf.json",
    [2],
  ],
  ["npx protected-exchange sandbox list", [0]],
  ["npx protected-exchange sandbox show <address>", [0]],
  ["npx protected-exchange sandbox set <address> <attribute> <value>", [0]],
  ["npx protected-exchange sandbox fail <address>", [0]],
];

/** Commands that come first, in this order: the others look at what they leave. */
export const RUN_FIRST: readonly string[] = [
  "git switch -c bakery",
  'npx protected-exchange new-client bakery --name "Example Bakery" --domain bakery.example --edge fortigate --dns cloudflare --relay spamexperts',
  "git add clients/bakery.yaml",
  'git commit -m "A new client: the bakery"',
  "npx protected-exchange synth",
  "npx protected-exchange synth clinic notary",
];

/** The command that comes last. */
export const RUN_LAST = "npx protected-exchange sandbox reset";

const TERMINAL = "it asks at a terminal; conformance/new-client.test.ts answers it there";
const DEMO = "it asks for an approval; `npm run demo` runs it with --auto-approve";
const INTERNET = "it asks the internet's DNS, which tests must not";
const LIVE =
  "it looks at a client's live servers; tests of the checks run it against servers of their own (__tests__/constructs/watch/checks)";
const ACCOUNT = "it needs an account, or a unit, that is real";
const CI = "continuous integration runs it: .ci/run takes it from the README";

/** Commands that no test runs as they stand, and why. */
export const NOT_RUN: readonly (readonly [commands: RegExp, reason: string])[] = [
  [/^npm ci && npm run demo$|^npm test$/, CI],
  [/^npm run test:conformance$/, "it is the run of these tests"],
  [/^npm pack$|^npm install \.\/protected-exchange-.*\.tgz$/, "conformance/consumer.test.ts runs both"],
  [/^npx protected-exchange new-client( bakery)?$/, TERMINAL],
  [/^npx protected-exchange sandbox -- npx cdktf (deploy|diff) clinic$/, DEMO],
  [/^npx protected-exchange (catalogue check|spf refresh)$/, INTERNET],
  [/^npx protected-exchange check /, LIVE],
  [
    /^npx protected-exchange (deploy-roles|ci github|ci gitlab)\b/,
    "the sample fleet does not say whose pipelines deploy; conformance/fleet.test.ts and stacks/deploy-roles.test.ts have fleets that do",
  ],
  [/^npx protected-exchange (deploy|diff|destroy) /, ACCOUNT],
  [/^npx cdktf (deploy|diff) ([\w-]+$|--app )|^npx cdktf synth && cd /, ACCOUNT],
  [/^npm run bench:fleet$|^node dist\/bench\//, "it measures for minutes; the page holds what it wrote"],
  [/^terraform (plan$|import )/, ACCOUNT],
  [/^(aws|curl) /, ACCOUNT],
];
