/** Exit statuses, the same for all commands. */
export const EXIT = {
  /** Input that cannot be used: client files with problems, a file that cannot be read, a missing program. */
  badInput: 1,
  /** What is published is not what is recorded. */
  drift: 2,
  /** Somebody has to decide or to add something before the next step. */
  undecided: 2,
  /** Nothing could be looked at from here. */
  unseen: 2,
  /** A protection rule of severity error is broken. */
  ruleBroken: 3,
  /** What is live is not what is declared. */
  wrong: 3,
  /** A human must look at a change before it is merged. */
  look: 3,
} as const;
