/** Ids of a kind of rule, both ends included. */
interface SidRange {
  readonly first: number;
  readonly last: number;
}

/** Every rule of ours has its id in here; AWS's and other people's rules have not. */
export const OWN_SIDS: SidRange = { first: 9_250_000, last: 9_259_999 };

/** Every rule of a virtual patch has its id in here, and no other rule has. */
export const VIRTUAL_PATCH_SIDS: SidRange = { first: 9_251_000, last: 9_251_999 };
