/** Arguments that cannot be followed; the message says why and what to write instead. */
export class UsageError extends Error {}
