import fc from "fast-check";
import { ProbeFailure } from "../../../../constructs/watch/checks/probe-failure";
import { SmtpReplies, type SmtpReply } from "../../../../constructs/watch/checks/smtp-reply";

/** Everything that comes of chunks. */
function repliesOf(chunks: readonly (string | Buffer)[]): readonly SmtpReply[] {
  const replies = new SmtpReplies();
  const found: SmtpReply[] = [];
  for (const chunk of chunks) {
    replies.push(Buffer.from(chunk as string, "latin1"));
    for (let reply = replies.shift(); reply !== undefined; reply = replies.shift()) {
      found.push(reply);
    }
  }
  return found;
}

function failureOf(text: string): ProbeFailure["code"] | undefined {
  try {
    repliesOf([text]);
    return undefined;
  } catch (error) {
    return (error as ProbeFailure).code;
  }
}

const line = fc.string({ unit: fc.constantFrom(..."ab -*é\t250"), maxLength: 20 });
const reply = fc.record({
  code: fc
    .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 9 }))
    .map(([a, b, c]) => a * 100 + b * 10 + c),
  lines: fc.array(line, { minLength: 1, maxLength: 5 }),
});

function written({ code, lines }: SmtpReply, end: string): string {
  return lines.map((text, index) => `${code}${index === lines.length - 1 ? " " : "-"}${text}${end}`).join("");
}

test("replies are the same however they are cut on their way", () => {
  fc.assert(
    fc.property(
      fc.array(reply, { maxLength: 4 }),
      fc.constantFrom("\r\n", "\n"),
      fc.array(fc.nat({ max: 400 }), { maxLength: 8 }),
      (replies, end, cuts) => {
        const text = replies.map((one) => written(one, end)).join("");
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b),
          text.length,
        ];
        const chunks = places.slice(1).map((place, index) => text.slice(places[index], place));

        expect(repliesOf(chunks)).toEqual(replies);
      },
    ),
  );
});

test("whatever arrives is a reply, a part of one, or a failure, and never more than its own length", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 }), (chunks) => {
      try {
        const found = repliesOf(chunks.map((chunk) => Buffer.from(chunk)));
        expect(found.every(({ code }) => code >= 200 && code < 600)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ProbeFailure);
      }
    }),
  );
});

test("a code alone is a reply (RFC 5321 § 4.2)", () => {
  expect(repliesOf(["220\r\n"])).toEqual([{ code: 220, lines: [""] }]);
});

test.each([
  ["a code of its own", "199 hello\r\n"],
  ["a second digit of its own", "260 hello\r\n"],
  ["another separator", "220_hello\r\n"],
  ["no code in the second line", "220-hello\r\nhello\r\n"],
  ["a second code", "220-hello\r\n221 hello\r\n"],
  ["a line that is too long", `220 ${"x".repeat(3000)}\r\n`],
  ["a line without end", `220 ${"x".repeat(3000)}`],
  ["too many lines", "220-x\r\n".repeat(101)],
])("%s is no SMTP", (_, text) => {
  expect(failureOf(text)).toBe("not-smtp");
});

test.each([
  ["nothing", "", false],
  ["a part of a line", "25", true],
  ["a line of a reply that goes on", "250-x\r\n", true],
  ["a whole reply", "250 x\r\n", true],
])("after %s, something is unread: %s", (_, text, ahead) => {
  const replies = new SmtpReplies();
  replies.push(Buffer.from(text));

  expect(replies.isAhead).toBe(ahead);
});
