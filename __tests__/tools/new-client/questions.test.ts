import { type Asked, askFor } from "../../../tools/new-client/questions";

/** Somebody who answers as told, and keeps what was asked. */
function answering(answers: readonly string[]): { readonly asked: Asked; readonly questions: string[] } {
  const left = [...answers];
  const questions: string[] = [];
  return {
    questions,
    asked: {
      text: async (question, usual, problem) => {
        questions.push(question);
        const answer = left.shift() || (usual ?? "");
        expect([question, answer, problem(answer)]).toEqual([question, answer, undefined]);
        return answer;
      },
      choice: async (question, options) => {
        questions.push(question);
        const answer = left.shift();
        const chosen = options.find(({ value }) => value === answer) ?? options[0];
        return chosen?.value as (typeof options)[number]["value"];
      },
    },
  };
}

describe("the questions about a new client", () => {
  test("are few, and empty answers take what is usual", async () => {
    const { asked, questions } = answering([
      "Example Bakery",
      "",
      "bakery.example",
      "",
      "",
      "",
      "",
      "spamexperts",
    ]);

    expect(await askFor({}, asked)).toEqual({
      id: "example-bakery",
      name: "Example Bakery",
      domain: "bakery.example",
      hostName: "mail.bakery.example",
      edge: "aws",
      dns: "cloudflare",
      zoneId: undefined,
      relay: "spamexperts",
      issuer: "acm",
      request: undefined,
      aws: { account: "000000000000", region: "eu-west-3" },
    });
    expect(questions).toHaveLength(11);
  });

  test("leave out what the command line has said, and AWS where nothing is on AWS", async () => {
    const { asked, questions } = answering(["lets-encrypt", __filename]);
    const answers = await askFor(
      {
        id: "bakery",
        name: "Example Bakery",
        domain: "bakery.example",
        hostName: "mail.bakery.example",
        edge: "fortigate",
        dns: "cloudflare",
        zoneId: "023e105f4ecef8ad9ca31a8372d0c353",
        relay: "spamexperts",
      },
      asked,
    );

    expect(answers.aws).toBeUndefined();
    expect(answers.request).toContain("answering as told".slice(0, 9));
    expect(questions).toEqual([
      "Who issues the certificate?",
      "The file with the request that the server made?",
    ]);
  });

  test("say of each relay what has to be confirmed", async () => {
    const meanings: string[] = [];
    const { asked } = answering([]);
    await askFor(
      {
        id: "a",
        name: "A",
        domain: "a.example",
        hostName: "mail.a.example",
        edge: "aws",
        dns: "route53",
        zoneId: "Z1",
        issuer: "acm",
      },
      {
        ...asked,
        choice: async (_question, options) => {
          meanings.push(...options.map(({ meaning }) => meaning));
          return options[0]?.value as (typeof options)[number]["value"];
        },
      },
    );

    expect(meanings).toContain(
      "SpamExperts Hosted Cloud; confirm spf, smartHost.host; when down: 60 days; webmail not stated",
    );
  });
});
