// The SQL of the watch over all ports.

const looked = `state in ('opening', 'open', 'closing')`;

/** Which have a port to look at. */
export const all = `select id, version from jit.requests where ${looked}`;
// A text of its own: it must go by its index.
export const savedSince = `${all} and updated_at >= $1::timestamptz`;

/** Of the ids in $1 (a JSON array). As an array, they are looked up one by one. */
export const documents = `
  select document from jit.requests where id = any(array(select jsonb_array_elements_text($1::jsonb)))`;
