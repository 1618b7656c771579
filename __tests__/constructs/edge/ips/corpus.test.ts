import { CLOSED_PATHS } from "../../../../constructs/edge/aws/ips/uri-allow-list";
import { VIRTUAL_PATCHES } from "../../../../constructs/edge/aws/ips/virtual-patches";
import { IPS_MODES } from "../../../../constructs/edge/ips-mode";
import type { HttpRequest } from "../../../../posture/suricata-conditions";
import { CLOSED_PATH_REQUESTS, CVE_ATTACKS } from "../../../corpus/attack-requests";
import { BENIGN_REQUESTS } from "../../../corpus/benign-requests";
import { exchangePolicy, INSPECTED, inspection, toServer, verdictOn } from "../exchange-policy";

const READINGS = ["as-sent", "decoded"] as const;
const PATCH_RULES = VIRTUAL_PATCHES.flatMap(({ rules }) => rules);
const ALERT_ONLY = new Set(PATCH_RULES.filter(({ alertOnly }) => alertOnly).map(({ sid }) => sid));
const isPatch = (sid: number): boolean => PATCH_RULES.some((rule) => rule.sid === sid);
const isClosedPath = (sid: number): boolean => CLOSED_PATHS.some((path) => path.sid === sid);
const name = ({ method, uri, cookie }: HttpRequest): string =>
  `${method} ${uri}${cookie === undefined ? "" : ` (${cookie})`}`;

const PREVENTING = exchangePolicy({ ...INSPECTED, ips: { mode: "prevent" } });

const CASES = [...CVE_ATTACKS, ...CLOSED_PATH_REQUESTS].flatMap(({ sid, requests }) =>
  requests.map((request) => [sid, name(request), request] as const),
);

describe.each(READINGS)("with queries that reach the rules %s", (reading) => {
  const policy = inspection(PREVENTING, reading);

  describe.each(IPS_MODES)("in the mode %s", (mode) => {
    const byMode = inspection(exchangePolicy({ ...INSPECTED, ips: { mode } }), reading);

    test.each(BENIGN_REQUESTS.map(({ name: what, request }) => [what, request] as const))(
      "%s: passes without an alert",
      (_what, request) => {
        expect(verdictOn(byMode, request)).toEqual({ passes: true, by: "9250002", alerts: [] });
      },
    );

    test.each(CASES)("%i stops or reports %s", (sid, _name, request) => {
      const { passes, alerts } = verdictOn(byMode, request);
      const reported = passes && alerts.length > 0;

      expect(passes).toBe(mode !== "prevent" || ALERT_ONLY.has(sid));
      expect(reported).toBe(passes);
    });
  });

  test("a connection that was refused once stays refused", () => {
    const send = policy.connection();

    expect(send({ ...toServer(443), state: "opening" }).passes).toBe(true);
    expect(send({ ...toServer(443), request: BENIGN_REQUESTS[0]?.request as never }).passes).toBe(true);
    expect(send({ ...toServer(443), request: CASES[0]?.[2] as never }).passes).toBe(false);
    expect(send({ ...toServer(443), request: BENIGN_REQUESTS[0]?.request as never })).toMatchObject({
      passes: false,
      by: "dropped connection",
    });
  });

  test("an honest request does not open the way for a later attack in the same connection", () => {
    const send = policy.connection();

    for (const { request } of BENIGN_REQUESTS) {
      expect(send({ ...toServer(443), request }).passes).toBe(true);
    }
    expect(send({ ...toServer(443), request: CASES[0]?.[2] as never }).passes).toBe(false);
  });
});

describe.each([...CVE_ATTACKS, ...CLOSED_PATH_REQUESTS].map(({ sid, requests }) => [sid, requests] as const))(
  "the rule %i, of all rules of its group,",
  (sid, requests) => {
    const otherGroups = isPatch(sid) ? isClosedPath : isPatch;

    test("is the one that stops the attack in its known form", () => {
      const { by, alerts } = verdictOn(
        inspection(PREVENTING, "as-sent", otherGroups),
        requests[0] as HttpRequest,
      );

      expect([by, ...alerts]).toContain(`${sid}`);
    });

    test("is not dead: without it, some request passes unseen", () => {
      const unseen = READINGS.flatMap((reading) => {
        const without = inspection(PREVENTING, reading, (other) => otherGroups(other) || other === sid);
        return requests.map((request) => verdictOn(without, request));
      }).filter(({ passes, alerts }) => passes && alerts.length === 0);

      expect(unseen).not.toEqual([]);
    });
  },
);

test("every rule about requests has a request that it stops", () => {
  expect([...CVE_ATTACKS, ...CLOSED_PATH_REQUESTS].map(({ sid }) => sid)).toEqual(
    [...PATCH_RULES, ...CLOSED_PATHS].map(({ sid }) => sid),
  );
});

test("a virtual patch that is switched off stops nothing, and the others stay", () => {
  const policy = inspection(
    exchangePolicy({
      ...INSPECTED,
      ips: {
        mode: "prevent",
        disabledCves: [{ cve: "CVE-2021-34523", reason: "a monitoring probe sends the parameter" }],
      },
    }),
  );
  const [token, owassrf] = [9_251_070, 9_251_100].map(
    (sid) => CVE_ATTACKS.find((attack) => attack.sid === sid)?.requests[0],
  );

  expect(verdictOn(policy, token as never).passes).toBe(true);
  expect(verdictOn(policy, owassrf as never).passes).toBe(false);
});
