import type { ExchangeFacts } from "../exchange-facts";
import type { RunbookStep } from "../step";
import { anonymousConnectors } from "./anonymous-connectors";
import { antiSpam } from "./anti-spam";
import { backupSeen } from "./backup-seen";
import { certificate } from "./certificate";
import { clientUrls } from "./client-urls";
import { ground } from "./ground";
import { issuedCertificate as installIssued } from "./issued-certificate";
import { orderCertificate } from "./order-certificate";
import { otherSendConnectors } from "./other-send-connectors";
import { receiveConnector } from "./receive-connector";
import { sendConnector } from "./send-connector";
import { signedInReceiveConnector } from "./signed-in-receive-connector";
import { signedInVerification, verification } from "./verification";

/**
 * All steps, in order: later ones use what earlier ones found. The way in opens before the old one closes, and
 * so does the way out.
 *
 * There are sets for relays that sign in and for those that do not, for servers that order their certificate
 * themselves and for those that are brought one, with a backup and without; within each, the code is the same for every client.
 */
export function stepsFor({
  backup,
  issuedCertificate,
  order,
  relayCredentials,
}: Pick<
  ExchangeFacts,
  "backup" | "issuedCertificate" | "order" | "relayCredentials"
>): readonly RunbookStep[] {
  const signsIn = relayCredentials !== undefined;
  return [
    ground,
    ...(order === undefined ? [] : [orderCertificate]),
    ...(issuedCertificate === undefined ? [] : [installIssued]),
    certificate,
    signsIn ? signedInReceiveConnector : receiveConnector,
    anonymousConnectors,
    antiSpam,
    sendConnector,
    otherSendConnectors,
    clientUrls,
    signsIn ? signedInVerification : verification,
    ...(backup === undefined ? [] : [backupSeen]),
  ];
}
