import { remembered } from "../../../constructs/core/remembered";

/** A function that remembers, and what it was really asked. */
function counted(work: (text: string) => unknown = (text) => text.length) {
  const asked: string[] = [];
  const ask = remembered((text) => {
    asked.push(text);
    return work(text);
  });
  return { ask, asked };
}

describe("a function that remembers", () => {
  test("works each text out once, also where nothing comes of it", () => {
    const { ask, asked } = counted((text) => (text === "none" ? undefined : text.length));

    expect([ask("four"), ask("four"), ask("none"), ask("none")]).toEqual([4, 4, undefined, undefined]);
    expect(asked).toEqual(["four", "none"]);
  });

  test("does not remember what it threw", () => {
    const { ask, asked } = counted(() => {
      throw new Error("no network");
    });

    expect(() => ask("10.0.0.0/33")).toThrow("no network");
    expect(() => ask("10.0.0.0/33")).toThrow("no network");
    expect(asked).toHaveLength(2);
  });

  test("keeps no long texts, and begins anew when it has met too many", () => {
    const { ask, asked } = counted();
    const long = "x".repeat(2001);
    ask(long);
    ask(long);
    expect(asked).toHaveLength(2);

    ask("first");
    for (let index = 0; index < 10_000; index += 1) {
      ask(`${index}`);
    }
    ask("first");
    expect(asked.filter((text) => text === "first")).toHaveLength(2);
  });
});
