import fc from "fast-check";
import type { Sighting } from "../../../../constructs/watch/function/sighting";
import {
  type Condition,
  conditionId,
  type Patience,
  told,
  transitions,
} from "../../../../constructs/watch/function/transitions";

/** What a list answered, in one run. */
type Answer = "listed" | "clean" | "error" | "gone";

const finding = (pages: boolean) => ({
  code: "listed",
  pages,
  what: "it is listed",
  remedy: null,
  runbook: "listed",
});

function sightings(answer: Answer, pages = true): readonly Sighting[] {
  return answer === "gone"
    ? []
    : [
        {
          subject: "list",
          seen: answer === "error" ? "nothing" : "whole",
          findings: answer === "listed" ? [finding(pages)] : [],
        },
      ];
}

/**
 * What somebody hears over several runs, one after the other.
 *
 * @param heard does the telling work in this run?
 */
function messages(
  runs: readonly (readonly [answer: Answer, heard: boolean])[],
  patience: Patience,
): { readonly said: readonly string[]; readonly memory: readonly Condition[] } {
  const memory = new Map<string, Condition>();
  const said: string[] = [];
  runs.forEach(([answer, heard], index) => {
    for (const { before, after } of transitions(
      [...memory.values()],
      sightings(answer),
      patience,
      `run ${index}`,
    )) {
      const id = conditionId((after ?? before) as Condition);
      memory.delete(id);
      if (after !== undefined) {
        memory.set(id, after);
      }
    }
    for (const [id, condition] of heard ? [...memory].filter(([, { untold }]) => untold) : []) {
      said.push(condition.phase === "ended" ? "end" : "begin");
      const after = told(condition);
      memory.delete(id);
      if (after !== undefined) {
        memory.set(id, after);
      }
    }
  });
  return { said, memory: [...memory.values()] };
}

const patient = (toBegin: number, toEnd: number): Patience => ({ toBegin, toEnd });
const always = (answers: readonly Answer[]) => answers.map((answer) => [answer, true] as const);
const patiences = fc.record({
  toBegin: fc.integer({ min: 1, max: 3 }),
  toEnd: fc.integer({ min: 1, max: 3 }),
});
const answers = fc.array(
  fc.tuple(fc.constantFrom<Answer>("listed", "clean", "error", "gone"), fc.boolean()),
  {
    maxLength: 40,
  },
);

test("over any answers, begins and ends take turns, and the first is a begin", () => {
  fc.assert(
    fc.property(answers, patiences, (runs, patience) => {
      const { said } = messages(runs, patience);
      expect(said).toEqual(said.map((_, index) => (index % 2 === 0 ? "begin" : "end")));
    }),
  );
});

test("an answer that says nothing changes nothing, wherever it comes", () => {
  fc.assert(
    fc.property(answers, patiences, (runs, patience) => {
      const all = runs.map(([answer]) => [answer, true] as const);
      const seen = all.filter(([answer]) => answer !== "error");
      const strip = (conditions: readonly Condition[]) =>
        conditions.map(({ since, ...condition }) => condition);
      expect(messages(all, patience).said).toEqual(messages(seen, patience).said);
      expect(strip(messages(all, patience).memory)).toEqual(strip(messages(seen, patience).memory));
    }),
  );
});

test("what is not there any more is told of, once it lasts, and then forgotten", () => {
  fc.assert(
    fc.property(answers, patiences, (runs, patience) => {
      const { said, memory } = messages(
        [...runs, ...always(Array.from({ length: patience.toEnd }, () => "clean" as const))],
        patience,
      );
      expect(said.length % 2).toBe(0);
      expect(memory).toEqual([]);
    }),
  );
});

test.each([
  ["one listing, however long", ["clean", "listed", "listed", "listed"], patient(1, 2), ["begin"]],
  [
    "its end, after two clean answers",
    ["listed", "clean", "clean", "clean"],
    patient(1, 2),
    ["begin", "end"],
  ],
  ["a list whose servers disagree", ["listed", "clean", "listed", "clean"], patient(1, 2), ["begin"]],
  ["a fault seen once", ["listed", "clean", "listed", "clean"], patient(2, 1), []],
  ["a fault seen twice", ["listed", "error", "listed", "clean"], patient(2, 1), ["begin", "end"]],
  ["a list that dies while it lists", ["listed", "error", "error", "error"], patient(1, 2), ["begin"]],
  ["a list that is asked no more", ["listed", "gone"], patient(1, 2), ["begin", "end"]],
] as const)("%s", (_what, given, patience, said) => {
  expect(messages(always(given), patience).said).toEqual(said);
});

test("what nobody could be told is told in the next run", () => {
  expect(
    messages(
      [
        ["listed", false],
        ["listed", true],
        ["listed", true],
      ],
      patient(1, 2),
    ).said,
  ).toEqual(["begin"]);
});

test("it is told since when, and what the last run saw", () => {
  const [first] = transitions([], sightings("listed"), patient(2, 1), "Monday");
  const [second] = transitions(
    [first?.after as Condition],
    [{ subject: "list", seen: "whole", findings: [{ ...finding(true), what: "it is listed again" }] }],
    patient(2, 1),
    "Tuesday",
  );

  expect(second).toMatchObject({
    event: "begin",
    after: { phase: "open", since: "Monday", what: "it is listed again", untold: true },
  });
});

test("what only informed pages once it becomes worse, and stays so until it ends", () => {
  const [began] = transitions([], sightings("listed", false), patient(1, 1), "Monday");
  const open = told(began?.after as Condition) as Condition;
  const [worse] = transitions([open], sightings("listed", true), patient(1, 1), "Tuesday");
  const worst = told(worse?.after as Condition) as Condition;

  expect(worse).toMatchObject({ event: "begin", after: { pages: true, untold: true } });
  expect(transitions([worst], sightings("listed", false), patient(1, 1), "Wednesday")).toEqual([]);
});

test("a fault that hides others leaves them as they were", () => {
  const [open] = transitions([], sightings("listed"), patient(1, 1), "Monday");
  const silent = { ...finding(true), code: "unseen" };
  const changes = transitions(
    [told(open?.after as Condition) as Condition],
    [{ subject: "list", seen: "part", findings: [silent] }],
    patient(1, 1),
    "Tuesday",
  );

  expect(changes).toEqual([
    { before: undefined, after: expect.objectContaining({ code: "unseen" }), event: "begin" },
  ]);
});
