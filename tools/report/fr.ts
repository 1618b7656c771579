import type { Catalogue } from "./catalogue";
import { type Format, formatFor } from "./format";

const {
  list,
  names: spelled,
  count,
  plural,
  day: cardinalDay,
} = formatFor("fr-FR", "un hôte encore à créer");

/** The first of a month is an ordinal in French, which `Intl` does not write. */
const dated: Format["day"] = (isoDay) => cardinalDay(isoDay).replace(/^1 /, "1er ");

/**
 * Spaces that never break before the double signs and inside the quotation marks
 * (Imprimerie nationale, Lexique des règles typographiques en usage, « Ponctuation »).
 */
function typeset(text: string): string {
  return text
    .replace(/ ([;!?])/g, "\u202f$1")
    .replace(/ ([:»])/g, "\u00a0$1")
    .replace(/« /g, "«\u00a0");
}

/** "de" before a name, elided before a vowel. */
function of(names: readonly string[]): string {
  const text = spelled(names);
  return /^[aeiouàâäéèêëîïôöùûü]/i.test(text) ? `d’${text}` : `de ${text}`;
}

/** The sheet in French. */
export const FR: Catalogue = {
  locale: "fr-FR",
  typeset,
  title: "Protection de la messagerie",
  situation: ({ day }) => `Situation au ${dated(day)}`,
  source:
    "Cette fiche est lue dans le plan d’où votre protection est construite. Elle ne mesure rien en ligne : ce que seul un regard extérieur peut dire est marqué comme inconnu, jamais comme en place.",
  brokenRules: ({ count: rules }) =>
    plural(rules, {
      one: "Attention : le plan enfreint # règle de protection et serait refusé en l’état.",
      other: "Attention : le plan enfreint # règles de protection et serait refusé en l’état.",
    }),
  statuses: { "in-place": "En place", partly: "En partie", missing: "Absent", unknown: "Inconnu" },
  meanings: {
    "in-place": "le conseil est suivi, et le plan le prouve",
    partly: "une partie est là ; la dernière colonne dit ce qui manque",
    missing: "le plan n’en contient rien",
    unknown: "seul un regard extérieur peut le dire",
  },
  overview: "En un coup d’œil",
  subjects: { mail: "Votre courrier", server: "Votre serveur", name: "Votre nom sur Internet" },
  columns: { advice: "Conseil", status: "État", what: "Ce qui est en place", missing: "Ce qui manque" },
  advices: {
    "direct-mx": { title: "Le courrier arrive par le chemin choisi", term: "enregistrements MX" },
    "relay-in": {
      title: "Les spams et les virus s’arrêtent avant votre serveur",
      term: "relais entrant, port 25 fermé aux autres",
    },
    "relay-out": {
      title: "Le courrier sortant part par un expéditeur reconnu",
      term: "hôte relais (smart host), port de sortie",
    },
    continuity: {
      title: "Le courrier survit à une panne",
      term: "file d’attente et messagerie de secours du relais",
    },
    ports: { title: "Deux portes seulement sont ouvertes", term: "ports 25 et 443" },
    ips: { title: "Les attaques sont recherchées à la porte", term: "prévention d’intrusion, IPS" },
    certificate: {
      title: "Téléphones et portables se connectent sans alerte",
      term: "certificat TLS, CAA",
    },
    backup: { title: "Un seul message peut être restauré", term: "sauvegarde des boîtes aux lettres" },
    spf: { title: "On sait qui peut écrire en votre nom", term: "SPF" },
    forgery: { title: "Les faux expéditeurs sont refusés", term: "DKIM, DMARC" },
    encryption: { title: "Le courrier voyage chiffré", term: "MTA-STS, TLS-RPT" },
    dnssec: { title: "Vos inscriptions sur Internet sont infalsifiables", term: "DNSSEC" },
    "blocklist-addresses": {
      title: "Vos adresses ne sont sur aucune liste noire",
      term: "DNSBL, adresses",
    },
    "blocklist-domains": {
      title: "Vos domaines ne sont sur aucune liste noire",
      term: "DNSBL, domaines",
    },
  },
  row: ({ row }) => `conseil\u00a0${row}`,
  since: ({ day }) => `depuis le ${dated(day)}`,
  accepted: ({ owner, until }) => `accepté jusqu’au ${dated(until)} par ${owner}`,
  notKnown: "Inconnu :",
  nothing: "Rien",
  sentences: {
    mailLedToRelay: ({ names, relay }) =>
      `Le courrier pour ${spelled(names)} va chez ${relay}, comme le domaine l’indique lui-même.`,
    mailLedToServer: ({ names }) => `Le courrier pour ${spelled(names)} va droit à votre serveur.`,
    mailLedElsewhere: ({ names, hosts }) =>
      `Du courrier pour ${spelled(names)} est dirigé vers ${spelled(hosts) || "les hôtes de plusieurs services"}, à côté du filtre choisi.`,
    mailHostUnknown: ({ names }) => `À qui est le serveur qui reçoit le courrier pour ${spelled(names)}.`,
    mailStillOldWay: ({ names, relay }) =>
      `Le courrier pour ${spelled(names)} prend encore l’ancien chemin ; le passage chez ${relay} se prépare.`,
    mailEntryMissing: ({ names }) => `Rien ne dit où doit aller le courrier pour ${spelled(names)}.`,
    mailDomainMissing: () => "Aucun domaine ne reçoit de courrier.",
    mailRefused: ({ names }) => `${spelled(names)} : déclaré ne pas recevoir de courrier.`,
    filteredUpstream: ({ names, relay }) =>
      `${relay} filtre le courrier pour ${spelled(names)} avant votre serveur.`,
    unfiltered: ({ names }) => `Le courrier pour ${spelled(names)} ne passe pas tout entier par un filtre.`,
    relayMissing: () => "Aucun filtre ne précède votre serveur.",
    bypassClosed: ({ relay }) =>
      `Votre serveur n’accepte de courrier que de ${relay} : personne ne contourne le filtre.`,
    bypassOpen: () => "D’autres peuvent encore livrer à votre serveur, à côté du filtre.",
    relayShutOut: ({ relay }) => `${relay} ne peut pas joindre votre serveur ; rien n’arriverait.`,
    sentThrough: ({ host }) => `Votre serveur remet tout son courrier à ${spelled([host])}, qui l’achemine.`,
    onlyWayOut: ({ host }) => `Pour le courrier, la sortie vers ${spelled([host])} est la seule.`,
    smartHostMissing: () => "Aucun service n’achemine votre courrier sortant.",
    directDelivery: () => "Du courrier peut quitter votre serveur à côté du service d’envoi.",
    smartHostAnywhere: ({ host }) =>
      `La sortie est ouverte vers toutes les adresses, pas seulement vers celles ${of([host])}.`,
    smartHostShutOut: ({ host }) =>
      `Votre serveur ne peut pas joindre ${spelled([host])} ; rien ne partirait.`,
    wayOutUnknown: () => "Quelles sorties a votre serveur.",
    waysOutElsewhere: ({ manager }) =>
      `Quelles sorties a votre serveur : ${manager} gère le pare-feu, et le plan ne le montre pas.`,
    mailWaits: ({ relay, days }) =>
      `Pendant une panne, le courrier attend chez ${relay} jusqu’à ${plural(days, { one: "# jour", other: "# jours" })}.`,
    waitTooShort: ({ relay, days }) =>
      `${relay} rend le courrier aux expéditeurs après ${plural(days, { one: "# jour", other: "# jours" })} : trop peu pour un long week-end.`,
    waitUnknown: ({ relay }) => `Combien de temps le courrier attend chez ${relay}.`,
    usersReadAndAnswer: () => "Entre-temps, vos équipes lisent le nouveau courrier et y répondent.",
    usersRead: () => "Entre-temps, vos équipes lisent le nouveau courrier.",
    usersWithoutMail: () => "Entre-temps, vos équipes n’ont pas de nouveau courrier.",
    usersReadingUnknown: () => "Si vos équipes peuvent lire le nouveau courrier entre-temps.",
    continuityMissing: () => "Rien ne garde votre courrier pendant une panne du serveur.",
    mailFromRelayOnly: ({ relay }) => `La porte du courrier ne s’ouvre qu’à ${relay}.`,
    webFromAnywhere: () => "La porte chiffrée des téléphones et portables s’ouvre à tout Internet.",
    webFromNetworks: ({ count: networks }) =>
      plural(networks, {
        one: "La porte chiffrée des téléphones et portables ne s’ouvre qu’à # réseau connu.",
        other: "La porte chiffrée des téléphones et portables ne s’ouvre qu’à # réseaux connus.",
      }),
    nothingElseEnters: () => "Tout le reste est refusé à qui vient d’Internet.",
    otherPortsOpen: ({ ports }) => `D’autres portes sont ouvertes : ${list(ports)}.`,
    mailPortOpen: () => "La porte du courrier s’ouvre à d’autres que le filtre.",
    waysNotJudged: ({ count: ways }) =>
      plural(ways, {
        one: "Ce que laisse entrer # élément du plan que ces contrôles ne savent pas suivre.",
        other: "Ce que laissent entrer # éléments du plan que ces contrôles ne savent pas suivre.",
      }),
    waysInUnknown: () => "Quelles portes sont ouvertes : le plan ne montre aucun chemin vers un serveur.",
    waysInElsewhere: ({ manager }) =>
      `Quelles portes sont ouvertes : ${manager} gère le pare-feu, et le plan ne le montre pas.`,
    attacksBlocked: ({ groups }) =>
      `Les attaques connues sont bloquées : ${plural(groups, { one: "# jeu de règles", other: "# jeux de règles" })}.`,
    attacksBlockedInPart: ({ blocking, groups }) =>
      `Des attaques connues sont bloquées : ${count(blocking)} sur ${plural(groups, { one: "# jeu de règles", other: "# jeux de règles" })}.`,
    attacksWatched: ({ groups }) =>
      `Les attaques connues sont enregistrées : ${plural(groups, { one: "# jeu de règles", other: "# jeux de règles" })}.`,
    attacksNotBlocked: ({ groups }) =>
      plural(groups, {
        one: "# jeu de règles ne fait qu’enregistrer et ne bloque encore rien.",
        other: "# jeux de règles ne font qu’enregistrer et ne bloquent encore rien.",
      }),
    attacksUnseen: () => "Rien ne recherche les attaques.",
    alarmTold: () => "Quelqu’un est averti quand le pare-feu est attaqué ou en panne.",
    alarmMissing: () => "Personne n’est averti quand le pare-feu est attaqué ou en panne.",
    attackWatchUnknown: () => "Ce que recherche le pare-feu : il relève d’un autre plan.",
    attackWatchElsewhere: ({ manager }) =>
      `Ce que recherche le pare-feu : ${manager} le gère, et le plan ne le montre pas.`,
    encryptedUnread: () => "Le contenu des connexions chiffrées n’est pas examiné.",
    namesCertified: ({ names, issuer }) => `${issuer} certifie ${spelled(names)}.`,
    certificateRenewed: () => "La preuve pour son renouvellement fait partie du plan.",
    certificateDelivered: () => "Chaque renouvellement est porté au serveur automatiquement.",
    authoritiesNamed: ({ names }) =>
      `Seules les autorités que vous nommez peuvent certifier ${spelled(names)}.`,
    namesUncertified: ({ names }) => `Aucun certificat ne couvre ${spelled(names)}.`,
    certificateNotInstallable: () =>
      "Ce certificat ne peut pas être installé sur le serveur, auquel il en faut un autre.",
    renewalNotDelivered: () => "Rien ne porte un renouvellement au serveur.",
    authoritiesNotNamed: ({ names }) => `N’importe quelle autorité peut certifier ${spelled(names)}.`,
    certificateShownUnknown: () => "Si le serveur présente ce certificat.",
    certificateNameUnknown: () => "Sous quel nom on joint votre serveur.",
    mailboxesRestorable: () => "Un message peut revenir sans toucher aux autres.",
    backupObjectives: ({ lostHours, backHours, days }) =>
      `Convenu : au plus ${plural(lostHours, { one: "# heure", other: "# heures" })} de courrier perdues, reprise en ${plural(backHours, { one: "# heure", other: "# heures" })}, retour jusqu’à ${plural(days, { one: "# jour", other: "# jours" })} en arrière.`,
    mailWaitsAtRelay: ({ days }) =>
      `Troisième ligne : le courrier qui n’a pas pu être remis attend au relais ${plural(days, { one: "# jour", other: "# jours" })}.`,
    mailCopiedAtRelay: () => "Troisième ligne : le relais garde des copies du courrier qu’il a remis.",
    backupUnalterable: () =>
      "Un intrus dans votre réseau ne peut ni modifier ni effacer la sauvegarde avant son terme.",
    backupElsewhere: () => "La sauvegarde est gardée ailleurs que le serveur.",
    restoreTested: () => "Des restaurations sont essayées régulièrement.",
    backupMissing: () => "Le plan ne contient aucune sauvegarde.",
    mailboxesNotRestorable: () => "Restaurer un message ferait reculer le courrier de tous.",
    backupAlterable: () => "Un intrus pourrait modifier ou effacer la sauvegarde.",
    backupNotElsewhere: () => "La sauvegarde est gardée au même endroit que le serveur.",
    restoreNotTested: () => "Aucune restauration n’est essayée régulièrement.",
    addressesWatched: ({ lists }) =>
      `Vos adresses sont recherchées dans ${plural(lists, { one: "# liste", other: "# listes" })}.`,
    addressesNotWatched: () => "Personne ne recherche régulièrement vos adresses sur les listes noires.",
    domainsWatched: ({ names, lists }) =>
      `${spelled(names)} : recherché dans ${plural(lists, { one: "# liste", other: "# listes" })}.`,
    domainsNotWatched: ({ names }) =>
      `Personne ne recherche régulièrement ${spelled(names)} sur les listes noires.`,
    listingsNotHeard: () => "Personne ne serait averti d’une inscription sur une liste.",
    tooFewLists: ({ lists }) =>
      `${plural(lists, { one: "# liste, c’est", other: "# listes, c’est" })} trop peu ; le conseil est de 108.`,
    sendersNamed: ({ names }) => `Pour ${spelled(names)}, une liste publique dit qui peut envoyer.`,
    sendersNotNamed: ({ names }) => `Pour ${spelled(names)}, rien ne dit qui peut envoyer.`,
    nobodySends: ({ names }) => `${spelled(names)} : déclaré ne pas envoyer de courrier.`,
    mailSigned: ({ names }) =>
      `Pour ${spelled(names)}, les clés qui prouvent la signature du courrier sont publiées.`,
    mailNotSigned: ({ names }) => `Pour ${spelled(names)}, aucune clé de signature n’est publiée.`,
    forgeriesRefused: ({ names }) => `Le faux courrier au nom ${of(names)} est à refuser.`,
    forgeriesSetAside: ({ names }) => `Le faux courrier au nom ${of(names)} est à écarter comme suspect.`,
    forgeriesReported: ({ names }) => `Le faux courrier au nom ${of(names)} est signalé.`,
    forgeriesNotRefused: ({ names }) => `Le faux courrier au nom ${of(names)} est encore distribué.`,
    forgeriesUnseen: ({ names }) => `Rien ne dit que faire du faux courrier au nom ${of(names)}.`,
    encryptionRequired: ({ names }) => `Les expéditeurs doivent chiffrer le courrier pour ${spelled(names)}.`,
    encryptionTested: ({ names }) => `Le chiffrement du courrier pour ${spelled(names)} est à l’essai.`,
    encryptionNotRequired: ({ names }) => `Le courrier pour ${spelled(names)} peut encore arriver en clair.`,
    encryptionReported: ({ names }) =>
      `Les expéditeurs signalent quand le courrier pour ${spelled(names)} ne peut pas être chiffré.`,
    encryptionNotReported: ({ names }) =>
      `Personne ne signale quand le courrier pour ${spelled(names)} ne peut pas être chiffré.`,
    zonesSigned: ({ names }) => `Les inscriptions ${of(names)} sont signées.`,
    zonesNotSigned: ({ names }) => `Les inscriptions ${of(names)} ne sont pas signées.`,
    registrarUnknown: ({ names }) => `Si le bureau d’enregistrement ${of(names)} a publié la clé.`,
    zonesUnknown: ({ names }) => `Si les inscriptions ${of(names)} sont signées.`,
    toCorrect: ({ count: points }) =>
      plural(points, {
        one: "Les contrôles relèvent # point à corriger.",
        other: "Les contrôles relèvent # points à corriger.",
      }),
  },
  score: {
    title: "Note",
    result: ({ points, knowable }) =>
      `${count(points)} points sur les ${count(knowable)} que le plan permet de connaître`,
    explanation: ({ rest, total }) =>
      `Compté comme le fait le test de messagerie d’internet.nl, domaine par domaine. Les ${count(rest)} autres de ses ${count(total)} points ne se mesurent que de l’extérieur, sur internet.nl.`,
    none: "Aucun domaine ne reçoit de courrier : il n’y a rien à compter.",
    domain: "Domaine",
    sum: "Total",
    categories: {
      ipv6: { title: "Adresses modernes", term: "IPv6" },
      dnssec: { title: "Inscriptions signées", term: "DNSSEC" },
      authenticity: { title: "Vrais expéditeurs", term: "DMARC, DKIM, SPF" },
      encryption: { title: "Livraison chiffrée", term: "STARTTLS, DANE" },
      routing: { title: "Routes sûres", term: "RPKI" },
    },
    points: ({ points, knowable }) => `${count(points)} sur ${count(knowable)}`,
    notKnown: "inconnu",
    notCounted: "non compté",
  },
  remarks:
    "Sans date, le plan n’en contient pas. « Accepté » : quelqu’un répond de cette lacune jusqu’au jour indiqué.",
};
