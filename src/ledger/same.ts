// Holds a schema to the domain's type: a line with these does not compile when they differ.

/** `T` with intersections flattened and everything read-only, so that two ways to write one type become one. */
export type Plain<T> = T extends object ? { readonly [Key in keyof T]: Plain<T[Key]> } : T;

/** `true` when A and B are the same type, also in what is optional; otherwise `false`. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
