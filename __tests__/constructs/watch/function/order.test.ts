import { SETTING_NAMES, settingsOf } from "../../../../constructs/watch/function/order";

const COMPLETE = {
  WATCH_CLIENT: "office",
  WATCH_CLIENT_NAME: "Étude",
  WATCH_TABLE: "office-watch",
  WATCH_TOPIC_ARN: "arn:aws:sns:eu-west-3:123456789012:office-alarms",
  WATCH_NAMESPACE: "ProtectedExchange/office",
  WATCH_RUNBOOKS: "docs",
  WATCH_HISTORY_DAYS: "400",
};

test("the environment says everything that a run needs", () => {
  expect(settingsOf(COMPLETE)).toEqual({
    client: "office",
    clientName: "Étude",
    table: "office-watch",
    topicArn: COMPLETE.WATCH_TOPIC_ARN,
    namespace: "ProtectedExchange/office",
    runbooks: "docs",
    chat: undefined,
    historyDays: 400,
    resolver: undefined,
    nameServerPort: 53,
  });
});

test.each([
  SETTING_NAMES.client,
  SETTING_NAMES.table,
  SETTING_NAMES.topicArn,
  SETTING_NAMES.namespace,
  SETTING_NAMES.historyDays,
])("a run without %s fails, and says so", (name) => {
  expect(() => settingsOf({ ...COMPLETE, [name]: "" })).toThrow(`the environment has no ${name}`);
});
