import type { RunbookStep } from "../step";
import { anonymousConnectors } from "./anonymous-connectors";
import { antiSpam } from "./anti-spam";
import { certificate } from "./certificate";
import { clientUrls } from "./client-urls";
import { ground } from "./ground";
import { otherSendConnectors } from "./other-send-connectors";
import { receiveConnector } from "./receive-connector";
import { sendConnector } from "./send-connector";
import { verification } from "./verification";

/**
 * All steps, in order: later ones use what earlier ones found. The way in opens before the old one closes, and
 * so does the way out.
 */
export const STEPS: readonly RunbookStep[] = [
  ground,
  certificate,
  receiveConnector,
  anonymousConnectors,
  antiSpam,
  sendConnector,
  otherSendConnectors,
  clientUrls,
  verification,
];
