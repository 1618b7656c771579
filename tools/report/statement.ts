/** Domains or hosts, as A-labels; people read them in their own script. */
interface Names {
  readonly names: readonly string[];
}

interface Relay {
  /** Name for people. */
  readonly relay: string;
}

type Nothing = Readonly<Record<string, never>>;

/**
 * Everything the sheet can say, and the values each sentence is made from. The sentences themselves are in the
 * catalogue of each language: what has no sentence there is a type error.
 */
export interface StatementValues {
  // Where mail comes in.
  mailLedToRelay: Names & Relay;
  mailLedToServer: Names;
  mailLedElsewhere: Names & { readonly hosts: readonly string[] };
  mailHostUnknown: Names;
  mailStillOldWay: Names & Relay;
  mailEntryMissing: Names;
  mailDomainMissing: Nothing;
  mailRefused: Names;
  filteredUpstream: Names & Relay;
  unfiltered: Names;
  relayMissing: Nothing;
  bypassClosed: Relay;
  bypassOpen: Nothing;
  relayShutOut: Relay;
  // Where it goes out.
  sentThrough: { readonly host: string };
  onlyWayOut: { readonly host: string };
  smartHostMissing: Nothing;
  directDelivery: Nothing;
  smartHostAnywhere: { readonly host: string };
  smartHostShutOut: { readonly host: string };
  wayOutUnknown: Nothing;
  waysOutElsewhere: { readonly manager: string };
  // While the server is down.
  mailWaits: Relay & { readonly days: number };
  waitTooShort: Relay & { readonly days: number };
  waitUnknown: Relay;
  usersReadAndAnswer: Nothing;
  usersRead: Nothing;
  usersWithoutMail: Nothing;
  usersReadingUnknown: Nothing;
  continuityMissing: Nothing;
  // The server's ports.
  mailFromRelayOnly: Relay;
  webFromAnywhere: Nothing;
  webFromNetworks: { readonly count: number };
  nothingElseEnters: Nothing;
  otherPortsOpen: { readonly ports: readonly string[] };
  mailPortOpen: Nothing;
  waysNotJudged: { readonly count: number };
  waysInUnknown: Nothing;
  waysInElsewhere: { readonly manager: string };
  // What the firewall looks for.
  attacksBlocked: { readonly groups: number };
  attacksBlockedInPart: { readonly blocking: number; readonly groups: number };
  attacksWatched: { readonly groups: number };
  attacksNotBlocked: { readonly groups: number };
  attacksUnseen: Nothing;
  alarmTold: Nothing;
  alarmMissing: Nothing;
  attackWatchUnknown: Nothing;
  attackWatchElsewhere: { readonly manager: string };
  encryptedUnread: Nothing;
  // The server's certificate.
  namesCertified: Names & { readonly issuer: string };
  certificateRenewed: Nothing;
  certificateDelivered: Nothing;
  authoritiesNamed: Names;
  namesUncertified: Names;
  certificateNotInstallable: Nothing;
  renewalNotDelivered: Nothing;
  authoritiesNotNamed: Names;
  certificateShownUnknown: Nothing;
  certificateNameUnknown: Nothing;
  // Backup.
  backupObjectives: { readonly lostHours: number; readonly backHours: number; readonly days: number };
  mailWaitsAtRelay: { readonly days: number };
  mailCopiedAtRelay: Nothing;
  mailboxesRestorable: Nothing;
  backupUnalterable: Nothing;
  backupElsewhere: Nothing;
  restoreTested: Nothing;
  backupMissing: Nothing;
  mailboxesNotRestorable: Nothing;
  backupAlterable: Nothing;
  backupNotElsewhere: Nothing;
  restoreNotTested: Nothing;
  // Block lists.
  addressesWatched: { readonly lists: number };
  addressesNotWatched: Nothing;
  domainsWatched: Names & { readonly lists: number };
  domainsNotWatched: Names;
  listingsNotHeard: Nothing;
  tooFewLists: { readonly lists: number };
  // The company's name.
  sendersNamed: Names;
  sendersNotNamed: Names;
  nobodySends: Names;
  mailSigned: Names;
  mailNotSigned: Names;
  forgeriesRefused: Names;
  forgeriesSetAside: Names;
  forgeriesReported: Names;
  forgeriesNotRefused: Names;
  forgeriesUnseen: Names;
  encryptionRequired: Names;
  encryptionTested: Names;
  encryptionNotRequired: Names;
  encryptionReported: Names;
  encryptionNotReported: Names;
  zonesSigned: Names;
  zonesNotSigned: Names;
  registrarUnknown: Names;
  zonesUnknown: Names;
  // What a rule has against it.
  toCorrect: { readonly count: number };
}

/** Which sentence. */
export type StatementId = keyof StatementValues;

/** A sentence before it has a language. */
export type Statement<Id extends StatementId = StatementId> = {
  readonly [Each in Id]: { readonly id: Each; readonly values: StatementValues[Each] };
}[Id];

/** A sentence for each statement. */
export type Sentences = { readonly [Id in StatementId]: (values: StatementValues[Id]) => string };

/** A statement in the language of the sentences. */
export function sentence<Id extends StatementId>(sentences: Sentences, statement: Statement<Id>): string {
  return sentences[statement.id](statement.values);
}
