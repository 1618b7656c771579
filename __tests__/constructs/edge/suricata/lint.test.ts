import { all } from "iso-3166-1";
import { type RuleGroupText, suricataProblems } from "../../../../constructs/edge/aws/suricata/lint";

const GOOD =
  'drop tcp $HOME_NET any -> $SERVER 443 (msg:"a; b"; flow:to_server; content:!"x"; sid:1; rev:1;)';
const group = (text: string, change: Partial<RuleGroupText> = {}): RuleGroupText => ({
  id: "own",
  text,
  variables: ["SERVER"],
  capacity: 100,
  ...change,
});
const problems = (...groups: readonly RuleGroupText[]): readonly string[] =>
  suricataProblems(groups).map(({ code, message }) => `${code}: ${message}`);

describe("the rules of a policy", () => {
  test("without a mistake are left alone, comments and empty lines too", () => {
    expect(problems(group(`# a comment\n\n${GOOD}`))).toEqual([]);
  });

  test.each([
    [
      "allow everything",
      'SuricataSyntax: own: "allow everything" is not a rule of the form "action protocol source port -> destination port (options)"',
    ],
    [
      'drop tcp any any -> any any (msg:"x"; sid:1; rev:1)',
      'SuricataSyntax: own: "drop tcp any any -> any any (msg:\\"x\\"; sid:1; rev:1)" is not a rule of the form "action protocol source port -> destination port (options)"',
    ],
    [
      'log tcp any any -> any any (msg:"x"; sid:1; rev:1;)',
      'SuricataUnsupported: own sid 1: AWS Network Firewall does not take the action "log"; express it otherwise or leave it out',
    ],
    [
      'drop sctp any any -> any any (msg:"x"; sid:1; rev:1;)',
      'SuricataUnsupported: own sid 1: AWS Network Firewall does not take the protocol "sctp"; express it otherwise or leave it out',
    ],
    [
      'drop tcp any any -> any any (msg:"x"; xbits:set,a,track ip_src; sid:1; rev:1;)',
      'SuricataUnsupported: own sid 1: AWS Network Firewall does not take the keyword "xbits"; express it otherwise or leave it out',
    ],
    [
      'drop tcp any any -> any any (msg:"x"; priority:1; sid:1; rev:1;)',
      'SuricataPriority: own sid 1: "priority" has no place under strict order; the order of groups and rules decides',
    ],
    [
      "drop tcp any any -> any any (sid:1;)",
      "SuricataIncomplete: own sid 1: msg, rev are missing; without them a log line cannot be traced back",
    ],
    [
      'drop tcp any any -> any any (msg:"x"; rev:1;)',
      "SuricataIncomplete: own sid ?: sid is missing; without them a log line cannot be traced back",
    ],
    [
      'drop tcp $NOWHERE any -> [$SERVER,!$OTHER] any (msg:"x"; sid:1; rev:1;)',
      "SuricataUndeclaredVariable: own sid 1: $NOWHERE is declared neither by the group nor by the policy (EXTERNAL_NET, HOME_NET, SERVER)",
    ],
  ])("%s: is refused", (text, problem) => {
    expect(problems(group(text))).toContain(problem);
  });

  test.each(["dataset", "lua", "filestore", "iprep", "filemagic"])(
    "with the keyword %s are refused",
    (keyword) => {
      expect(
        problems(group(`drop tcp any any -> any any (msg:"x"; ${keyword}:x; sid:1; rev:1;)`)),
      ).toHaveLength(1);
    },
  );

  test.each([
    ["geoip:src,FR,DE;", undefined],
    ["geoip:src, FR;", undefined],
    ["geoip:!FR,!DE;", undefined],
    ["geoip:both,FR;", undefined],
    ["geoip:source,FR;", 'write it as "src,FR,DE", with "!" before all of the countries or before none'],
    ["geoip:src,!FR,DE;", 'write it as "src,FR,DE", with "!" before all of the countries or before none'],
    ["geoip:src;", 'write it as "src,FR,DE", with "!" before all of the countries or before none'],
    ["geoip:src,UK;", '"UK" is not a country\'s code of ISO 3166-1, two capitals such as "FR"'],
    [
      `geoip:src,${all()
        .slice(0, 65)
        .map(({ alpha2 }) => alpha2)
        .join(",")};`,
      "65 countries are too many for one rule; at most 64",
    ],
    ["threshold:type limit, track by_src, count 1, seconds 60;", undefined],
    ["threshold:type limit, track by_both, seconds 60, count 1;", undefined],
    ["threshold:limit by_src;", 'write it as "type limit, track by_src, count 1, seconds 3600"'],
  ])("with %s are held against the engine's form", (option, problem) => {
    const found = problems(group(`drop tcp any any -> any any (msg:"x"; ${option} sid:1; rev:1;)`));

    expect(found).toEqual(
      problem === undefined
        ? []
        : [
            `SuricataBadValue: own sid 1: ${JSON.stringify(option.slice(0, -1))} is not understood: ${problem}`,
          ],
    );
  });

  test("do not count in two ways", () => {
    const both =
      "threshold:type limit, track by_src, count 1, seconds 60; detection_filter:track by_src, count 1, seconds 60;";

    expect(problems(group(`drop tcp any any -> any any (msg:"x"; ${both} sid:1; rev:1;)`))).toEqual([
      'SuricataBadValue: own sid 1: "threshold" and "detection_filter" do not go together; keep one of the two',
    ]);
  });

  test("may keep state per connection, though not per address", () => {
    expect(
      problems(group('drop tcp any any -> any any (msg:"x"; xbits:set,a,track tx; sid:1; rev:1;)')),
    ).toEqual([]);
  });

  test.each([
    'pass http any any -> any any (msg:"x"; sid:1; rev:1;)',
    'pass tls any any -> any any (msg:"x"; sid:1; rev:1;)',
    'pass tcp any any -> any any (msg:"x"; http.uri; content:"/owa"; sid:1; rev:1;)',
    'pass tcp any any -> any any (msg:"x"; app-layer-protocol:http; sid:1; rev:1;)',
    'pass tcp any any -> any any (msg:"x"; tls.sni; content:"a"; sid:1; rev:1;)',
  ])("%s: would let later requests through unseen", (text) => {
    expect(problems(group(text))).toEqual([
      expect.stringMatching(/^SuricataAppLayerPass: own sid 1: a pass that looks into/),
    ]);
  });

  test("may pass packets by address, port and direction", () => {
    expect(
      problems(group('pass tcp any any -> $SERVER 443 (msg:"x"; flow:to_server,established; sid:1; rev:1;)')),
    ).toEqual([]);
  });

  test("have ids that are unique over all groups", () => {
    expect(problems(group(GOOD), group(GOOD.replace("drop", "alert"), { id: "other" }))).toEqual([
      "SuricataDuplicateSid: other sid 1: the id is already that of a rule in own; ids are unique over all groups of a policy",
    ]);
  });

  test("may leave a mark and ask for it, in whatever group", () => {
    const set =
      'alert tls any any -> any any (msg:"x"; tls.sni; content:"a"; flowbits:set,a; noalert; sid:1; rev:1;)';
    const asked = 'reject tcp any any -> any any (msg:"x"; flowbits:isnotset,a; sid:2; rev:1;)';

    expect(problems(group(set), group(asked, { id: "other" }))).toEqual([]);
  });

  test.each(["isset", "isnotset"])("do not ask for a mark that nothing sets: %s", (command) => {
    const unset = 'alert tcp any any -> any any (msg:"x"; flowbits:unset,a; sid:2; rev:1;)';

    expect(
      problems(
        group(`drop tcp any any -> any any (msg:"x"; flowbits:${command}, a; sid:1; rev:1;)\n${unset}`),
      ),
    ).toEqual(['SuricataFlowbitUnset: own sid 1: no rule of the policy sets the mark "a"; correct the name']);
  });

  test("are no longer than the engine reads", () => {
    const long = `drop tcp any any -> any any (msg:"x"; content:"${"a".repeat(8192)}"; sid:1; rev:1;)`;

    expect(problems(group(long))).toEqual([
      `SuricataTooLong: own sid 1: ${long.length} characters are more than the 8192 that the engine reads; split the rule`,
    ]);
    expect(problems(group(long.replace("a".repeat(100), "")))).toEqual([]);
  });

  test("fit the units reserved", () => {
    expect(problems(group(`${GOOD}\n${GOOD.replace("sid:1", "sid:2")}`, { capacity: 1 }))).toEqual([
      "RuleGroupTooSmall: own: 2 rules do not fit the 1 units reserved; raise the capacity",
    ]);
  });

  test("are told all their mistakes at once", () => {
    expect(
      suricataProblems([
        group("pass http $X any -> any any (lua:x; priority:1;)\nnonsense", { capacity: 1 }),
        group("", { id: "empty" }),
      ]).map(({ code }) => code),
    ).toEqual([
      "SuricataUnsupported",
      "SuricataPriority",
      "SuricataAppLayerPass",
      "SuricataIncomplete",
      "SuricataUndeclaredVariable",
      "SuricataSyntax",
      "RuleGroupTooSmall",
    ]);
  });
});
