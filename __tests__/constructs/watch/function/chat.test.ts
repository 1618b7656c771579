import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tellChat } from "../../../../constructs/watch/function/chat";

const heard: unknown[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (part: Buffer) => {
    body += part.toString();
  });
  request.on("end", () => {
    heard.push(JSON.parse(body));
    response.writeHead(request.url === "/moved" ? 302 : request.url === "/gone" ? 404 : 200, {
      location: "/elsewhere",
    });
    response.end();
  });
});
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test("a chat hears a text, cut where it would be cut anyway", async () => {
  await tellChat(`${address}/secret`, "x".repeat(5000));

  expect(heard).toEqual([{ text: `${"x".repeat(3500)}\n…` }]);
});

test.each([
  ["/moved", "the chat cannot be reached"],
  ["/gone", "the chat answers 404"],
])("a chat at %s is not told, and its address stays secret", async (path, message) => {
  await expect(tellChat(`${address}${path}`, "text")).rejects.toThrow(new Error(message));
});

test.each(["http://chat.example/secret", "no address"])("%s is no webhook", async (webhook) => {
  await expect(tellChat(webhook, "text")).rejects.toThrow("begins with https://");
});
