import { mailDomains } from "../../posture/dns/mail-names";
import type { BlocklistWatchFact, Posture } from "../../posture/facts";
import { about, acceptance, achieved, gap, type Judgement, judgement } from "./judgement";

/** As many lists as the advice sheet checks (rows 7 and 8). */
const LISTS = 108;

/** Row 7: the addresses that mail leaves from are looked up in block lists. */
export function watchesAddresses(posture: Posture): Judgement {
  const { blocklistWatch: watch, egressAddresses } = posture;
  return watch !== null &&
    egressAddresses.length > 0 &&
    egressAddresses.every((address) => watch.addresses.includes(address))
    ? judgement({
        what: [achieved("addressesWatched", { lists: watch.lists })],
        missing: [...listsMissing(watch.lists), ...unheard(watch)],
        details: detailsOf(watch),
      })
    : judgement({
        missing: [gap("addressesNotWatched", {}, acceptance(posture, "blocklists-watched"))],
      });
}

/** Row 8: so are the domains. */
export function watchesDomains(posture: Posture): Judgement {
  const watch = posture.blocklistWatch;
  const domains = mailDomains(posture).map(({ domain }) => domain);
  const watched = domains.filter((domain) => watch?.domains.includes(domain) === true);
  const unwatched = domains.filter((domain) => !watched.includes(domain));
  const lists = watch?.lists ?? 0;
  return judgement({
    what: about(watched, (names) => achieved("domainsWatched", { names, lists })),
    missing: [
      ...(domains.length === 0 ? [gap("mailDomainMissing", {})] : []),
      ...about(unwatched, (names) =>
        gap("domainsNotWatched", { names }, acceptance(posture, "blocklists-watched")),
      ),
      ...(watched.length > 0 && watch !== null ? [...listsMissing(lists), ...unheard(watch)] : []),
    ],
    details: watched.length > 0 && watch !== null ? detailsOf(watch) : [],
  });
}

function unheard({ heard }: BlocklistWatchFact) {
  return heard ? [] : [gap("listingsNotHeard", {})];
}

function detailsOf({ schedule, address }: BlocklistWatchFact): readonly string[] {
  return [schedule, address];
}

function listsMissing(lists: number) {
  return lists < LISTS ? [gap("tooFewLists", { lists })] : [];
}
