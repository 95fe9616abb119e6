// What a Bicep file says, as data: the part of the language that infra/ is written in.

export type Expression =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  /** `a::b`: a resource that is declared inside another. */
  | { readonly kind: 'nested'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'operation'; readonly sign: string; readonly operands: readonly Expression[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly fields: readonly Field[]; readonly resources: readonly Declaration[] }
  | {
      readonly kind: 'for';
      readonly item: string;
      readonly index: string | undefined;
      readonly in: Expression;
      readonly each: Expression;
    };

export interface Field {
  readonly key: Expression;
  readonly value: Expression;
}

export interface Decorator {
  readonly name: string;
  readonly given: readonly Expression[];
}

export type Keyword = 'targetScope' | 'using' | 'param' | 'var' | 'output' | 'resource' | 'module';

export interface Declaration {
  readonly keyword: Keyword;
  readonly name: string;
  /** Of a parameter or output; for a resource its type with the API version, for a module its path. */
  readonly type: string;
  readonly existing: boolean;
  readonly condition: Expression | undefined;
  /** Left out of a parameter that must be given. */
  readonly value: Expression | undefined;
  readonly decorators: readonly Decorator[];
}
