import { mailDomains } from "../../posture/dns/mail-names";
import { about, achieved, gap, type Judged, type Judgement, judgement } from "./judgement";

/** As many lists as the advice sheet checks (rows 7 and 8). */
const LISTS = 108;

/** Row 7: the addresses that mail leaves from are looked up in block lists. */
export function watchesAddresses({ blocklistWatch: watch }: Judged): Judgement {
  return watch?.addresses === true
    ? judgement({
        what: [achieved("addressesWatched", { lists: watch.lists }, watch.since)],
        missing: listsMissing(watch.lists),
      })
    : judgement({ missing: [gap("addressesNotWatched", {})] });
}

/** Row 8: so are the domains. */
export function watchesDomains(posture: Judged): Judgement {
  const watch = posture.blocklistWatch;
  const domains = mailDomains(posture).map(({ domain }) => domain);
  const watched = domains.filter((domain) => watch?.domains.includes(domain) === true);
  const unwatched = domains.filter((domain) => !watched.includes(domain));
  const lists = watch?.lists ?? 0;
  return judgement({
    what: about(watched, (names) => achieved("domainsWatched", { names, lists }, watch?.since ?? null)),
    missing: [
      ...(domains.length === 0 ? [gap("mailDomainMissing", {})] : []),
      ...about(unwatched, (names) => gap("domainsNotWatched", { names })),
      ...(watched.length > 0 ? listsMissing(lists) : []),
    ],
  });
}

function listsMissing(lists: number) {
  return lists < LISTS ? [gap("tooFewLists", { lists })] : [];
}
