import type { InspectedPacket } from "../../../../posture/aws/inspection";
import { exchangePolicy, inspection, SERVER, toServer } from "../exchange-policy";

const RELAY_HOST = "185.201.16.9";

function said(payload: string): InspectedPacket {
  return { ...toServer(25, RELAY_HOST), payload };
}

function answered(payload: string, atSecond: number): InspectedPacket {
  return {
    protocol: "tcp",
    source: SERVER,
    sourcePort: 25,
    destination: RELAY_HOST,
    destinationPort: 50_123,
    side: "to_client",
    state: "established",
    payload,
    atSecond,
  };
}

describe("abuse of port 25, prevented", () => {
  const policy = () => inspection(exchangePolicy({ ips: { mode: "prevent" } }));

  test.each(["VRFY root\r\n", "expn staff\r\n"])("%j drops the connection", (payload) => {
    const send = policy().connection();

    expect(send(said("EHLO relay.example\r\n")).passes).toBe(true);
    expect(send(said(payload)).passes).toBe(false);
    expect(send(said("QUIT\r\n"))).toMatchObject({ passes: false, by: "dropped connection" });
  });

  test.each([
    ["a password in the clear", "AUTH LOGIN\r\n", "9253002"],
    ["an end of message without carriage return", "x\n.\r\nMAIL FROM:<a@b.example>\r\n", "9253003"],
  ])("%s is reported, never dropped: the relay may do it", (_what, payload, sid) => {
    expect(policy().connection()(said(payload))).toMatchObject({ passes: true, alerts: [sid] });
  });

  test.each([
    "EHLO relay.example\r\n",
    "MAIL FROM:<a@b.example>\r\n",
    "STARTTLS\r\n",
    "Subject: VRFY me\r\n\r\nx\r\n.\r\n",
  ])("%j is honest", (payload) => {
    expect(policy().connection()(said(payload))).toMatchObject({ passes: true, alerts: [] });
  });

  test.each([
    ["passwords guessed", "535 5.7.3 Authentication unsuccessful\r\n", 10, "9253011"],
    ["mailboxes guessed", "550 5.1.10 RESOLVER.ADR.RecipientNotFound\r\n", 20, "9253012"],
    ["relaying tried", "550 5.7.54 SMTP; Unable to relay recipient\r\n", 5, "9253013"],
  ])("%s are reported once they are many in a short time", (_what, payload, count, sid) => {
    const { many, slow } = { many: policy(), slow: policy() };
    const times = Array.from({ length: count + 1 }, (_none, index) => index);
    const quick = times.map((second) => many.connection()(answered(payload, second)));
    const spread = times.map((second) => slow.connection()(answered(payload, second * 300)));

    expect(quick.slice(0, -1).flatMap(({ alerts }) => alerts)).toEqual([]);
    expect(quick.at(-1)).toMatchObject({ passes: true, alerts: [sid] });
    expect(spread.flatMap(({ alerts }) => alerts)).toEqual([]);
  });

  test("a flood of connections is reported by its source", () => {
    const flood = policy();
    const open = (source: string) =>
      flood.connection()({ ...toServer(25, source), state: "opening", atSecond: 1 }).alerts;
    const alerts = Array.from({ length: 101 }, () => open(RELAY_HOST));

    expect(alerts.slice(0, 100).flat()).toEqual([]);
    expect(alerts[100]).toEqual(["9253010"]);
    expect(open("185.201.16.10")).toEqual([]);
  });
});

test("where it is only detected, a probe passes and is reported", () => {
  const policy = inspection(exchangePolicy({ ips: { mode: "detect" } }));

  expect(policy.connection()(said("VRFY root\r\n"))).toMatchObject({ passes: true, alerts: ["9253000"] });
});
