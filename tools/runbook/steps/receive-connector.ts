import { codeList } from "../../markdown";
import { cmdletPages, type RunbookStep } from "../step";
import { RECEIVE_FUNCTIONS, RECEIVE_ROLLBACK, receiveConnectorCode } from "./receive-connector-code";

/** The connector on which a relay delivers that its networks tell from everybody else. */
export const receiveConnector: RunbookStep = {
  title: "Receive connector: from the relay",
  why: "Mail from outside enters here and nowhere else. Anonymous senders may hand over mail for accepted domains; the right to relay to any recipient is looked for and removed.",
  sources: [
    "https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors",
    ...cmdletPages(
      "Get-ReceiveConnector",
      "New-ReceiveConnector",
      "Set-ReceiveConnector",
      "Get-ADPermission",
      "Remove-ADPermission",
    ),
  ],
  install: [
    RECEIVE_FUNCTIONS,
    receiveConnectorCode({ permissionGroups: "AnonymousUsers", authMechanism: "Tls" }),
  ].join("\n\n"),
  rollback: RECEIVE_ROLLBACK,
  does: ({ connectionsFrom, smtpPort, mailHost }) => [
    `creates or corrects the connector \`From relay\` on port ${smtpPort} of all addresses`,
    `accepts ${codeList(connectionsFrom)} only, without authentication, for accepted domains only`,
    `names itself \`${mailHost}\`, offers TLS with the certificate of step 2, logs verbosely`,
    "removes `ms-Exch-SMTP-Accept-Any-Recipient` from anonymous senders should it be there: no open relay",
  ],
  check:
    "send a message from outside; its protocol log is in the connector's receive log (`Get-FrontendTransportService`)",
  goBack:
    "the connector is removed, or has its former values; a right that made an open relay does not come back",
};
