// An NSG rule by name, for sentences, and one that leaves a port open whatever JIT does.

export interface NamedRule {
  readonly nsg: string;
  readonly name: string;
  readonly priority: number;
}

/** An Allow rule that JIT did not make and that outranks JIT's Deny: the port is open to more than JIT lets in. */
export interface Hole {
  readonly port: number;
  readonly rule: NamedRule;
  /** The rule's sources as Azure has them: prefixes and service tags. Where less than that gets in: what does. */
  readonly sources: readonly string[];
}
