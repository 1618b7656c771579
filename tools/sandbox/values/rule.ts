/**
 * How a computed value is made: literals stand for themselves, strings may hold placeholders.
 *
 * - `{name}` the object's own attribute; `{a|b}` the first of them that is set
 * - `{region}` `{account}` `{partition}` `{time}` `{revision}` `{service}` of the object
 * - `{hex:17}` `{digits:12}` `{letters:13}` `{base64:32}` `{uuid}` made from the object's address: the same
 *   in every run
 */
export type Rule = null | boolean | number | string | readonly Rule[] | { readonly [member: string]: Rule };

/**
 * Rules by attribute, by Terraform type; a type pattern may end in `*`. An attribute inside a block is given
 * with the block and its place in it: `dkim_signing_attributes.0.tokens`.
 */
export type RuleTable = Readonly<Record<string, Readonly<Record<string, Rule>>>>;
