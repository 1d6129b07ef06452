/** Resources of the description, each with twenty operations. */
export const largeResources: readonly { readonly tag: string; readonly model: string }[];

/** An API of 2,000 operations, always the same. */
export function largeDescription(): object;

/** Programs of a hundred calls each, by what they call; `base` makes a client and calls nothing. */
export const largePrograms: Readonly<Record<"base" | "calls" | "safe", string>>;
