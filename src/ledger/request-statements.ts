// The SQL of access requests: one statement per step, so that most steps need no explicit transaction.

import { entryRows } from './entry.ts';

/** A repeated origin inserts nothing and no audit entry: `byOrigin` then reads what is there. */
export const create = `
  with created as (
    insert into jit.requests (id, version, state, requester_id, conversation_id, activity_id, wake_at,
      lease_owner, lease_until, document, created_at, updated_at, machine_id, machine_name)
    values ($1, 1, $2, $3, $4, $5, $6::timestamptz, $7, $8::timestamptz, $9::jsonb, $10::timestamptz, $10::timestamptz,
      $12, $13)
    on conflict on constraint requests_origin do nothing
    returning id
  ), trail as (
    insert into jit.audit (at, actor, kind, rule, request_id, version, facts)
    select entry.at, entry.actor, entry.kind, entry.rule, created.id, 1, entry.facts from created, ${entryRows(11)}
  )
  select true as created from created`;

export const byOrigin = 'select document from jit.requests where conversation_id = $1 and activity_id = $2';

export const load = 'select document from jit.requests where id = $1';

/**
 * Without a wake-up the old one stands, except where the lease is given back: then nothing is owed.
 * Renewing the lease rides along for nothing. A machine once named stays: a form that ends no longer names it.
 */
export const save = `
  with before as (
    select id, wake_at, lease_owner from jit.requests where id = $1 and version = $2::int for update
  ), saved as (
    update jit.requests as request set
      version = request.version + 1,
      state = $3,
      document = $4::jsonb,
      machine_id = coalesce($11, request.machine_id),
      machine_name = coalesce($12, request.machine_name),
      updated_at = $5::timestamptz,
      wake_at = case when $7::boolean then $6::timestamptz else coalesce($6::timestamptz, request.wake_at) end,
      lease_until = case
        when request.lease_owner is distinct from $8 then request.lease_until
        when $7::boolean then null
        else greatest(request.lease_until, $9::timestamptz) end,
      lease_owner = case when $7::boolean and request.lease_owner = $8 then null else request.lease_owner end
    from before
    where request.id = before.id
    returning request.id, request.version, before.wake_at as wake_before
  ), trail as (
    insert into jit.audit (at, actor, kind, rule, request_id, version, facts)
    select entry.at, entry.actor, entry.kind, entry.rule, saved.id, saved.version, entry.facts from saved, ${entryRows(10)}
  )
  select wake_before from saved`;

/** wake_at moves to the lease's end at the latest, so that the sweep finds what a dead holder leaves behind. */
export const lease = `
  with leased as (
    update jit.requests set
      lease_owner = $2, lease_until = $3::timestamptz, wake_at = least(wake_at, $3::timestamptz)
    where id = $1 and (lease_owner is null or lease_owner = $2 or lease_until < $4::timestamptz)
    returning document
  )
  select true as leased, document, null::timestamptz as lease_until from leased
  union all
  select false, null, lease_until from jit.requests where id = $1 and not exists (select from leased)`;

/** Only what is still held: a lease that was given back in the same moment stays given back. */
export const renew = `
  update jit.requests set lease_until = greatest(lease_until, $3::timestamptz)
  where id = $1 and lease_owner = $2
  returning id`;

/** If the lease has meanwhile run out and somebody else settles, theirs stands: they leave the wake-up themselves. */
export const release = `
  with before as (
    select id, wake_at from jit.requests where id = $1 and version = $2::int for update
  )
  update jit.requests as request set
    wake_at = case when request.lease_owner <> $3 then request.wake_at else $4::timestamptz end,
    lease_until = case when request.lease_owner = $3 then null else request.lease_until end,
    lease_owner = nullif(request.lease_owner, $3)
  from before
  where request.id = before.id
  returning request.wake_at, before.wake_at as wake_before`;

export const overlooked = `
  select id from jit.requests
  where wake_at <= $1::timestamptz and (lease_owner is null or lease_until < $2::timestamptz)
  order by wake_at limit $3::int`;

export const currentOf = `
  select document from jit.requests
  where requester_id = $1 and state in ('draft', 'pending', 'approved', 'opening', 'open', 'closing')
  order by created_at desc, id desc limit $2::int`;

/** Adds what was left out of `create`. */
export const trailOfNew = `
  insert into jit.audit (at, actor, kind, rule, request_id, version, facts)
  select entry.at, entry.actor, entry.kind, entry.rule, $1, 1, entry.facts from ${entryRows(2)}`;

/** Nobody else moves it until the transaction ends. */
export const hold = 'select document from jit.requests where id = $1 and version = $2::int for update';

const granted = `state in ('approved', 'opening', 'open', 'closing')`;

export const grants = `
  select document from jit.requests where ${granted}
  order by created_at desc, id desc limit $1::int`;

// A text of its own, and no `or` in one: the plan is made once, and each must go by its index.
export const grantsOf = `
  select document from jit.requests where ${granted} and machine_id = $2
  order by created_at desc, id desc limit $1::int`;

/** By the machine's id: it begins `/subscriptions/<id>/`. */
export const grantsIn = `
  select document from jit.requests where ${granted} and split_part(machine_id, '/', 3) = $2
  order by created_at desc, id desc limit $1::int`;

export const undecided = 'select id from jit.requests where undecided order by created_at, id limit $1::int';

/**
 * Of the ids in $1 (a JSON array), when each must be looked at again, and whether a port depends on it. As an array, they
 * are looked up one by one.
 */
export const wakeTimes = `
  select id, wake_at, ${granted} as granted from jit.requests
  where id = any(array(select jsonb_array_elements_text($1::jsonb))) and wake_at is not null`;

/** When each must be looked at that must be: for jobs that are kept in memory. */
export const allWakeTimes = 'select id, wake_at from jit.requests where wake_at is not null';

export const voidLeases =
  'update jit.requests set lease_owner = null, lease_until = null where lease_owner is not null';
