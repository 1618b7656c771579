/** More would be cut off by one chat or another. */
const MOST_CHARACTERS = 3500;

/** How long the chat may take. */
const PATIENCE_MILLISECONDS = 5000;

/**
 * Where Microsoft Teams takes messages in, which takes cards only
 * (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook).
 */
const TEAMS = /(^|\.)(logic\.azure\.com|api\.powerplatform\.com|api\.powerautomate\.com)$/;

/**
 * Writes a text to the webhook of a chat: Slack, Google Chat, Microsoft Teams, or any other that takes `{"text": …}`.
 *
 * @param webhook its address, which is a secret: it is in no error
 * @throws Error where the chat does not take it
 */
export async function tellChat(webhook: string, text: string): Promise<void> {
  const url = URL.canParse(webhook) ? new URL(webhook) : undefined;
  if (url?.protocol !== "https:" && url?.hostname !== "127.0.0.1") {
    throw new Error("the webhook of the chat is no address that begins with https://");
  }
  const short = text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}\n…`;
  let status: number;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(TEAMS.test(url.hostname) ? card(short) : { text: short }),
      // Whoever answers with another address would be told what is wrong at the client's.
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
    status = response.status;
  } catch {
    throw new Error("the chat cannot be reached");
  }
  if (status < 200 || status > 299) {
    throw new Error(`the chat answers ${status}`);
  }
}

function card(text: string): object {
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          type: "AdaptiveCard",
          version: "1.4",
          body: [{ type: "TextBlock", text: text.replaceAll("\n", "\n\n"), wrap: true }],
        },
      },
    ],
  };
}
