import { changeMessage } from "../../../../constructs/watch/function/message";
import type { Condition } from "../../../../constructs/watch/function/transitions";

const CONTEXT = {
  client: "etoile",
  clientName: "Clinique de l’Étoile",
  runbooks: "https://msp.example/docs",
  now: "2026-11-29T12:05:00.000Z",
};

const condition = (what: string, more: Partial<Condition> = {}): Condition => ({
  subject: what,
  code: "listed",
  pages: true,
  what,
  remedy: "https://psbl.org/remove",
  runbook: "listed",
  phase: "open",
  runs: 0,
  since: "2026-11-29T06:00:00.000Z",
  untold: true,
  ...more,
});

test("what began, what ended, what goes on and what informs stand apart", () => {
  const began = condition("52.0.0.1 is listed");
  const ended = condition("clinic.fr is listed", { phase: "ended" });
  const standing = condition("the key is missing", { untold: false, remedy: null, runbook: "key-missing" });
  const advisory = condition("52.0.0.1 is in a network", { pages: false });

  expect(changeMessage([advisory, began, ended], [advisory, began, standing], CONTEXT)).toEqual({
    subject: "etoile: 1 began, 1 ended: 52.0.0.1 is listed",
    text: [
      "Clinique de l’Étoile (etoile), 2026-11-29 12:05 UTC",
      "",
      "BEGAN",
      "- 52.0.0.1 is listed",
      "  since 2026-11-29 06:00 UTC",
      "  look it up and have it removed: https://psbl.org/remove",
      "  what to do: https://msp.example/docs/watch-alarms.md#listed",
      "",
      "ENDED",
      "- clinic.fr is listed",
      "  since 2026-11-29 06:00 UTC, until 2026-11-29 12:05 UTC",
      "",
      "GOES ON",
      "- the key is missing",
      "  since 2026-11-29 06:00 UTC",
      "  what to do: https://msp.example/docs/watch-alarms.md#key-missing",
      "",
      "INFORMS, nobody has to act at once",
      "- 52.0.0.1 is in a network",
      "  since 2026-11-29 06:00 UTC",
      "  look it up and have it removed: https://psbl.org/remove",
      "  what to do: https://msp.example/docs/watch-alarms.md#listed",
      "",
    ].join("\n"),
  });
});

test("where nothing but an advice has changed, that is what it says", () => {
  const advisory = condition("52.0.0.1 is in a network", { pages: false });

  expect(changeMessage([advisory], [advisory], CONTEXT).subject).toBe(
    "etoile: 1 began: 52.0.0.1 is in a network",
  );
});

test("a subject is what Amazon SNS takes: 100 characters of ASCII, in one line", () => {
  const long = condition(`étude.fr ${"is listed ".repeat(20)}\n`);

  const { subject } = changeMessage([long], [long], CONTEXT);

  expect(subject).toMatch(/^etoile: 1 began: \?tude\.fr [\x20-\x7e]*\.\.\.$/);
  expect(subject).toHaveLength(100);
});

test("of very many, some are named and the rest are counted", () => {
  const many = Array.from({ length: 50 }, (_, index) => condition(`${index} is listed`));

  const { text } = changeMessage(many, many, CONTEXT);

  expect(text).toMatch(/\n- 39 is listed\n(?: {2}.*\n)+- and 10 more\n$/);
});
